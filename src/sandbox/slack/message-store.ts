/** All messages of the workspace: posted, changed, threaded, ephemeral; read as the person or app that looks may see them. */
import type { Directory } from './directory.ts'
import { appId, botId, botUserId, teamId } from './identity.ts'
import type { Block } from './rules/blocks.ts'
import { completeBlocks } from './rules/complete-blocks.ts'
import type { Attachment } from './rules/message.ts'

export interface MessageContent {
  text: string
  blocks?: Block[] | undefined
  attachments?: Attachment[] | undefined
  /** As Slack returns them; kept by a change. */
  files?: readonly Record<string, unknown>[] | undefined
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

type SlackMessage = Record<string, unknown> & { type: 'message'; ts: string; text: string }

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
  /** By channel, then ts; timestamps rise, so that each channel stands in order. */
  const channels = new Map<string, Map<string, StoredMessage>>()
  /** Replies by channel and ts of their parent. */
  const threads = new Map<string, StoredMessage[]>()

  const inOrder = (channel: string) => [...(channels.get(channel)?.values() ?? [])]
  const replies = (channel: string, ts: string, viewer?: string) =>
    (threads.get(`${channel} ${ts}`) ?? []).filter((one) => isSeenBy(one, viewer))
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

  return {
    add(message) {
      const kept: StoredMessage = { ...message, ...completed(message), ts: nextTs() }
      const { channel, ts, threadTs } = kept
      channels.set(channel, (channels.get(channel) ?? new Map()).set(ts, kept))
      if (threadTs !== undefined) {
        const thread = `${channel} ${threadTs}`
        threads.set(thread, [...(threads.get(thread) ?? []), kept])
      }
      return kept
    },
    find(channel, ts) {
      const found = channels.get(channel)?.get(ts)
      return found?.isTombstone ? undefined : found
    },
    change(message, content) {
      const metadata = content.metadata ?? message.metadata
      Object.assign(message, completed({ ...content, metadata }), { editedTs: nextTs() })
    },
    remove(message) {
      const { channel, ts, threadTs } = message
      if (replies(channel, ts).length > 0) {
        Object.assign(message, { isTombstone: true, text: 'This message was deleted.', ...noContent })
        return
      }
      channels.get(channel)?.delete(ts)
      const thread = `${channel} ${threadTs}`
      const others = threads.get(thread)?.filter((one) => one !== message)
      if (others) threads.set(thread, others)
    },
    inChannel: (channel, viewer) =>
      inOrder(channel).filter(
        (one) => (one.threadTs === undefined || one.isBroadcast === true) && isSeenBy(one, viewer),
      ),
    replies,
    present(message) {
      const parent = message.threadTs === undefined ? undefined : channels.get(message.channel)?.get(message.threadTs)
      return presentMessage(message, replies(message.channel, message.ts), parent, directory)
    },
    clear() {
      channels.clear()
      threads.clear()
    },
  }
}

const noContent = { blocks: undefined, files: undefined }

function isSeenBy(message: StoredMessage, viewer: string | undefined): boolean {
  return message.visibleTo === undefined || message.visibleTo === viewer
}

function presentMessage(
  message: StoredMessage,
  replies: readonly StoredMessage[],
  parent: StoredMessage | undefined,
  directory: Directory,
): SlackMessage {
  const { ts, text, blocks, attachments, files, metadata, threadTs, editedTs } = message
  const isByApp = message.user === botUserId
  const isReply = threadTs !== undefined
  const subtype = message.isTombstone
    ? 'tombstone'
    : message.isBroadcast
      ? 'thread_broadcast'
      : files
        ? 'file_share'
        : message.subtype
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
    ...(files && { files, upload: true, display_as_bot: false }),
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
