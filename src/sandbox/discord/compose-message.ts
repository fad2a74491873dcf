/** From what the bot handed in to what is kept: files stored, component ids filled in, mentions resolved. */
import type { Channel } from './directory.ts'
import { type Attachment, type MessageContent, messageFlags, type StoredMessage } from './message-store.ts'
import { walk } from './rules/across-components.ts'
import { completeComponents } from './rules/complete-components.ts'
import { resolveMentions } from './rules/mentions.ts'
import type { ParsedMessage } from './rules/message.ts'
import type { DiscordServer } from './server.ts'

interface Place {
  channel: Channel
  authorId: string
  /** What is edited. */
  before?: StoredMessage | undefined
}

/** The whole content that the message has from now on; what an edit does not name is taken from `before`. */
export function composeMessage(server: DiscordServer, parsed: ParsedMessage, place: Place): MessageContent {
  const { channel, authorId, before } = place
  const attachments = composeAttachments(server, parsed, place)
  const components =
    parsed.components === undefined
      ? (before?.components ?? [])
      : completeComponents(parsed.components ?? [], attachments)
  const content = parsed.content === undefined ? (before?.content ?? '') : (parsed.content ?? '')
  const text = [content, ...[...walk(components)].map(({ node }) => (node.type === 10 ? String(node.content) : ''))]
  const { reference } = parsed
  const repliedTo = reference && server.messages.find(channel.id, reference.id)?.authorId
  return {
    content,
    components,
    embeds: parsed.embeds === undefined ? (before?.embeds ?? []) : (parsed.embeds ?? []),
    attachments,
    flags: composeFlags(parsed, before),
    mentions: resolveMentions(text.join('\n'), {
      directory: server.directory,
      channel,
      authorId,
      allowed: parsed.allowedMentions,
      repliedTo,
    }),
  }
}

/** An edit names only some flags; the others stay, and a deferred answer that is edited has arrived. */
function composeFlags(parsed: ParsedMessage, before: StoredMessage | undefined): number {
  const editable = messageFlags.suppressEmbeds | messageFlags.isComponentsV2
  if (!before) return parsed.flags ?? 0
  const kept = before.flags & ~messageFlags.loading
  return parsed.flags === undefined ? kept : (kept & ~editable) | parsed.flags
}

function composeAttachments(server: DiscordServer, parsed: ParsedMessage, { channel, before }: Place): Attachment[] {
  const parts = parsed.attachments ?? []
  const staying =
    parsed.attachments === undefined
      ? (before?.attachments ?? [])
      : (before?.attachments ?? []).filter(({ id }) => parts.some((part) => String(part.id) === id))
  const added = parsed.files.map((file) => {
    const part = parts.find(({ id }) => String(id) === String(file.index))
    const named = part?.filename === undefined ? file : { ...file, filename: part.filename }
    return server.attachments.add(channel.id, named, part?.description)
  })
  return [...staying, ...added]
}
