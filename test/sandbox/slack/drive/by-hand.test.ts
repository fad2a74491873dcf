import { expect, test } from 'vitest'
import { serveSandbox } from '../../serve-sandbox.ts'
import { createWebClient } from '../run-bolt.ts'

test('an administrator deletes a message of the bot, which cannot be changed afterwards', async () => {
  const sandbox = await serveSandbox()
  const client = createWebClient(sandbox)
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Live' })
  const message = { channel: 'ops', ts }
  expect(await sandbox.request('POST', 'slack/delete', { user: 'bob', message })).toMatchObject({ status: 409 })
  expect(await sandbox.post('slack/delete', { user: 'alice', message })).toEqual({ ok: true })
  expect(await sandbox.messages('ops', 'alice')).toEqual([])
  await expect(client.chat.update({ channel: 'C0OPS', ts, text: 'Ended' })).rejects.toThrow('message_not_found')
})

test('an archived channel takes no posts and no changes, until it is taken back', async () => {
  const sandbox = await serveSandbox()
  const client = createWebClient(sandbox)
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Live' })
  await sandbox.post('slack/archive', { user: 'bob', channel: 'ops' })
  await expect(client.chat.postMessage({ channel: 'C0OPS', text: 'More' })).rejects.toThrow('is_archived')
  await expect(client.chat.update({ channel: 'C0OPS', ts, text: 'Ended' })).rejects.toThrow('is_inactive')
  await sandbox.post('slack/archive', { user: 'bob', channel: 'ops', archived: false })
  expect(await client.chat.update({ channel: 'C0OPS', ts, text: 'Ended' })).toMatchObject({ ok: true })
})

test('a revoked token is answered with the error that was asked for, until it is good again', async () => {
  const sandbox = await serveSandbox()
  const client = createWebClient(sandbox)
  await sandbox.post('slack/token', { error: 'token_revoked' })
  await expect(client.auth.test()).rejects.toThrow('token_revoked')
  await sandbox.post('slack/token', { error: null })
  expect(await client.auth.test()).toMatchObject({ ok: true })
})

test('a deactivated account does nothing any more, is known as deactivated, and gets no new direct message', async () => {
  const sandbox = await serveSandbox()
  const client = createWebClient(sandbox)
  const deactivate = (user: string, person: string, deactivated = true) =>
    sandbox.request('POST', 'slack/deactivate', { user, person, deactivated })
  expect(await deactivate('bob', 'carol')).toMatchObject({ status: 409 })
  expect(await deactivate('alice', 'confbot')).toMatchObject({ status: 409 })
  expect(await deactivate('alice', 'carol')).toMatchObject({ status: 200 })
  const { user } = await client.users.info({ user: 'U0CAROL' })
  expect(user).toMatchObject({ deleted: true, name: 'carol' })
  expect(user).not.toHaveProperty('tz')
  await expect(client.conversations.open({ users: 'U0CAROL' })).rejects.toThrow('user_disabled')
  const said = await sandbox.request('POST', 'slack/say', { user: 'carol', channel: 'ops', text: 'hello' })
  expect(said).toMatchObject({ status: 409 })
  await deactivate('alice', 'carol', false)
  expect(await client.conversations.open({ users: 'U0CAROL' })).toMatchObject({ ok: true })
})

test('what is posted to a deactivated account in a direct message that there was goes nowhere, and nobody is told', async () => {
  const sandbox = await serveSandbox()
  const client = createWebClient(sandbox)
  const { channel } = await client.conversations.open({ users: 'U0CAROL' })
  await sandbox.post('slack/deactivate', { user: 'alice', person: 'carol' })
  expect(await client.chat.postMessage({ channel: channel?.id ?? '', text: 'Reminder' })).toMatchObject({ ok: true })
})
