import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { RingmeSettings } from '#providers/ringme/config.ts'
import { createRingme } from '#providers/ringme/provider.ts'
import rooms from '../../fixtures/providers/ringme/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/ringme/sign-in.json' with { type: 'json' }
import { createPlayer, type Player } from '../exchange.ts'

const baseUrl = 'https://pbx.example.com'
const settings = RingmeSettings.parse({
  url: baseUrl,
  clientId: 'planted-app-id',
  clientSecret: 'planted-app-secret',
  serviceExtension: '468900',
})
/** 80 % of an hour. */
const renewalDueMs = 2_880_000

let clock: MovableClock
let player: Player
let provider: ReturnType<typeof createRingme>

beforeEach(() => {
  clock = createMovableClock()
  player = createPlayer(baseUrl)
  provider = createRingme(settings, {
    name: 'office',
    clock,
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
  })
  player.playForever(rooms['read conference'])
})
afterEach(() => player.dispatcher.close())

const read = () => provider.readPin('468944')
const tokensUsed = () =>
  player
    .sent()
    .filter(({ path }) => path !== '/oauth/token')
    .map(({ authorization }) => authorization?.replace('Bearer ', ''))
const logins = () => player.sent().filter(({ path }) => path === '/oauth/token').length

describe('the login to RingMe', () => {
  it('is one for twenty requests at once', async () => {
    player.play(signIn['sign in'])
    await Promise.all(Array.from({ length: 20 }, read))
    expect(logins()).toBe(1)
    expect(new Set(tokensUsed())).toEqual(new Set(['planted-access-1']))
  })

  it.each(['sign in', 'sign in, life untold'] as const)('is made anew after most of an hour: %s', async (first) => {
    player.play(signIn[first])
    await read()
    clock.advance(renewalDueMs - 60_000)
    await read()
    player.play(signIn['sign in again'])
    clock.advance(60_000)
    await read()
    expect(tokensUsed()).toEqual(['planted-access-1', 'planted-access-1', 'planted-access-2'])
  })

  it('is made anew when it is refused before its time', async () => {
    player.play(signIn['sign in'])
    await provider.readPin('468944')
    player.play({ request: rooms['read extension'].request, response: { status: 401, json: { message: 'no' } } })
    player.play(signIn['sign in again'], rooms['read extension'])
    await provider.getRoom('468944')
    expect(logins()).toBe(2)
    expect(tokensUsed()).toContain('planted-access-2')
  })

  it('is not tried again for a while with a secret that was refused', async () => {
    player.playForever(signIn.refused)
    for (let count = 0; count < 3; count += 1)
      await expect(read()).rejects.toMatchObject({ code: 'provider.unauthorized' })
    expect(logins()).toBe(1)
  })

  it('is tried again when nobody answered', async () => {
    player.play({ request: signIn['sign in'].request, response: 'reset' }, signIn['sign in'])
    await read()
    expect(logins()).toBe(2)
  })

  it('is not given back, for there is no way to', async () => {
    player.play(signIn['sign in'])
    await read()
    const count = player.sent().length
    await provider.close()
    expect(player.sent()).toHaveLength(count)
  })
})
