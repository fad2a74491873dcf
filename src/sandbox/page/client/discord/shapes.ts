/**
 * Messages, channels, people and commands as the API answers them: what Discord's own API returns (docs.discord.com/developers), as
 * far as drawing needs it. They are believed, not checked: whatever draws them has a branch for a kind that it does not know.
 */
import type { TopLevelComponent } from './components/shapes.ts'

export interface User {
  readonly id: string
  readonly username: string
  readonly global_name?: string | null
  readonly bot?: boolean
}

export interface Member {
  readonly id: string
  /** Username. */
  readonly name: string
  readonly displayName: string
  readonly isBot: boolean
  readonly isAdmin: boolean
  readonly isMember: boolean
}

export interface Role {
  readonly id: string
  readonly name: string
}

/** Bits of `Message.flags`. */
const messageFlags = { ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 } as const

export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: 'text' | 'dm' | 'voice' | 'thread'
  /** Of a thread: the channel that it belongs to. */
  readonly parent?: string
  readonly isArchived?: boolean
  /** Everybody of the server may see it. */
  readonly isPublic: boolean
  /** Whether the acting person may write there. */
  readonly canWrite: boolean
  /** Messages of others. */
  readonly posts: number
}

export interface Attachment {
  readonly id: string
  readonly filename: string
  /** Bytes. */
  readonly size: number
  readonly url: string
  readonly content_type?: string
}

export interface Message {
  readonly id: string
  readonly channel_id: string
  readonly type: number
  readonly author: User
  readonly content: string
  /** ISO 8601. */
  readonly timestamp: string
  readonly edited_timestamp: string | null
  readonly flags?: number
  readonly components?: readonly TopLevelComponent[]
  readonly attachments?: readonly Attachment[]
  readonly mentions?: readonly User[]
  readonly thread?: { readonly id: string; readonly name: string; readonly message_count?: number }
  /** Of what an app answered: who asked, and by which command, if by one. */
  readonly interaction_metadata?: { readonly user: User; readonly name?: string }
}

export const isPrivateTo = ({ flags = 0 }: Message): boolean => (flags & messageFlags.ephemeral) !== 0
/** Its files are shown by components, or not at all. */
export const hasComponentsOnly = ({ flags = 0 }: Message): boolean => (flags & messageFlags.componentsV2) !== 0
export const isThinking = ({ flags = 0 }: Message): boolean => (flags & messageFlags.loading) !== 0

/** Types of a command's options (interactions/application-commands). */
export const optionTypes = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
} as const

export interface CommandOption {
  readonly type: number
  readonly name: string
  readonly description: string
  readonly required?: boolean
  readonly autocomplete?: boolean
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[]
  readonly options?: readonly CommandOption[]
}

/** `type` 1: typed with a slash; 3: in the menu of a message. */
export interface Command {
  readonly id: string
  readonly type?: number
  readonly name: string
  readonly description: string
  readonly options?: readonly CommandOption[]
}

/** With who said to be interested. `status`: 1 scheduled, 2 active, 3 completed, 4 canceled; instants are ISO 8601. */
export interface ScheduledEvent {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly scheduled_start_time: string
  readonly scheduled_end_time: string | null
  readonly status: number
  readonly entity_metadata: { readonly location?: string } | null
  readonly interested: readonly User[]
}
