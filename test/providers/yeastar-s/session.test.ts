import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { YeastarSSettings } from '#providers/yeastar-s/config.ts'
import { createYeastarS } from '#providers/yeastar-s/provider.ts'
import rooms from '../../fixtures/providers/yeastar-s/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/yeastar-s/sign-in.json' with { type: 'json' }
import { createPlayer, type Exchange, type Player } from '../exchange.ts'

const baseUrl = 'https://pbx.example.com:8088/api/v2.0.0'
const given = {
  url: baseUrl,
  username: 'api',
  password: 'planted-password',
  operator: '4000',
  ownAddress: '192.0.2.10',
}
const renewalDueMs = 1_440_000
const tenMinutes = 600_000

let clock: MovableClock
let player: Player
let provider: ReturnType<typeof createYeastarS>

function open(changes: Readonly<Record<string, unknown>> = {}, eventsUrl: string | null = null) {
  return createYeastarS(YeastarSSettings.parse({ ...given, ...changes }), {
    name: 'office',
    clock,
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
    eventsUrl: () => eventsUrl,
  })
}

beforeEach(() => {
  clock = createMovableClock()
  player = createPlayer(baseUrl, ['token'])
  provider = open()
  player.playForever(rooms.device)
})
afterEach(() => player.dispatcher.close())

const ask = () => provider.check()
const sent = (path: string) => player.sent().filter((one) => one.path === path)
const inMs = async (ms: number, run: () => Promise<unknown>) => {
  clock.advance(ms)
  return run()
}
const refused = (errno: string): Exchange => ({
  request: signIn.login.request,
  response: { status: 200, json: { status: 'Failed', errno } },
})

describe('the login to Yeastar S-Series', () => {
  it('sends the MD5 of the password, never the password', async () => {
    player.play(signIn.login)
    await ask()
    expect(signIn.login.request.json.password).toMatch(/^[0-9a-f]{32}$/)
    player.assertAllPlayed()
  })

  it('is one for twenty requests at once', async () => {
    player.play(signIn.login)
    await Promise.all(Array.from({ length: 20 }, ask))
    expect(sent('/login')).toHaveLength(1)
  })

  it('is lengthened by a heartbeat before it lapses, and stays the same', async () => {
    player.play(signIn.login)
    player.playForever(signIn.heartbeat)
    await ask()
    await inMs(renewalDueMs, ask)
    await inMs(renewalDueMs, ask)
    expect(sent('/login')).toHaveLength(1)
    expect(sent('/heartbeat')).toHaveLength(2)
    expect(new Set(sent('/deviceinfo/query').map(({ query }) => query.token))).toEqual(new Set(['planted-token-1']))
  })

  it('is made anew when the PBX has forgotten it', async () => {
    player.play(signIn.login, signIn['heartbeat refused'], signIn['login anew'])
    await ask()
    await inMs(renewalDueMs, ask)
    expect(sent('/deviceinfo/query').map(({ query }) => query.token)).toEqual(['planted-token-1', 'planted-token-2'])
  })

  it('is given back when the adapter is closed', async () => {
    player.play(signIn.login, signIn.logout)
    await ask()
    await provider.close()
    expect(sent('/logout')).toMatchObject([{ query: { token: 'planted-token-1' } }])
  })

  it.each(['20003', '10032'])(
    'that was refused with %s is not tried again for as long as a lock lasts',
    async (errno) => {
      player.playForever(refused(errno))
      for (let minutes = 0; minutes < 10; minutes += 1)
        await expect(inMs(59_000, ask)).rejects.toMatchObject({ code: 'provider.unauthorized' })
      expect(sent('/login')).toHaveLength(1)
      await expect(inMs(tenMinutes, ask)).rejects.toMatchObject({ code: 'provider.unauthorized' })
      expect(sent('/login')).toHaveLength(2)
    },
  )

  it('is never tried five times where five would lock us out', async () => {
    player.playForever(refused('20003'))
    for (let count = 0; count < 4; count += 1) await inMs(tenMinutes, ask).catch(() => {})
    expect(sent('/login')).toHaveLength(4)
    for (let count = 0; count < 5; count += 1) await inMs(tenMinutes, ask).catch(() => {})
    expect(sent('/login')).toHaveLength(4)
    await inMs(tenMinutes, ask).catch(() => {})
    expect(sent('/login')).toHaveLength(5)
  })

  it('waits for a lock to end, and tells what it is', async () => {
    player.play(refused('20002'), signIn['login anew'])
    await expect(ask()).rejects.toMatchObject({
      code: 'provider.rate-limited',
      details: { remedy: { key: 'yeastar-s.remedy.20002' } },
    })
    await expect(ask()).rejects.toMatchObject({ code: 'provider.rate-limited' })
    expect(sent('/login')).toHaveLength(1)
    await inMs(tenMinutes, ask)
    expect(sent('/login')).toHaveLength(2)
  })

  it('is sent once when it is not answered, since it may have failed, and by whoever asks next: nothing was refused', async () => {
    player.play({ request: signIn.login.request, response: 'reset' }, signIn.login)
    await expect(ask()).rejects.toMatchObject({ code: 'provider.unreachable' })
    expect(sent('/login')).toHaveLength(1)
    await ask()
    expect(sent('/login')).toHaveLength(2)
  })

  it('tells where events are to be sent, and so does each heartbeat', async () => {
    const eventSecret = 'planted-secret-0123456789'
    const target = { port: '3000', url: `10.0.0.5:3000/pbx/office/events/${eventSecret}`, urltag: '1' }
    provider = open({ eventSecret }, 'http://10.0.0.5:3000/pbx/office/events')
    const withTarget = (exchange: typeof signIn.login | typeof signIn.heartbeat): Exchange => ({
      request: { ...exchange.request, json: { ...exchange.request.json, ...target } },
      response: exchange.response,
    })
    player.play(withTarget(signIn.login), withTarget(signIn.heartbeat))
    await ask()
    await inMs(renewalDueMs, ask)
    player.assertAllPlayed()
  })
})
