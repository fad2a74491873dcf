/** All messages of the server and its direct messages: posted, edited, ephemeral; kept as they are presented. */
import type { Directory } from './directory.ts'
import { applicationId, guildId } from './identity.ts'
import { shownFiles } from './rules/complete-components.ts'
import { memberToPartial, personToUser, toTimestamp } from './wire-object.ts'

/** Bits of `flags` (resources/message, "Message Flags"). */
export const messageFlags = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  isVoiceMessage: 1 << 13,
  isComponentsV2: 1 << 15,
} as const

/** A component as it stands in a message, every `id` filled in. */
export type Component = { type: number; id: number } & Record<string, unknown>

export interface Attachment extends Record<string, unknown> {
  id: string
  filename: string
  size: number
  url: string
}

export interface MessageContent {
  content: string
  components: readonly Component[]
  embeds: readonly Record<string, unknown>[]
  /** Also those that components show, which the message does not list. */
  attachments: readonly Attachment[]
  flags: number
  /** Who is told of it: whom the text mentions, as far as `allowed_mentions` lets it. */
  mentions: Mentions
}

export interface Mentions {
  users: readonly string[]
  roles: readonly string[]
  isEveryone: boolean
}

export interface StoredMessage extends MessageContent {
  id: string
  channelId: string
  authorId: string
  /** 0 default, 19 reply, 20 answer to a command, 23 to a context command (resources/message, "Message Types"). */
  type: number
  /** UTC milliseconds. */
  createdAt: number
  editedAt?: number
  nonce?: string | number
  /** The message it replies to. */
  referenceId?: string
  /** Ephemeral: the only person who sees it. It is no part of the channel's history. */
  visibleTo?: string
  /** Set on what answers an interaction: the bot's application wrote it through its webhook. */
  interaction?: MessageInteraction
}

export interface MessageInteraction {
  id: string
  type: number
  userId: string
  /** The full name of the command. */
  commandName?: string
  /** Of a follow-up: the first answer. */
  originalId?: string
  /** Of an answer to a click: the message clicked on. */
  interactedMessageId?: string
}

export type WireMessage = Record<string, unknown> & {
  id: string
  channel_id: string
  content: string
  components: readonly Component[]
  flags: number
}

/** What happened to a message that is no ephemeral one. */
export type MessageChange = { kind: 'created' | 'updated' | 'deleted'; message: StoredMessage }

export interface MessageStore {
  add(message: Omit<StoredMessage, 'id' | 'createdAt'>): StoredMessage
  /** Also an ephemeral one. */
  find(channelId: string, id: string): StoredMessage | undefined
  /** Overwrites what `content` names; `isEdit` false: it was finished (deferred answers), not edited. */
  change(message: StoredMessage, content: Partial<MessageContent>, isEdit?: boolean): void
  remove(message: StoredMessage): void
  /** Oldest first; ephemeral ones only for `viewer`. */
  inChannel(channelId: string, viewer?: string): StoredMessage[]
  /** The last one of that author with that nonce, wherever it stands, also a deleted one; not older than `since` (UTC milliseconds). */
  findByNonce(authorId: string, nonce: string | number, since: number): StoredMessage | undefined
  lastId(channelId: string): string | null
  /** As Discord returns it. */
  present(message: StoredMessage): WireMessage
  clear(): void
}

interface Options {
  nextId: () => string
  now: () => number
  directory: Directory
  changed: (change: MessageChange) => void
}

export function createMessageStore({ nextId, now, directory, changed }: Options): MessageStore {
  /** By channel, then id; ids rise, so that each channel stands in order. */
  const channels = new Map<string, Map<string, StoredMessage>>()
  /** By author and nonce. */
  const nonces = new Map<string, StoredMessage>()

  const inChannel = (channelId: string, viewer?: string) =>
    [...(channels.get(channelId)?.values() ?? [])].filter(
      ({ visibleTo }) => visibleTo === undefined || visibleTo === viewer,
    )
  const tell = (kind: MessageChange['kind'], message: StoredMessage) => {
    if (message.visibleTo === undefined) changed({ kind, message })
  }
  const present = (message: StoredMessage, withReference = true): WireMessage => {
    const { channelId, referenceId, interaction } = message
    const shown = shownFiles(message.components)
    const referenced = referenceId === undefined ? undefined : channels.get(channelId)?.get(referenceId)
    return {
      type: message.type,
      content: message.content,
      mentions: message.mentions.users.flatMap((id) => userOf(id) ?? []),
      mention_roles: [...message.mentions.roles],
      mention_everyone: message.mentions.isEveryone,
      attachments: message.attachments.filter(({ id }) => !shown.has(id)),
      embeds: [...message.embeds],
      timestamp: toTimestamp(message.createdAt),
      edited_timestamp: message.editedAt === undefined ? null : toTimestamp(message.editedAt),
      flags: message.flags,
      components: message.components,
      id: message.id,
      channel_id: channelId,
      author: userOf(message.authorId),
      pinned: false,
      tts: false,
      ...(message.nonce !== undefined && { nonce: message.nonce }),
      ...(referenceId !== undefined && {
        message_reference: { type: 0, channel_id: channelId, message_id: referenceId, ...serverOf(channelId) },
        ...(withReference && { referenced_message: referenced ? present(referenced, false) : null }),
      }),
      ...(interaction && {
        webhook_id: applicationId,
        application_id: applicationId,
        ...presentInteraction(interaction, channelId),
      }),
    }
  }
  const userOf = (id: string) => {
    const person = directory.person(id)
    return person && personToUser(person)
  }
  const serverOf = (channelId: string): { guild_id?: string } =>
    directory.channel(channelId)?.recipientId === undefined ? { guild_id: guildId } : {}
  const presentInteraction = (interaction: MessageInteraction, channelId: string) => {
    const user = userOf(interaction.userId)
    const { id, type } = interaction
    return {
      interaction_metadata: {
        id,
        type,
        user,
        authorizing_integration_owners: { '0': serverOf(channelId).guild_id ?? '0' },
        ...(interaction.commandName !== undefined && { name: interaction.commandName }),
        ...(interaction.originalId !== undefined && { original_response_message_id: interaction.originalId }),
        ...(interaction.interactedMessageId !== undefined && {
          interacted_message_id: interaction.interactedMessageId,
        }),
      },
    }
  }

  return {
    add(message) {
      const kept: StoredMessage = { ...message, id: nextId(), createdAt: now() }
      channels.set(kept.channelId, (channels.get(kept.channelId) ?? new Map()).set(kept.id, kept))
      if (kept.nonce !== undefined) nonces.set(`${kept.authorId} ${kept.nonce}`, kept)
      tell('created', kept)
      return kept
    },
    find: (channelId, id) => channels.get(channelId)?.get(id),
    change(message, content, isEdit = true) {
      Object.assign(message, content, isEdit && { editedAt: now() })
      tell('updated', message)
    },
    remove(message) {
      if (channels.get(message.channelId)?.delete(message.id)) tell('deleted', message)
    },
    inChannel,
    findByNonce(authorId, nonce, since) {
      const found = nonces.get(`${authorId} ${nonce}`)
      return found && found.createdAt >= since ? found : undefined
    },
    lastId: (channelId) => inChannel(channelId).at(-1)?.id ?? null,
    present: (message) => present(message),
    clear() {
      channels.clear()
      nonces.clear()
    },
  }
}

/** The member that the gateway sends beside a message's author; undefined outside of the server. */
export function memberOfAuthor(message: StoredMessage, directory: Directory) {
  const channel = directory.channel(message.channelId)
  const member = directory.member(message.authorId)
  return channel?.recipientId === undefined && member ? memberToPartial(member) : undefined
}
