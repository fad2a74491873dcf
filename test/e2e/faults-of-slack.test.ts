/** Slack misbehaves under a call: what people see then, that nothing is lost or doubled, and what the log says. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { botScopes } from '#sandbox/slack/scopes.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createFaultTable, secretPin } from '#test/support/faults.ts'
import { eventually } from '#test/support/sandbox-client.ts'

let app: RunningApp
const { spoil, calls, cards, begin, mend, logged } = createFaultTable(() => app)
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())
// Rates are per person and by the clock.
beforeEach(() => app.slack.advance(30))
afterEach(async () => {
  await app.slack.post('slack/scopes', { scopes: botScopes })
  await mend()
})

const failure = (words: RegExp) => ({ failure: expect.stringMatching(words) })
const droppedWords = /answer was lost: (UND_ERR|ECONN|TypeError)/

const patience = [
  ['answering 429 with Retry-After', '429', { retryAfter: 2 }],
  ['answering 429 without Retry-After', '429', {}],
] as const
const spoilt = [
  ['answering 5xx', '5xx', /HTTP status 503/],
  ['answering HTML', 'html', /HTTP status 502/],
  ['answering truncated JSON', 'truncated', /no JSON/],
  ['dropping the connection after receiving', 'reset-after', droppedWords],
  ['dropping the connection before', 'reset-before', droppedWords],
] as const

describe('the post of a new card: one card, and everybody is rung once, in spite of Slack', () => {
  it.each(patience)('%s', async (title, kind, more) => {
    await spoil('chat.postMessage', kind, { times: 2, ...more })
    const before = await calls()
    await app.slack.command('alice', `start "${title}" +4930901800 pin:${secretPin}`)
    await logged('Slack asks for patience', { method: 'chat.postMessage' })
    await eventually(async () => {
      await app.slack.advance(1)
      expect(await cards(title)).toHaveLength(1)
    })
    await app.slack.card(title, [/···800/])
    await eventually(async () => expect(await calls()).toHaveLength(before.length + 1))
  })

  it.each(spoilt)('%s', async (title, kind, words) => {
    const before = await calls()
    await spoil('chat.postMessage', kind)
    await app.slack.command('alice', `start "${title}" +4930901800 pin:${secretPin}`)
    await app.slack.advance(3)
    await app.slack.card(title, ['1 person'])
    expect(await cards(title)).toHaveLength(1)
    expect(await calls()).toHaveLength(before.length + 1)
    await logged('a call to Slack failed', { method: 'chat.postMessage', ...failure(words) })
  })
})

describe('the post of a new card: nobody is rung and it can be tried again, with Slack', () => {
  it('answering 429 with a Retry-After longer than anybody would wait, which the answer says', async () => {
    await spoil('chat.postMessage', '429', { retryAfter: 90 })
    const before = await calls()
    await app.slack.command('alice', 'start "Much patience" 1001')
    const answer = await app.slack.answer('alice', /does not answer at the moment.*Possible again in 90 seconds/s)
    expect([await calls(), await cards('Much patience')]).toEqual([before, []])
    await app.slack.click('alice', answer, 'Try again')
    await app.slack.card('Much patience', [/1001/])
    await logged('a command failed', { code: 'chat.unavailable' })
  })

  it('answering 5xx again and again', async () => {
    const before = await calls()
    await spoil('chat.postMessage', '5xx', { times: 20 })
    await app.slack.command('alice', 'start "Slack is down" 1001')
    const answer = await app.slack.answer('alice', /chat service does not answer/)
    expect([await cards('Slack is down'), await calls()]).toEqual([[], before])
    await app.slack.post('slack/mend', {})
    await app.slack.click('alice', answer, 'Try again')
    await app.slack.card('Slack is down', [/1001/])
    expect(await cards('Slack is down')).toHaveLength(1)
  })
})

describe('Slack dropping the connection after receiving a post, where the bot may not read the channel', () => {
  const withoutHistory = () =>
    app.slack.post('slack/scopes', { scopes: botScopes.filter((scope) => !scope.endsWith(':history')) })

  it('leaves one card: told rather than repeated, and kept current from the first click on it', async () => {
    const before = await calls()
    await withoutHistory()
    await spoil('chat.postMessage', 'reset-after')
    await app.slack.command('alice', 'start "Unseen" 1001 1002')
    await app.slack.answer(
      'alice',
      /Unseen is open.*did not say whether its card was posted, so nobody was called yet/s,
    )
    const orphan = await app.slack.card('Unseen', [/1001 · not called yet/])
    expect(await calls()).toEqual(before)
    await logged('whether a message was posted is not known', failure(/missing_scope/))

    await app.slack.click('bob', orphan, 'Ring the 2 who are missing')
    await app.slack.answer('bob', 'Invited into Unseen')
    await app.slack.advance(3)
    await app.slack.card('Unseen', ['2 people'])
    expect(await calls()).toHaveLength(before.length + 2)
    expect(await cards('Unseen')).toMatchObject([{ ts: orphan.ts }])
  })

  it('is mended by a button when there is no card after all', async () => {
    await withoutHistory()
    await spoil('chat.postMessage', 'reset-before')
    await app.slack.command('alice', 'start "Not there" 1001')
    const answer = await app.slack.answer('alice', /Not there is open/)
    expect(await cards('Not there')).toEqual([])
    await app.slack.click('alice', answer, 'Post the card again')
    await app.slack.card('Not there', [/1001 · not called yet/])
  })

  it('of a card that is shown again leaves one more, which is current from its first click', async () => {
    await begin('Shown again', '1001')
    await withoutHistory()
    await spoil('chat.postMessage', 'reset-after')
    await app.slack.command('alice', 'show')
    await app.slack.answer('alice', /did not say whether the message was posted/)
    const [, orphan] = await cards('Shown again')
    if (!orphan) throw new Error('no orphan')
    await app.slack.click('alice', orphan, 'Lock')
    await eventually(async () => {
      for (const { text } of await cards('Shown again')) expect(text).toContain('locked')
    })
  })
})

describe('a change of the card comes late and complete, and no answer waits for it, with Slack', () => {
  it.each([...patience, ...spoilt.map(([title, kind]) => [title, kind, { times: 5 }] as const)])(
    '%s',
    async (fault, kind, more) => {
      const title = `Locked while ${fault}`
      await begin(title, '1001')
      await spoil('chat.update', kind, more)
      await app.slack.command('alice', 'lock')
      await app.slack.answer('alice', `${title} is locked`)
      await eventually(async () => {
        await app.slack.advance(2)
        expect((await cards(title))[0]?.text).toContain('locked')
      })
      expect(await cards(title)).toHaveLength(1)
      await logged(kind === '429' ? 'Slack asks for patience' : 'a call to Slack failed', { method: 'chat.update' })
      await logged('a card could not be updated yet', { code: 'chat.unavailable' })
    },
  )
})

describe('a private answer goes another way, with Slack', () => {
  const kinds = [...patience, ...spoilt].filter(([, kind]) => kind !== 'truncated')

  it.each(kinds)('%s to a response_url', async (_, kind) => {
    await spoil('/hooks/', kind)
    await app.slack.command('carol', 'help mute')
    await app.slack.answer('carol', '/conf mute')
    await logged('an answer goes another way', failure(/HTTP status|answer was lost/))
  })

  it.each(kinds)('%s to a response_url and chat.postEphemeral', async (_, kind) => {
    const before = await app.slack.messages('carol', '@confbot')
    await spoil('/hooks/', '5xx')
    await spoil('chat.postEphemeral', kind, { times: 3, ...(kind === '429' && { retryAfter: 60 }) })
    await app.slack.command('carol', 'me phone')
    await eventually(async () => {
      const direct = await app.slack.messages('carol', '@confbot')
      expect(direct.slice(before.length).map(({ text }) => text)).toEqual([
        expect.stringContaining('No number is known'),
      ])
    })
    expect((await app.slack.messages('bob')).some(({ text }) => text.includes('No number is known'))).toBe(false)
  })

  it('answering 5xx to all of them: what was asked for is done, and the log says that nobody was told', async () => {
    await begin('Deaf', '1001')
    for (const match of ['/hooks/', 'chat.postEphemeral', 'chat.postMessage']) await spoil(match, '5xx', { times: 20 })
    await app.slack.command('alice', 'lock')
    await app.slack.card('Deaf', ['locked'])
    await logged('an answer could not be given', { action: 'conf lock' })
  })
})

describe('a form is offered by a button, with Slack', () => {
  it.each([...patience, ...spoilt])('%s to views.open', async (fault, kind) => {
    await begin(`Form while ${fault}`, '1001')
    await spoil('views.open', kind)
    await app.slack.command('alice', 'invite')
    const offer = await app.slack.answer('alice', 'Something is still needed for this.')
    await logged('a form could not be opened')
    await app.slack.post('slack/close', { user: 'alice', all: true })
    await app.slack.click('alice', offer, 'Open the form')
    await eventually(async () => {
      const { views } = await app.slack.get<{ views: unknown[] }>('slack/views?user=alice')
      expect(views).toHaveLength(1)
    })
    await app.slack.post('slack/close', { user: 'alice', all: true })
  })
})

describe('who is not known can try again, with Slack', () => {
  it.each([
    ['answering 429 with a long Retry-After', '429', { retryAfter: 60 }],
    ...spoilt.map(([title, kind]) => [title, kind, { times: 3 }] as const),
  ] as const)('%s to users.info', async (_, kind, more) => {
    // What was told of a person is forgotten after an hour.
    await app.slack.advance(3_700)
    await spoil('users.info', kind, more)
    await app.slack.command('bob', 'help kick')
    const answer = await app.slack.answer('bob', /does not answer at the moment/)
    await app.slack.post('slack/mend', {})
    await app.slack.click('bob', answer, 'Try again')
    await app.slack.answer('bob', 'You are asked first')
    await logged('a command failed', { code: 'chat.unavailable' })
  })

  it('and who was known within the hour notices nothing', async () => {
    await app.slack.command('bob', 'help lock')
    await app.slack.answer('bob', 'Let nobody else in')
    await app.slack.advance(400)
    await spoil('users.info', '5xx', { times: 3 })
    await app.slack.command('bob', 'help unlock')
    await app.slack.answer('bob', 'Let people in again')
  })
})
