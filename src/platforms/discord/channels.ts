/**
 * What is known of the channels of the servers: names, whose threads they are, and whether everybody of the server can see them.
 * Read from REST, kept current by the gateway where there is one. What is not known counts as private.
 */
import {
  type APIInteraction,
  type APIOverwrite,
  ChannelType,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  PermissionFlagsBits,
} from 'discord-api-types/v10'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { DiscordApi } from './api.ts'
import { failureWords } from './failure.ts'
import { has, type RolePermissions, rightsInChannel, rightsInServer } from './permissions.ts'

export interface ChannelFacts {
  readonly id: string
  readonly guildId: string
  readonly name: string
  /** discord-api-types' ChannelType. */
  readonly type: number
  /** Of a thread: the channel that it belongs to. null for other channels, also within a category. */
  readonly parentId: string | null
  readonly isPrivate: boolean
}

export interface Channels {
  /** From memory; also threads that were heard of. */
  of(guildId: string, channelId: string): ChannelFacts | null
  /** What an interaction tells of its channel (a thread's parent and name). Where no gateway tells of changes, it is read anew. */
  learn(interaction: APIInteraction): void
  /** What came over the gateway: GUILD_CREATE, CHANNEL_*, THREAD_*, GUILD_ROLE_*. */
  hear(payload: GatewayDispatchPayload): void
  /** Reads channels and roles of a server. Never rejects; false when Discord does not tell. */
  refresh(guildId: string): Promise<boolean>
}

interface Known {
  readonly name: string
  readonly type: number
  readonly parentId: string | null
  readonly overwrites: readonly APIOverwrite[]
}

interface Server {
  readonly channels: Map<string, Known>
  readonly roles: Map<string, RolePermissions>
  askAgainAt: number
  /** Nothing needs to be asked as long as the gateway tells. */
  isTold: boolean
}

/** As the payloads of gateway and REST have it. */
interface RawChannel {
  readonly id: string
  readonly type: number
  readonly name?: string | null
  readonly parent_id?: string | null
  readonly permission_overwrites?: readonly APIOverwrite[]
}

const threadTypes: readonly number[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]
const freshMs = 10 * 60_000
/** After Discord did not tell. */
const againMs = 60_000
const patienceMs = 10_000
/** Threads come and go; of all others there are at most 500 in a server. */
const maxChannels = 5_000

export function createChannels(deps: {
  readonly api: DiscordApi
  readonly servers: readonly string[]
  readonly clock: Clock
  readonly logger: Logger
}): Channels {
  const { api, servers, clock, logger } = deps
  const known = new Map<string, Server>()
  const reading = new Map<string, Promise<boolean>>()

  const serverOf = (guildId: string): Server => {
    const server = known.get(guildId) ?? {
      channels: new Map(),
      roles: new Map(),
      askAgainAt: Number.NEGATIVE_INFINITY,
      isTold: false,
    }
    known.set(guildId, server)
    return server
  }

  const put = ({ channels }: Server, { id, type, name, parent_id, permission_overwrites }: RawChannel) => {
    const before = channels.get(id)
    channels.delete(id)
    channels.set(id, {
      name: name ?? before?.name ?? id,
      type,
      parentId: threadTypes.includes(type) ? (parent_id ?? before?.parentId ?? null) : null,
      overwrites: permission_overwrites ?? before?.overwrites ?? [],
    })
    if (channels.size <= maxChannels) return
    const oldest = [...channels].find(([, channel]) => threadTypes.includes(channel.type))
    if (oldest) channels.delete(oldest[0])
  }

  const take = (server: Server, channels: readonly RawChannel[], roles: readonly RolePermissions[]) => {
    const threads = [...server.channels].filter(([, { type }]) => threadTypes.includes(type))
    server.channels.clear()
    for (const [id, thread] of threads) server.channels.set(id, thread)
    for (const channel of channels) put(server, channel)
    server.roles.clear()
    for (const { id, permissions } of roles) server.roles.set(id, { id, permissions })
    server.askAgainAt = clock.now() + freshMs
  }

  const read = async (guildId: string): Promise<boolean> => {
    try {
      const options = { isRepeatable: true, patienceMs }
      const [channels, roles] = await Promise.all([
        api.call<RawChannel[]>('GET', `/guilds/${guildId}/channels`, options),
        api.call<RolePermissions[]>('GET', `/guilds/${guildId}/roles`, options),
      ])
      take(serverOf(guildId), channels, roles)
      return true
    } catch (error) {
      serverOf(guildId).askAgainAt = clock.now() + againMs
      logger.warn({ guildId, failure: failureWords(error) }, 'the channels of a Discord server could not be read')
      return false
    }
  }
  const refresh: Channels['refresh'] = (guildId) => {
    const running = reading.get(guildId) ?? read(guildId).finally(() => reading.delete(guildId))
    reading.set(guildId, running)
    return running
  }

  /** Whether everybody of the server can see it. A thread is as its channel, unless it is one for the invited. */
  const isPublic = (guildId: string, { channels, roles }: Server, channel: Known): boolean => {
    if (channel.type === ChannelType.PrivateThread) return false
    const isThread = threadTypes.includes(channel.type)
    const place = isThread ? channels.get(channel.parentId ?? '') : channel
    // What is heard of by name alone has no overwrites to go by.
    if (!place || !roles.has(guildId)) return false
    const everybody = { userId: '', roleIds: [] }
    const base = rightsInServer({ id: guildId, roles: [...roles.values()] }, everybody)
    return has(rightsInChannel(base, guildId, place.overwrites, everybody), PermissionFlagsBits.ViewChannel)
  }

  /** Which server a dispatch is of, and what it changes in what is known of it. */
  const changeIn = (payload: GatewayDispatchPayload): { guildId: string; apply: (server: Server) => void } | null => {
    const Event = GatewayDispatchEvents
    switch (payload.t) {
      case Event.GuildCreate: {
        const { d } = payload
        // One that is down tells nothing of itself.
        if (d.unavailable) return null
        return {
          guildId: d.id,
          apply(server) {
            take(server, [...d.channels, ...d.threads], d.roles)
            server.isTold = true
          },
        }
      }
      case Event.GuildDelete:
        return {
          guildId: payload.d.id,
          apply(server) {
            server.isTold = false
          },
        }
      case Event.ChannelCreate:
      case Event.ChannelUpdate: {
        const { d } = payload
        return 'guild_id' in d && d.guild_id ? { guildId: d.guild_id, apply: (server) => put(server, d) } : null
      }
      case Event.ThreadCreate:
      case Event.ThreadUpdate: {
        const { d } = payload
        return d.guild_id ? { guildId: d.guild_id, apply: (server) => put(server, d) } : null
      }
      case Event.ThreadListSync: {
        const { d } = payload
        return {
          guildId: d.guild_id,
          apply(server) {
            for (const thread of d.threads) put(server, thread)
          },
        }
      }
      case Event.ChannelDelete:
      case Event.ThreadDelete: {
        const { d } = payload
        if (!('guild_id' in d) || !d.guild_id) return null
        return { guildId: d.guild_id, apply: (server) => void server.channels.delete(d.id) }
      }
      case Event.GuildRoleCreate:
      case Event.GuildRoleUpdate: {
        const { guild_id: guildId, role } = payload.d
        return { guildId, apply: ({ roles }) => void roles.set(role.id, role) }
      }
      case Event.GuildRoleDelete: {
        const { guild_id: guildId, role_id } = payload.d
        return { guildId, apply: ({ roles }) => void roles.delete(role_id) }
      }
      default:
        return null
    }
  }

  return {
    of(guildId, channelId) {
      const server = known.get(guildId)
      const channel = server?.channels.get(channelId)
      if (!server || !channel) return null
      const { name, type, parentId } = channel
      return { id: channelId, guildId, name, type, parentId, isPrivate: !isPublic(guildId, server, channel) }
    },
    learn(interaction) {
      const { guild_id: guildId, channel } = interaction
      if (guildId === undefined || !servers.includes(guildId)) return
      const server = serverOf(guildId)
      // Of others the payload does not tell who can see them.
      if (channel && 'type' in channel && threadTypes.includes(channel.type)) put(server, channel)
      if (!server.isTold && clock.now() >= server.askAgainAt) void refresh(guildId)
    },
    hear(payload) {
      const change = changeIn(payload)
      if (change && servers.includes(change.guildId)) change.apply(serverOf(change.guildId))
    },
    refresh,
  }
}
