import { request } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ConferenceProvider, EntryAnswer, PbxEventRequest } from '#core/contracts/conference-provider.ts'
import { createIngress } from '#ingress/index.ts'
import { pbxRoute, takingPbxRequests } from '#ingress/pbx.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'

type Receive = NonNullable<ConferenceProvider['receiveEvent']>

type Admit = Parameters<typeof takingPbxRequests>[0]['admit']

const question = { roomId: '8001', caller: '+4930901802', callId: null, pin: null }

/** `office` delivers and asks, with the secret `s3cret`; `mute` is a PBX that does neither. */
async function serve(receive?: Receive, decide: Admit = async () => ({ verdict: 'ask-pin' })) {
  const book = createLogBook()
  const clock = createHandClock()
  const admit = vi.fn<Admit>(decide)
  const readEntry = vi.fn(({ secret }: PbxEventRequest) => (secret === 's3cret' ? question : undefined))
  const writeEntry = ({ verdict }: EntryAnswer) => `says ${verdict}`
  const receiveEvent = vi.fn<Receive>(receive ?? (async ({ secret }) => (secret === 's3cret' ? 200 : 404)))
  const handle = takingPbxRequests({
    providerOf: (name) => ({ office: { receiveEvent, readEntry, writeEntry }, mute: {} })[name],
    admit,
    clock,
    logger: book.logger,
  })
  const ingress = createIngress({
    port: 0,
    host: '127.0.0.1',
    routes: [{ ...pbxRoute, handle }],
    graceMs: 50,
    logger: book.logger,
  })
  const { port } = await ingress.start()
  onTestFinished(() => ingress.stop())
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
  return { port, book, clock, receiveEvent, readEntry, admit, ask }
}

test('a delivery reaches the PBX as it came, and is answered as it says', async () => {
  const { ask, receiveEvent } = await serve()
  const answer = await ask('/pbx/office/events/s3cret?room=7', {
    method: 'POST',
    headers: { 'X-Signature': 'abc' },
    body: '{"a":1}',
  })
  expect([answer.status, await answer.text()]).toEqual([200, ''])
  const [[event] = []] = receiveEvent.mock.calls
  expect(event).toMatchObject({ method: 'POST', secret: 's3cret', query: { room: '7' }, remoteAddress: '127.0.0.1' })
  expect(event?.headers).toMatchObject({ 'x-signature': 'abc' })
  expect(Buffer.from(event?.body ?? []).toString()).toBe('{"a":1}')
  expect((await ask('/pbx/office/events/s3cret')).status).toBe(200)
})

test('whoever is none learns nothing: all that is wrong is answered alike', async () => {
  const { ask, receiveEvent, book } = await serve()
  const wrong = [
    '/pbx/office/events/wrong-s3cret',
    '/pbx/mute/events/s3cret',
    '/pbx/nobody/events/s3cret',
    '/pbx/office/events',
    '/pbx/office/events/',
    '/pbx/office/events/s3cret/more',
    '/pbx/office/s3cret',
    '/pbx/constructor/events/s3cret',
    '/pbx',
  ]
  const answers = await Promise.all(wrong.map((path) => ask(path, { method: 'POST', body: '{}' })))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]))
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
  expect(receiveEvent).toHaveBeenCalledOnce()
  expect(book.text()).not.toContain('s3cret')
})

test('takes deliveries alone', async () => {
  const { ask, receiveEvent } = await serve()
  for (const method of ['PUT', 'DELETE', 'PATCH'])
    expect((await ask('/pbx/office/events/s3cret', { method })).status).toBe(405)
  expect(receiveEvent).not.toHaveBeenCalled()
})

test('takes 256 KiB and no more', async () => {
  const { ask, receiveEvent } = await serve()
  const send = (bytes: number) => ask('/pbx/office/events/s3cret', { method: 'POST', body: 'x'.repeat(bytes) })
  expect((await send(256 * 1024)).status).toBe(200)
  expect((await send(256 * 1024 + 1)).status).toBe(413)
  expect(receiveEvent).toHaveBeenCalledOnce()
})

test('a delivery that breaks off reaches nobody', async () => {
  const { port, ask, receiveEvent } = await serve()
  const broken = request({ port, host: '127.0.0.1', path: '/pbx/office/events/s3cret', method: 'POST' })
  broken.on('error', () => {})
  broken.setHeader('content-length', 100)
  broken.write('half')
  await new Promise((resolve) => broken.once('socket', (socket) => socket.once('connect', resolve)))
  broken.destroy()
  expect((await ask('/pbx/office/events/s3cret')).status).toBe(200)
  expect(receiveEvent).toHaveBeenCalledOnce()
})

test('answers in time also where the event takes longer', async () => {
  let isOver = false
  const { ask, clock, receiveEvent } = await serve(async () => {
    await new Promise((resolve) => onTestFinished(() => resolve(null)))
    isOver = true
    return 404
  })
  const answer = ask('/pbx/office/events/s3cret', { method: 'POST' })
  await expect.poll(() => receiveEvent.mock.calls.length).toBe(1)
  clock.advance(1_000)
  expect((await answer).status).toBe(200)
  expect(isOver).toBe(false)
})

test('an event that cannot be taken is answered and logged, without its secret', async () => {
  const { ask, book } = await serve(async ({ secret }: PbxEventRequest) => {
    throw new Error(`secret: ${secret}`)
  })
  expect((await ask('/pbx/office/events/s3cret', { method: 'POST' })).status).toBe(500)
  expect(book.of('an event of a PBX could not be taken')).toMatchObject([{ pbx: 'office' }])
  expect(book.text()).not.toContain('s3cret')
})

test('a question reaches the PBX as it came, and is answered in its words', async () => {
  const { ask, readEntry, admit } = await serve()
  const answer = await ask('/pbx/office/entry/s3cret', { method: 'POST', body: 'room=8001&pin=' })
  expect([answer.status, await answer.text()]).toEqual([200, 'says ask-pin'])
  expect(answer.headers.get('content-type')).toBe('text/plain')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(Buffer.from(readEntry.mock.calls[0]?.[0].body ?? []).toString()).toBe('room=8001&pin=')
  expect(admit.mock.calls).toEqual([['office', question]])
})

test('who asks for entry without being the PBX learns nothing either', async () => {
  const { ask, admit, book } = await serve()
  const wrong: [string, RequestInit][] = [
    ['/pbx/office/entry/wrong-s3cret', {}],
    ['/pbx/mute/entry/s3cret', {}],
    ['/pbx/nobody/entry/s3cret', {}],
    ['/pbx/office/entry', {}],
    ['/pbx/office/entry/', {}],
    ['/pbx/office/entry/s3cret/more', {}],
    ['/pbx/office/constructor/s3cret', {}],
    ['/pbx/office/entry/s3cret', { body: 'x'.repeat(4 * 1024 + 1) }],
    ['/pbx/office/entry/s3cret?pin=1234', { method: 'GET' }],
  ]
  const answers = await Promise.all(wrong.map(([path, init]) => ask(path, { method: 'POST', ...init })))
  expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 404))
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
  expect(admit).not.toHaveBeenCalled()
  expect(book.text()).not.toContain('s3cret')
  expect((await ask('/pbx/office/entry/s3cret', { method: 'POST', body: 'x'.repeat(4 * 1024) })).status).toBe(200)
})

test('nobody enters by a decision that comes too late', async () => {
  let decide = (_: EntryAnswer) => {}
  const { ask, admit, clock, book } = await serve(undefined, () => new Promise((resolve) => (decide = resolve)))
  const answer = ask('/pbx/office/entry/s3cret', { method: 'POST' })
  await expect.poll(() => admit.mock.calls.length).toBe(1)
  clock.advance(3_000)
  expect(await (await answer).text()).toBe('says closed')
  decide({ verdict: 'enter', recorded: false, evenLocked: false })
  expect(book.of('who may enter was not decided in time')).toMatchObject([{ pbx: 'office', room: '8001' }])
})
