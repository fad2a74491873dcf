import { describe, expect, it } from 'vitest'
import type { Person, Place } from '#core/actor.ts'
import { isConfbotError } from '#core/errors.ts'
import { sleep } from '#lib/clock.ts'
import { createDirectChannels } from '#platforms/slack/direct-channels.ts'
import { createNotifier } from '#platforms/slack/notifier.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { card, text } from '#view/card.ts'
import { connectSlack, personOf, placeOf } from './sandbox-slack.ts'
import { createPosting, startStubSlack } from './stub-slack.ts'

const alice: Person = { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Alice' }
const channel: Place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' }
const people: Place = { ...channel, channelId: 'D9', kind: 'people' }
const shown = card('Sprint review', text('Live'))

async function prepare(granted: readonly string[] | null = ['chat:write']) {
  const slack = await startStubSlack()
  const clock = createHastyClock()
  const { clients } = slack
  const direct = createDirectChannels(clients, clock)
  const { post, findMarked } = createPosting(clients, clock)
  slack.answer('chat.postMessage', ({ channel: to }) => ({ channel: to, ts: '1.1' }))
  slack.answer('conversations.open', ({ users }) => ({ channel: { id: `D-${users}` } }))
  const notifier = createNotifier({ clients, direct, post, findMarked, granted: () => granted, clock })
  return { slack, clock, direct, notifier }
}

describe("the bot's own messages", () => {
  it('are posted into the channel and the thread, and told where they stand', async () => {
    const { slack, notifier } = await prepare()
    expect(await notifier.post({ ...channel, threadId: '1.0' }, shown)).toEqual({
      place: { ...channel, threadId: '1.0' },
      messageId: '1.1',
    })
    expect(slack.callsOf('chat.postMessage')).toMatchObject([{ channel: 'C1', thread_ts: '1.0' }])
  })

  it('are told to one person in the direct message', async () => {
    const { slack, notifier } = await prepare()
    expect(await notifier.tell(alice, shown)).toEqual({
      place: { platform: 'slack', workspaceId: 'T1', channelId: 'D-U1', kind: 'direct' },
      messageId: '1.1',
    })
    expect(slack.callsOf('chat.postMessage')).toMatchObject([{ channel: 'D-U1' }])
  })

  it('name channels and people as Slack does where one person alone reads them, also when they are changed', async () => {
    const { slack, notifier } = await prepare()
    slack.answer('chat.update', {})
    const where = { kind: 'channel', platform: 'slack', channelId: 'C1' } as const
    const named = card('Look there', text(where))
    const message = await notifier.tell(alice, named)
    await notifier.update(message, named)
    const calls = [...slack.callsOf('chat.postMessage'), ...slack.callsOf('chat.update')]
    expect(calls).toHaveLength(2)
    for (const call of calls) expect(JSON.stringify(call)).toContain('channel_id')
    await notifier.post(channel, named)
    expect(JSON.stringify(slack.callsOf('chat.postMessage').at(-1))).not.toContain('channel_id')
  })

  it.each(['channel_not_found', 'not_in_channel', 'is_inactive'])(
    'are not gone where the bot may not write any more: %s',
    async (error) => {
      const { slack, notifier } = await prepare()
      slack.answer('chat.update', { ok: false, error })
      await expect(notifier.update({ place: channel, messageId: '1.1' }, shown)).rejects.toMatchObject({
        code: 'chat.cannot-post',
      })
    },
  )

  it("go to the asker's direct message where people are among themselves", async () => {
    const { slack, notifier } = await prepare()
    slack.answer('chat.postMessage', { ok: false, error: 'channel_not_found' }, { channel: 'D-U1', ts: '1.1' })
    expect(await notifier.post(people, shown, alice)).toEqual({
      place: { platform: 'slack', workspaceId: 'T1', channelId: 'D-U1', kind: 'direct' },
      messageId: '1.1',
    })
    expect(slack.callsOf('chat.postMessage').map((call) => call.channel)).toEqual(['D9', 'D-U1'])
  })

  it('stay in a conversation of people that turns out to have the bot in it', async () => {
    const { notifier } = await prepare()
    expect((await notifier.post(people, shown, alice)).place).toEqual({ ...people, kind: 'direct' })
    const group = { ...people, channelId: 'C8' }
    expect((await notifier.post(group, shown, alice)).place).toEqual({ ...group, kind: 'channel' })
  })

  it.each([
    [{ ok: false, error: 'not_in_channel' }, { code: 'chat.cannot-post' }],
    [{ ok: false, error: 'is_archived' }, { code: 'chat.cannot-post' }],
    [
      { status: 429, headers: { 'retry-after': '30' } },
      { code: 'chat.unavailable', details: { retryAfterMs: 30_000 } },
    ],
    [{ ok: false, error: 'account_inactive' }, { code: 'chat.refused' }],
  ])('are refused in our words: %o', async (answer, error) => {
    const { slack, notifier } = await prepare()
    slack.answer('chat.postMessage', answer)
    await expect(notifier.post(channel, shown)).rejects.toMatchObject(error)
  })

  it('keep their blocks when they are updated, and may be updated again after a lost answer', async () => {
    const { slack, notifier } = await prepare()
    slack.answer('chat.update', { status: 503 }, {})
    expect(await notifier.update({ place: channel, messageId: '1.1' }, shown)).toBe(true)
    const [call = {}] = slack.callsOf('chat.update')
    expect(call).toMatchObject({ channel: 'C1', ts: '1.1', parse: 'none', link_names: 'false' })
    expect(JSON.parse(call.blocks ?? '')).toMatchObject([{ type: 'header' }, { type: 'rich_text' }])
    expect(call.text?.length).toBeLessThanOrEqual(4000)
  })

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])('are gone: %s', async (error) => {
    const { slack, notifier } = await prepare()
    slack.answer('chat.update', { ok: false, error })
    expect(await notifier.update({ place: channel, messageId: '1.1' }, shown)).toBe(false)
  })

  it('do not wait for a rate limit themselves: the newest state may be another by then', async () => {
    const { slack, notifier } = await prepare()
    slack.answer('chat.update', { status: 429, headers: { 'retry-after': '5' } })
    await expect(notifier.update({ place: channel, messageId: '1.1' }, shown)).rejects.toMatchObject({
      code: 'chat.unavailable',
      details: { retryAfterMs: 5_000 },
    })
    expect(slack.callsOf('chat.update')).toHaveLength(1)
  })

  it('are taken back, also when somebody did so before', async () => {
    const { slack, notifier } = await prepare()
    slack.answer('chat.delete', {}, { ok: false, error: 'message_not_found' })
    await notifier.remove({ place: channel, messageId: '1.1' })
    await notifier.remove({ place: channel, messageId: '1.1' })
    expect(slack.callsOf('chat.delete')).toHaveLength(2)
  })

  it('are posted into the direct message of the person whose id stands for it', async () => {
    const { notifier } = await prepare()
    const place: Place = { ...channel, channelId: 'U1', kind: 'direct' }
    expect((await notifier.post(place, shown)).place).toEqual({ ...place, channelId: 'D-U1' })
  })

  it('open the direct message of a person once', async () => {
    const { slack, notifier, direct } = await prepare()
    const place: Place = { ...channel, channelId: 'U1', kind: 'direct' }
    await notifier.post(place, shown)
    await notifier.post(place, shown)
    expect(slack.callsOf('chat.postMessage').map((call) => call.channel)).toEqual(['D-U1', 'D-U1'])
    expect(slack.callsOf('conversations.open')).toHaveLength(1)
    expect(direct.isOurs('D-U1')).toBe(true)
    expect(direct.isOurs('D9')).toBe(false)
  })
})

describe('reminders', () => {
  const reminder = card('Sprint review', text('in ten minutes'))
  const channels = ['C0OPS', 'C0GENERAL']

  it('of many meetings at once all arrive, each once, while others and the answers to people go on', async () => {
    const { notifier, clock, slack } = await connectSlack()
    // As the queue does: what comes too early is tried again when it was told to.
    const remind = async (channelId: string, mark: string): Promise<void> => {
      try {
        await notifier.post(placeOf(channelId), reminder, undefined, mark)
      } catch (error) {
        if (!isConfbotError(error, 'chat.unavailable')) throw error
        expect(error.details.retryAfterMs).toBeGreaterThan(0)
        await sleep(clock, error.details.retryAfterMs ?? 0)
        return remind(channelId, mark)
      }
    }
    const all = Promise.all(
      Array.from({ length: 200 }, (_, index) => remind(channels[index % 2] ?? '', `remind:${index}`)),
    )
    await eventually(async () => expect((await slack.messages('alice', 'ops')).length).toBeGreaterThan(3))
    // Nothing here waits for the clock, which stands still.
    expect(await notifier.post(placeOf('C0SHARED'), card('Elsewhere'))).toMatchObject({ messageId: expect.any(String) })
    expect(await notifier.tell(personOf('bob'), card('For you'))).toMatchObject({ messageId: expect.any(String) })
    const timer = setInterval(() => clock.advance(1_000), 5)
    await all.finally(() => clearInterval(timer))
    const frames = (await slack.get<{ frames: Frame[] }>('slack/traffic')).frames
    for (const channel of ['ops', 'general']) expect(await slack.messages('alice', channel)).toHaveLength(100)
    const marks = frames.flatMap(({ path, direction, body }) =>
      direction === 'in' && path?.endsWith('chat.postMessage') ? [body?.metadata?.event_payload?.key] : [],
    )
    expect(new Set(marks.filter((mark) => mark?.startsWith('remind:'))).size).toBe(200)
    // A herd that tried again every second would be refused thousands of times.
    expect(marks.length).toBeLessThan(450)
  })

  it('wait behind a card that somebody asked for', async () => {
    const { notifier, clock, slack } = await connectSlack()
    const reminders = Array.from({ length: 25 }, (_, index) =>
      notifier.post(placeOf('C0OPS'), reminder, undefined, `remind:${index}`),
    )
    await eventually(async () => expect(await slack.messages('alice', 'ops')).toHaveLength(10))
    const live = notifier.post(placeOf('C0OPS'), card('Live card'))
    const timer = setInterval(() => clock.advance(500), 10)
    await Promise.all([live, ...reminders]).finally(() => clearInterval(timer))
    const shown = (await slack.messages('alice', 'ops')).map(({ text: words }) => words)
    expect(shown).toHaveLength(26)
    expect(shown.findIndex((words) => words.includes('Live card'))).toBeLessThan(14)
  })

  it('of an archived channel, or one that the bot was taken out of, are refused, and others go on', async () => {
    const { notifier, slack } = await connectSlack()
    await slack.post('slack/archive', { user: 'alice', channel: 'ops' })
    const post = (channelId: string) => notifier.post(placeOf(channelId), reminder, undefined, 'remind:1')
    await expect(post('C0OPS')).rejects.toMatchObject({ code: 'chat.cannot-post' })
    await expect(post('C0SECRET')).rejects.toMatchObject({ code: 'chat.cannot-post' })
    expect(await post('C0GENERAL')).toMatchObject({ messageId: expect.any(String) })
  })
})

interface Frame {
  readonly path?: string
  readonly direction: string
  readonly body?: { readonly metadata?: { readonly event_payload?: { readonly key?: string } } }
}
