/** The server, its roles, channels and members over the HTTP API. */
import { expect, test } from 'vitest'
import { botUserId, channelIds, guildId, personIds, roleIds } from '#sandbox/discord/identity.ts'
import { serveRest } from '../serve-rest.ts'

const path = `/guilds/${guildId}`

test('the server has an owner and roles', async () => {
  const { get } = await serveRest()
  expect((await get(path)).body).toMatchObject({ id: guildId, name: 'Sandbox', owner_id: personIds.alice })
  const { list } = await get(`${path}/roles`)
  expect(list.map(({ name }) => name)).toEqual(['@everyone', 'confbot', 'Staff', 'Administrators'])
  expect(list[1]).toMatchObject({ managed: true, tags: { bot_id: botUserId } })
  expect(list[0]?.permissions).toMatch(/^\d+$/)
})

test('channels tell their overwrites, threads are apart', async () => {
  const { get, server } = await serveRest()
  const parent = server.directory.channel(channelIds.ops)
  if (!parent) throw new Error('no channel')
  const thread = server.directory.createThread({ parent, name: 'details', ownerId: personIds.bob })
  const { list } = await get(`${path}/channels`)
  expect(list.map(({ name }) => name)).toEqual(['general', 'ops', 'staff', 'board', 'lounge'])
  expect(list.find(({ name }) => name === 'staff')?.permission_overwrites).toContainEqual({
    id: roleIds.everyone,
    type: 0,
    allow: '0',
    deny: '1024',
  })
  const { body } = await get(`${path}/threads/active`)
  expect(body.threads).toMatchObject([{ id: thread.id, type: 11, parent_id: channelIds.ops, owner_id: personIds.bob }])
})

test('members are found one by one', async () => {
  const { get } = await serveRest()
  expect((await get(`${path}/members/${personIds.bob}`)).body).toMatchObject({
    user: { id: personIds.bob, username: 'bob', global_name: 'Bob' },
    roles: [roleIds.staff],
  })
  expect((await get(`${path}/members/${personIds.stranger}`)).body.code).toBe(10007)
  expect((await get(`${path}/members/1`)).body.code).toBe(10013)
})

test('all members are listed with the intent only', async () => {
  const { get, server } = await serveRest()
  expect((await get(`${path}/members?limit=1000`)).body.code).toBe(50001)
  server.hasPrivilegedIntents = true
  expect((await get(`${path}/members`)).list).toHaveLength(1)
  const { list } = await get(`${path}/members?limit=2&after=${botUserId}`)
  expect(list.map(({ user }) => (user as { id: string }).id)).toEqual([personIds.alice, personIds.bob])
})

test('another server is unknown, and one without the bot closed', async () => {
  const { get, server } = await serveRest()
  expect((await get('/guilds/1')).body).toEqual({ message: 'Unknown Guild', code: 10004 })
  server.directory.setMember(botUserId, false)
  expect((await get(path)).body.code).toBe(50001)
  expect((await get(`/channels/${channelIds.general}`)).body.code).toBe(50001)
  expect((await get('/users/@me/guilds')).list).toEqual([])
})
