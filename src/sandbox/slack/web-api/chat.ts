/** The chat methods (docs.slack.dev, reference/methods/chat.*). */
import { z } from 'zod'
import type { Channel } from '../directory.ts'
import { botUserId, teamDomain } from '../identity.ts'
import type { MessageContent, StoredMessage } from '../message-store.ts'
import { SlackRefusal } from '../refusal.ts'
import { checkBlockTextLength, parseAttachments, parseMessageBlocks } from '../rules/message.ts'
import type { Workspace } from '../workspace.ts'
import type { Arguments } from './arguments.ts'
import { type Call, knownChannel, type Method } from './method.ts'

/** A posted text is cut here; a changed one is refused beyond its own, lower limit. */
const maxPostedText = 40_000
const maxChangedText = 4000
const maxMarkdownText = 12_000

const Metadata = z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) })

function parseContent(args: Arguments): MessageContent {
  const text = args.text('text') ?? ''
  const markdown = args.text('markdown_text')
  if (markdown !== undefined) {
    if (text || args.has('blocks')) throw new SlackRefusal('markdown_text_conflict')
    if (markdown.length > maxMarkdownText) throw new SlackRefusal('msg_too_long')
    return { text: markdown, blocks: [{ type: 'markdown', text: markdown }] }
  }
  const blocks = args.has('blocks') ? parseMessageBlocks(args.structure('blocks')) : undefined
  if (blocks) checkBlockTextLength(blocks)
  const attachments = args.has('attachments') ? parseAttachments(args.structure('attachments')) : undefined
  if (!text && !blocks?.length && !attachments?.length) throw new SlackRefusal('no_text')
  return { text, blocks, attachments, metadata: parseMetadata(args) }
}

/** An empty object stands for none. */
function parseMetadata(args: Arguments): Record<string, unknown> | undefined {
  if (!args.has('metadata')) return undefined
  const given = args.structure('metadata')
  if (typeof given !== 'object' || given === null) throw new SlackRefusal('invalid_metadata_format')
  if (Object.keys(given).length === 0) return {}
  const parsed = Metadata.safeParse(given)
  if (!parsed.success) throw new SlackRefusal('invalid_metadata_schema')
  return parsed.data
}

/** Where a message may go: a conversation the bot is in, with chat:write.public any public one, or whose user id is given. */
function target(workspace: Workspace, id: string): Channel {
  const person = workspace.directory.person(id)
  if (person) return workspace.directory.openDirect([person.id, botUserId])
  const channel = knownChannel(workspace, id)
  // Only public ones are known without being in them.
  const isOpen = channel.members.has(botUserId) || workspace.scopes.includes('chat:write.public')
  if (!isOpen) throw new SlackRefusal('not_in_channel')
  if (channel.isArchived) throw new SlackRefusal('is_archived')
  return channel
}

/** Throws thread_not_found unless it is the ts of a message that starts a thread or may. */
export function threadParent(workspace: Workspace, channel: Channel, args: Arguments): string | undefined {
  if (!args.has('thread_ts')) return undefined
  const given = args.text('thread_ts') ?? ''
  // A number in JSON has lost digits already.
  if (!/^\d+\.\d{6}$/.test(given)) throw new SlackRefusal('invalid_thread_ts')
  const parent = workspace.messages.find(channel.id, given)
  if (!parent || parent.threadTs !== undefined || parent.visibleTo !== undefined) {
    throw new SlackRefusal('thread_not_found')
  }
  return given
}

function post({ args, workspace }: Call): Record<string, unknown> {
  const channel = target(workspace, args.required('channel'))
  const content = parseContent(args)
  const threadTs = threadParent(workspace, channel, args)
  const wait = workspace.limits.postingWait(channel.id)
  if (wait > 0) throw new SlackRefusal('ratelimited', { retryAfter: wait })
  const message = workspace.messages.add({
    ...content,
    text: content.text.slice(0, maxPostedText),
    channel: channel.id,
    user: botUserId,
    threadTs,
    isBroadcast: (threadTs !== undefined && args.flag('reply_broadcast')) || undefined,
  })
  return { channel: channel.id, ts: message.ts, message: workspace.messages.present(message) }
}

/** A message of a conversation, but not one that only a person sees: those have no ts for an app. */
function existing({ args, workspace }: Call): StoredMessage {
  const channel = knownChannel(workspace, args.required('channel'))
  const message = workspace.messages.find(channel.id, args.required('ts'))
  if (!message || message.visibleTo !== undefined) throw new SlackRefusal('message_not_found')
  return message
}

function update(call: Call): Record<string, unknown> {
  const { args, workspace } = call
  const message = existing(call)
  if (message.user !== botUserId) throw new SlackRefusal('cant_update_message')
  if (workspace.directory.channel(message.channel)?.isArchived) throw new SlackRefusal('is_inactive')
  if ((args.text('text') ?? '').length > maxChangedText) throw new SlackRefusal('msg_too_long')
  workspace.messages.change(message, parseContent(args))
  return {
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: workspace.messages.present(message),
  }
}

function remove(call: Call): Record<string, unknown> {
  const message = existing(call)
  if (message.user !== botUserId) throw new SlackRefusal('cant_delete_message')
  call.workspace.messages.remove(message)
  return { channel: message.channel, ts: message.ts }
}

function postEphemeral({ args, workspace }: Call): Record<string, unknown> {
  const channel = knownChannel(workspace, args.required('channel'))
  const user = args.required('user')
  if (!channel.members.has(botUserId)) throw new SlackRefusal('not_in_channel')
  if (channel.isArchived) throw new SlackRefusal('is_archived')
  if (!channel.members.has(user)) throw new SlackRefusal('user_not_in_channel')
  const content = parseContent(args)
  const message = workspace.messages.add({
    ...content,
    channel: channel.id,
    user: botUserId,
    visibleTo: user,
    threadTs: threadParent(workspace, channel, args),
  })
  return { message_ts: message.ts }
}

function permalink({ args, workspace }: Call): Record<string, unknown> {
  const channel = knownChannel(workspace, args.required('channel'))
  const message = workspace.messages.find(channel.id, args.required('message_ts'))
  if (!message || message.visibleTo !== undefined) throw new SlackRefusal('message_not_found')
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : ''
  const link = `https://${teamDomain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`
  return { channel: channel.id, permalink: link }
}

const scopes = ['chat:write']
export const chatMethods: Record<string, Method> = {
  'chat.postMessage': { tier: 'special', scopes, run: post },
  'chat.update': { tier: 'tier3', scopes, run: update },
  'chat.delete': { tier: 'tier3', scopes, run: remove },
  'chat.postEphemeral': { tier: 'tier4', scopes, run: postEphemeral },
  'chat.getPermalink': { tier: 'special', run: permalink },
}
