import type { KnownBlock } from '@slack/types'
import { expect, test } from 'vitest'
import { serveSandbox } from '../../serve-sandbox.ts'
import { createWebClient } from '../run-bolt.ts'

async function setUp() {
  const served = await serveSandbox()
  return { ...served, client: createWebClient(served) }
}

/** The error of a refused call, with what the platform said about it. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  )
  return typeof error === 'object' && error !== null && 'data' in error ? error.data : error
}

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } })

test('a message is posted, changed and deleted, and people see each state', async () => {
  const { client, messages } = await setUp()
  const posted = await client.chat.postMessage({ channel: 'C0OPS', text: 'fallback', blocks: [section('first')] })
  expect(posted).toMatchObject({ ok: true, channel: 'C0OPS', message: { bot_id: 'B0CONFBOT', team: 'T0SANDBOX' } })
  expect(await messages('ops', 'bob')).toMatchObject([{ blocks: [{ text: { text: 'first', verbatim: false } }] }])
  const ts = posted.ts ?? ''
  await client.chat.update({ channel: 'C0OPS', ts, text: 'fallback', blocks: [section('second')] })
  expect(await messages('ops', 'bob')).toMatchObject([
    { ts, blocks: [{ text: { text: 'second' } }], edited: { user: 'U0CONFBOT' } },
  ])
  await client.chat.delete({ channel: 'C0OPS', ts })
  expect(await messages('ops', 'bob')).toEqual([])
})

test('a change that names a text alone takes the blocks away, but keeps the metadata', async () => {
  const { client, messages } = await setUp()
  const metadata = { event_type: 'card', event_payload: { id: '7' } }
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: [section('b')], metadata })
  await client.chat.update({ channel: 'C0OPS', ts, text: 'c' })
  const [message] = await messages('ops', 'bob')
  expect(message).toMatchObject({ text: 'c', metadata })
  expect(message).not.toHaveProperty('blocks')
})

test('texts have their ends: a change is refused beyond 4000 characters, a post cut after 40000', async () => {
  const { client, messages } = await setUp()
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'x'.repeat(40_001) })
  expect(await messages('ops', 'bob')).toMatchObject([{ text: 'x'.repeat(40_000) }])
  await client.chat.update({ channel: 'C0OPS', ts, text: 'y'.repeat(4000) })
  const tooLong = client.chat.update({ channel: 'C0OPS', ts, text: 'y'.repeat(4001) })
  expect(await refusal(tooLong)).toMatchObject({ error: 'msg_too_long' })
})

test('blocks of more than 12000 characters together are too long', async () => {
  const { client } = await setUp()
  const post = (count: number) =>
    client.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: Array(count).fill(section('x'.repeat(3000))) })
  expect(await post(4)).toMatchObject({ ok: true })
  expect(await refusal(post(5))).toMatchObject({ error: 'msg_blocks_too_long' })
})

test('broken blocks are refused with a pointer to each fault', async () => {
  const { client, messages } = await setUp()
  const blocks = [section('x'.repeat(3001)), { type: 'header', text: { type: 'plain_text', text: 'h'.repeat(151) } }]
  expect(await refusal(client.apiCall('chat.postMessage', { channel: 'C0OPS', text: 'a', blocks }))).toMatchObject({
    ok: false,
    error: 'invalid_blocks',
    errors: [
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
      'must be less than 151 characters [json-pointer:/blocks/1/text/text]',
    ],
    response_metadata: {
      messages: [
        '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
        '[ERROR] must be less than 151 characters [json-pointer:/blocks/1/text/text]',
      ],
    },
  })
  const noList = client.apiCall('chat.postMessage', { channel: 'C0OPS', text: 'a', blocks: 'no list' })
  expect(await refusal(noList)).toMatchObject({ error: 'invalid_blocks_format' })
  expect(await messages('ops', 'bob')).toEqual([])
})

test('a message must go somewhere and say something', async () => {
  const { client } = await setUp()
  const post = (channel: string, text = 'a') => refusal(client.chat.postMessage({ channel, text }))
  expect(await post('C0NOWHERE')).toMatchObject({ error: 'channel_not_found' })
  expect(await post('C0SECRET')).toMatchObject({ error: 'channel_not_found' })
  expect(await post('D0ALICEBOB')).toMatchObject({ error: 'channel_not_found' })
  expect(await post('C0ATTIC')).toMatchObject({ error: 'is_archived' })
  expect(await post('C0OPS', '')).toMatchObject({ error: 'no_text' })
})

test('chat:write.public lets the bot post in public channels that it is not in', async () => {
  const { client, post } = await setUp()
  const say = () => client.chat.postMessage({ channel: 'C0LOUNGE', text: 'a' })
  expect(await say()).toMatchObject({ ok: true })
  await post('slack/scopes', { scopes: ['chat:write'] })
  expect(await refusal(say())).toMatchObject({ error: 'not_in_channel' })
})

test('a bot that is invited can post, one that is removed cannot', async () => {
  const { client, post } = await setUp()
  await post('slack/invite', { user: 'alice', channel: 'secret' })
  expect(await client.chat.postMessage({ channel: 'C0SECRET', text: 'a' })).toMatchObject({ ok: true })
  await post('slack/remove', { user: 'alice', channel: 'secret' })
  expect(await refusal(client.chat.postMessage({ channel: 'C0SECRET', text: 'a' }))).toMatchObject({
    error: 'channel_not_found',
  })
})

test('a user id opens the direct message, and the answer names it', async () => {
  const { client, messages } = await setUp()
  const { channel } = await client.chat.postMessage({ channel: 'U0CAROL', text: 'just you' })
  expect(channel).toMatch(/^D/)
  expect(await messages('@confbot', 'carol')).toMatchObject([{ text: 'just you' }])
})

test('replies stand in their thread, broadcast ones in the channel too', async () => {
  const { client, messages } = await setUp()
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'parent' })
  const reply = await client.chat.postMessage({ channel: 'C0OPS', text: 'quiet', thread_ts: ts })
  await client.chat.postMessage({ channel: 'C0OPS', text: 'loud', thread_ts: ts, reply_broadcast: true })
  expect(await messages('ops', 'bob')).toMatchObject([
    { text: 'parent', reply_count: 2, replies: [{ text: 'quiet', thread_ts: ts }, { text: 'loud' }] },
    { text: 'loud', subtype: 'thread_broadcast' },
  ])
  const below = (thread_ts: string) => refusal(client.chat.postMessage({ channel: 'C0OPS', text: 'a', thread_ts }))
  expect(await below('1700000000.000001')).toMatchObject({ error: 'thread_not_found' })
  expect(await below(reply.ts ?? '')).toMatchObject({ error: 'thread_not_found' })
  expect(await below('1700000000')).toMatchObject({ error: 'invalid_thread_ts' })
})

test("only the bot's own messages can be changed, and none that only one person sees", async () => {
  const { client, post } = await setUp()
  const said = await post('slack/say', { user: 'alice', channel: 'ops', text: 'mine' })
  const { message_ts: ts = '' } = await client.chat.postEphemeral({ channel: 'C0OPS', user: 'U0BOB', text: 'psst' })
  const update = (of: unknown) => refusal(client.chat.update({ channel: 'C0OPS', ts: String(of), text: 'a' }))
  expect(await update(said.ts)).toMatchObject({ error: 'cant_update_message' })
  expect(await update(ts)).toMatchObject({ error: 'message_not_found' })
  const remove = client.chat.delete({ channel: 'C0OPS', ts: String(said.ts) })
  expect(await refusal(remove)).toMatchObject({ error: 'cant_delete_message' })
})

test('an ephemeral message is seen by one person of the channel', async () => {
  const { client, messages } = await setUp()
  await client.chat.postEphemeral({ channel: 'C0OPS', user: 'U0BOB', text: 'psst' })
  expect(await messages('ops', 'bob')).toMatchObject([{ text: 'psst', is_ephemeral: true }])
  expect(await messages('ops', 'alice')).toEqual([])
  const outside = client.chat.postEphemeral({ channel: 'C0SHARED', user: 'U0CAROL', text: 'psst' })
  expect(await refusal(outside)).toMatchObject({ error: 'user_not_in_channel' })
})

test('unguarded text in blocks comes alive, guarded and plain text does not', async () => {
  const { client, messages } = await setUp()
  const text = 'hi @here see #ops and https://example.com `@here` <!date^1^{date}|@here>'
  const blocks: KnownBlock[] = [
    section(text),
    { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } },
    { type: 'section', text: { type: 'plain_text', text } },
  ]
  await client.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks })
  const live = 'hi <!here> see <#C0OPS|ops> and <https://example.com> `@here` <!date^1^{date}|@here>'
  expect(await messages('ops', 'bob')).toMatchObject([
    { blocks: [{ text: { text: live } }, { text: { text } }, { text: { text, emoji: true } }] },
  ])
})

test('a permalink leads to the message', async () => {
  const { client } = await setUp()
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'a' })
  const { permalink } = await client.chat.getPermalink({ channel: 'C0OPS', message_ts: ts })
  expect(permalink).toBe(`https://sandbox.slack.com/archives/C0OPS/p${ts.replace('.', '')}`)
})

test('a channel takes a burst of messages, then one a second', async () => {
  const { client, clock, post } = await setUp()
  const send = () => client.chat.postMessage({ channel: 'C0OPS', text: 'a' })
  for (let count = 0; count < 10; count += 1) await send()
  await expect(send()).rejects.toMatchObject({ retryAfter: 1 })
  await expect(client.chat.postMessage({ channel: 'C0GENERAL', text: 'a' })).resolves.toMatchObject({ ok: true })
  clock.advance(1000)
  await expect(send()).resolves.toMatchObject({ ok: true })
  await post('slack/limits', { on: false })
  for (let count = 0; count < 20; count += 1) await send()
})
