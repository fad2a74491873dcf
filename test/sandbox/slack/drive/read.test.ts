import { expect, test } from 'vitest'
import { serveSandbox } from '../../serve-sandbox.ts'
import { createWebClient } from '../run-bolt.ts'

test('a channel tells how many messages of others it holds, without replies and what one person alone sees', async () => {
  const sandbox = await serveSandbox()
  const client = createWebClient(sandbox)
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Live' })
  await client.chat.postMessage({ channel: 'C0OPS', text: 'A reply', thread_ts: ts })
  await client.chat.postEphemeral({ channel: 'C0OPS', user: 'U0ALICE', text: 'Only for you' })
  await sandbox.post('slack/say', { user: 'bob', channel: 'ops', text: 'Hello' })
  const posts = async (user: string) => (await sandbox.get(`slack/channels?user=${user}`)).channels
  expect(await posts('alice')).toContainEqual(expect.objectContaining({ id: 'C0OPS', posts: 2 }))
  expect(await posts('bob')).toContainEqual(expect.objectContaining({ id: 'C0OPS', posts: 1 }))
})
