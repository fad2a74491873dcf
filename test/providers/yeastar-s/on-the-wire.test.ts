/** The adapter against the simulated PBX, over real sockets: both were written from the vendor's documents, neither from the other. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import { YeastarSSettings } from '#providers/yeastar-s/config.ts'
import { createYeastarS } from '#providers/yeastar-s/provider.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { examine } from '#test/support/findings.ts'
import { serve } from '#test/support/local-server.ts'

const mount = '/sandbox/pbx/office'
const eventsMount = '/pbx/office/events'
const account = { username: 'api', password: 'correct horse', domain: 'pbx.example' }
const rooms = [
  { number: '8000', subject: 'Review', capacity: 9, pin: '4711' },
  { number: '8001', subject: 'Board', capacity: 9 },
]
const second = 1000

async function open(
  options: {
    readonly events?: boolean
    readonly changes?: Readonly<Record<string, unknown>>
  } & Partial<SandboxPbxOptions> = {},
) {
  const { events = false, changes = {}, ...others } = options
  const clock = createMovableClock()
  const pathOf = (req: IncomingMessage) => new URL(req.url ?? '/', 'http://sandbox').pathname
  let receive: (req: IncomingMessage, res: ServerResponse) => void = (_, res) => res.writeHead(503).end()
  const { origin: botOrigin } = await serve((req, res) => receive(req, res))
  const pbx = createSandboxPbx({
    name: 'office',
    dialect: 'yeastar-s',
    clock,
    account,
    rooms,
    ...(events && { eventsUrl: () => botOrigin + eventsMount }),
    ...others,
  })
  onTestFinished(() => pbx.close())
  const { origin } = await serve((req, res) => void pbx.handle(req, res, pathOf(req).slice(mount.length)))
  const settings = YeastarSSettings.parse({ ...pbx.settings(origin + mount), ...changes })
  const provider = createYeastarS(settings, {
    name: 'office',
    clock,
    logger: createSilentLogger(),
    eventsUrl: () => (events ? botOrigin + eventsMount : null),
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
  /** Five logins that fail, of another program at our address. */
  const lockOut = async () => {
    for (let count = 0; count < 5; count += 1)
      await fetch(`${settings.url}/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ username: 'api', password: '0'.repeat(32), version: '2.0.0' }),
      })
  }
  const roster = async (room = '8000') => (await provider.readRoom(room)).participants ?? []
  const numbers = async () => (await roster()).map(({ number }) => number)
  const legs = () => pbx.rooms().find(({ number }) => number === '8000')?.legs ?? []
  return { clock, pbx, provider, close, lockOut, roster, numbers, legs }
}

describe('Yeastar S-Series on the wire', () => {
  it('lists and reads rooms, and shows no password', async () => {
    const { provider } = await open()
    const all = await provider.listRooms()
    expect(all.map(({ number, subject, hasPin }) => [number, subject, hasPin])).toEqual([
      ['8000', 'Review', true],
      ['8001', 'Board', false],
    ])
    expect(JSON.stringify(all)).not.toContain('4711')
    expect(await provider.getRoom('8001')).toEqual(all[1])
    expect([await provider.readPin('8000'), await provider.readPin('8001')]).toEqual(['4711', null])
    await expect(provider.getRoom('8002')).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('opens a room for one call, which is gone when everybody has left', async () => {
    const { provider, clock, pbx } = await open()
    const plan = { number: '8050', subject: 'Now & here', numbers: ['1001', '+4930901800'] }
    expect(await provider.startInstantRoom(plan)).toMatchObject({ id: '8050', number: '8050', hasPin: false })
    const numbers = async () => (await provider.readRoom('8050')).participants?.map((one) => one.number)
    clock.advance(2000)
    await expect.poll(() => numbers().catch(() => [])).toEqual(['1001', '+4930901800'])
    await expect(provider.startInstantRoom(plan)).rejects.toMatchObject({ code: 'provider.rejected' })
    await provider.invite('8050', '1002')
    clock.advance(2000)
    await expect.poll(numbers).toEqual(['1001', '+4930901800', '1002'])
    expect((await provider.listRooms()).map(({ number }) => number)).not.toContain('8050')
    await provider.endConference('8050')
    await expect(provider.readRoom('8050')).rejects.toMatchObject({ code: 'provider.not-found' })
    expect(pbx.rooms()).toHaveLength(2)
    // Without an extension there is no moderator.
    const starts = () => pbx.traffic.list().filter(({ path }) => path?.includes('instant_conference')).length
    const before = starts()
    await expect(provider.startInstantRoom({ ...plan, numbers: ['+4930901800'] })).rejects.toMatchObject({
      code: 'provider.rejected',
    })
    expect([before > 0, starts()]).toEqual([true, before])
    await expect(provider.startInstantRoom({ ...plan, number: '1050' })).rejects.toMatchObject({
      code: 'provider.rejected',
    })
  })

  it('changes every field of a room', async () => {
    const { provider } = await open()
    const fields = {
      name: 'Sprint review',
      waitformoderator: true,
      allowinvite: false,
      musiconhold: true,
      mute: true,
      prompt: 'exten',
      moderators: '1001,1099',
    }
    await provider.updateRoom('8000', { ...fields, participantepassword: '27*18', moderatorpassword: '*31' })
    expect(await provider.getRoom('8000')).toMatchObject({ hasPin: true, fields: { ...fields, number: '8000' } })
    expect(await provider.readPin('8000')).toBe('27*18')
    await expect(provider.updateRoom('8009', { name: 'X' })).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('rings somebody in, who is there when they answer', async () => {
    const { provider, clock, numbers } = await open()
    expect(await numbers()).toEqual([])
    await provider.invite('8000', '+4930901800')
    await provider.invite('8000', '1001')
    clock.advance(2 * second)
    await expect.poll(numbers).toEqual(['+4930901800', '1001'])
  })

  it('mutes, unmutes and puts out the one that is meant', async () => {
    const { provider, pbx, roster, legs } = await open()
    pbx.call({ from: '1001', to: '8000', pin: '4711' })
    pbx.call({ from: '+4930901801', to: '8000', pin: '4711' })
    const muted = () => legs().map((leg) => leg.muted)
    const [first, other] = await roster()
    await provider.muteParticipant('8000', other?.legId ?? '')
    expect(muted()).toEqual([false, true])
    await provider.unmuteParticipant('8000', other?.legId ?? '')
    expect(muted()).toEqual([false, false])
    await provider.muteAll('8000')
    expect(muted()).toEqual([true, true])
    await provider.unmuteAll('8000')
    expect(muted()).toEqual([false, false])
    await provider.kickParticipant('8000', first?.legId ?? '')
    expect(legs().map((leg) => leg.number)).toEqual(['+4930901801'])
    await expect(provider.kickParticipant('8000', first?.legId ?? '')).rejects.toMatchObject({
      code: 'provider.not-found',
    })
  })

  it('touches nobody where two have one number or one has withheld it', async () => {
    const { provider, pbx, roster, legs } = await open()
    for (const from of ['+4930901801', '+4930901801', 'anonymous']) pbx.call({ from, to: '8000', pin: '4711' })
    for (const { legId } of await roster())
      await expect(provider.kickParticipant('8000', legId)).rejects.toMatchObject({ code: 'provider.rejected' })
    expect(legs()).toHaveLength(3)
  })

  it('ends a conference by putting everybody out, also when nobody is left', async () => {
    const { provider, pbx, numbers } = await open()
    for (const from of ['1001', '1002', 'anonymous']) pbx.call({ from, to: '8000', pin: '4711' })
    await provider.endConference('8000')
    expect(await numbers()).toEqual([])
    await provider.endConference('8000')
    expect((await provider.listRooms()).map(({ number }) => number)).toContain('8000')
  })

  it('finds the recordings of a room among the call records, and fetches them', async () => {
    const { provider, pbx, clock } = await open({ rooms: rooms.map((room) => ({ ...room, recordsItself: true })) })
    const startedAt = clock.now()
    for (const to of ['8000', '8001']) {
      const call = pbx.call({ from: '1001', to, pin: '4711' })
      clock.advance(60 * second)
      if ('leg' in call) pbx.hangup(call.leg)
    }
    const during = { from: startedAt - 60 * second, until: clock.now() }
    const recordings = await provider.listRecordings('8000', during)
    expect(recordings).toHaveLength(1)
    const [recording] = recordings
    expect(Math.abs((recording?.startedAt ?? 0) - startedAt)).toBeLessThan(5 * second)
    expect(await provider.listRecordings('8000')).toEqual(recordings)
    const file = await provider.fetchRecording('8000', recording?.id ?? '')
    expect(Buffer.from(file.content).subarray(0, 4).toString()).toBe('RIFF')
    await expect(provider.fetchRecording('8001', recording?.id ?? '')).rejects.toMatchObject({
      code: 'provider.not-found',
    })
  })

  it('offers its extensions as moderators', async () => {
    const { provider } = await open()
    expect((await provider.fieldOptions()).map(({ value }) => value)).toContain('1001')
  })

  it('stays logged in by heartbeats', async () => {
    const { provider, pbx, clock } = await open()
    for (let round = 0; round < 4; round += 1) {
      await provider.listRooms()
      clock.advance(25 * 60 * second)
    }
    const paths = pbx.traffic.list().map(({ path }) => path?.split('?')[0])
    expect(paths.filter((path) => path?.endsWith('/login'))).toHaveLength(1)
    expect(paths.filter((path) => path?.endsWith('/heartbeat')).length).toBeGreaterThan(1)
  })

  it('logs in anew when its token is gone', async () => {
    const { provider, clock } = await open()
    await provider.listRooms()
    clock.advance(24 * 3600 * second)
    expect(await provider.listRooms()).toHaveLength(2)
  })

  it('never gets its address locked by a wrong password', async () => {
    const { provider, pbx, clock } = await open({ changes: { password: 'wrong' } })
    for (let round = 0; round < 30; round += 1) {
      await expect(provider.listRooms()).rejects.toMatchObject({ code: 'provider.unauthorized' })
      clock.advance(10 * 60 * second)
    }
    const failures = pbx.traffic.list().filter(({ path }) => path?.endsWith('/login'))
    expect(failures.length).toBeGreaterThan(3)
  })

  it('knows a lock that somebody else brought about, and goes on once it is over', async () => {
    const { provider, pbx, clock, lockOut } = await open()
    await lockOut()
    await expect(provider.listRooms()).rejects.toMatchObject({
      code: 'provider.rate-limited',
      details: { remedy: { key: 'yeastar-s.remedy.20002' } },
    })
    clock.advance(11 * 60 * second)
    expect(await provider.listRooms()).toHaveLength(2)
    expect(pbx.traffic.list().filter(({ path }) => path?.endsWith('/login'))).toHaveLength(7)
  })

  it('is told by events when somebody comes and goes', async () => {
    const { provider, pbx } = await open({ events: true })
    const hints: (string | null)[] = []
    provider.subscribeHints((roomId) => hints.push(roomId))
    expect(provider.isPushing()).toBe(false)
    await provider.listRooms()
    const call = pbx.call({ from: '1001', to: '8000', pin: '4711' })
    await expect.poll(() => hints).toEqual(['8000'])
    expect(provider.isPushing()).toBe(true)
    if ('leg' in call) pbx.hangup(call.leg)
    await expect.poll(() => hints).toEqual(['8000', '8000'])
    expect(pbx.events().map(({ status }) => status)).toEqual([200, 200])
  })

  it('gives its token back', async () => {
    const { provider, pbx, close } = await open()
    await provider.listRooms()
    await close()
    expect(pbx.traffic.list().at(-1)?.path).toMatch(/\/logout\?/)
  })
})

describe('what doctor finds at a Yeastar S-Series', () => {
  const look = async (changes: Readonly<Record<string, unknown>> = {}, options: Partial<SandboxPbxOptions> = {}) => {
    const { provider } = await open({ changes, ...options })
    return examine(provider.diagnose())
  }

  it('is address, login, version, clock and operator', async () => {
    const found = await look()
    expect(found.filter((one) => one.startsWith('fail'))).toEqual([])
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ok: It answers at /),
        'ok: The login as api is accepted.',
        expect.stringMatching(/^ok: It is a .* with firmware 30\./),
        expect.stringMatching(/^ok: The clock of this machine agrees/),
        'ok: Extension 1099 is a moderator of all 2 rooms.',
        'ok: Extension 1099 may call outside: Route_out.',
      ]),
    )
  })

  it('is a wrong password', async () => {
    expect((await look({ password: 'wrong' })).at(-1)).toMatch(/^fail: It does not accept user name and API password\./)
  })

  it('is an extension that is not there', async () => {
    expect((await look({ operator: '7777' })).at(-1)).toMatch(/^fail: There is no extension 7777/)
  })

  it('is an operator who moderates no room', async () => {
    expect((await look({ operator: '1005' })).join('\n')).toMatch(/warn: Extension 1005 is no moderator of 8000, 8001:/)
  })

  it('is an address without the API', async () => {
    const { pbx } = await open()
    const { origin } = await serve((req, res) => void pbx.handle(req, res, '/elsewhere'))
    const found = await look({ url: origin })
    expect(found.at(-1)).toMatch(/^fail: /)
  })
})
