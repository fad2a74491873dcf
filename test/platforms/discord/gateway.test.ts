/** What the gateway goes through, with the real client: the session lives on, or a new one does. */
import { describe, expect, it, vi } from 'vitest'
import type { Plan } from '#command-kit/request.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { soon } from '#test/support/soon.ts'
import { card, text } from '#view/card.ts'
import { connectDiscord, kitThat } from './sandbox-discord.ts'

const hello: Plan = { kind: 'run', run: ({ reply }) => reply(card('Said', text('Hello.'))) }

async function prepare(given: Parameters<typeof connectDiscord>[0] = {}) {
  const log = createLogBook()
  const connected = await connectDiscord({ kit: kitThat(() => hello), logger: log.logger, ...given })
  const { discord, platform } = connected
  const frames = async () => (await connected.traffic()).filter(({ transport }) => transport === 'websocket')
  /** Operations that the client sent: 2 identify, 6 resume. */
  const sent = async (op: number) =>
    (await frames()).filter(({ direction, body }) => direction === 'in' && body?.op === op).length
  const trouble = (what: string) => discord.post('gateway', { do: what })
  const standsAgain = () => vi.waitFor(() => expect(platform.status().isConnected).toBe(true), { timeout: 20_000 })
  const answers = async () => {
    expect(await discord.command('alice', 'home')).toMatchObject({ ok: true })
    await discord.answer('alice', 'Hello.')
  }
  return { ...connected, log, sent, trouble, standsAgain, answers }
}

describe('a connection', () => {
  it.each(['drop', 'reconnect'])(
    'that ends (%s) is resumed, and what came meanwhile is handled',
    async (what) => {
      const { discord, sent, trouble, standsAgain, platform } = await prepare()
      await trouble(what)
      // Said to the session, not to the connection.
      const driven = discord.command('alice', 'home')
      await vi.waitFor(async () => expect(await sent(6)).toBe(1), { timeout: 10_000 })
      expect(await driven).toMatchObject({ ok: true })
      await discord.answer('alice', 'Hello.')
      await standsAgain()
      expect(await sent(2)).toBe(1)
      expect(platform.status().detail).toBe('gateway, 1 of 1 connections')
    },
    20_000,
  )

  it('whose session is over begins another one', async () => {
    const { sent, trouble, standsAgain, answers } = await prepare()
    await trouble('invalid-session')
    await vi.waitFor(async () => expect(await sent(2)).toBe(2), { timeout: 15_000 })
    await standsAgain()
    await answers()
  }, 30_000)

  it('whose beats are not acknowledged is given up, and resumed', async () => {
    const { sent, trouble, standsAgain, answers } = await prepare({ heartbeatIntervalMs: 300 })
    await soon(async () => expect(await sent(1)).toBeGreaterThan(1))
    await trouble('silence')
    await vi.waitFor(async () => expect(await sent(6)).toBe(1), { timeout: 15_000 })
    await standsAgain()
    await answers()
  }, 30_000)

  it('is known to stand by its beats alone', async () => {
    const { platform, clock } = await prepare({ heartbeatIntervalMs: 200 })
    clock.advance(60_000)
    const now = clock.now()
    await vi.waitFor(() => expect(platform.status().lastContactAt).toBeGreaterThanOrEqual(now), { timeout: 5_000 })
  })

  it('bears whatever else Discord tells', async () => {
    const { discord, platform, placeOf, answers, log } = await prepare()
    const staff = placeOf('staff').channelId
    for (const [path, body] of [
      ['permissions', { channel: 'staff', role: '@everyone', allow: ['VIEW_CHANNEL'] }],
      ['permissions', { role: '@everyone', deny: ['SEND_MESSAGES'] }],
      ['roles', { user: 'bob', roles: [] }],
      ['thread', { user: 'alice', channel: 'general', name: 'A thread' }],
      ['thread', { user: 'alice', channel: 'general', name: 'A private one', private: true }],
      ['say', { user: 'alice', channel: staff, text: 'hello' }],
      ['kick', { user: 'alice' }],
      ['invite', { user: 'alice' }],
    ] as const)
      expect(await discord.post(path, body)).toMatchObject({ ok: true })
    await answers()
    expect(platform.status().isConnected).toBe(true)
    expect(log.lines.filter(({ level }) => level >= 40)).toEqual([])
  })

  it('that Discord refuses is told of, let alone, and tried again now and then until Discord takes it', async () => {
    const { platform, discord, clock, log, sent, traffic } = await prepare()
    await discord.post('token', { valid: false })
    await soon(() => expect(platform.status().isConnected).toBe(false))
    await soon(() => expect(platform.status().detail).toContain('4004'))
    expect(log.of('Discord does not let us in any more')).toMatchObject([{ level: 50, code: 4004 }])
    expect(log.of('a connection to Discord failed')).toMatchObject([{ failure: 'Authentication failed' }])
    const asked = async () =>
      (await traffic()).filter(({ direction, path }) => direction === 'in' && path?.endsWith('/gateway/bot')).length
    clock.advance(120_000)
    await soon(async () => expect(await asked()).toBe(2))
    clock.advance(119_000)
    expect([await sent(2), await asked()]).toEqual([1, 2])
    await discord.post('token', { valid: true })
    await soon(() => {
      clock.advance(10_000)
      expect(platform.status()).toMatchObject({ isConnected: true, detail: 'gateway, 1 of 1 connections' })
    })
    expect(log.of('Discord lets us in again').length).toBeGreaterThan(0)
    expect(await sent(2)).toBe(2)
  })

  it('of several that Discord refuses is tried again more seldom, since what a day allows is for all of them', async () => {
    const { platform, discord, clock, traffic } = await prepare({ settings: { shards: 2 } })
    const asked = async () =>
      (await traffic()).filter(({ direction, path }) => direction === 'in' && path?.endsWith('/gateway/bot')).length
    const before = await asked()
    await discord.post('token', { valid: false })
    await soon(() => expect(platform.status().detail).toContain('4004'))
    clock.advance(239_000)
    await discord.messages('alice')
    expect(await asked()).toBe(before)
    clock.advance(1_000)
    await soon(async () => expect(await asked()).toBeGreaterThan(before))
  }, 30_000)
})

describe('several connections', () => {
  it('all stand, and what is said in a server comes over its own, once', async () => {
    const { platform, discord, sent, answers } = await prepare({ settings: { shards: 2 } })
    expect(platform.status()).toMatchObject({ isConnected: true, detail: 'gateway, 2 of 2 connections' })
    expect(await sent(2)).toBe(2)
    await answers()
    expect(await discord.messages('alice')).toHaveLength(1)
  }, 30_000)
})

describe('stopping', () => {
  it('ends the session: nothing comes back, and Discord knows at once', async () => {
    const { platform, discord, sent } = await prepare()
    await platform.stop()
    expect(platform.status().isConnected).toBe(false)
    expect(await discord.command('alice', 'home')).toMatchObject({ ok: false })
    expect([await sent(2), await sent(6)]).toEqual([1, 0])
  })

  it('while a connection is made anew makes none', async () => {
    const { platform, sent, trouble } = await prepare()
    await trouble('drop')
    await soon(() => expect(platform.status().isConnected).toBe(false))
    await platform.stop()
    // Until another client, which began to wait later, has connected again.
    const other = await prepare()
    await other.trouble('drop')
    await vi.waitFor(async () => expect(await other.sent(6)).toBe(1), { timeout: 10_000 })
    expect([await sent(2), await sent(6)]).toEqual([1, 0])
  }, 20_000)
})
