import { ErrorCode } from '@slack/web-api'
import { expect, test } from 'vitest'
import { serveSandbox } from '../../serve-sandbox.ts'
import { createWebClient } from '../run-bolt.ts'

async function setUp() {
  const served = await serveSandbox()
  return {
    ...served,
    client: createWebClient(served),
    createClient: (botToken: string) => createWebClient(served, botToken),
  }
}

test('auth.test tells the bot who it is', async () => {
  const { client } = await setUp()
  expect(await client.auth.test()).toMatchObject({
    ok: true,
    team_id: 'T0SANDBOX',
    user_id: 'U0CONFBOT',
    bot_id: 'B0CONFBOT',
    response_metadata: { scopes: expect.arrayContaining(['chat:write']) },
  })
})

test('a call needs the right token, a known method and its scopes', async () => {
  const { client, createClient, post } = await setUp()
  await expect(createClient('xoxb-wrong').auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } })
  await expect(client.apiCall('apps.connections.open')).rejects.toMatchObject({
    data: { error: 'not_allowed_token_type' },
  })
  await expect(client.apiCall('chat.shout')).rejects.toMatchObject({ data: { error: 'unknown_method' } })
  await post('slack/scopes', { scopes: ['chat:write'] })
  await expect(client.users.info({ user: 'U0BOB' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
  })
  await expect(client.conversations.info({ channel: 'C0OPS' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'channels:read' },
  })
})

test('a call without a token, or with broken JSON, is refused', async () => {
  const { sandbox } = await setUp()
  const { slackApiUrl, botToken } = sandbox.credentials()
  const without = await fetch(`${slackApiUrl}auth.test`, { method: 'POST' })
  expect(await without.json()).toEqual({ ok: false, error: 'not_authed' })
  const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' }
  const broken = await fetch(`${slackApiUrl}auth.test`, { method: 'POST', headers, body: '{' })
  expect(await broken.json()).toEqual({ ok: false, error: 'invalid_json' })
})

test('JSON bodies do as well as forms', async () => {
  const { sandbox, messages } = await setUp()
  const { slackApiUrl, botToken } = sandbox.credentials()
  const blocks = [{ type: 'divider' }]
  const response = await fetch(`${slackApiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: 'C0OPS', text: 'a', blocks }),
  })
  expect(await response.json()).toMatchObject({ ok: true })
  expect(await messages('ops', 'bob')).toMatchObject([{ text: 'a', blocks }])
})

test('a planned 429 carries Retry-After or, when none is planned, does not', async () => {
  const { client, post } = await setUp()
  const fault = { match: 'chat.postMessage', kind: '429', times: 1 }
  const send = () => client.chat.postMessage({ channel: 'C0OPS', text: 'a' })
  await post('slack/fault', { ...fault, retryAfter: 7 })
  await expect(send()).rejects.toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 7 })
  await post('slack/fault', fault)
  await expect(send()).rejects.toThrow('Retry header did not contain a valid timeout')
  await expect(send()).resolves.toMatchObject({ ok: true })
})

test.each([
  { kind: '5xx', posts: 0 },
  { kind: 'reset-before', posts: 0 },
  { kind: 'reset-after', posts: 1 },
  { kind: 'html', posts: 0 },
  { kind: 'truncated', posts: 1 },
])('a planned $kind fails the call and leaves $posts message behind', async ({ kind, posts }) => {
  const { client, post, messages } = await setUp()
  await post('slack/fault', { match: 'chat.postMessage', kind })
  await expect(client.chat.postMessage({ channel: 'C0OPS', text: 'a' })).rejects.toThrow()
  expect(await messages('ops', 'bob')).toHaveLength(posts)
})

test('each method has its own minute', async () => {
  const { client, clock } = await setUp()
  for (let count = 0; count < 20; count += 1) await client.users.list({})
  await expect(client.users.list({})).rejects.toMatchObject({ retryAfter: 3 })
  await expect(client.users.info({ user: 'U0BOB' })).resolves.toMatchObject({ ok: true })
  clock.advance(3000)
  await expect(client.users.list({})).resolves.toMatchObject({ ok: true })
})

test('the traffic shows both directions, without the token', async () => {
  const { client, frames, sandbox } = await setUp()
  await client.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: [{ type: 'divider' }] })
  const path = '/sandbox/slack/api/chat.postMessage'
  expect(await frames()).toMatchObject([
    {
      transport: 'http',
      direction: 'in',
      method: 'POST',
      path,
      status: 200,
      ackMs: expect.any(Number),
      headers: { authorization: '[redacted]', 'user-agent': expect.stringContaining('web-api') },
      body: { channel: 'C0OPS', text: 'a', blocks: [{ type: 'divider' }] },
    },
    { transport: 'http', direction: 'out', path, status: 200, body: { ok: true, channel: 'C0OPS' } },
  ])
  expect(JSON.stringify(await frames())).not.toContain(sandbox.credentials().botToken)
})
