import type { APIInteraction } from 'discord.js'
import { expect, test } from 'vitest'
import { confCommand, connect, serveDiscord } from '../run-client.ts'

async function run() {
  const served = await serveDiscord()
  await served.register([confCommand])
  const seen: APIInteraction[] = []
  await connect(served, (interaction) => {
    seen.push(interaction)
    return served.answer(interaction, { type: 4, data: { content: 'Done', flags: 64 } })
  })
  return { ...served, seen }
}

test('an interaction carries what Discord computes', async () => {
  const { drive, seen, sandbox } = await run()
  const { applicationId, serverId } = sandbox.credentials().discord
  await drive('command', { user: 'carol', channel: 'ops', text: 'room list' })
  const [interaction] = seen
  expect(interaction).toMatchObject({
    application_id: applicationId,
    type: 2,
    version: 1,
    guild_id: serverId,
    guild: { id: serverId },
    channel: { name: 'ops', type: 0 },
    member: { user: { username: 'carol', global_name: 'Carol' }, permissions: expect.stringMatching(/^\d+$/) },
    locale: 'en-US',
    guild_locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: { '0': serverId },
    context: 0,
    token: expect.any(String),
  })
  expect(interaction).not.toHaveProperty('user')
})

test('permissions are those of the channel', async () => {
  const { drive, seen } = await run()
  const manageMessages = 1n << 13n
  const sendMessages = 1n << 11n
  await drive('permissions', { channel: 'ops', user: 'bob', allow: ['MANAGE_MESSAGES'] })
  await drive('permissions', { channel: 'ops', role: 'confbot', deny: ['SEND_MESSAGES'] })
  for (const channel of ['ops', 'general']) await drive('command', { user: 'bob', channel, text: 'room list' })
  const bits = (text: string | undefined, bit: bigint) => (BigInt(text ?? 0) & bit) !== 0n
  expect(seen.map(({ member }) => bits(member?.permissions, manageMessages))).toEqual([true, false])
  expect(seen.map(({ app_permissions: own }) => bits(own, sendMessages))).toEqual([false, true])
})

test('a thread is a channel of its own', async () => {
  const { drive, seen } = await run()
  const { id } = await drive('thread', { user: 'bob', channel: 'ops', name: 'Plans' })
  await drive('command', { user: 'bob', channel: 'Plans', text: 'room list' })
  expect(seen).toMatchObject([{ channel_id: id, channel: { id, type: 11, parent_id: expect.any(String) } }])
})

test('what was chosen comes with the people and channels it names', async () => {
  const { drive, seen } = await run()
  await drive('command', { user: 'alice', channel: 'ops', text: 'start title:Hello who:bob where:#general' })
  expect(seen[0]?.data).toMatchObject({
    name: 'conf',
    options: [
      {
        name: 'start',
        type: 1,
        options: [
          { name: 'title', type: 3, value: 'Hello' },
          { name: 'who', type: 6, value: expect.any(String) },
          { name: 'where', type: 7, value: expect.any(String) },
        ],
      },
    ],
    resolved: {
      users: expect.toSatisfy((users) => Object.values(users).length === 1),
      members: expect.toSatisfy((members) => !('user' in (Object.values(members)[0] as object))),
      channels: expect.toSatisfy((channels) => 'permissions' in (Object.values(channels)[0] as object)),
    },
  })
})
