/** The server and its members (resources/guild). */
import { channelTypes } from '../directory.ts'
import { botUserId } from '../identity.ts'
import { refusal } from '../refusal.ts'
import type { DiscordServer } from '../server.ts'
import { compareSnowflakes } from '../snowflake.ts'
import { channelToWire, guildToWire, memberToWire, roleToWire } from '../wire-object.ts'
import { countOf, expectGuild, flagOf, ok, type Route, snowflakeOf } from './route.ts'

const guildRoute = (path: string, run: Route['run']): Route => ({
  method: 'GET',
  path: `/guilds/:guildId${path}`,
  auth: 'bot',
  limit: { calls: 10, windowMs: 10_000 },
  run(call) {
    expectGuild(call)
    return run(call)
  },
})

export const guildRoutes: readonly Route[] = [
  guildRoute('', ({ server, query }) => {
    const members = server.directory.members().length
    const counts = { approximate_member_count: members, approximate_presence_count: members }
    return ok({ ...guildToWire(server.directory), ...(flagOf(query, 'with_counts') && counts) })
  }),
  guildRoute('/channels', ({ server }) =>
    ok(
      server.directory
        .channels()
        .filter((channel) => channel.type !== channelTypes.dm && !channel.thread)
        .map((channel) => channelToWire(channel, server.directory, server.messages.lastId(channel.id))),
    ),
  ),
  guildRoute('/threads/active', ({ server: { directory, messages } }) => {
    const threads = directory
      .channels()
      .filter((channel) => channel.thread?.isArchived === false && directory.canSee(botUserId, channel))
      .map((channel) => channelToWire(channel, directory, messages.lastId(channel.id)))
    return ok({ threads, members: threads.flatMap(({ member }) => member ?? []) })
  }),
  guildRoute('/roles', ({ server }) => ok(server.directory.roles().map(roleToWire))),
  guildRoute('/members/:userId', ({ server, param }) => {
    const userId = param('userId')
    if (!server.directory.person(userId)) throw refusal(10013)
    const member = findMember(server, userId)
    if (!member) throw refusal(10007)
    return ok(member)
  }),
  guildRoute('/members', ({ server, query }) => {
    // Listing members is what the GUILD_MEMBERS intent is for.
    if (!server.hasPrivilegedIntents) throw refusal(50001)
    const limit = countOf(query, 'limit', { min: 1, max: 1000, fallback: 1 })
    const after = snowflakeOf(query, 'after') ?? '0'
    const members = server.directory
      .members()
      .filter(({ userId }) => compareSnowflakes(userId, after) > 0)
      .toSorted((a, b) => compareSnowflakes(a.userId, b.userId))
    return ok(members.slice(0, limit).flatMap(({ userId }) => findMember(server, userId) ?? []))
  }),
]

function findMember({ directory }: DiscordServer, userId: string) {
  const person = directory.person(userId)
  const member = directory.member(userId)
  return person && member && memberToWire(member, person)
}
