/**
 * Messages, views and conversations as the API answers them. They are believed, not checked: whatever draws them has a
 * branch for a kind that it does not know.
 */
import type { Block } from './blocks/block-shapes.ts'

export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im' | 'mpim'
  readonly members: readonly string[]
  readonly isMember: boolean
  readonly isExtShared: boolean
  readonly isArchived: boolean
  /** Messages of others. */
  readonly posts: number
}

/** The old frame with a coloured edge around blocks or a text. */
export interface Attachment {
  readonly color?: string
  readonly fallback?: string
  readonly pretext?: string
  readonly title?: string
  readonly title_link?: string
  readonly author_name?: string
  readonly text?: string
  readonly footer?: string
  readonly fields?: readonly { readonly title?: string; readonly value?: string; readonly short?: boolean }[]
  readonly blocks?: readonly Block[]
}

export interface SharedFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly mimetype: string
  readonly pretty_type: string
  /** Bytes. */
  readonly size: number
}

export interface Message {
  readonly type: 'message'
  readonly subtype?: string
  readonly ts: string
  /** Author's id. */
  readonly user: string
  readonly text: string
  readonly bot_id?: string
  readonly blocks?: readonly Block[]
  readonly attachments?: readonly Attachment[]
  readonly files?: readonly SharedFile[]
  readonly edited?: { readonly user: string; readonly ts: string }
  readonly is_ephemeral?: boolean
  readonly thread_ts?: string
  readonly reply_count?: number
  readonly reply_users?: readonly string[]
  readonly latest_reply?: string
  /** Only on the first message of a thread; oldest first. */
  readonly replies?: readonly Message[]
}

/** What one element holds: `value`, `selected_option`, `selected_users`, … */
export type ElementState = { readonly type: string } & Readonly<Record<string, unknown>>
/** By block_id, then action_id. */
export type ViewState = Readonly<Record<string, Readonly<Record<string, ElementState>>>>

export interface View {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly blocks: readonly Block[]
  readonly callback_id: string
  readonly hash: string
  readonly title: { readonly text: string }
  readonly close: { readonly text: string } | null
  readonly submit: { readonly text: string } | null
  readonly previous_view_id: string | null
  readonly state: { readonly values: ViewState }
  /** What stands below the fields, by block_id. */
  readonly errors: Readonly<Record<string, string>>
}
