/** What a server consists of: people and their membership, roles, channels, threads and direct messages. */
import type { Overwrite } from './permissions.ts'

export interface Person {
  id: string
  /** The user name, e.g. `alice`. */
  name: string
  /** The display name. */
  globalName: string
  isBot: boolean
}

/** Somebody's being in the server. */
export interface Member {
  userId: string
  nick: string | null
  /** Without the role of everybody. */
  roles: Set<string>
  /** UTC milliseconds. */
  joinedAt: number
}

export interface Role {
  id: string
  name: string
  permissions: bigint
  position: number
  /** The bot's own role has its bot here. */
  botId?: string
}

/** The channel types that there are here (resources/channel, "Channel Types"). */
export const channelTypes = { text: 0, dm: 1, voice: 2, publicThread: 11, privateThread: 12 } as const
export type ChannelType = (typeof channelTypes)[keyof typeof channelTypes]

export interface Channel {
  id: string
  type: ChannelType
  /** Empty for a direct message. */
  name: string
  position: number
  /** A thread has none of its own: its parent's count. */
  overwrites: Overwrite[]
  /** Of a direct message: the person at its other end. */
  recipientId?: string
  thread?: Thread
}

export interface Thread {
  parentId: string
  ownerId: string
  members: Set<string>
  isArchived: boolean
  isLocked: boolean
  /** UTC milliseconds. */
  createdAt: number
}
