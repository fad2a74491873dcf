import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createHttp } from '#providers/http.ts'
import { createLoginClient } from '#providers/portsip/client.ts'
import { PortsipSettings } from '#providers/portsip/config.ts'
import { createPortsip } from '#providers/portsip/provider.ts'
import { createPortsipSession } from '#providers/portsip/session.ts'
import rooms from '../../fixtures/providers/portsip/rooms.json' with { type: 'json' }
import servers from '../../fixtures/providers/portsip/servers.json' with { type: 'json' }
import signIn from '../../fixtures/providers/portsip/sign-in.json' with { type: 'json' }
import { createPlayer, type Exchange, type Player } from '../exchange.ts'

const baseUrl = 'https://pbx.example.com:8887/api'
const settings = PortsipSettings.parse({
  url: baseUrl,
  username: 'conference-bot',
  password: 'planted-password',
  domain: 'tenant.example.com',
  clientId: 'planted-client',
})
/** 80 % of the 1800 s for which the recorded tokens hold. */
const renewalDueMs = 1_440_000
const roomId = 'cm9vbS0x'

let clock: MovableClock
let player: Player
let provider: ReturnType<typeof createPortsip>

beforeEach(() => {
  clock = createMovableClock()
  player = createPlayer(baseUrl)
  provider = createPortsip(settings, {
    name: 'office',
    clock,
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
  })
  player.playForever(rooms.lock)
})
afterEach(() => player.dispatcher.close())

const lock = () => provider.lockRoom(roomId)
const logins = () => player.sent().filter(({ path }) => path === '/login/oauth/token').length
/** The tokens with which the room was locked, in order. */
const tokensUsed = () =>
  player
    .sent()
    .filter(({ path }) => path === rooms.lock.request.path)
    .map(({ authorization }) => authorization?.replace('Bearer ', ''))
const inMs = async (ms: number, run: () => Promise<unknown>) => {
  clock.advance(ms)
  return run()
}

describe('the login to PortSIP', () => {
  it('is one for twenty requests at once', async () => {
    player.play(signIn.password)
    await Promise.all(Array.from({ length: 20 }, lock))
    expect(logins()).toBe(1)
    expect(new Set(tokensUsed())).toEqual(new Set(['planted-access-1']))
  })

  it('is kept as long as it is good', async () => {
    player.play(signIn.password)
    await lock()
    await inMs(renewalDueMs - 60_000, lock)
    expect(logins()).toBe(1)
  })

  it('is renewed before it lapses, once for all, and the old token is used no more', async () => {
    player.play(signIn.password, signIn.refresh)
    await lock()
    await inMs(renewalDueMs, () => Promise.all(Array.from({ length: 20 }, lock)))
    expect(logins()).toBe(2)
    expect(new Set(tokensUsed().slice(1))).toEqual(new Set(['planted-access-2']))
  })

  it('is renewed as well when nobody asked until long after it lapsed', async () => {
    player.play(signIn.password, signIn.refresh)
    await lock()
    await inMs(86_400_000, lock)
    expect(tokensUsed()).toEqual(['planted-access-1', 'planted-access-2'])
  })

  it('falls back to the password when its renewal is refused', async () => {
    player.play(signIn.password, signIn['refresh refused'])
    await lock()
    player.play(fresh('planted-access-3'))
    await inMs(renewalDueMs, lock)
    expect(tokensUsed()).toEqual(['planted-access-1', 'planted-access-3'])
  })

  it('is made by password again where the PBX gave nothing to renew it with', async () => {
    const { access_token, expires_in } = signIn.password.response.json
    const json = { access_token, expires_in, refresh_token: null }
    player.play({ request: signIn.password.request, response: { status: 200, json } })
    await lock()
    player.play(fresh('planted-access-3'))
    await inMs(renewalDueMs, lock)
    expect(tokensUsed()).toEqual(['planted-access-1', 'planted-access-3'])
  })

  it('is used to its end while its renewal fails, and only then missed', async () => {
    player.play(signIn.password)
    await lock()
    player.playForever({ request: signIn.refresh.request, response: { status: 503 } })
    await inMs(renewalDueMs, lock)
    expect(tokensUsed()).toEqual(['planted-access-1', 'planted-access-1'])
    await expect(inMs(1_800_000 - renewalDueMs, lock)).rejects.toMatchObject({ code: 'provider.failed' })
  })

  it('is renewed once for all requests that are refused together', async () => {
    const twice: Exchange = { request: rooms.unlock.request, response: { status: 401 } }
    player.play(signIn.password, twice, twice, signIn.refresh, rooms.unlock, rooms.unlock)
    await Promise.all([provider.unlockRoom(roomId), provider.unlockRoom(roomId)])
    expect(logins()).toBe(2)
    expect(player.sent()).toHaveLength(6)
  })

  it('is not renewed for a refusal that comes late, of a token that was replaced already', async () => {
    player.play(signIn.password, signIn.refresh)
    const deps = { name: 'office', clock, logger: createSilentLogger() }
    const http = createHttp({ ...deps, baseUrl, problemOf: () => null, dispatcher: player.dispatcher })
    const session = createPortsipSession(createLoginClient(http), settings, deps)
    const first = await session.credentials()
    const second = await session.renew(first)
    expect(second).not.toBe(first)
    expect(await session.renew(first)).toBe(second)
    expect(logins()).toBe(2)
  })

  it('is not made anew again and again while every new one is refused', async () => {
    player.playForever({ request: rooms.unlock.request, response: { status: 401 } })
    player.play(signIn.password, signIn.refresh)
    const unlock = () => provider.unlockRoom(roomId)
    for (let count = 0; count < 5; count += 1)
      await expect(unlock()).rejects.toMatchObject({ code: 'provider.unauthorized' })
    expect(logins()).toBe(2)
    player.playForever({
      request: {
        ...signIn.refresh.request,
        form: { ...signIn.refresh.request.form, refresh_token: signIn.refresh.response.json.refresh_token },
      },
      response: signIn.refresh.response,
    })
    await expect(inMs(10_000, unlock)).rejects.toMatchObject({ code: 'provider.unauthorized' })
    expect(logins()).toBe(3)
  })

  it('asks no second time with a refresh token that was refused', async () => {
    player.play(signIn.password, signIn['refresh refused'])
    await lock()
    player.playForever(signIn['password refused'])
    const unlock = () => inMs(1_800_000, lock)
    await expect(unlock()).rejects.toMatchObject({ code: 'provider.unauthorized' })
    expect(logins()).toBe(3)
    await expect(unlock()).rejects.toMatchObject({ code: 'provider.unauthorized' })
    expect(logins()).toBe(4)
  })

  it('is not tried again for a while with a password that was refused', async () => {
    player.playForever(signIn['password refused'])
    await expect(lock()).rejects.toMatchObject({
      code: 'provider.unauthorized',
      details: { blanks: { pbx: 'office' } },
    })
    await expect(lock()).rejects.toMatchObject({ code: 'provider.unauthorized' })
    expect(logins()).toBe(1)
    await expect(inMs(30_000, lock)).rejects.toMatchObject({ code: 'provider.unauthorized' })
    expect(logins()).toBe(2)
  })

  it('is tried again when the PBX did not answer', async () => {
    player.play({ request: signIn.password.request, response: 'reset' }, signIn.password)
    await lock()
    expect(logins()).toBe(2)
  })

  it('is not given back where there is none', async () => {
    await provider.close()
    expect(player.sent()).toEqual([])
  })

  it('is given back with the token in use when the adapter is closed', async () => {
    player.play(signIn.password, signIn.revoke)
    await lock()
    await provider.close()
    expect(player.sent().at(-1)).toMatchObject({
      path: '/login/oauth/revoke',
      authorization: 'Bearer planted-access-1',
    })
  })
})

it('two logins to one PBX are kept apart from each other', async () => {
  const kept = new Map<string, string>()
  const vault = {
    get: async (name: string) => kept.get(name) ?? null,
    holds: async (name: string) => kept.has(name),
    put: async (name: string, secret: string) => void kept.set(name, secret),
    remove: async (name: string) => void kept.delete(name),
  }
  const both = { ...settings, systemUsername: 'system-admin', systemPassword: 'planted-system-password' }
  const open = () =>
    createPortsip(both, { name: 'office', clock, logger: createSilentLogger(), dispatcher: player.dispatcher, vault })
  player.play(signIn.password, signIn['password of the system'])
  player.playForever(servers.read)
  const first = open()
  await first.lockRoom(roomId)
  await first.readServer('c2VydmVyLTE=')
  const next = open()
  await next.lockRoom(roomId)
  await next.readServer('c2VydmVyLTE=')
  expect(logins()).toBe(2)
  expect([...kept.keys()].sort()).toEqual(['session:office', 'session:office:system'])
})

/** A sign-in by password that gives this token. */
const fresh = (access_token: string): Exchange => ({
  request: signIn.password.request,
  response: { status: 200, json: { ...signIn.password.response.json, access_token } },
})
