/** The conversations methods (docs.slack.dev, reference/methods/conversations.*, users.conversations). */
import type { Channel } from '../directory.ts'
import { botUserId } from '../identity.ts'
import type { StoredMessage } from '../message-store.ts'
import { SlackRefusal } from '../refusal.ts'
import { compareTimestamps } from '../timestamps.ts'
import { channelToConversation } from '../wire-object.ts'
import { type Call, knownChannel, type Method, needFor, paginate } from './method.ts'

const kindsByType: Record<string, Channel['kind']> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
}

function info({ args, workspace }: Call): Record<string, unknown> {
  const channel = knownChannel(workspace, args.required('channel'))
  needFor(workspace, channel.kind, 'read')
  return { channel: channelToConversation(channel, botUserId) }
}

/** Those of the kinds that are asked for, `public_channel` unless said. Throws invalid_types, missing_scope. */
function ofKinds({ args, workspace }: Call): Channel[] {
  const kinds = (args.text('types') ?? 'public_channel').split(',').map((type) => kindsByType[type.trim()])
  if (kinds.includes(undefined)) throw new SlackRefusal('invalid_types')
  for (const kind of kinds) if (kind) needFor(workspace, kind, 'read')
  const channels = workspace.directory.channels().filter((channel) => kinds.includes(channel.kind))
  return args.flag('exclude_archived') ? channels.filter((channel) => !channel.isArchived) : channels
}

function list(call: Call): Record<string, unknown> {
  const channels = ofKinds(call).filter((channel) => channel.kind === 'public' || channel.members.has(botUserId))
  const { page, response_metadata } = paginate(call.args, channels, 100)
  return { channels: page.map((channel) => channelToConversation(channel, botUserId)), response_metadata }
}

/** Of the bot itself; the page says which two fields are left out. */
function own(call: Call): Record<string, unknown> {
  const channels = ofKinds(call).filter((channel) => channel.members.has(botUserId))
  const { page, response_metadata } = paginate(call.args, channels, 100)
  const present = page.map((channel) => {
    const { is_member: _member, num_members: _count, ...shown } = channelToConversation(channel, botUserId)
    return shown
  })
  return { channels: present, response_metadata }
}

function members({ args, workspace }: Call): Record<string, unknown> {
  const channel = knownChannel(workspace, args.required('channel'))
  needFor(workspace, channel.kind, 'read')
  const { page, response_metadata } = paginate(args, [...channel.members], 100)
  return { members: page, response_metadata }
}

function open({ args, workspace }: Call): Record<string, unknown> {
  const id = args.text('channel')
  const users = args.text('users')?.split(',') ?? []
  if (id === undefined && users.length === 0) throw new SlackRefusal('users_list_not_supplied')
  const channel = id === undefined ? openFor(users) : knownChannel(workspace, id)
  needFor(workspace, channel.kind, 'write')
  const isFull = args.flag('return_im')
  return { channel: isFull ? channelToConversation(channel, botUserId) : { id: channel.id } }

  function openFor(wanted: readonly string[]): Channel {
    if (wanted.length > 8) throw new SlackRefusal('too_many_users')
    if (wanted.some((user) => !workspace.directory.person(user))) throw new SlackRefusal('user_not_found')
    if (wanted.some(workspace.directory.isDeactivated)) throw new SlackRefusal('user_disabled')
    return workspace.directory.openDirect([...new Set([...wanted, botUserId])])
  }
}

function join({ args, workspace }: Call): Record<string, unknown> {
  const channel = knownChannel(workspace, args.required('channel'))
  if (channel.kind !== 'public') throw new SlackRefusal('method_not_supported_for_channel_type')
  if (channel.isArchived) throw new SlackRefusal('is_archived')
  const wasMember = channel.members.has(botUserId)
  channel.members.add(botUserId)
  return {
    channel: channelToConversation(channel, botUserId),
    ...(wasMember && { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }),
  }
}

/** Messages of a conversation the bot may read, within `oldest` and `latest` (exclusive unless `inclusive`). */
function readable({ args, workspace }: Call): { channel: Channel; isWithin: (message: StoredMessage) => boolean } {
  const channel = knownChannel(workspace, args.required('channel'))
  needFor(workspace, channel.kind, 'history')
  if (!channel.members.has(botUserId)) throw new SlackRefusal('not_in_channel')
  const oldest = args.text('oldest') ?? '0'
  const latest = args.text('latest') ?? '9999999999.999999'
  if (Number.isNaN(Number(oldest))) throw new SlackRefusal('invalid_ts_oldest')
  if (Number.isNaN(Number(latest))) throw new SlackRefusal('invalid_ts_latest')
  const isInclusive = args.flag('inclusive')
  return {
    channel,
    isWithin({ ts }) {
      const after = compareTimestamps(ts, oldest)
      const before = compareTimestamps(latest, ts)
      return (after > 0 && before > 0) || (isInclusive && (after === 0 || before === 0))
    },
  }
}

/** Metadata is shown only when it is asked for. */
function presentAll({ args, workspace }: Call, messages: readonly StoredMessage[]) {
  return messages.map((message) => {
    const { metadata, ...shown } = workspace.messages.present(message)
    return metadata !== undefined && args.flag('include_all_metadata') ? { ...shown, metadata } : shown
  })
}

function history(call: Call): Record<string, unknown> {
  const { channel, isWithin } = readable(call)
  const newestFirst = call.workspace.messages.inChannel(channel.id).filter(isWithin).reverse()
  const { page, hasMore, response_metadata } = paginate(call.args, newestFirst, 100)
  return { messages: presentAll(call, page), has_more: hasMore, pin_count: 0, response_metadata }
}

function replies(call: Call): Record<string, unknown> {
  const { channel, isWithin } = readable(call)
  const { messages } = call.workspace
  const asked = messages.find(channel.id, call.args.required('ts'))
  if (!asked || asked.visibleTo !== undefined) throw new SlackRefusal('thread_not_found')
  const parent = asked.threadTs === undefined ? asked : messages.find(channel.id, asked.threadTs)
  const thread = parent ? [parent, ...messages.replies(channel.id, parent.ts).filter(isWithin)] : [asked]
  const { page, hasMore, response_metadata } = paginate(call.args, thread, 1000)
  return { messages: presentAll(call, page), has_more: hasMore, response_metadata }
}

export const conversationMethods: Record<string, Method> = {
  'conversations.info': { tier: 'tier3', run: info },
  'conversations.list': { tier: 'tier2', run: list },
  'conversations.members': { tier: 'tier4', run: members },
  'conversations.open': { tier: 'tier3', run: open },
  'conversations.join': { tier: 'tier3', scopes: ['channels:join'], run: join },
  'conversations.history': { tier: 'tier3', run: history },
  'conversations.replies': { tier: 'tier3', run: replies },
  'users.conversations': { tier: 'tier3', run: own },
}
