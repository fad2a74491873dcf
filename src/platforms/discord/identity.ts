/** Members of a server as actors (resources/guild, "Guild Member Object"). Remembered for five minutes. Discord knows no time zones. */
import {
  type APIGuild,
  type APIGuildMember,
  type APIInteraction,
  type APIInteractionGuildMember,
  type APIUser,
  RESTJSONErrorCodes as Code,
  GuildMemberFlags,
  PermissionFlagsBits,
} from 'discord-api-types/v10'
import type { Actor, Person } from '#core/actor.ts'
import type { PeopleSource } from '#core/contracts/announcer.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { createTimedMemo } from '#lib/timed-memo.ts'
import { say } from '#text/message.ts'
import type { DiscordApi } from './api.ts'
import { failureOf, failureWords, isRefusal, toChatError } from './failure.ts'
import { has, rightsInServer } from './permissions.ts'

export interface Identity extends PeopleSource {
  /** Rejects with `chat.unavailable` or `chat.refused` when Discord cannot be asked and the person is not remembered. */
  identify(person: Pick<Person, 'workspaceId' | 'userId'>): Promise<Actor>
  /**
   * Who asks, as the interaction itself tells; of who seems to be an administrator the server is asked, too. In a direct message only
   * the name is told, so Discord is asked for the membership in `workspaceId`. Call it once per interaction; it also remembers what
   * was told. Rejects as `identify` does.
   */
  ofInteraction(interaction: APIInteraction, workspaceId: string): Promise<Actor>
}

/** What is remembered of a person in a server; `isMember` is false for everybody else. */
type Facts = Pick<Actor, 'name' | 'isAdministrator' | 'isGuest' | 'isBot'> & {
  readonly isMember: boolean
  readonly groups: readonly string[]
}

const freshMs = 5 * 60_000
/** While Discord does not answer, what it said within the last hour holds. */
const staleMs = 60 * 60_000
/** Between two questions about a server that somebody seems to be an administrator of. */
const askAgainMs = 10_000
const max = 5_000
const patienceMs = 10_000

export function createIdentity({ api, clock }: { readonly api: DiscordApi; readonly clock: Clock }): Identity {
  const lasting = { clock, freshMs, staleMs, max }
  const members = createTimedMemo<Facts | null>({
    ...lasting,
    isUnanswered: (error) => isConfbotError(error, 'chat.unavailable', 'chat.refused'),
  })
  const guilds = createTimedMemo<APIGuild>({ ...lasting, isUnanswered: () => true })
  const options = { isRepeatable: true, patienceMs }

  const askedAt = new Map<string, number>()
  const askGuild = (guildId: string) => {
    askedAt.set(guildId, clock.now())
    return api.call<APIGuild>('GET', `/guilds/${guildId}`, options)
  }
  /** For its owner and what its roles may. */
  const guildOf = (guildId: string) => guilds.find(guildId, () => askGuild(guildId))

  /**
   * What an interaction tells is computed for its channel, and Discord takes ADMINISTRATOR among the overwrites of a channel, too
   * (discord-api-docs, issue 640): from whoever may set permissions there, and nothing more. So it counts only where owner or roles
   * say the same; as they are now, since who was just made an administrator does not wait.
   */
  const rightsTold = async (guildId: string, member: APIInteractionGuildMember): Promise<bigint> => {
    const told = BigInt(member.permissions)
    if (!has(told, PermissionFlagsBits.Administrator)) return told
    const whose = { userId: member.user.id, roleIds: member.roles }
    const guild = await guildOf(guildId).catch((error: unknown) => {
      throw toChatError(error, member.user.id, 'find')
    })
    const rights = rightsInServer(guild, whose)
    const isSettled = has(rights, PermissionFlagsBits.Administrator)
    if (isSettled || clock.now() - (askedAt.get(guildId) ?? 0) < askAgainMs) return rights
    const now = await askGuild(guildId).catch(() => null)
    if (now === null) return rights
    guilds.learn(guildId, now)
    return rightsInServer(now, whose)
  }

  const ask = async (guildId: string, userId: string): Promise<Facts | null> => {
    // People type mentions of other chats, too.
    if (!/^\d{1,20}$/.test(userId)) return null
    try {
      const [member, guild] = await Promise.all([
        api.call<APIGuildMember>('GET', `/guilds/${guildId}/members/${userId}`, options),
        guildOf(guildId),
      ])
      return memberFacts(member, member.user, rightsInServer(guild, { userId, roleIds: member.roles }))
    } catch (error) {
      const failure = failureOf(error)
      if (isRefusal(failure, Code.UnknownMember, Code.UnknownUser, Code.InvalidFormBodyOrContentType)) return null
      if (isRefusal(failure, Code.MissingAccess, Code.UnknownGuild)) throw notInServer(error)
      throw toChatError(error, userId, 'find')
    }
  }
  /** null: no member of this server. */
  const factsOf = (guildId: string, userId: string) => members.find(keyOf(guildId, userId), () => ask(guildId, userId))

  return {
    async identify(person) {
      return toActor(person, await factsOf(person.workspaceId, person.userId))
    },
    async find(person) {
      const facts = await factsOf(person.workspaceId, person.userId)
      return facts && toActor(person, facts)
    },
    async ofInteraction({ member, user, guild_id: guildId }, workspaceId) {
      const of = member?.user ?? user
      const userId = of?.id ?? ''
      if (member && guildId === workspaceId) {
        const facts = memberFacts(member, member.user, await rightsTold(guildId, member))
        members.learn(keyOf(workspaceId, userId), facts)
        return toActor({ workspaceId, userId }, facts)
      }
      return toActor({ workspaceId, userId }, await factsOf(workspaceId, userId), of)
    },
  }
}

const keyOf = (guildId: string, userId: string) => `${guildId}:${userId}`

const memberFacts = (
  { nick, flags, roles }: Pick<APIGuildMember, 'nick' | 'flags' | 'roles'>,
  user: APIUser,
  rights: bigint,
): Facts => ({
  name: nick || nameOf(user),
  isAdministrator: has(rights, PermissionFlagsBits.Administrator),
  isGuest: (flags & GuildMemberFlags.IsGuest) !== 0,
  isBot: user.bot === true,
  isMember: true,
  groups: roles,
})

const nameOf = ({ global_name, username }: APIUser): string => global_name || username

/** Who is no member of the server is an outsider. */
function toActor(
  { workspaceId, userId }: Pick<Person, 'workspaceId' | 'userId'>,
  facts: Facts | null,
  user?: APIUser,
): Actor {
  return {
    platform: 'discord',
    workspaceId,
    userId,
    name: facts?.name ?? (user ? nameOf(user) : userId),
    isAdministrator: facts?.isAdministrator ?? false,
    isGuest: facts?.isGuest ?? false,
    isBot: facts?.isBot ?? user?.bot === true,
    isOutsider: !facts?.isMember,
    groups: facts?.groups ?? [],
  }
}

const notInServer = (error: unknown) =>
  new ConfbotError('chat.refused', {
    blanks: { problem: say('discord.not-in-server') },
    remedy: say('discord.remedy.invite'),
    cause: new Error(failureWords(error)),
  })
