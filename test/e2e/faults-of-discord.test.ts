/** Discord misbehaves under a call: what people see then, that nothing is lost or doubled, and what the log says. Over either way in. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deriveSecrets } from '#sandbox/discord/identity.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { wordsOf } from '#test/support/discord-client.ts'
import { createDiscordFaultTable } from '#test/support/discord-faults.ts'
import { secretPin } from '#test/support/faults.ts'
import { eventually } from '#test/support/sandbox-client.ts'

const api = '/sandbox/discord/api/v10'
const posts = `POST ${api}/channels/`
const edits = `PATCH ${api}/channels/`
const answers = `PATCH ${api}/webhooks/`
const sandboxToken = 'sandbox-token'

const failure = (words: RegExp) => ({ failure: expect.stringMatching(words) })
const droppedWords = /answer was lost: (UND_ERR|ECONN|TypeError)/

const patience = [
  ['answering 429 with Retry-After', '429', { retryAfter: 2 }],
  ['answering 429 without Retry-After', '429', {}],
] as const
const spoilt = [
  ['answering 5xx', '5xx', /HTTP status 503/],
  ['answering HTML', 'html', /HTTP status 502/],
  ['answering truncated JSON', 'truncated', /answer was lost/],
  ['dropping the connection after receiving', 'reset-after', droppedWords],
  ['dropping the connection before', 'reset-before', droppedWords],
] as const

describe.each(['gateway', 'http'] as const)('over %s', (delivery) => {
  let app: RunningApp
  const { spoil, calls, cards, told, begin, mend, settled, asked, logged } = createDiscordFaultTable(() => app)
  beforeAll(async () => {
    app = await startApp({
      CONFBOT_SANDBOX_CHATS: 'discord',
      CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery,
      CONFBOT_SANDBOX_TOKEN: sandboxToken,
    })
    // By the system's clock, so that tests would wait for them.
    await app.discord.post('limits', { on: false })
  })
  afterAll(() => app.stop())
  // Rates are per person and by the clock.
  beforeEach(() => app.slack.advance(30))
  afterEach(() => mend())

  const start = (title: string, who: string) =>
    app.discord.command('alice', `start subject:"${title}" who:"${who}" pin:${secretPin}`)
  const permit = (given: object) => app.discord.post('permissions', { channel: 'general', role: '@everyone', ...given })
  const shownAs = async (title: string) => (await cards(title)).map(wordsOf)

  describe('the post of a new card: one card, and everybody is rung once, in spite of Discord', () => {
    it.each(patience)('%s', async (title, kind, more) => {
      await spoil(posts, kind, { times: 2, ...more })
      const before = await calls()
      await start(title, '+4930901800')
      await logged('Discord asks for patience', { method: 'POST' })
      await eventually(async () => {
        await app.slack.advance(1)
        expect(await cards(title)).toHaveLength(1)
      })
      await app.discord.card(title, [/···800/])
      await eventually(async () => expect(await calls()).toHaveLength(before.length + 1))
    })

    it.each(spoilt)('%s', async (title, kind, words) => {
      const before = await calls()
      await spoil(posts, kind)
      await start(title, '+4930901800')
      await app.discord.card(title, [/···800/])
      await eventually(async () => expect(await calls()).toHaveLength(before.length + 1))
      expect(await cards(title)).toHaveLength(1)
      await logged('a call to Discord failed', { method: 'POST', ...failure(words) })
    })
  })

  describe('the post of a new card: nobody is rung and it can be tried again, with Discord', () => {
    it('answering 429 with a Retry-After longer than anybody would wait, which the answer says', async () => {
      await spoil(posts, '429', { retryAfter: 90 })
      const before = await calls()
      // Another channel: the client keeps to what it was told there, by the system's clock.
      await app.discord.command('alice', 'start subject:"Much patience" who:1001', 'ops')
      const answer = await app.discord.answer(
        'alice',
        /does not answer at the moment.*Possible again in 9\d seconds/s,
        'ops',
      )
      expect(wordsOf(answer)).toContain('Try again')
      expect([await calls(), await cards('Much patience', 'ops')]).toEqual([before, []])
      await logged('a command failed', { code: 'chat.unavailable' })
    })

    it('answering 5xx again and again: it may be there, so it is posted again only when asked for', async () => {
      const before = await calls()
      await spoil(posts, '5xx', { times: 20 })
      await start('Discord is down', '1001')
      const answer = await app.discord.answer('alice', /did not say whether its card was posted, so nobody was called/)
      expect([await cards('Discord is down'), await calls()]).toEqual([[], before])
      await app.discord.post('mend', {})
      await app.discord.click('alice', answer, 'Post the card again')
      const card = await app.discord.card('Discord is down', [/1001 · not called yet/])
      await app.discord.click('bob', card, 'Ring the one who is missing')
      await eventually(async () => expect(await calls()).toHaveLength(before.length + 1))
      expect(await cards('Discord is down')).toHaveLength(1)
    })
  })

  it('a post whose answers are all lost is told rather than repeated, where the bot may not read the channel', async () => {
    const before = await calls()
    await permit({ deny: ['READ_MESSAGE_HISTORY'] })
    await spoil(posts, 'reset-after', { times: 3 })
    await start('Unseen', '1001 1002')
    await app.discord.answer('alice', /Unseen is open.*did not say whether its card was posted/s)
    const orphan = await app.discord.card('Unseen', [/1001 · not called yet/])
    expect(await calls()).toEqual(before)
    await app.discord.click('bob', orphan, 'Ring the 2 who are missing')
    await app.slack.advance(3)
    await app.discord.card('Unseen', ['2 people'])
    expect(await calls()).toHaveLength(before.length + 2)
    expect(await cards('Unseen')).toMatchObject([{ id: orphan.id }])
    await permit({})
  })

  describe('a change of the card comes late and complete, and no answer waits for it, with Discord', () => {
    it.each([...patience, ...spoilt.map(([title, kind]) => [title, kind, { times: 5 }] as const)])(
      '%s',
      async (fault, kind, more) => {
        const title = `Locked while ${fault}`
        await begin(title, '1001')
        await spoil(edits, kind, more)
        await app.discord.command('alice', 'lock')
        await app.discord.answer('alice', `${title} is locked`)
        await eventually(async () => {
          await app.slack.advance(2)
          expect(await shownAs(title)).toEqual([expect.stringContaining('locked')])
        })
        await logged(kind === '429' ? 'Discord asks for patience' : 'a call to Discord failed', { method: 'PATCH' })
      },
    )

    it('having had enough of all that the bot sends: people are answered meanwhile', async () => {
      await begin('Global', '1001')
      await app.discord.post('limits', { on: true })
      const { botToken } = deriveSecrets(sandboxToken)
      const headers = { authorization: `Bot ${botToken}` }
      const burst = Array.from({ length: 60 }, () => fetch(`${app.address}${api}/users/@me`, { headers }))
      const refused = (await Promise.all(burst)).filter(({ status }) => status === 429)
      expect(refused.map((response) => response.headers.get('x-ratelimit-global'))).toContain('true')
      await app.discord.command('alice', 'lock')
      await app.discord.answer('alice', 'Global is locked')
      await eventually(async () => {
        await app.slack.advance(1)
        expect(await shownAs('Global')).toEqual([expect.stringContaining('locked')])
      })
      expect((await asked(/users\/@me$/)).length).toBeGreaterThanOrEqual(60)
      expect((await asked(/\/messages\/\d+$/)).some(({ status }) => status === 429)).toBe(true)
      await app.discord.post('limits', { on: false })
    })
  })

  describe('a private answer goes another way, with Discord', () => {
    const inDirect = async (text: string) =>
      (await app.discord.messages('carol', 'dm')).filter((message) => wordsOf(message).includes(text))

    it.each([...patience, ...spoilt])('%s to the first of its tries, and comes once', async (_, kind, more) => {
      const before = [...(await told('carol', '/conf mute')), ...(await inDirect('/conf mute'))]
      await spoil(answers, kind, typeof more === 'object' && 'retryAfter' in more ? more : {})
      await app.discord.command('carol', 'help command:mute')
      const now = () =>
        eventually(async () => {
          await app.slack.advance(1)
          const all = [...(await told('carol', '/conf mute')), ...(await inDirect('/conf mute'))]
          expect(all).toHaveLength(before.length + 1)
        })
      await now()
      await settled('carol')
      await now()
    })

    it.each([
      ['answering 429 for longer than anybody would wait', '429', { retryAfter: 60 }],
      ...spoilt.filter(([, kind]) => !/truncated|after/.test(kind)).map(([title, kind]) => [title, kind, {}] as const),
    ] as const)('%s whenever it is tried: as a direct message', async (_, kind, more) => {
      const before = await inDirect('No number is known')
      await spoil(answers, kind, { times: 3, ...more })
      await app.discord.command('carol', 'me phone')
      await eventually(async () => expect(await inDirect('No number is known')).toHaveLength(before.length + 1))
      expect((await app.discord.messages('bob')).some((message) => wordsOf(message).includes('No number'))).toBe(false)
      await logged('an answer goes another way', { way: 'byInteraction' })
    })

    it('refusing that, too: what was asked for is done, and the log says that nobody was told', async () => {
      await begin('Deaf', '1001')
      await app.discord.post('directs', { user: 'alice', closed: true })
      await spoil(answers, '5xx', { times: 20 })
      await app.discord.command('alice', 'lock')
      await app.discord.card('Deaf', ['locked'])
      await logged('an answer could not be given', { action: 'conf lock' })
      await app.discord.post('directs', { user: 'alice', closed: false })
    })
  })
})
