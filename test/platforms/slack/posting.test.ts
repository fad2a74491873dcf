import { describe, expect, it } from 'vitest'
import { markerType } from '#platforms/slack/find-marked.ts'
import { renderCard } from '#platforms/slack/render-card.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { card, text } from '#view/card.ts'
import { type Arguments, bot, createPosting, startStubSlack } from './stub-slack.ts'

const rendered = renderCard(card('Sprint review', text('Live')))
const posted = { channel: 'C1', ts: '1700000000.000100' }

async function prepare() {
  const slack = await startStubSlack()
  const clock = createHastyClock()
  return { slack, clock, post: createPosting(slack.clients, clock).post }
}
const markerOf = ({ metadata = '{}' }: Arguments) => JSON.parse(metadata) as { event_payload: { key: string } }
/** What history holds once the message of the last call arrived after all. */
const arrived = (calls: readonly Arguments[]) => ({
  messages: [{ ts: '1.0' }, { ts: posted.ts, bot_id: bot.botId, metadata: markerOf(calls.at(-1) ?? {}) }],
})

describe('posting a message once', () => {
  it('sends blocks, their fallback text, and a marker of its own', async () => {
    const { slack, post } = await prepare()
    slack.answer('chat.postMessage', posted)
    expect(await post('C1', rendered, { threadTs: '1.5' })).toEqual(posted)
    const [call = {}] = slack.callsOf('chat.postMessage')
    expect(call).toMatchObject({
      channel: 'C1',
      thread_ts: '1.5',
      parse: 'none',
      link_names: 'false',
      unfurl_links: 'false',
    })
    expect(call.text).toContain('Sprint review')
    expect(JSON.parse(call.blocks ?? '')).toEqual(rendered.blocks)
    expect(JSON.parse(call.metadata ?? '')).toEqual({
      event_type: markerType,
      event_payload: { key: expect.any(String) },
    })
  })

  it.each([
    ['the connection was reset', 'reset' as const],
    ['the server failed', { status: 500 }],
    ['a proxy answered', { status: 200, raw: '<html>sign in</html>' }],
    ['Slack says that something broke', { ok: false, error: 'internal_error' }],
  ])('is not sent again when it arrived although %s', async (_, answer) => {
    const { slack, post } = await prepare()
    slack.answer('chat.postMessage', answer)
    slack.answer('conversations.history', () => arrived(slack.callsOf('chat.postMessage')))
    expect(await post('C1', rendered)).toEqual(posted)
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
    expect(slack.callsOf('conversations.history')[0]).toMatchObject({ channel: 'C1', include_all_metadata: 'true' })
  })

  it('is sent again only when the channel was searched twice and does not hold it', async () => {
    const { slack, post, clock } = await prepare()
    slack.answer('chat.postMessage', 'reset', posted)
    slack.answer('conversations.history', {
      messages: [{ ts: '1.0', metadata: { event_type: markerType, event_payload: { key: 'other' } } }],
    })
    expect(await post('C1', rendered)).toEqual(posted)
    const calls = slack.callsOf('chat.postMessage')
    expect(calls).toHaveLength(2)
    expect(markerOf(calls[0] ?? {})).toEqual(markerOf(calls[1] ?? {}))
    expect(slack.callsOf('conversations.history')).toHaveLength(2)
    expect(clock.waits).toEqual([1000])
  })

  it('is found when it becomes readable a little later', async () => {
    const { slack, post } = await prepare()
    slack.answer('chat.postMessage', 'reset')
    slack.answer('conversations.history', { messages: [] }, () => arrived(slack.callsOf('chat.postMessage')))
    expect(await post('C1', rendered)).toEqual(posted)
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
  })

  it('is never repeated where the bot may not read history', async () => {
    const { slack, post } = await prepare()
    slack.answer('chat.postMessage', 'reset')
    slack.answer('conversations.history', { ok: false, error: 'missing_scope' })
    await expect(post('C1', rendered)).rejects.toMatchObject({ code: 'chat.unconfirmed' })
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
  })

  it('is known not to be there when the channel does not hold it after the last try', async () => {
    const { slack, post } = await prepare()
    slack.answer('chat.postMessage', { status: 503 })
    slack.answer('conversations.history', { messages: [] })
    await expect(post('C1', rendered)).rejects.not.toMatchObject({ code: 'chat.unconfirmed' })
    expect(slack.callsOf('chat.postMessage')).toHaveLength(3)
  })

  it('is searched for in its thread, page by page', async () => {
    const { slack, post } = await prepare()
    slack.answer('chat.postMessage', 'reset')
    slack.answer('conversations.replies', { messages: [], response_metadata: { next_cursor: 'page2' } }, () =>
      arrived(slack.callsOf('chat.postMessage')),
    )
    expect(await post('C1', rendered, { threadTs: '1.5' })).toEqual(posted)
    expect(slack.callsOf('conversations.replies')[1]).toMatchObject({ ts: '1.5', cursor: 'page2' })
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
  })

  it('is given up at once when Slack refuses it', async () => {
    const { slack, post } = await prepare()
    slack.answer('chat.postMessage', { ok: false, error: 'not_in_channel' })
    await expect(post('C1', rendered)).rejects.toThrow()
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
    expect(slack.callsOf('conversations.history')).toHaveLength(0)
  })

  it.each([
    [{ status: 429, headers: { 'retry-after': '7' } }, 7_000],
    [{ status: 429 }, 1_000],
  ])('waits as long as Slack asks for, and looks for nothing meanwhile: %o', async (answer, waitMs) => {
    const { slack, clock, post } = await prepare()
    slack.answer('chat.postMessage', answer, posted)
    expect(await post('C1', rendered)).toEqual(posted)
    expect(clock.waits[0]).toBe(waitMs)
    expect(slack.callsOf('conversations.history')).toHaveLength(0)
  })

  it('carries the mark that it is given, and is looked for by it', async () => {
    const { slack, post } = await prepare()
    slack.answer('chat.postMessage', 'reset')
    slack.answer('conversations.history', () => arrived(slack.callsOf('chat.postMessage')))
    expect(await post('C1', rendered, { mark: 'remind:k3x9ab:1' })).toEqual(posted)
    expect(markerOf(slack.callsOf('chat.postMessage')[0] ?? {}).event_payload).toEqual({ key: 'remind:k3x9ab:1' })
  })

  it("is not taken for posted because of somebody else's message with its mark", async () => {
    const { slack, post } = await prepare()
    const metadata = { event_type: markerType, event_payload: { key: 'remind:k3x9ab:1' } }
    slack.answer('chat.postMessage', 'reset', posted)
    slack.answer('conversations.history', { messages: [{ ts: '1.1', user: 'U9', bot_id: 'B9', metadata }] })
    expect(await post('C1', rendered, { mark: 'remind:k3x9ab:1' })).toEqual(posted)
    expect(slack.callsOf('chat.postMessage')).toHaveLength(2)
  })
})
