import { describe, expect, it } from 'vitest'
import { createFindMarked, markerType } from '#platforms/slack/find-marked.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { card, text } from '#view/card.ts'
import { connectSlack, personOf, placeOf } from './sandbox-slack.ts'
import { bot, startStubSlack } from './stub-slack.ts'

const ops = placeOf('C0OPS')
const reminder = card('Sprint review', text('in ten minutes'))
const mark = 'remind:k3x9ab:2026-12-01T15:00:10'

/** Driven against the clock: nothing here waits in real time. */
async function hurried<T>(clock: { advance(ms: number): void }, promise: Promise<T>): Promise<T> {
  const timer = setInterval(() => clock.advance(1_000), 5)
  try {
    return await promise
  } finally {
    clearInterval(timer)
  }
}

describe('a message with a mark', () => {
  it('is found where it was posted, and told where it stands', async () => {
    const { notifier, clock } = await connectSlack()
    const since = clock.now()
    const posted = await notifier.post(ops, reminder, undefined, mark)
    expect(await notifier.find(ops, mark, since)).toEqual(posted)
    expect(await notifier.find(ops, `${mark}0`, since)).toBeNull()
    expect(await notifier.find(placeOf('C0GENERAL'), mark, since)).toBeNull()
  })

  it('is found in its thread', async () => {
    const { notifier, clock } = await connectSlack()
    const { messageId } = await notifier.post(ops, card('Plan'))
    const thread = { ...ops, threadId: messageId }
    const posted = await notifier.post(thread, reminder, undefined, mark)
    expect(await notifier.find(thread, mark, clock.now())).toEqual(posted)
    expect(await notifier.find(ops, mark, clock.now())).toBeNull()
  })

  it('is found in the direct message of whom it was told to, by the one who starts anew as well', async () => {
    const { notifier, clock } = await connectSlack()
    const told = await notifier.tell(personOf('bob'), reminder, mark)
    expect(await notifier.find(personOf('bob'), mark, clock.now())).toEqual(told)
    expect(await notifier.find({ ...told.place, channelId: 'U0BOB' }, mark, clock.now())).toEqual(told)
    expect(await notifier.find(personOf('carol'), mark, clock.now())).toBeNull()
  })

  it('is found behind hundreds of others, and after an hour by which the clock was set back', async () => {
    const { notifier, clock, slack } = await connectSlack()
    await slack.post('slack/limits', { on: false })
    const posted = await notifier.post(ops, reminder, undefined, mark)
    for (let count = 0; count < 450; count++)
      await slack.post('slack/say', { user: 'alice', channel: 'ops', text: `${count}` })
    expect(await notifier.find(ops, mark, clock.now() + 3_600_000)).toEqual(posted)
  })

  it('is not looked for in what was said long before', async () => {
    const { notifier, clock } = await connectSlack()
    await notifier.post(ops, reminder, undefined, mark)
    clock.advance(3_600_000)
    expect(await notifier.find(ops, mark, clock.now())).toBeNull()
  })

  it('that somebody took away is not there, nor in a thread that is gone', async () => {
    const { notifier, clock, slack } = await connectSlack()
    const { messageId: ts } = await notifier.post(ops, reminder, undefined, mark)
    await slack.post('slack/delete', { user: 'alice', message: { channel: 'ops', ts } })
    expect(await notifier.find(ops, mark, clock.now())).toBeNull()
    expect(await notifier.find({ ...ops, threadId: ts }, mark, clock.now())).toBeNull()
  })

  it('is found in a channel that was archived meanwhile', async () => {
    const { notifier, clock, slack } = await connectSlack()
    const posted = await notifier.post(ops, reminder, undefined, mark)
    await slack.post('slack/archive', { user: 'alice', channel: 'ops' })
    expect(await notifier.find(ops, mark, clock.now())).toEqual(posted)
  })

  it('is posted once though its answer is lost, and found by the process that starts anew', async () => {
    const { notifier, clock, fault, slack } = await connectSlack()
    await fault('chat.postMessage', 'reset-after')
    const posted = await hurried(clock, notifier.post(ops, reminder, undefined, mark))
    expect(await notifier.find(ops, mark, clock.now())).toEqual(posted)
    expect(await slack.messages('alice', 'ops')).toHaveLength(1)
  })
})

describe('a search', () => {
  it('cannot tell where the scope is missing, by the kind of conversation', async () => {
    const { notifier, clock, withhold } = await connectSlack()
    await withhold('channels:history')
    await expect(notifier.find(ops, mark, clock.now())).rejects.toMatchObject({ code: 'chat.unconfirmed' })
    expect(await notifier.find(personOf('bob'), mark, clock.now())).toBeNull()
    await withhold('im:history')
    await expect(notifier.find(personOf('bob'), mark, clock.now())).rejects.toMatchObject({ code: 'chat.unconfirmed' })
  })

  it('cannot tell in a public channel that the bot may post to without being in it', async () => {
    const { notifier, clock, slack, withhold } = await connectSlack()
    await slack.post('slack/remove', { user: 'alice', channel: 'ops' })
    await expect(notifier.find(ops, mark, clock.now())).rejects.toMatchObject({ code: 'chat.unconfirmed' })
    await withhold('chat:write.public')
    // Slack tells the scopes with the next thing that it does.
    await notifier.tell(personOf('alice'), card('Hello'))
    await expect(notifier.find(ops, mark, clock.now())).rejects.toMatchObject({ code: 'chat.cannot-post' })
  })

  it('is refused in a private channel that the bot was taken out of', async () => {
    const { notifier, clock, slack } = await connectSlack()
    await slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    const secret = placeOf('C0SECRET', { isPrivate: true })
    await notifier.post(secret, reminder, undefined, mark)
    await slack.post('slack/remove', { user: 'alice', channel: 'secret' })
    await expect(notifier.find(secret, mark, clock.now())).rejects.toMatchObject({ code: 'chat.cannot-post' })
  })

  it('is refused for somebody whose account was deactivated', async () => {
    const { notifier, clock, slack } = await connectSlack()
    await slack.post('slack/deactivate', { user: 'alice', person: 'carol' })
    await expect(notifier.find(personOf('carol'), mark, clock.now())).rejects.toMatchObject({
      code: 'chat.cannot-post',
    })
  })

  it('waits as long as Slack asks for, a minute at most', async () => {
    const { notifier, clock, fault } = await connectSlack()
    const posted = await notifier.post(ops, reminder, undefined, mark)
    await fault('conversations.history', '429', { retryAfter: 60, times: 2 })
    const before = clock.now()
    expect(await hurried(clock, notifier.find(ops, mark, before))).toEqual(posted)
    expect(clock.now() - before).toBeGreaterThanOrEqual(120_000)
    await fault('conversations.history', '429', { retryAfter: 90 })
    await expect(notifier.find(ops, mark, clock.now())).rejects.toMatchObject({
      code: 'chat.unavailable',
      details: { retryAfterMs: 90_000 },
    })
  })

  it('may be tried again when Slack is not reached', async () => {
    const { notifier, clock, fault } = await connectSlack()
    await fault('conversations.history', '5xx', { times: 3 })
    await expect(notifier.find(ops, mark, clock.now())).rejects.toMatchObject({ code: 'chat.unavailable' })
    expect(await notifier.find(ops, mark, clock.now())).toBeNull()
  })

  it('waits until we know which bot we are', async () => {
    const { notifier, clock } = await connectSlack({ start: false })
    await expect(notifier.find(ops, mark, clock.now())).rejects.toMatchObject({ code: 'chat.unavailable' })
  })

  it('ends when the token is good for nothing any more', async () => {
    const { notifier, clock, slack } = await connectSlack()
    await slack.post('slack/token', { error: 'token_revoked' })
    await expect(notifier.find(ops, mark, clock.now())).rejects.toMatchObject({ code: 'chat.refused' })
  })

  it('goes one after the other, since some apps may read histories once a minute', async () => {
    const { notifier, clock, fault, slack } = await connectSlack()
    await fault('conversations.history', '429', { retryAfter: 30 })
    await hurried(
      clock,
      Promise.all([ops, placeOf('C0GENERAL')].map((place) => notifier.find(place, mark, clock.now()))),
    )
    const { frames } = await slack.get<{ frames: { path?: string; direction: string; body?: { channel?: string } }[] }>(
      'slack/traffic',
    )
    const asked = frames.filter(({ path, direction }) => direction === 'in' && path?.endsWith('conversations.history'))
    expect(asked.map(({ body }) => body?.channel)).toEqual(['C0OPS', 'C0OPS', 'C0GENERAL'])
  })
})

describe('what is found', () => {
  const metadata = { event_type: markerType, event_payload: { key: mark } }
  const look = async (...messages: object[]) => {
    const slack = await startStubSlack()
    slack.answer('conversations.history', { messages })
    const findMarked = createFindMarked({ clients: slack.clients, clock: createHastyClock(), bot: () => bot })
    return { slack, found: findMarked({ channel: 'C1', oldestAt: 1_700_000_000_000 }, mark) }
  }

  it('is of this bot alone, so that nobody can pretend that it was posted', async () => {
    const forged = { ts: '2.0', user: 'U9', bot_id: 'B9', metadata }
    expect(await (await look(forged)).found).toBeNull()
    expect(await (await look(forged, { ts: '1.0', user: 'UBOT', metadata })).found).toBe('1.0')
    expect(await (await look(forged, { ts: '1.0', bot_id: 'B0', metadata })).found).toBe('1.0')
  })

  it('has the mark in metadata of ours', async () => {
    for (const other of [
      undefined,
      {},
      { ...metadata, event_type: 'x' },
      { event_type: markerType, event_payload: {} },
    ])
      expect(await (await look({ ts: '1.0', bot_id: 'B0', metadata: other })).found).toBeNull()
  })

  it('is asked for from that moment on, with the metadata', async () => {
    const { slack, found } = await look()
    await found
    expect(slack.callsOf('conversations.history')).toMatchObject([
      { channel: 'C1', oldest: '1700000000.000000', include_all_metadata: 'true' },
    ])
  })

  it('is not known when there are more pages than can be read', async () => {
    const slack = await startStubSlack()
    slack.answer('conversations.history', { messages: [], response_metadata: { next_cursor: 'on' } })
    const findMarked = createFindMarked({ clients: slack.clients, clock: createHastyClock(), bot: () => bot })
    await expect(findMarked({ channel: 'C1', oldestAt: 0 }, mark)).rejects.toMatchObject({ code: 'chat.unconfirmed' })
  })
})
