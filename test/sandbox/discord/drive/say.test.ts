import { expect, test } from 'vitest'
import { serveDiscord } from '../run-client.ts'
import { done, runApp } from './run-app.ts'

const say = (text: string, facts: object = {}) => ({ user: 'bob', channel: 'ops', text, ...facts })

test('names become mentions, of those that there are', async () => {
  const { drive, messages } = await serveDiscord()
  expect(await drive('say', say('@alice, #general, @Staff, @nobody and a@bob.example'))).toEqual({
    ok: true,
    id: expect.any(String),
  })
  expect(await messages('ops', 'carol')).toMatchObject([
    {
      content: expect.stringMatching(/^<@\d+>, <#\d+>, <@&\d+>, @nobody and a@bob.example$/),
      author: { username: 'bob' },
      mentions: [{ username: 'alice' }],
    },
  ])
})

test('nothing is said where one may not, nor more than fits', async () => {
  const { drive, request } = await serveDiscord()
  await drive('permissions', { channel: 'ops', role: 'everyone', deny: ['SEND_MESSAGES'] })
  expect(await request('say', say('Hello'))).toMatchObject({ status: 409 })
  expect(await request('say', say('Hello', { channel: 'staff', user: 'carol' }))).toMatchObject({ status: 404 })
  expect(await request('say', say('x'.repeat(2001), { channel: 'general' }))).toMatchObject({ status: 409 })
})

test('a thread is started below its channel, and seen by who sees that', async () => {
  const { drive, request, messages } = await serveDiscord()
  const { id } = await drive('thread', { user: 'bob', channel: 'staff', name: 'Plans' })
  await drive('say', say('First', { channel: 'Plans' }))
  expect(await messages('Plans', 'bob')).toMatchObject([{ content: 'First', channel_id: id }])
  expect(await request('say', say('x', { channel: 'Plans', user: 'carol' }))).toMatchObject({ status: 404 })
  expect(await request('thread', { user: 'bob', channel: 'Plans', name: 'Deeper' })).toMatchObject({ status: 409 })
})

test('a private thread is seen by who is in it', async () => {
  const { drive, get } = await serveDiscord()
  await drive('thread', { user: 'bob', channel: 'ops', name: 'Secret', private: true })
  const names = async (user: string) => {
    const { channels } = await get(`discord/channels?user=${user}`)
    return (channels as { name: string }[]).map(({ name }) => name)
  }
  expect(await names('bob')).toContain('Secret')
  expect(await names('carol')).not.toContain('Secret')
})

test('one deletes what is one’s own, or may be managed; what one alone sees is dismissed', async () => {
  const { type, drive, messages, request } = await runApp(() => done)
  await type('room list', { user: 'bob' })
  await drive('say', say('Mine'))
  const [dismissed, own] = (await messages('ops', 'bob')).map(({ id }) => ({ channel: 'ops', id }))
  expect(await request('delete', { user: 'carol', message: own })).toMatchObject({ status: 409 })
  expect(await request('delete', { user: 'carol', message: dismissed })).toMatchObject({ status: 404 })
  await drive('delete', { user: 'bob', message: dismissed })
  expect(await messages('ops', 'bob')).toMatchObject([{ content: 'Mine' }])
  expect(await drive('delete', { user: 'alice', message: own })).toEqual({ ok: true })
  expect(await messages('ops', 'bob')).toEqual([])
})
