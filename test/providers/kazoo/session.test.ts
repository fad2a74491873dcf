import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Vault } from '#core/contracts/vault.ts'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { KazooSettings } from '#providers/kazoo/config.ts'
import { createKazoo } from '#providers/kazoo/provider.ts'
import conferences from '../../fixtures/providers/kazoo/conferences.json' with { type: 'json' }
import signIn from '../../fixtures/providers/kazoo/sign-in.json' with { type: 'json' }
import { createPlayer, type Player } from '../exchange.ts'

const baseUrl = 'https://pbx.example.com:8443/v2'
const byKey = { url: baseUrl, apiKey: 'planted-key' }
const byUser = { url: baseUrl, username: 'Conference-Bot', password: 'planted-password', accountName: 'Example' }

let clock: MovableClock
let player: Player

beforeEach(() => {
  clock = createMovableClock()
  player = createPlayer(baseUrl, ['random'])
  player.playForever(conferences['list of one'])
})
afterEach(() => player.dispatcher.close())

const open = (settings: Readonly<Record<string, unknown>> = byKey, vault?: Vault) => {
  const deps = { name: 'office', clock, logger: createSilentLogger(), dispatcher: player.dispatcher, vault }
  return createKazoo(KazooSettings.parse(settings), deps)
}
const logins = () => player.sent().filter(({ method }) => method === 'PUT').length

describe('the login to KAZOO', () => {
  it('is made by API key, or by the hash of name in lower case and password', async () => {
    player.play(signIn.key)
    await open().check()
    player.play(signIn.user)
    await open(byUser).check()
    player.assertAllPlayed()
  })

  it('is one for many requests, and made anew before it lapses, since nothing renews it', async () => {
    player.play(signIn.key, signIn['key again'])
    const provider = open()
    await Promise.all(Array.from({ length: 20 }, () => provider.check()))
    expect(logins()).toBe(1)
    clock.advance(2_880_000)
    await provider.check()
    expect(logins()).toBe(2)
  })

  it('says whose conferences they are, unless an account is configured', async () => {
    player.play(signIn.key, signIn.key)
    const { request, response } = conferences['list of one']
    player.play({ request: { ...request, path: '/accounts/another%2Fone/conferences' }, response })
    await open().check()
    await open({ ...byKey, accountId: 'another/one' }).check()
    player.assertAllPlayed()
  })

  it('outlives the process with its account, but not for other settings', async () => {
    const kept = new Map<string, string>()
    const vault: Vault = {
      get: async (name) => kept.get(name) ?? null,
      holds: async (name) => kept.has(name),
      put: async (name, text) => void kept.set(name, text),
      remove: async (name) => void kept.delete(name),
    }
    player.play(signIn.key)
    await open(byKey, vault).check()
    await open(byKey, vault).check()
    expect(logins()).toBe(1)
    player.play({ ...signIn.key, request: { ...signIn.key.request, json: { data: { api_key: 'another-key' } } } })
    await open({ ...byKey, apiKey: 'another-key' }, vault).check()
    expect(logins()).toBe(2)
    expect([...kept.values()].join()).not.toContain('another-key')
  })

  it('is not tried again for a while with a key that was refused', async () => {
    player.playForever(signIn['key refused'])
    const provider = open()
    for (let count = 0; count < 3; count += 1)
      await expect(provider.check()).rejects.toMatchObject({ code: 'provider.unauthorized' })
    expect(logins()).toBe(1)
  })

  it('tells of an account that is not there', async () => {
    player.play(signIn['user of an account that is not there'])
    await expect(open(byUser).check()).rejects.toMatchObject({
      code: 'provider.rejected',
      details: { blanks: { message: 'The provided account name could not be found (account_name)' } },
    })
  })

  it('is given back when the adapter is closed, and only if there is one', async () => {
    await open().close()
    expect(player.sent()).toEqual([])
    player.play(signIn.key, signIn.revoke)
    const provider = open()
    await provider.check()
    await provider.close()
    expect(player.sent().at(-1)).toMatchObject({ method: 'DELETE', path: '/token_auth' })
  })
})
