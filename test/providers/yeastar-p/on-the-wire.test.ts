/** The adapter against the simulated PBX, over real sockets: both were written from the vendor's documents, neither from the other. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import { YeastarPSettings } from '#providers/yeastar-p/config.ts'
import { createYeastarP } from '#providers/yeastar-p/provider.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { examine } from '#test/support/findings.ts'
import { serve } from '#test/support/local-server.ts'

const mount = '/sandbox/pbx/office'
const eventsMount = '/pbx/office/events'
const account = { username: 'client-id', password: 'client secret', domain: '' }
const rooms = [
  { number: '8000', subject: 'Review', capacity: 9, pin: '4711', recordsItself: true },
  { number: '8001', subject: 'Board', capacity: 9 },
]
const minute = 60_000

async function open(changes: Readonly<Record<string, unknown>> = {}, options: Partial<SandboxPbxOptions> = {}) {
  const clock = createMovableClock()
  const pathOf = (req: IncomingMessage) => new URL(req.url ?? '/', 'http://sandbox').pathname
  let receive: (req: IncomingMessage, res: ServerResponse) => void = (_, res) => res.writeHead(503).end()
  const bot = await serve((req, res) => receive(req, res))
  const eventsUrl = () => bot.origin + eventsMount
  const pbx = createSandboxPbx({ name: 'office', dialect: 'yeastar-p', clock, account, rooms, eventsUrl, ...options })
  onTestFinished(() => pbx.close())
  const { origin, server } = await serve((req, res) => void pbx.handle(req, res, pathOf(req).slice(mount.length)))
  server.on('upgrade', (req, socket, head) => {
    if (!pbx.upgrade(req, socket, head, pathOf(req).slice(mount.length))) socket.destroy()
  })
  const settings = YeastarPSettings.parse({ ...pbx.settings(origin + mount), events: 'off', ...changes })
  const provider = createYeastarP(settings, { name: 'office', clock, logger: createSilentLogger() })
  let isClosed = false
  const close = async () => {
    if (!isClosed) await provider.close()
    isClosed = true
  }
  onTestFinished(close)
  receive = async (req, res) => {
    const status = await provider.receiveEvent({
      method: req.method ?? '',
      secret: pathOf(req).slice(eventsMount.length + 1),
      query: {},
      headers: Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
      body: (await readAtMost(req, 100_000)) ?? Buffer.alloc(0),
      remoteAddress: req.socket.remoteAddress ?? '',
    })
    res.writeHead(status).end()
  }
  const hear = () => {
    const heard: (string | null)[] = []
    provider.subscribeHints((roomId) => void heard.push(roomId))
    return heard
  }
  const roster = async () => (await provider.readRoom('8000')).participants ?? []
  const legs = () => pbx.rooms().find(({ number }) => number === '8000')?.legs ?? []
  const requests = (endpoint: string) =>
    pbx.traffic.list().filter(({ path }) => path?.startsWith(`/openapi/v1.0/${endpoint}`)).length
  return { clock, pbx, provider, close, hear, roster, legs, requests }
}

/** Two people in the room: an extension and somebody from outside. */
async function openWithPeople() {
  const opened = await open()
  for (const from of ['1001', '+4930901800']) opened.pbx.call({ from, to: '8000', pin: '4711' })
  return opened
}

describe('Yeastar P-Series on the wire', () => {
  it('lists, reads, makes, changes and deletes rooms', async () => {
    const { provider, pbx } = await open()
    expect((await provider.listRooms()).map(({ id, subject }) => [id, subject])).toEqual([
      ['8000', 'Review'],
      ['8001', 'Board'],
    ])
    expect(await provider.getRoom('8000')).toMatchObject({ number: '8000', subject: 'Review', hasPin: true })
    const [moderator] = await provider.fieldOptions('moderator_list')
    const [language] = await provider.fieldOptions('prompt_language')
    const made = await provider.createRoom({
      number: '8050',
      name: 'Regional Sales Strategy Session',
      partic_password: '271828',
      moderator_password: '314159',
      sound_prompt: 'ext_number',
      enb_custom_language: true,
      prompt_language: language?.value ?? '',
      enb_wait_moderator: true,
      allow_partic_invite: true,
      moderator_list: moderator?.value ?? '',
    })
    expect(made).toMatchObject({
      id: '8050',
      hasPin: true,
      fields: {
        sound_prompt: 'ext_number',
        enb_custom_language: true,
        prompt_language: language?.value,
        enb_wait_moderator: true,
        allow_partic_invite: true,
        moderator_list: moderator?.value,
      },
    })
    expect(JSON.stringify(made)).not.toMatch(/271828|314159/)
    expect(await provider.readPin('8050')).toBe('271828')
    await provider.updateRoom('8050', { name: 'Regional Sales Strategy Session 2', enb_wait_moderator: false })
    expect(await provider.getRoom('8050')).toMatchObject({
      subject: 'Regional Sales Strategy Session 2',
      hasPin: true,
      fields: { enb_wait_moderator: false, moderator_list: moderator?.value },
    })
    await provider.deleteRoom('8050')
    expect(pbx.rooms().map(({ number }) => number)).toEqual(['8000', '8001'])
    await expect(provider.getRoom('8050')).rejects.toMatchObject({ code: 'provider.not-found' })
    await expect(provider.readRoom('8050')).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('opens a room for one call, which is gone when everybody has left', async () => {
    const { provider, clock, pbx } = await open()
    const plan = { number: '8050', subject: 'Now & here', numbers: ['1001', '+4930901800'] }
    expect(await provider.startInstantRoom(plan)).toMatchObject({ id: '8050', number: '8050', hasPin: false })
    const numbers = async () => (await provider.readRoom('8050')).participants?.map((one) => one.number)
    clock.advance(2000)
    await expect.poll(() => numbers().catch(() => [])).toEqual(['1001', '+4930901800'])
    await expect(provider.startInstantRoom(plan)).rejects.toMatchObject({ code: 'provider.conflict' })
    await provider.invite('8050', '1002')
    clock.advance(2000)
    await expect.poll(numbers).toEqual(['1001', '+4930901800', '1002'])
    expect((await provider.listRooms()).map(({ number }) => number)).not.toContain('8050')
    await provider.endConference('8050')
    await expect(provider.readRoom('8050')).rejects.toMatchObject({ code: 'provider.not-found' })
    expect(pbx.rooms()).toHaveLength(2)
    await expect(provider.startInstantRoom({ ...plan, number: '1050' })).rejects.toMatchObject({
      code: 'provider.rejected',
    })
  })

  it('is told that a number is taken, and what is not allowed', async () => {
    const { provider } = await open()
    await expect(provider.createRoom({ number: '8000', name: 'Again' })).rejects.toMatchObject({
      code: 'provider.conflict',
    })
    await expect(provider.updateRoom('8000', { name: 'x'.repeat(127) })).rejects.toMatchObject({
      code: 'provider.rejected',
    })
    await expect(provider.readPin('8001')).resolves.toBeNull()
  })

  it('rings outside numbers in the name of the service extension', async () => {
    const { provider, pbx, roster, clock } = await open()
    await provider.invite('8000', '+4930901801')
    expect(pbx.calls()).toMatchObject([{ number: '+4930901801', outcome: 'ringing' }])
    expect(await roster()).toEqual([])
    clock.advance(2_000)
    await expect.poll(roster).toMatchObject([{ number: '+4930901801', muted: null }])
  })

  it('is refused where that extension may not', async () => {
    const { provider, pbx } = await open({ serviceExtension: '1050' })
    await expect(provider.invite('8000', '+4930901801')).rejects.toMatchObject({ code: 'provider.forbidden' })
    expect(pbx.calls()).toEqual([])
    await provider.invite('8000', '1001')
    expect(pbx.calls()).toHaveLength(1)
  })

  it('mutes, unmutes and puts out, one and all', async () => {
    const { provider, roster, legs } = await openWithPeople()
    const [first, second] = await roster()
    expect([first?.number, second?.number]).toEqual(['1001', '+4930901800'])
    await provider.muteParticipant('8000', second?.legId ?? '')
    expect(legs().map(({ muted }) => muted)).toEqual([false, true])
    await provider.unmuteParticipant('8000', second?.legId ?? '')
    await provider.muteAll('8000')
    expect(legs().map(({ muted }) => muted)).toEqual([true, true])
    await provider.unmuteAll('8000')
    expect(legs().map(({ muted }) => muted)).toEqual([false, false])
    await provider.kickParticipant('8000', first?.legId ?? '')
    expect(legs()).toMatchObject([{ number: '+4930901800' }])
    await expect(provider.kickParticipant('8000', first?.legId ?? '')).rejects.toMatchObject({
      code: 'provider.not-found',
    })
    await provider.endConference('8000')
    expect(await roster()).toEqual([])
    expect((await provider.listRooms()).map(({ id }) => id)).toContain('8000')
  })

  it('finds the recording of a conference, and fetches it', async () => {
    const { provider, pbx, clock } = await openWithPeople()
    const from = clock.now() - minute
    clock.advance(5 * minute)
    await provider.endConference('8000')
    const until = clock.now()
    clock.advance(60 * minute)
    pbx.call({ from: '1001', to: '8000', pin: '4711' })
    await provider.endConference('8000')
    expect(await provider.listRecordings('8000')).toHaveLength(2)
    expect(await provider.listRecordings('8001')).toEqual([])
    const [recording, ...others] = await provider.listRecordings('8000', { from, until })
    expect(others).toEqual([])
    expect(recording?.durationSeconds).toBeGreaterThanOrEqual(300)
    const file = await provider.fetchRecording('8000', recording?.id ?? '')
    expect(file).toMatchObject({ name: recording?.fileName, mimeType: 'audio/wav' })
    expect(Buffer.from(file.content).toString('latin1', 0, 4)).toBe('RIFF')
    expect(file.content).toHaveLength(recording?.sizeBytes ?? 0)
  })

  it('keeps one login for days, and gives it back', async () => {
    const { provider, close, clock, requests } = await open()
    for (let hour = 0; hour < 48; hour += 1) {
      await provider.check()
      clock.advance(60 * minute)
    }
    expect([requests('get_token'), requests('refresh_token')]).toEqual([1, 47])
    await provider.check()
    await close()
    expect(requests('del_token')).toBe(1)
  })

  it('signs in anew when the PBX has forgotten its tokens', async () => {
    const { provider, pbx } = await open()
    await provider.check()
    pbx.reset()
    expect(await provider.listRooms()).toHaveLength(2)
  })

  it('is told of calls over the WebSocket, across a cut and a new token', async () => {
    const { provider, pbx, hear, clock, requests } = await open({ events: 'websocket' })
    for (const { number } of rooms) await provider.readRoom(number)
    const heard = hear()
    await expect.poll(() => provider.isPushing()).toBe(true)
    pbx.call({ from: '1001', to: '8000', pin: '4711' })
    await expect.poll(() => heard).toEqual([null, '8000'])
    pbx.reset()
    await expect.poll(() => provider.isPushing()).toBe(false)
    await expect
      .poll(() => {
        clock.advance(1_000)
        return provider.isPushing()
      })
      .toBe(true)
    const opened = heard.length
    pbx.call({ from: '1001', to: '8001' })
    await expect.poll(() => heard.slice(opened)).toEqual(['8001'])
    expect(requests('get_token')).toBeLessThanOrEqual(2)
  })

  it('is told of calls by the signed webhook', async () => {
    const { provider, pbx, hear } = await open({ events: 'webhook' })
    await provider.readRoom('8000')
    const heard = hear()
    pbx.call({ from: '1001', to: '8000', pin: '4711' })
    await expect.poll(() => heard).toEqual(['8000'])
    expect(provider.isPushing()).toBe(true)
    await expect.poll(() => pbx.events().map(({ status }) => status)).toEqual([200])
  })

  it('takes no webhook that is signed with another secret', async () => {
    const { pbx, hear } = await open({ events: 'webhook', eventSecret: 'another' })
    const heard = hear()
    pbx.call({ from: '1001', to: '8000', pin: '4711' })
    await expect.poll(() => pbx.events().map(({ status }) => status)).toEqual([401])
    expect(heard).toEqual([])
  })

  it('never comes to be blocked for a wrong secret while somebody watches', async () => {
    const { provider, clock, requests } = await open({ clientSecret: 'wrong' })
    for (let passed = 0; passed < 24 * 60; passed += 1) {
      await expect(provider.check()).rejects.toMatchObject({ code: 'provider.unauthorized' })
      clock.advance(minute)
    }
    expect(requests('get_token')).toBeLessThan(5)
  })

  it.each([
    ['nothing wrong', {}, ['It is a Yeastar P550', 'lets the extension 1099 ring', 'is accepted']],
    ['a wrong secret', { clientSecret: 'wrong' }, ['Compare Client ID and Client Secret']],
    ['no such extension', { serviceExtension: '2000' }, ['It is a', 'There is no extension 2000', 'is accepted']],
    ['an extension without dial permission', { serviceExtension: '1050' }, ['It is a', 'No outbound route lets', 'is']],
  ])('doctor finds %s', async (_, changes, wanted) => {
    const { provider } = await open(changes)
    const findings = await examine(provider.diagnose())
    expect(findings.filter((finding) => !/ at 127|clock/.test(finding))).toEqual(
      wanted.map((sentence) => expect.stringContaining(sentence)),
    )
  })
})
