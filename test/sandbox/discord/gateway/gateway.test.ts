import { GatewayDispatchEvents, GatewayIntentBits, Status } from 'discord.js'
import { expect, test } from 'vitest'
import { confCommand, connect, serveDiscord } from '../run-client.ts'

const slow = { timeout: 20_000 }

/** A client on a server with `/conf`, and the ids of the interactions that it was told of. */
async function run(discord?: Parameters<typeof serveDiscord>[0]) {
  const served = await serveDiscord(discord)
  await served.register([confCommand])
  const seen: string[] = []
  const events: string[] = []
  const client = await connect(served, (interaction) => {
    seen.push(interaction.id)
    return served.answer(interaction, { type: 4, data: { content: 'Done', flags: 64 } }).catch(() => {})
  })
  client.on('shardResume', () => events.push('resumed'))
  client.on('shardReady', () => events.push('ready'))
  client.on('shardDisconnect', ({ code }) => events.push(`disconnected ${code}`))
  const type = (text = 'room list') => served.drive('command', { user: 'alice', channel: 'ops', text })
  return { ...served, client, seen, events, type }
}

test('the client gets ready with the server, its roles and channels', async () => {
  const { client } = await run()
  expect(client.user.username).toBe('confbot')
  const guild = client.guilds.cache.first()
  expect(guild).toMatchObject({ name: 'Sandbox', memberCount: 4 })
  expect(guild?.channels.cache.map(({ name }) => name)).toEqual(expect.arrayContaining(['general', 'ops', 'staff']))
  expect(guild?.members.me?.permissions.has('SendMessages')).toBe(true)
})

test('an interaction comes over the gateway and is answered over HTTP', async () => {
  const { type, seen, messages } = await run()
  expect(await type()).toMatchObject({ ok: true, ackMs: expect.any(Number), delivery: expect.any(String) })
  expect(seen).toHaveLength(1)
  expect(await messages('ops', 'alice')).toMatchObject([{ content: 'Done', flags: 64 }])
  expect(await messages('ops', 'bob')).toEqual([])
})

test('who is dropped resumes and is told what it missed', slow, async () => {
  const { type, seen, events, drive } = await run()
  await type()
  expect(await drive('gateway', { do: 'drop' })).toEqual({ ok: true, connections: 1 })
  const missed = await type()
  expect(missed).toMatchObject({ ok: true })
  expect(seen).toHaveLength(2)
  expect(events).toEqual(['resumed'])
  expect(await type()).toMatchObject({ ok: true })
})

test('who is asked to reconnect resumes', slow, async () => {
  const { type, seen, events, drive } = await run()
  await drive('gateway', { do: 'reconnect' })
  await expect.poll(() => events, { timeout: 5000 }).toEqual(['resumed'])
  expect(await type()).toMatchObject({ ok: true })
  expect(seen).toHaveLength(1)
})

test('whose session is invalid identifies again', slow, async () => {
  const { type, events, drive } = await run()
  await drive('gateway', { do: 'invalid-session' })
  await expect.poll(() => events, { timeout: 15_000 }).toEqual(['ready'])
  expect(await type()).toMatchObject({ ok: true })
})

test('who gets no heartbeat acknowledged reconnects, and is told what was held back', slow, async () => {
  const { type, seen, events, drive } = await run({ delivery: 'gateway', heartbeatIntervalMs: 300 })
  await drive('gateway', { do: 'silence' })
  const answer = type()
  await expect.poll(() => events, { timeout: 10_000 }).toEqual(['resumed'])
  expect(await answer).toMatchObject({ ok: true })
  expect(seen).toHaveLength(1)
})

test('silence that ends in time loses nothing', slow, async () => {
  const { type, events, drive } = await run()
  await drive('gateway', { do: 'silence' })
  const answer = type()
  await drive('gateway', { do: 'answer' })
  expect(await answer).toMatchObject({ ok: true })
  expect(events).toEqual([])
})

test('a wrong token is refused, before and while connected', slow, async () => {
  const served = await serveDiscord()
  const events: unknown[] = []
  const client = await connect(served)
  client.on('shardDisconnect', ({ code }) => events.push(code))
  await served.drive('token', { valid: false })
  await expect.poll(() => events).toEqual([4004])
  await expect(connect(served)).rejects.toMatchObject({ code: 'TokenInvalid' })
  await served.drive('token', { valid: true })
  expect((await connect(served)).ws.status).toBe(Status.Ready)
})

test('of two shards the one that serves the server is told', { timeout: 30_000 }, async () => {
  const served = await serveDiscord()
  await served.register([confCommand])
  const shards: unknown[] = []
  const client = await connect(served, () => {}, { shards: [0, 1], shardCount: 2 })
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (_: unknown, shard: number) => shards.push(shard))
  await served.drive('command', { user: 'alice', channel: 'ops', text: 'room list' })
  const { serverId } = served.sandbox.credentials().discord
  expect(shards).toEqual([Number((BigInt(serverId) >> 22n) % 2n)])
})

test('intents decide what is told, and those that were not granted are disallowed', slow, async () => {
  const served = await serveDiscord()
  const told: string[] = []
  const client = await connect(served, undefined, {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  })
  client.on('messageCreate', ({ content, author }) => told.push(`${author.username}: ${content}`))
  const quiet: string[] = []
  const other = await connect(served)
  other.on('messageCreate', ({ content }) => quiet.push(content))
  await served.drive('say', { user: 'bob', channel: 'ops', text: 'Between us' })
  await served.drive('say', { user: 'bob', channel: 'ops', text: '@confbot hello' })
  await expect.poll(() => told).toEqual(['bob: ', expect.stringMatching(/^bob: <@\d+> hello$/)])
  expect(quiet).toEqual([])
  const privileged = connect(served, undefined, { intents: [GatewayIntentBits.GuildMembers] })
  await expect(privileged).rejects.toMatchObject({ message: expect.stringMatching(/disallowed intents/i) })
})
