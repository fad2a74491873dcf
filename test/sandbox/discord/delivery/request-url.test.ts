import type { APIInteraction } from 'discord.js'
import { expect, test } from 'vitest'
import { confCommand, listen, type ServedDiscord, serveDiscord } from '../run-client.ts'

type Respond = (interaction: APIInteraction, served: ServedDiscord) => object | number | Promise<object | number>

/** A sandbox that posts its interactions to an app which verifies them. */
async function run(respond: Respond) {
  const seen: APIInteraction[] = []
  let served: ServedDiscord | undefined
  const current = () => {
    if (!served) throw new Error('the sandbox is not served yet')
    return served
  }
  const requestUrl = await listen(current, (interaction) => {
    seen.push(interaction)
    return respond(interaction, current())
  })
  served = await serveDiscord({ delivery: 'http', requestUrl })
  await served.register([confCommand])
  const own = served
  return {
    ...own,
    seen,
    requestUrl,
    type: () => own.drive('command', { user: 'alice', channel: 'ops', text: 'room list' }),
  }
}

const done = { type: 4, data: { content: 'Done' } }

test('an interaction comes signed, and is answered in the same breath', async () => {
  const { type, messages, frames } = await run(() => done)
  expect(await type()).toMatchObject({ ok: true })
  expect(await messages('ops', 'bob')).toMatchObject([{ content: 'Done' }])
  const [sent, answered] = (await frames()).filter(({ path }) => path === '/discord/interactions')
  expect(sent).toMatchObject({
    direction: 'out',
    status: 200,
    ackMs: expect.any(Number),
    signature: expect.stringMatching(/^[0-9a-f]{128}$/),
    headers: { 'x-signature-timestamp': expect.stringMatching(/^\d{10}$/) },
    body: { type: 2, data: { name: 'conf' }, token: '[redacted]' },
  })
  expect(answered).toMatchObject({ direction: 'in', body: done })
})

test('with 202 it is answered by the callback route', async () => {
  const { type, messages } = await run((interaction, served) => {
    void served.answer(interaction, { type: 5, data: { flags: 64 } })
    return 202
  })
  expect(await type()).toMatchObject({ ok: true })
  expect(await messages('ops', 'alice')).toMatchObject([{ flags: 64 | 128 }])
})

test('an answer given both ways counts once', async () => {
  const { type, messages } = await run(async (interaction, served) => {
    await served.answer(interaction, { type: 4, data: { content: 'First' } })
    return done
  })
  expect(await type()).toMatchObject({ ok: true })
  expect(await messages('ops', 'bob')).toMatchObject([{ content: 'First' }])
})

test.each([
  ['an error', 500, { status: 500 }],
  ['no content', 204, { status: 204 }],
  ['what is no answer', { type: 7 }, { reason: { code: 50035 } }],
])('%s is no answer', async (_, answer, facts) => {
  const { type } = await run(() => answer)
  expect(await type()).toMatchObject({ ok: false, error: 'The application did not respond', ...facts })
})

test('where nobody listens nothing responds', async () => {
  const { drive, register } = await serveDiscord({ delivery: 'http', requestUrl: 'http://127.0.0.1:9/' })
  await register([confCommand])
  const answer = await drive('command', { user: 'alice', channel: 'ops', text: 'room list' })
  expect(answer).toMatchObject({ ok: false, error: 'The application did not respond' })
})

test.each(['signature', 'unsigned', 'tampered'])('a forged request (%s) is found out', async (kind) => {
  const { type, drive, seen } = await run(() => done)
  await type()
  expect(await drive('forge', { kind })).toEqual({ ok: true, status: 401 })
  expect(seen).toHaveLength(1)
})

test('an old request is signed well', async () => {
  const { type, drive, seen } = await run(() => done)
  await type()
  expect(await drive('forge', { kind: 'old' })).toEqual({ ok: true, status: 200 })
  expect(seen).toHaveLength(2)
})

test('the same interaction can come again, and changes nothing', async () => {
  const { type, drive, seen, messages } = await run(() => done)
  const { delivery } = await type()
  const again = await drive('redeliver')
  expect(again).toMatchObject({ ok: true, delivery, refused: { code: 40060 } })
  expect(seen.map(({ id, token }) => `${id} ${token}`)).toEqual(Array(2).fill(`${seen[0]?.id} ${seen[0]?.token}`))
  expect(await messages('ops', 'bob')).toHaveLength(1)
})

test('an address is pinged before it is used, and must find forgeries out', async () => {
  const served = await run(() => done)
  const { requestUrl, request, drive } = served
  await drive('delivery', { delivery: 'gateway' })
  expect(await request('forge', { kind: 'old' })).toMatchObject({ status: 409 })
  expect(await drive('delivery', { delivery: 'http', requestUrl })).toEqual({ ok: true })
  const careless = await listen(
    () => served,
    () => done,
    { isCareless: true },
  )
  for (const [address, status] of [
    [careless, 409],
    ['http://127.0.0.1:9/', 409],
    ['http://example.com/', 400],
    ['https://127.0.0.1/', 400],
  ]) {
    expect(await request('delivery', { delivery: 'http', requestUrl: address })).toMatchObject({ status })
  }
})
