import { expect, test } from 'vitest'
import { serveSandbox } from '../../serve-sandbox.ts'
import { createWebClient } from '../run-bolt.ts'

async function setUp() {
  const served = await serveSandbox()
  return { ...served, client: createWebClient(served) }
}

const fails = (error: string) => ({ data: { ok: false, error } })

test('a channel is known with whether the bot is in it and whether others share it', async () => {
  const { client } = await setUp()
  const info = async (channel: string) => (await client.conversations.info({ channel })).channel
  expect(await info('C0OPS')).toMatchObject({ name: 'ops', is_channel: true, is_member: true, is_ext_shared: false })
  expect(await info('C0LOUNGE')).toMatchObject({ is_member: false })
  expect(await info('C0SHARED')).toMatchObject({ is_ext_shared: true })
  await expect(info('C0SECRET')).rejects.toMatchObject(fails('channel_not_found'))
  await expect(info('D0ALICEBOB')).rejects.toMatchObject(fails('channel_not_found'))
})

test('lists come in pages and by kind', async () => {
  const { client, grant } = await setUp()
  await grant('im:read')
  const names: (string | undefined)[] = []
  for await (const page of client.paginate('conversations.list', { limit: 2, exclude_archived: true })) {
    const channels = 'channels' in page && Array.isArray(page.channels) ? page.channels : []
    expect(channels.length).toBeLessThanOrEqual(2)
    names.push(...channels.map((channel) => channel.name))
  }
  expect(names).toEqual(['general', 'ops', 'lounge', 'shared'])
  const direct = await client.conversations.list({ types: 'im' })
  expect(direct.channels).toMatchObject([{ id: 'D0ALICE', is_im: true, user: 'U0ALICE' }])
})

test('the bot is told where it is itself, by kind', async () => {
  const { client, post } = await setUp()
  await post('slack/invite', { user: 'alice', channel: 'secret' })
  const names = async (types?: string) =>
    (await client.users.conversations({ ...(types && { types }), exclude_archived: true })).channels?.map(
      ({ name }) => name,
    )
  expect(await names()).toEqual(['general', 'ops', 'shared'])
  expect(await names('private_channel')).toEqual(['secret'])
  await expect(names('mpim')).rejects.toMatchObject({ data: { error: 'missing_scope', needed: 'mpim:read' } })
})

test('members are those of the channel', async () => {
  const { client } = await setUp()
  const { members } = await client.conversations.members({ channel: 'C0SHARED' })
  expect(members).toEqual(['U0ALICE', 'U0BOB', 'U0STRANGER', 'U0CONFBOT'])
})

test('a direct message is opened once', async () => {
  const { client, grant } = await setUp()
  await grant('mpim:write')
  const open = async (users: string) => (await client.conversations.open({ users })).channel?.id
  expect(await open('U0ALICE')).toBe('D0ALICE')
  const first = await open('U0CAROL')
  expect(await open('U0CAROL')).toBe(first)
  expect(await open('U0ALICE,U0BOB')).toMatch(/^C/)
  await expect(open('U0NOBODY')).rejects.toMatchObject(fails('user_not_found'))
})

test('the bot joins a public channel by itself', async () => {
  const { client, grant } = await setUp()
  await grant('channels:join')
  await expect(client.conversations.history({ channel: 'C0LOUNGE' })).rejects.toMatchObject(fails('not_in_channel'))
  expect(await client.conversations.join({ channel: 'C0LOUNGE' })).toMatchObject({ channel: { is_member: true } })
  expect(await client.conversations.history({ channel: 'C0LOUNGE' })).toMatchObject({ messages: [] })
})

test('a thread is read with its parent first', async () => {
  const { client } = await setUp()
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'parent' })
  const reply = await client.chat.postMessage({ channel: 'C0OPS', text: 'reply', thread_ts: ts })
  const parent = { text: 'parent', reply_count: 1, reply_users: ['U0CONFBOT'], latest_reply: reply.ts }
  const { messages } = await client.conversations.replies({ channel: 'C0OPS', ts })
  expect(messages).toMatchObject([parent, { text: 'reply', thread_ts: ts, parent_user_id: 'U0CONFBOT' }])
  const unknown = client.conversations.replies({ channel: 'C0OPS', ts: '1.000000' })
  await expect(unknown).rejects.toMatchObject(fails('thread_not_found'))
})

test('a deleted parent leaves a tombstone above its replies', async () => {
  const { client, messages } = await setUp()
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'parent' })
  await client.chat.postMessage({ channel: 'C0OPS', text: 'reply', thread_ts: ts })
  await client.chat.delete({ channel: 'C0OPS', ts })
  expect(await messages('ops', 'bob')).toMatchObject([{ subtype: 'tombstone', replies: [{ text: 'reply' }] }])
})
