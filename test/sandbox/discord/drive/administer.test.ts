import { GatewayDispatchEvents, GatewayIntentBits, Routes } from 'discord.js'
import { expect, test } from 'vitest'
import { connect, serveDiscord } from '../run-client.ts'

async function run() {
  const served = await serveDiscord()
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildScheduledEvents]
  const client = await connect(served, undefined, { intents })
  const { serverId } = served.sandbox.credentials().discord
  const guild = client.guilds.cache.get(serverId)
  if (!guild) throw new Error('the client knows no server')
  const channel = (name: string) => guild.channels.cache.find((one) => one.name === name)
  const may = (name: string, permission: 'SendMessages' | 'ViewChannel') =>
    guild.members.me && channel(name)?.permissionsFor(guild.members.me).has(permission)
  const everybodySees = (name: string) => channel(name)?.permissionsFor(guild.roles.everyone).has('ViewChannel')
  return { ...served, client, guild, serverId, channel, may, everybodySees }
}

test('the bot learns what it may and what everybody sees as it is changed', async () => {
  const { drive, may, everybodySees } = await run()
  expect([may('ops', 'SendMessages'), everybodySees('ops'), everybodySees('staff')]).toEqual([true, true, false])
  await drive('permissions', { channel: 'ops', role: 'confbot', deny: ['SEND_MESSAGES'] })
  await expect.poll(() => may('ops', 'SendMessages')).toBe(false)
  await drive('permissions', { channel: 'ops', role: 'everyone', deny: ['VIEW_CHANNEL'] })
  await expect.poll(() => everybodySees('ops')).toBe(false)
  await drive('permissions', { channel: 'ops', user: 'confbot', allow: ['VIEW_CHANNEL', 'SEND_MESSAGES'] })
  await expect.poll(() => may('ops', 'SendMessages')).toBe(true)
  await drive('permissions', { channel: 'ops', role: 'everyone' })
  await expect.poll(() => everybodySees('ops')).toBe(true)
})

test('a role and its holders change, and the API heeds it', async () => {
  const { drive, guild, rest, channel } = await run()
  const post = () => rest.post(Routes.channelMessages(channel('ops')?.id ?? ''), { body: { content: 'Hello' } })
  await drive('permissions', { role: 'everyone', deny: ['SEND_MESSAGES'] })
  await post()
  await drive('roles', { user: 'confbot', roles: [] })
  await expect.poll(() => guild.members.me?.roles.cache.size).toBe(1)
  await expect(post()).rejects.toMatchObject({ code: 50013 })
  await drive('roles', { user: 'confbot', roles: ['confbot'] })
  await expect(post()).resolves.toMatchObject({ content: 'Hello' })
})

test.each([
  ['permissions', { channel: 'ops', allow: ['SEND_MESSAGES'] }, 400],
  ['permissions', { channel: 'ops', role: 'Staff', user: 'bob' }, 400],
  ['permissions', { user: 'bob', allow: ['SEND_MESSAGES'] }, 400],
  ['permissions', { channel: 'ops', role: 'Staff', allow: ['FLY'] }, 400],
  ['permissions', { channel: 'dm', user: 'bob' }, 404],
  ['permissions', { channel: 'ops', role: 'Nobodies' }, 404],
  ['roles', { user: 'stranger', roles: [] }, 409],
  ['roles', { user: 'bob', roles: ['Nobodies'] }, 404],
  ['kick', { user: 'bob' }, 409],
  ['invite', { user: 'alice' }, 409],
  ['event', { user: 'bob', event: 'Nothing', interested: true }, 404],
])('%s %j is refused', async (name, body, status) => {
  const { request } = await serveDiscord()
  expect(await request(name, body)).toMatchObject({ status })
})

test('people join and leave', async () => {
  const { drive, request, rest, serverId, get } = await run()
  const ids = async () => {
    const { people } = await get('discord/people')
    return (people as { id: string; name: string; isMember: boolean }[]).filter(({ isMember }) => isMember)
  }
  const carol = (await ids()).find(({ name }) => name === 'carol')?.id ?? ''
  await drive('leave', { user: 'carol' })
  expect(await request('leave', { user: 'carol' })).toMatchObject({ status: 409 })
  expect(await request('say', { user: 'carol', channel: 'ops', text: 'x' })).toMatchObject({ status: 404 })
  await expect(rest.get(Routes.guildMember(serverId, carol))).rejects.toMatchObject({ code: 10007 })
  await drive('join', { user: 'carol' })
  await drive('join', { user: 'stranger' })
  expect((await ids()).map(({ name }) => name)).toEqual(['alice', 'bob', 'carol', 'stranger', 'confbot'])
})

test('who closes direct messages gets none', async () => {
  const { drive, rest, get } = await run()
  const { people } = await get('discord/people')
  const bob = (people as { id: string; name: string }[]).find(({ name }) => name === 'bob')?.id
  const { id } = (await rest.post(Routes.userChannels(), { body: { recipient_id: bob } })) as { id: string }
  const post = () => rest.post(Routes.channelMessages(id), { body: { content: 'Hello' } })
  await drive('directs', { user: 'bob', closed: true })
  await expect(post()).rejects.toMatchObject({ code: 50007 })
  await drive('directs', { user: 'bob', closed: false })
  await expect(post()).resolves.toMatchObject({ content: 'Hello' })
})

test('intents that were granted can be asked for', async () => {
  const served = await serveDiscord()
  await served.drive('intents', { privileged: true })
  const said: string[] = []
  const intents = ['Guilds', 'GuildMessages', 'MessageContent'] as const
  const client = await connect(served, undefined, { intents })
  client.on('messageCreate', ({ content }) => said.push(content))
  await served.drive('say', { user: 'bob', channel: 'ops', text: 'Overheard' })
  await expect.poll(() => said).toEqual(['Overheard'])
})

test('events are changed and cancelled by hand, and people say that they come', async () => {
  const { drive, request, rest, serverId, get, clock, guild, client } = await run()
  const at = (hours: number) => new Date(clock.now() + hours * 3_600_000).toISOString()
  await rest.post(Routes.guildScheduledEvents(serverId), {
    body: {
      name: 'Weekly',
      privacy_level: 2,
      entity_type: 3,
      entity_metadata: { location: 'Room 8000' },
      scheduled_start_time: at(1),
      scheduled_end_time: at(2),
    },
  })
  await expect.poll(() => guild.scheduledEvents.cache.map(({ name }) => name)).toEqual(['Weekly'])
  const interested: string[] = []
  // As it comes: discord.js keeps back what is about people whom it does not know.
  client.ws.on(GatewayDispatchEvents.GuildScheduledEventUserAdd, ({ user_id }) => interested.push(user_id))
  const handle = (user: string, facts: object) => drive('event', { user, event: 'Weekly', ...facts })
  await handle('carol', { interested: true })
  await expect.poll(() => interested).toHaveLength(1)
  expect(await get('discord/events')).toMatchObject({ events: [{ interested: [{ username: 'carol' }] }] })
  await handle('carol', { interested: false })
  expect(await request('event', { user: 'carol', event: 'Weekly', cancel: true })).toMatchObject({ status: 409 })
  const start = at(3)
  await handle('alice', { change: { name: 'Monthly', scheduled_start_time: start, scheduled_end_time: at(4) } })
  await expect.poll(() => guild.scheduledEvents.cache.map(({ name }) => name)).toEqual(['Monthly'])
  expect(await get('discord/events')).toMatchObject({ events: [{ name: 'Monthly', interested: [] }] })
  await drive('event', { user: 'alice', event: 'Monthly', cancel: true })
  await expect.poll(async () => (await get('discord/events')).events).toMatchObject([{ status: 4 }])
})
