/** Whether the bot may post where it is to: in each server as a whole, and in the channels that have defaults or a live conference. */
import {
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  ChannelType,
  PermissionFlagsBits,
} from 'discord-api-types/v10'
import { type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { type MessageKey, say } from '#text/message.ts'
import type { ChannelInUse } from '../platform.ts'
import type { DiscordApi } from './api.ts'
import { neededPermissions } from './invite-link.ts'
import { has, rightsInChannel, rightsInServer } from './permissions.ts'

interface Channel {
  readonly id: string
  readonly type: number
  readonly name: string
  readonly permission_overwrites?: readonly APIOverwrite[]
}

interface Question {
  readonly api: DiscordApi
  readonly botUserId: string
  readonly guildId: string
  /** Of this server. */
  readonly inUse: readonly ChannelInUse[]
}

const textTypes: readonly number[] = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildForum,
]

/** What does not work where the bot's role lacks it in the whole server. */
const withouts: Readonly<Partial<Record<keyof typeof neededPermissions, MessageKey>>> = {
  'Read Message History': 'doctor.discord.without.history',
  'Send Messages in Threads': 'doctor.discord.without.threads',
  'Create Events': 'doctor.discord.without.events',
}

/** Rejects with what `failureOf` reads. */
export async function channelFindings({ api, botUserId, guildId, inUse }: Question): Promise<readonly Finding[]> {
  const options = { isRepeatable: true, patienceMs: 5_000 }
  const [guild, member, channels] = await Promise.all([
    api.call<APIGuild>('GET', `/guilds/${guildId}`, options),
    api.call<APIGuildMember>('GET', `/guilds/${guildId}/members/${botUserId}`, options),
    api.call<Channel[]>('GET', `/guilds/${guildId}/channels`, options),
  ])
  const bot = { userId: botUserId, roleIds: member.roles }
  const base = rightsInServer(guild, bot)
  const lacking = ({ permission_overwrites = [] }: Channel): readonly string[] => {
    const rights = rightsInChannel(base, guildId, permission_overwrites, bot)
    const seen = has(rights, PermissionFlagsBits.ViewChannel)
    return postingNeeds.filter((name) => !seen || !has(rights, neededPermissions[name]))
  }

  const texts = channels.filter(({ type }) => textTypes.includes(type))
  const count = texts.filter((channel) => lacking(channel).length === 0).length
  const { name } = guild
  const mayPost =
    count > 0
      ? ok(say('doctor.discord.may-post', { name, count, total: texts.length }))
      : fail(say('doctor.discord.may-post-nowhere', { name }), say('doctor.discord.may-post.next'))

  const lacks = Object.entries(withouts).flatMap(([permission, without]) =>
    has(base, neededPermissions[permission as keyof typeof neededPermissions])
      ? []
      : warn(
          say('doctor.discord.lacks', {
            name,
            permissions: quoted([permission]),
            without: { kind: 'message', key: without, blanks: {} },
          }),
          say('doctor.discord.lacks.next'),
        ),
  )
  return [mayPost, ...lacks, ...inUseFindings(inUse, channels, lacking)]
}

const postingNeeds = ['View Channel', 'Send Messages'] as const

/** A conference that is live needs its channel; one with defaults alone may have been forgotten. */
function inUseFindings(
  inUse: readonly ChannelInUse[],
  channels: readonly Channel[],
  lacking: (channel: Channel) => readonly string[],
): readonly Finding[] {
  const problems = inUse.flatMap(({ channelId, isLive }): Finding[] => {
    const tell = isLive ? fail : warn
    const channel = channels.find(({ id }) => id === channelId)
    if (!channel) return [tell(say('doctor.discord.gone', { id: channelId }), say('doctor.discord.gone.next'))]
    const lacks = lacking(channel)
    if (lacks.length === 0) return []
    const says = say('doctor.discord.cannot-post', { name: channel.name, permissions: quoted(lacks) })
    return [tell(says, say('doctor.discord.cannot-post.next'))]
  })
  if (problems.length > 0 || inUse.length === 0) return problems
  return [ok(say('doctor.discord.in-use', { count: inUse.length }))]
}

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ')
