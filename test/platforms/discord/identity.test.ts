import { describe, expect, it } from 'vitest'
import { createIdentity } from '#platforms/discord/identity.ts'
import { connectDiscord } from './sandbox-discord.ts'
import { type Answer, refusal, startStubDiscord } from './stub-discord.ts'

const guildId = '1000000000000000001'
const guild = {
  id: guildId,
  owner_id: '9',
  roles: [
    { id: guildId, permissions: '1024' },
    { id: '70', permissions: '8' },
    { id: '71', permissions: '2048' },
  ],
}
const user = { id: '5', username: 'anna', global_name: 'Anna' }
const member = { user, nick: null, flags: 0, roles: ['71'] }
const anna = { platform: 'discord', workspaceId: guildId, userId: '5' }
const actor = {
  ...anna,
  name: 'Anna',
  isAdministrator: false,
  isGuest: false,
  isBot: false,
  isOutsider: false,
  groups: ['71'],
}

async function prepare() {
  const discord = await startStubDiscord()
  discord.answerAt(`GET /guilds/${guildId}`, guild)
  const tell = (...answers: (object | Answer)[]) =>
    discord.answer(...answers.map((one) => (isAnswer(one) ? one : { status: 200, body: one })))
  tell(member)
  return { ...discord, tell, identity: createIdentity(discord) }
}
const isAnswer = (one: object | Answer): one is Answer => typeof one === 'string' || 'status' in one
const asked = (count: number) => expect.objectContaining({ length: count })

describe('who somebody is', () => {
  it('is what the server knows of them, without a time zone', async () => {
    const { identity } = await prepare()
    expect(await identity.identify(anna)).toEqual(actor)
    expect(await identity.find(anna)).toEqual(actor)
  })

  it.each<[string, object, object]>([
    ['their name in the server', { nick: 'Anna B.' }, { name: 'Anna B.' }],
    ['their user name', { user: { ...user, global_name: null } }, { name: 'anna' }],
    ['an administrator by a role', { roles: ['71', '70'] }, { isAdministrator: true, groups: ['71', '70'] }],
    ['the owner', { user: { ...user, id: '9' } }, { isAdministrator: true }],
    ['a guest', { flags: 1 << 4 }, { isGuest: true }],
    ['a bot', { user: { ...user, bot: true } }, { isBot: true }],
  ])('is %s', async (_, change, told) => {
    const { identity, tell } = await prepare()
    const known = { ...member, ...change }
    tell(known)
    expect(await identity.identify({ ...anna, userId: known.user.id })).toMatchObject(told)
  })

  it('is nobody here by an id of another chat, for which Discord is not asked', async () => {
    const { identity, asked: calls } = await prepare()
    for (const userId of ['U123', 'search', '']) expect(await identity.find({ ...anna, userId })).toBeNull()
    expect(calls()).toEqual([])
  })

  it.each([
    [404, 10007],
    [404, 10013],
    // A number that is no id.
    [400, 50035],
  ])('is nobody here when Discord knows no such member: %i, %i', async (status, code) => {
    const { identity, tell } = await prepare()
    tell(refusal(status, code))
    expect(await identity.identify(anna)).toEqual({ ...actor, name: '5', isOutsider: true, groups: [] })
    expect(await identity.find(anna)).toBeNull()
  })

  it('is remembered for five minutes', async () => {
    const { identity, clock, asked: calls, tell } = await prepare()
    await Promise.all([identity.identify(anna), identity.identify(anna)])
    clock.advance(4 * 60_000)
    await identity.identify(anna)
    expect(calls().filter((what) => what.includes('members'))).toEqual(asked(1))
    clock.advance(60_000)
    tell({ ...member, nick: 'Other' })
    expect(await identity.identify(anna)).toMatchObject({ name: 'Other' })
  })

  it('is what it was within the hour while Discord does not answer', async () => {
    const { identity, clock, tell } = await prepare()
    await identity.identify(anna)
    tell({ status: 503 })
    clock.advance(30 * 60_000)
    expect(await identity.identify(anna)).toEqual(actor)
    clock.advance(31 * 60_000)
    await expect(identity.identify(anna)).rejects.toMatchObject({ code: 'chat.unavailable' })
  })

  it('cannot be told while the bot is not in the server', async () => {
    const { identity, tell } = await prepare()
    tell(refusal(403, 50001))
    await expect(identity.identify(anna)).rejects.toMatchObject({ code: 'chat.refused' })
  })
})

it('is told by a whole server in the same way', async () => {
  const { platform, personOf, discord } = await connectDiscord()
  const find = async (name: string) => platform.people.find(personOf(name))
  expect(await find('alice')).toMatchObject({ isAdministrator: true, isOutsider: false, isBot: false })
  expect(await find('bob')).toMatchObject({ isAdministrator: false, groups: [expect.any(String)] })
  await discord.post('roles', { user: 'carol', roles: ['Administrators'] })
  expect(await find('carol')).toMatchObject({ isAdministrator: true, groups: [expect.any(String)] })
  const nobody = { platform: 'discord', workspaceId: personOf('bob').workspaceId, userId: '1000000000000000009' }
  expect(await platform.people.find(nobody)).toBeNull()
})

describe('who calls', () => {
  const told = { ...member, permissions: '2048', nick: 'Anna here' }

  it('is told by the interaction itself, and remembered', async () => {
    const { identity, asked: calls } = await prepare()
    const interaction = { member: told, guild_id: guildId } as never
    const known = { ...actor, name: 'Anna here' }
    expect(await identity.ofInteraction(interaction, guildId)).toEqual(known)
    expect(await identity.identify(anna)).toEqual(known)
    expect(calls()).toEqual([])
  })

  it('is no administrator by an overwrite of the channel', async () => {
    const { identity } = await prepare()
    const interaction = { member: { ...told, permissions: '8' }, guild_id: guildId } as never
    expect(await identity.ofInteraction(interaction, guildId)).toMatchObject({ isAdministrator: false })
    expect(await identity.identify(anna)).toMatchObject({ isAdministrator: false })
  })

  it.each([
    ['a role', { roles: ['70'] }],
    ['being the owner', { user: { ...user, id: '9' } }],
  ])('is an administrator by %s, for which the server is asked once in a while', async (_, change) => {
    const { identity, asked: calls, clock, tell } = await prepare()
    const interaction = { member: { ...told, permissions: '8', ...change }, guild_id: guildId } as never
    const who = async () => identity.ofInteraction(interaction, guildId)
    expect(await who()).toMatchObject({ isAdministrator: true })
    expect(await who()).toMatchObject({ isAdministrator: true })
    expect(calls()).toEqual([`GET /guilds/${guildId}`])
    tell({ status: 503 })
    clock.advance(30 * 60_000)
    expect(await who()).toMatchObject({ isAdministrator: true })
  })

  it('is an administrator at once where a role was just made one', async () => {
    const { identity, answerAt, clock } = await prepare()
    const interaction = { member: { ...told, permissions: '8' }, guild_id: guildId } as never
    expect(await identity.ofInteraction(interaction, guildId)).toMatchObject({ isAdministrator: false })
    const roles = guild.roles.map((role) => (role.id === '71' ? { ...role, permissions: '8' } : role))
    answerAt(`GET /guilds/${guildId}`, { ...guild, roles })
    clock.advance(10_000)
    expect(await identity.ofInteraction(interaction, guildId)).toMatchObject({ isAdministrator: true })
  })

  it('is asked for later where nobody knows whether they are an administrator', async () => {
    const { api, clock, answer } = await startStubDiscord()
    answer({ status: 503 })
    const interaction = { member: { ...told, permissions: '8' }, guild_id: guildId } as never
    const asking = createIdentity({ api, clock }).ofInteraction(interaction, guildId)
    await expect(asking).rejects.toMatchObject({ code: 'chat.unavailable' })
  })

  it('is asked for in a direct message, which tells of no server', async () => {
    const { identity } = await prepare()
    expect(await identity.ofInteraction({ user } as never, guildId)).toEqual(actor)
  })

  it('keeps their name in a direct message when they are in no server that is served', async () => {
    const { identity, tell } = await prepare()
    tell(refusal(404, 10007))
    expect(await identity.ofInteraction({ user } as never, guildId)).toMatchObject({ name: 'Anna', isOutsider: true })
  })

  it('counts by no server but the one that is meant', async () => {
    const { identity, tell } = await prepare()
    tell(refusal(404, 10007))
    const elsewhere = { member: told, guild_id: '1000000000000000002' } as never
    expect(await identity.ofInteraction(elsewhere, guildId)).toMatchObject({ isAdministrator: false, isOutsider: true })
  })
})
