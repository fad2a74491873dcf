import { expect, test } from 'vitest'
import { serveDiscord } from '../run-client.ts'

test('people and roles', async () => {
  const { get } = await serveDiscord()
  const { people, roles, server } = await get('discord/people')
  expect(server).toMatchObject({ name: 'Sandbox' })
  expect(people).toMatchObject([
    { name: 'alice', displayName: 'Alice', isMember: true, isAdmin: true, isBot: false, roles: ['Administrators'] },
    { name: 'bob', isAdmin: false, roles: ['Staff'] },
    { name: 'carol', roles: [] },
    { name: 'stranger', isMember: false },
    { name: 'confbot', isBot: true, isMember: true },
  ])
  expect(roles).toEqual(expect.arrayContaining([{ id: expect.any(String), name: 'Staff' }]))
})

test('channels as a person sees them', async () => {
  const { get, drive } = await serveDiscord()
  await drive('say', { user: 'bob', channel: 'ops', text: 'Hello' })
  const channels = async (user: string) => (await get(`discord/channels?user=${user}`)).channels
  expect(await channels('carol')).toMatchObject([
    { name: 'general', kind: 'text', isPublic: true, canWrite: true, posts: 0 },
    { name: 'ops', kind: 'text', posts: 1 },
    { name: 'lounge', kind: 'voice' },
    { name: 'dm', kind: 'dm', isPublic: false, canWrite: true },
  ])
  expect(await channels('bob')).toMatchObject([
    { name: 'general' },
    { name: 'ops', posts: 0 },
    { name: 'staff', isPublic: false },
    { name: 'board', isPublic: false },
    { name: 'lounge' },
    { name: 'dm' },
  ])
})

test('messages oldest first, and the own direct ones', async () => {
  const { drive, messages, request } = await serveDiscord()
  for (const text of ['One', 'Two']) await drive('say', { user: 'bob', channel: 'ops', text })
  await drive('say', { user: 'bob', channel: 'dm', text: 'Private' })
  expect(await messages('ops', 'alice')).toMatchObject([{ content: 'One' }, { content: 'Two' }])
  expect(await messages('dm', 'bob')).toMatchObject([{ content: 'Private' }])
  expect(await messages('dm', 'alice')).toEqual([])
  expect(await request('say', { user: 'stranger', channel: 'ops', text: 'x' })).toMatchObject({ status: 404 })
})
