/** The adapter against the simulated PBX, over real sockets: both were written from the vendor's documents, neither from the other. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import { RingmeSettings } from '#providers/ringme/config.ts'
import { createRingme } from '#providers/ringme/provider.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { examine } from '#test/support/findings.ts'
import { serve } from '#test/support/local-server.ts'
import { startService, words } from '#test/support/service.ts'

const mount = '/sandbox/pbx/office'
const eventsMount = '/pbx/office/events'
const account = { username: 'app', password: 'correct horse', domain: '37649' }
const rooms = [
  { number: '8000', subject: 'Review', capacity: 9, pin: '4711', moderatorPin: '4712' },
  { number: '8001', subject: 'Board', capacity: 9 },
]
const second = 1000
/** What lists and readings may be behind. */
const freshMs = 60 * second

async function open(
  options: {
    readonly hasEvents?: boolean
    readonly changes?: Readonly<Record<string, unknown>>
  } & Partial<SandboxPbxOptions> = {},
) {
  const { hasEvents = false, changes = {}, ...others } = options
  const clock = createMovableClock()
  const pathOf = (req: IncomingMessage) => new URL(req.url ?? '/', 'http://sandbox').pathname
  let receive: (req: IncomingMessage, res: ServerResponse) => void = (_, res) => res.writeHead(503).end()
  const { origin: botOrigin } = await serve((req, res) => receive(req, res))
  const pbx = createSandboxPbx({ name: 'office', dialect: 'ringme', clock, account, rooms, ...others })
  onTestFinished(() => pbx.close())
  const { origin } = await serve((req, res) => void pbx.handle(req, res, pathOf(req).slice(mount.length)))
  const settings = RingmeSettings.parse({ ...pbx.settings(origin + mount), ...changes })
  const provider = createRingme(settings, {
    name: 'office',
    clock,
    logger: createSilentLogger(),
    eventsUrl: () => (hasEvents ? botOrigin + eventsMount : null),
  })
  let isClosed = false
  const close = async () => {
    if (!isClosed) await provider.close()
    isClosed = true
  }
  onTestFinished(close)
  receive = async (req, res) => {
    const body = (await readAtMost(req, 100_000)) ?? Buffer.alloc(0)
    const status = await provider.receiveEvent({
      method: req.method ?? '',
      secret: pathOf(req).slice(eventsMount.length + 1),
      query: {},
      headers: {},
      body,
      remoteAddress: req.socket.remoteAddress ?? '',
    })
    res.writeHead(status).end()
  }
  const roomOf = async (number: string) => {
    const room = (await provider.listRooms()).find((one) => one.number === number)
    if (!room) throw new Error(`no room ${number}`)
    return room
  }
  const stateOf = (number: string) => pbx.rooms().find((room) => room.number === number)
  return { clock, pbx, provider, close, roomOf, stateOf }
}

describe('RingMe on the wire', () => {
  it('lists and reads rooms, and shows no PIN', async () => {
    const { provider } = await open()
    const all = await provider.listRooms()
    expect(all.map(({ number, subject, hasPin }) => [number, subject, hasPin])).toEqual([
      ['8000', 'Review', true],
      ['8001', 'Board', false],
    ])
    expect(JSON.stringify(all)).not.toMatch(/4711|4712/)
    const [first] = all
    expect(await provider.getRoom(first?.id ?? '')).toEqual(first)
    expect(await provider.readPin(first?.id ?? '')).toBe('4711')
  })

  it('lists more rooms than one page has', async () => {
    const many = Array.from({ length: 130 }, (_, index) => ({
      number: String(8000 + index),
      subject: 'Room',
      capacity: 9,
    }))
    const { provider } = await open({ rooms: many })
    const numbers = (await provider.listRooms()).map(({ number }) => number)
    expect(numbers.sort()).toEqual(many.map(({ number }) => number).sort())
    expect(await provider.listRooms()).toHaveLength(130)
  })

  it('makes a room that takes calls, changes it and deletes it', async () => {
    const { provider, pbx, stateOf } = await open()
    const made = await provider.createRoom({ name: '8005', label: 'Sprint', max_members: 20, pin: '271828' })
    expect(made).toMatchObject({
      number: '8005',
      subject: 'Sprint',
      hasPin: true,
      fields: { max_members: 20, status: 'active' },
    })
    expect(stateOf('8005')).toMatchObject({ subject: 'Sprint', capacity: 20 })
    expect(pbx.call({ from: '1001', to: '8005' })).toEqual({ error: 'wrong_pin' })
    expect(pbx.call({ from: '1001', to: '8005', pin: '271828' })).toHaveProperty('leg')

    await provider.updateRoom(made.id, { pin: '161803', moderator_pin: '314159', record_enabled: true })
    expect(await provider.getRoom(made.id)).toMatchObject({
      fields: { max_members: 20, record_enabled: true, announce_caller_name: false },
    })
    expect(await provider.readPin(made.id)).toBe('161803')
    await provider.updateRoom(made.id, { moderator_pin: null })
    await provider.updateRoom(made.id, { pin: null })
    expect(await provider.readPin(made.id)).toBeNull()

    await provider.deleteRoom(made.id)
    expect(stateOf('8005')).toBeUndefined()
    await expect(provider.getRoom(made.id)).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('leaves nothing behind of a room that could not be set up', async () => {
    const { provider, pbx, stateOf } = await open()
    pbx.faults.add({ match: '/conference/', kind: '5xx', times: 1 })
    await expect(provider.createRoom({ name: '8005', max_members: 20 })).rejects.toMatchObject({
      code: 'provider.failed',
    })
    expect(stateOf('8005')).toBeUndefined()
  })

  it('says that a number is taken', async () => {
    const { provider } = await open()
    await expect(provider.createRoom({ name: '8000', max_members: 5 })).rejects.toMatchObject({
      code: expect.stringMatching(/^provider\.(conflict|rejected)$/),
    })
  })

  it('calls somebody back into a room, past its PIN', async () => {
    const { provider, clock, pbx, roomOf, stateOf } = await open()
    const { id } = await roomOf('8000')
    expect(await provider.invite(id, '+4930901800')).toEqual({ callId: expect.any(String) })
    expect(pbx.calls()).toMatchObject([{ number: '+4930901800', room: '8000', outcome: 'ringing' }])
    clock.advance(10 * second)
    await expect.poll(() => stateOf('8000')?.legs).toMatchObject([{ number: '+4930901800', state: 'joined' }])
  })

  it('calls somebody back into a room without a PIN', async () => {
    const { provider, clock, roomOf, stateOf } = await open()
    await provider.invite((await roomOf('8001')).id, '1001')
    clock.advance(10 * second)
    await expect.poll(() => stateOf('8001')?.legs).toMatchObject([{ number: '1001', state: 'joined' }])
  })

  it('does not say who is in a room, and says that one is gone', async () => {
    const { provider, clock, pbx, roomOf } = await open()
    const { id } = await roomOf('8001')
    pbx.call({ from: '1001', to: '8001' })
    expect(await provider.readRoom(id)).toEqual({ participants: null, locked: null, recording: null, muted: null })
    await provider.deleteRoom(id)
    clock.advance(freshMs)
    await expect(provider.readRoom(id)).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('finds the recordings of a room, fetches, links and deletes them', async () => {
    const { provider, clock, pbx, roomOf } = await open()
    const { id } = await roomOf('8001')
    await provider.updateRoom(id, { record_enabled: true })
    await provider.invite(id, '+4930901800')
    clock.advance(10 * second)
    await expect.poll(() => pbx.rooms().find(({ number }) => number === '8001')?.legs[0]?.state).toBe('joined')
    clock.advance(90 * second)
    const leg = pbx.rooms().find(({ number }) => number === '8001')?.legs[0]?.id ?? ''
    pbx.hangup(leg)
    clock.advance(second)
    const [recording, ...others] = await provider.listRecordings(id)
    expect(others).toEqual([])
    expect(recording).toMatchObject({
      id: expect.any(String),
      startedAt: expect.any(Number),
      durationSeconds: expect.any(Number),
    })
    const recordingId = recording?.id ?? ''
    const { name, content } = await provider.fetchRecording(id, recordingId)
    expect(name).toBe(`${recordingId}.wav`)
    expect(Buffer.from(content).subarray(0, 4).toString()).toBe('RIFF')
    const linked = await fetch(await provider.linkRecording(id, recordingId))
    expect(Buffer.from(await linked.arrayBuffer()).equals(Buffer.from(content))).toBe(true)
    await provider.deleteRecording(id, recordingId)
    expect(await provider.listRecordings(id)).toEqual([])
  })

  it('hears of calls while it listens, and takes its hooks down', async () => {
    const { provider, close, clock, pbx, roomOf } = await open({ hasEvents: true })
    const told: (string | null)[] = []
    provider.subscribeHints((roomId) => told.push(roomId))
    await expect.poll(() => provider.isPushing()).toBe(true)
    await provider.invite((await roomOf('8001')).id, '1001')
    clock.advance(10 * second)
    await expect.poll(() => told.length).toBeGreaterThan(0)
    await close()
    const count = pbx.events().length
    pbx.call({ from: '1002', to: '8001' })
    expect(pbx.events()).toHaveLength(count)
  })

  it('signs in anew when the platform no longer takes its token', async () => {
    const { provider, clock } = await open()
    await provider.check()
    clock.advance(3_600 * second)
    await provider.check()
  })

  it('is let in with the right secret alone', async () => {
    const { provider } = await open({ changes: { clientSecret: 'wrong' } })
    await expect(provider.check()).rejects.toMatchObject({ code: 'provider.unauthorized' })
  })

  it('says what an application lacks that may only place calls', async () => {
    const { provider } = await open({ account: { ...account, username: 'call-api-1' } })
    await expect(provider.listRooms()).rejects.toMatchObject({
      code: 'provider.forbidden',
      details: { remedy: { key: 'ringme.remedy.app_access_type_deny' } },
    })
  })
})

describe('doctor and RingMe', () => {
  const good = expect.stringMatching(/^ok: /)

  it('finds nothing wrong', async () => {
    const { provider } = await open()
    const found = await examine(provider.diagnose())
    expect(found).toHaveLength(5)
    expect(found).toEqual(found.map(() => good))
  })

  it('says that the secret is wrong', async () => {
    const { provider } = await open({ changes: { clientSecret: 'wrong' } })
    expect((await examine(provider.diagnose())).at(-1)).toMatch(/^fail: It does not accept App ID and App Secret\./)
  })

  it('says once that the access level is too low', async () => {
    const { provider } = await open({ account: { ...account, username: 'call-api-1' } })
    const failures = (await examine(provider.diagnose())).filter((one) => !one.startsWith('ok'))
    expect(failures).toEqual([expect.stringMatching(/needs the access level All/)])
  })

  it('says that the service extension is not there, or cannot place calls', async () => {
    const missing = await open({ changes: { serviceExtension: '1' } })
    expect((await examine(missing.provider.diagnose())).slice(3)).toEqual([
      expect.stringMatching(/^fail: There is no extension with the id 1,/),
      good,
    ])
    const { roomOf } = await open()
    const conference = await open({ changes: { serviceExtension: (await roomOf('8000')).id } })
    expect((await examine(conference.provider.diagnose()))[3]).toMatch(/^fail: /)
  })
})

it('takes few requests of the hour for what people do', async () => {
  const four = Array.from({ length: 4 }, (_, index) => ({ number: `800${index}`, subject: 'Room', capacity: 9 }))
  const { service, attempt, pbx } = await startService([{ name: 'berlin', kind: 'ringme', rooms: four }])
  let counted = 0
  const costs = () => {
    const before = counted
    counted = pbx()
      .traffic.list()
      .filter(({ path }) => path?.startsWith('/api/')).length
    return counted - before
  }
  await service.start(attempt(), { subject: 'Sprint review', who: words('1001', '1002', '1003') })
  expect(costs()).toBe(13)
  await service.invite(attempt(), { who: words('1004') })
  expect(costs()).toBe(2)
  await service.rooms(attempt(), {})
  expect(costs()).toBe(3)
})
