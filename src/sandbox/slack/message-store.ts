/** All messages of the workspace: posted, changed, threaded, ephemeral; read as the person or app that looks may see them. */
import type { Directory } from './directory.ts'
import { appId, botId, botUserId, teamId } from './identity.ts'
import type { Block } from './rules/blocks.ts'
import { completeBlocks } from './rules/complete-blocks.ts'
import type { Attachment } from './rules/message.ts'
import { compareTimestamps } from './timestamps.ts'

export interface MessageContent {
  text: string
  blocks?: Block[] | undefined
  attachments?: Attachment[] | undefined
  /** As chat.postMessage takes it; kept by a change that does not name it. */
  metadata?: Record<string, unknown> | undefined
}

export interface StoredMessage extends MessageContent {
  channel: string
  ts: string
  /** Author. */
  user: string
  /** The parent's, on a reply. */
  threadTs?: string | undefined
  /** A reply that the channel shows too. */
  isBroadcast?: boolean | undefined
  /** Ephemeral: the only person who sees it. */
  visibleTo?: string | undefined
  /** When it was last changed. */
  editedTs?: string | undefined
  /** Deleted, but kept for the replies below it. */
  isTombstone?: boolean | undefined
  subtype?: string | undefined
}

export type SlackMessage = Record<string, unknown> & { type: 'message'; ts: string; text: string }

export interface MessageStore {
  add(message: Omit<StoredMessage, 'ts'>): StoredMessage
  find(channel: string, ts: string): StoredMessage | undefined
  /** Replaces text, blocks and attachments: what `content` does not name is gone. */
  change(message: StoredMessage, content: MessageContent): void
  remove(message: StoredMessage): void
  /** Top level and broadcast replies, oldest first; ephemeral ones only for `viewer`. */
  inChannel(channel: string, viewer?: string): StoredMessage[]
  /** The replies below `ts`, oldest first. */
  replies(channel: string, ts: string, viewer?: string): StoredMessage[]
  /** As Slack returns it. */
  present(message: StoredMessage): SlackMessage
  clear(): void
}

export function createMessageStore(nextTs: () => string, directory: Directory): MessageStore {
  let messages: StoredMessage[] = []
  const completed = (content: MessageContent): MessageContent => ({
    text: content.text,
    blocks: content.blocks && content.blocks.length > 0 ? completeBlocks(content.blocks, directory) : undefined,
    attachments: content.attachments?.map((attachment, index) => ({
      ...attachment,
      id: index + 1,
      ...(attachment.blocks && { blocks: completeBlocks(attachment.blocks, directory) }),
    })),
    metadata: content.metadata,
  })
  const isSeenBy = (message: StoredMessage, viewer: string | undefined) =>
    message.visibleTo === undefined || message.visibleTo === viewer
  const replies = (channel: string, ts: string, viewer?: string) =>
    messages.filter((one) => one.channel === channel && one.threadTs === ts && isSeenBy(one, viewer))

  return {
    add(message) {
      const kept: StoredMessage = { ...message, ...completed(message), ts: nextTs() }
      messages.push(kept)
      return kept
    },
    find: (channel, ts) => messages.find((one) => one.channel === channel && one.ts === ts && !one.isTombstone),
    change(message, content) {
      const metadata = content.metadata ?? message.metadata
      Object.assign(message, completed({ ...content, metadata }), { editedTs: nextTs() })
    },
    remove(message) {
      if (replies(message.channel, message.ts).length === 0) {
        messages = messages.filter((one) => one !== message)
      } else {
        Object.assign(message, { isTombstone: true, text: 'This message was deleted.', blocks: undefined })
      }
    },
    inChannel: (channel, viewer) =>
      messages
        .filter(
          (one) =>
            one.channel === channel &&
            (one.threadTs === undefined || one.isBroadcast === true) &&
            isSeenBy(one, viewer),
        )
        .sort((a, b) => compareTimestamps(a.ts, b.ts)),
    replies,
    present(message) {
      const parent = messages.find((one) => one.channel === message.channel && one.ts === message.threadTs)
      return presentMessage(message, replies(message.channel, message.ts), parent, directory)
    },
    clear() {
      messages = []
    },
  }
}

function presentMessage(
  message: StoredMessage,
  replies: readonly StoredMessage[],
  parent: StoredMessage | undefined,
  directory: Directory,
): SlackMessage {
  const { ts, text, blocks, attachments, metadata, threadTs, editedTs } = message
  const isByApp = message.user === botUserId
  const isReply = threadTs !== undefined
  const subtype = message.isTombstone ? 'tombstone' : message.isBroadcast ? 'thread_broadcast' : message.subtype
  return {
    type: 'message',
    ...(subtype && { subtype }),
    user: message.isTombstone ? 'USLACKBOT' : message.user,
    text,
    ts,
    team: directory.person(message.user)?.teamId ?? teamId,
    ...(isByApp && { bot_id: botId, app_id: appId, bot_profile: botProfile }),
    ...(blocks && { blocks }),
    ...(attachments && attachments.length > 0 && { attachments }),
    ...(metadata && Object.keys(metadata).length > 0 && { metadata }),
    ...(editedTs && { edited: { user: message.user, ts: editedTs } }),
    ...(message.visibleTo && { is_ephemeral: true }),
    ...(isReply && { thread_ts: threadTs, ...(parent && { parent_user_id: parent.user }) }),
    ...(!isReply && replies.length > 0 && threadFacts(ts, replies)),
  }
}

const botProfile = {
  id: botId,
  app_id: appId,
  name: 'confbot',
  deleted: false,
  updated: 1_700_000_000,
  team_id: teamId,
}

function threadFacts(ts: string, replies: readonly StoredMessage[]) {
  const users = [...new Set(replies.map((reply) => reply.user))]
  return {
    thread_ts: ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: false,
  }
}
