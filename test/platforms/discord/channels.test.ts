import { ChannelType, PermissionFlagsBits as Flags, type GatewayDispatchPayload } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { createChannels } from '#platforms/discord/channels.ts'
import { refusal, startStubDiscord } from './stub-discord.ts'

const guildId = '1000000000000000001'
const hidden = [{ id: guildId, type: 0, allow: '0', deny: String(Flags.ViewChannel) }]
const general = { id: '10', type: ChannelType.GuildText, name: 'general', parent_id: '90', permission_overwrites: [] }
const staff = { id: '11', type: ChannelType.GuildText, name: 'staff', permission_overwrites: hidden }
const thread = { id: '20', type: ChannelType.PublicThread, name: 'Room 1', parent_id: '10', guild_id: guildId }
const everybody = { id: guildId, permissions: String(Flags.ViewChannel) }

async function prepare({ isTold = true } = {}) {
  const { api, clock, answerAt, answer, asked, calls } = await startStubDiscord()
  if (isTold) answerAt(`GET /guilds/${guildId}/channels`, [general, staff])
  if (isTold) answerAt(`GET /guilds/${guildId}/roles`, [everybody])
  const channels = createChannels({ api, servers: [guildId], clock, logger: createSilentLogger() })
  const hear = (t: string, d: object) => channels.hear({ op: 0, s: 1, t, d } as unknown as GatewayDispatchPayload)
  const learn = (channel: object, guild_id = guildId) => channels.learn({ guild_id, channel } as never)
  const create = () =>
    hear('GUILD_CREATE', { id: guildId, channels: [general, staff], threads: [thread], roles: [everybody] })
  return { channels, hear, learn, create, clock, answerAt, answer, asked, calls }
}

describe('what is known of channels', () => {
  it('is read from Discord: names, and who can see them', async () => {
    const { channels } = await prepare()
    expect(channels.of(guildId, '10')).toBeNull()
    expect(await channels.refresh(guildId)).toBe(true)
    expect(channels.of(guildId, '10')).toEqual({
      id: '10',
      guildId,
      name: 'general',
      type: ChannelType.GuildText,
      parentId: null,
      isPrivate: false,
    })
    expect(channels.of(guildId, '11')).toMatchObject({ isPrivate: true })
  })

  it('is private where nobody but some can see anything', async () => {
    const { channels, answerAt } = await prepare()
    answerAt(`GET /guilds/${guildId}/roles`, [{ ...everybody, permissions: '0' }])
    await channels.refresh(guildId)
    expect(channels.of(guildId, '10')).toMatchObject({ isPrivate: true })
  })

  it('is learnt of a thread by the first who asks there: it is as its channel, unless it is for the invited', async () => {
    const { channels, learn } = await prepare()
    await channels.refresh(guildId)
    learn(thread)
    learn({ ...thread, id: '21', parent_id: '11' })
    learn({ ...thread, id: '22', type: ChannelType.PrivateThread })
    learn({ ...thread, id: '23', parent_id: '99' })
    expect(channels.of(guildId, '20')).toMatchObject({ name: 'Room 1', parentId: '10', isPrivate: false })
    for (const id of ['21', '22', '23']) expect(channels.of(guildId, id), id).toMatchObject({ isPrivate: true })
  })

  it('is told by the gateway, and changes as it tells', async () => {
    const { channels, hear, create } = await prepare()
    create()
    expect(channels.of(guildId, '20')).toMatchObject({ parentId: '10', isPrivate: false })
    hear('CHANNEL_UPDATE', { ...general, guild_id: guildId, permission_overwrites: hidden })
    expect(channels.of(guildId, '20')).toMatchObject({ isPrivate: true })
    hear('CHANNEL_UPDATE', { ...general, guild_id: guildId, name: 'all' })
    expect(channels.of(guildId, '10')).toMatchObject({ name: 'all', isPrivate: false })
    hear('GUILD_ROLE_UPDATE', { guild_id: guildId, role: { ...everybody, permissions: '0' } })
    expect(channels.of(guildId, '10')).toMatchObject({ isPrivate: true })
    hear('THREAD_CREATE', { ...thread, id: '24' })
    expect(channels.of(guildId, '24')).toMatchObject({ name: 'Room 1' })
    hear('THREAD_DELETE', { id: '24', guild_id: guildId })
    hear('CHANNEL_DELETE', { ...staff, guild_id: guildId })
    expect(channels.of(guildId, '24')).toBeNull()
    expect(channels.of(guildId, '11')).toBeNull()
  })

  it('is nothing of servers that are not served', async () => {
    const { channels, hear, learn, asked } = await prepare()
    const other = '1000000000000000002'
    hear('GUILD_CREATE', { id: other, channels: [general], threads: [], roles: [] })
    learn(general, other)
    expect(channels.of(other, '10')).toBeNull()
    expect(asked()).toEqual([])
  })

  it('is read anew where no gateway tells, at most every ten minutes', async () => {
    const { channels, learn, clock, asked, answerAt } = await prepare()
    learn(general)
    await expect.poll(() => channels.of(guildId, '10')?.name).toBe('general')
    learn(general)
    expect(asked()).toHaveLength(2)
    answerAt(`GET /guilds/${guildId}/channels`, [{ ...general, name: 'all' }])
    clock.advance(10 * 60_000)
    learn(general)
    learn(general)
    await expect.poll(() => channels.of(guildId, '10')?.name).toBe('all')
    expect(asked()).toHaveLength(2)
  })

  it('is not read anew where the gateway tells', async () => {
    const { create, learn, clock, asked } = await prepare()
    create()
    clock.advance(60 * 60_000)
    learn(general)
    expect(asked()).toEqual([])
  })

  it('is private while Discord does not tell, which is asked again after a minute', async () => {
    const { channels, learn, clock, answer, calls } = await prepare({ isTold: false })
    answer(refusal(403, 50001))
    expect(await channels.refresh(guildId)).toBe(false)
    learn(thread)
    expect(channels.of(guildId, '20')).toMatchObject({ name: 'Room 1', parentId: '10', isPrivate: true })
    await expect.poll(() => calls.length).toBe(2)
    clock.advance(60_000)
    learn(thread)
    await expect.poll(() => calls.length).toBe(4)
  })
})
