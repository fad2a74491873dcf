/**
 * What is known of the channels of the servers: names, whose threads they are, and whether everybody of the server can see them.
 * Read from REST, kept current by the gateway where there is one. What is not known counts as private.
 */
import type { APIInteraction, GatewayDispatchPayload } from 'discord-api-types/v10'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { DiscordApi } from './api.ts'

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
  /** What an interaction tells of its channel (a thread's parent and name). */
  learn(interaction: APIInteraction): void
  /** What came over the gateway: GUILD_CREATE, CHANNEL_*, THREAD_*, GUILD_ROLE_*. */
  hear(payload: GatewayDispatchPayload): void
  /** Reads channels and roles of a server. Never rejects; false when Discord does not tell. */
  refresh(guildId: string): Promise<boolean>
}

export function createChannels(_deps: {
  readonly api: DiscordApi
  readonly servers: readonly string[]
  readonly clock: Clock
  readonly logger: Logger
}): Channels {
  throw new Error('not there yet')
}
