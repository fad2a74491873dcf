import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { YeastarPSettings } from '#providers/yeastar-p/config.ts'
import { createYeastarP } from '#providers/yeastar-p/provider.ts'
import rooms from '../../fixtures/providers/yeastar-p/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/yeastar-p/sign-in.json' with { type: 'json' }
import { createPlayer, type Exchange, type ExchangeAnswer, type Player } from '../exchange.ts'

const baseUrl = 'https://192.168.5.150:8088'
const settings = YeastarPSettings.parse({
  url: `${baseUrl}/openapi/v1.0/`,
  clientId: 'planted-client',
  clientSecret: 'planted-secret',
  serviceExtension: '1099',
  events: 'off',
})
const minute = 60_000

let clock: MovableClock
let player: Player
let provider: ReturnType<typeof createYeastarP>

beforeEach(() => {
  clock = createMovableClock()
  player = createPlayer(baseUrl, ['access_token'])
  provider = createYeastarP(settings, {
    name: 'office',
    clock,
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
  })
  player.playForever(rooms.list)
})
afterEach(() => player.dispatcher.close())

const list = () => provider.listRooms()
const says = (errcode: number): ExchangeAnswer => ({ status: 200, json: { errcode, errmsg: 'FAILURE' } })
const answering = (response: ExchangeAnswer): Exchange => ({ request: signIn['by secret'].request, response })
const calls = (endpoint: string) => player.sent().filter(({ path }) => path.endsWith(`/${endpoint}`))
const tokensUsed = () => calls('conference/list').map(({ query }) => query.access_token)

describe('the login to a Yeastar P-Series', () => {
  it('is one token for all, renewed by its refresh token before it lapses', async () => {
    player.play(signIn['by secret'], signIn.refresh)
    await Promise.all([list(), list(), list()])
    clock.advance(24 * minute)
    await list()
    expect(calls('get_token')).toHaveLength(1)
    expect(tokensUsed()).toEqual([...Array(3).fill('planted-access-1'), 'planted-access-2'])
  })

  it('is made anew where its renewal is refused, as after a day', async () => {
    player.play(signIn['by secret'], { request: signIn.refresh.request, response: says(10004) }, signIn['by secret'])
    await list()
    clock.advance(25 * 60 * minute)
    await list()
    expect(calls('get_token')).toHaveLength(2)
  })

  it.each(['reset', { status: 503 }] as const)(
    'is asked for once, lest tokens are used up: after %o the PBX counts as not there',
    async (response) => {
      player.playForever(answering(response))
      await expect(list()).rejects.toMatchObject({
        code: response === 'reset' ? 'provider.unreachable' : 'provider.failed',
      })
      expect(calls('get_token')).toHaveLength(1)
    },
  )

  it('is given back', async () => {
    player.play(signIn['by secret'], signIn.revoke)
    await list()
    await provider.close()
    expect(calls('del_token')).toMatchObject([{ query: { access_token: 'planted-access-1' } }])
  })

  it.each([-1, 10004, 10005, 40002, 60001, 71234])(
    'with a wrong secret is refused in words, whatever the code (%i)',
    async (errcode) => {
      player.play(answering(says(errcode)))
      await expect(list()).rejects.toMatchObject({
        code: 'provider.unauthorized',
        details: { remedy: { key: 'yeastar-p.remedy.secret' } },
      })
    },
  )

  it('is tried ever more rarely, since five failures block the address', async () => {
    player.playForever(answering(says(-1)))
    const tries: number[] = []
    for (let passed = 0; passed < 2 * 24 * 60; passed += 1) {
      await expect(list()).rejects.toMatchObject({ code: 'provider.unauthorized' })
      tries.push(calls('get_token').length)
      clock.advance(minute)
    }
    expect([0, 1, 2, 11, 71, 24 * 60].map((minutes) => tries[minutes])).toEqual([1, 2, 2, 3, 4, 4])
    expect(tries.at(-1)).toBe(5)
  })

  it.each([
    [70004, 'provider.forbidden', 'yeastar-p.remedy.blocked'],
    [70087, 'provider.forbidden', 'yeastar-p.remedy.blocked'],
    [60002, 'provider.rate-limited', 'yeastar-p.remedy.tokens'],
    [10001, 'provider.malformed', 'yeastar-p.remedy.version'],
    [2, 'provider.malformed', undefined],
  ])('says what to do about %i', async (errcode, code, key) => {
    player.play(answering(says(errcode)))
    await expect(list()).rejects.toMatchObject({ code, details: key === undefined ? {} : { remedy: { key } } })
  })

  it('is not renewed again and again while eight logins are out', async () => {
    player.play(signIn['by secret'])
    await list()
    player.playForever({ request: signIn.refresh.request, response: says(60002) })
    // Past its end, so that nothing can be asked with it.
    clock.advance(31 * minute)
    const before = calls('refresh_token').length
    for (let tries = 0; tries < 3; tries += 1)
      await expect(list()).rejects.toMatchObject({ code: 'provider.rate-limited' })
    expect(calls('refresh_token')).toHaveLength(before + 1)
    clock.advance(minute + 1)
    await expect(list()).rejects.toMatchObject({ code: 'provider.rate-limited' })
    expect(calls('refresh_token')).toHaveLength(before + 2)
  })

  it.each([
    [60002, 1],
    [70004, 10],
  ])('is tried again once what stood in its way (%i) may be over', async (errcode, minutes) => {
    player.play(answering(says(errcode)), signIn['by secret'])
    const refusal = await list().catch((error: unknown) => error)
    clock.advance(minutes * minute - 10_000)
    await expect(list()).rejects.toBe(refusal)
    expect(calls('get_token')).toHaveLength(1)
    clock.advance(minute)
    expect(await list()).toHaveLength(2)
  })
})
