/** Slack's payloads as what a request needs: who, where, and the key that all deliveries of one intent share. Pure. */
import type {
  BlockAction,
  BlockElementAction,
  EnvelopedEvent,
  SlackShortcut,
  SlashCommand,
  ViewSubmitAction,
} from '@slack/bolt'
import { decodeAction } from '#command-kit/action-ref.ts'
import type { Place } from '#core/actor.ts'
import type { PostedCard } from '#core/contracts/store.ts'
import type { ActionRef } from '#view/card.ts'
import type { DirectChannels } from './direct-channels.ts'
import { showsPrefix } from './render-card.ts'

export interface Caller {
  readonly intent: string
  /** The workspace in which the app was called. */
  readonly workspaceId: string
  readonly userId: string
}

/** What is remembered of the bot's own direct messages. */
export type Directs = Pick<DirectChannels, 'isOurs' | 'channelOf'>

interface Where {
  readonly workspaceId: string
  readonly channelId: string
  /** As the payload calls it; undefined where it does not say. */
  readonly channelName?: string | undefined
  /** Known otherwise than by the name (`public-channels.ts`). */
  readonly isPublic?: boolean
  readonly threadId?: string | undefined
}

/**
 * A direct message that is not known to be the bot's own counts as one between people: a card posted there goes to the asker's
 * direct message when Slack refuses, and arrives at the same place when it was the bot's own after all.
 */
export function placeOf(
  { workspaceId, channelId, channelName, threadId, isPublic = isPublicName(channelName) }: Where,
  directs: Directs,
): Place {
  const isPeople = channelId.startsWith('D') || channelName?.startsWith('mpdm-')
  return {
    platform: 'slack',
    workspaceId,
    channelId,
    kind: directs.isOurs(channelId) ? 'direct' : isPeople ? 'people' : 'channel',
    ...(threadId !== undefined && { threadId }),
    ...(!isPublic && { isPrivate: true }),
  }
}

/**
 * Whether this is the name of a channel that all members of the workspace can read: private channels are called
 * `privategroup` and direct messages `directmessage` in slash commands and interactions. What is not told counts as private.
 */
const isPublicName = (name: string | undefined) =>
  name !== undefined && name !== '' && !/^(?:privategroup|directmessage|mpdm-.*)$/.test(name)

/** For what comes from no conversation: the person's direct message with the bot. */
export const directPlace = (workspaceId: string, userId: string, directs: Directs): Place => ({
  platform: 'slack',
  workspaceId,
  channelId: directs.channelOf(userId),
  kind: 'direct',
  isPrivate: true,
})

export function commandRequest(command: SlashCommand, directs: Directs): Caller & { place: Place } {
  const workspaceId = command.team_id
  return {
    intent: `slack:command:${command.trigger_id}`,
    workspaceId,
    userId: command.user_id,
    place: placeOf({ workspaceId, channelId: command.channel_id, channelName: command.channel_name }, directs),
  }
}

/**
 * In channels shared with other organisations several workspaces see an event; `authorizations` names the one that it was
 * delivered to.
 */
export function eventCaller(body: EnvelopedEvent, userId: string): Caller {
  const workspaceId = body.authorizations?.[0]?.team_id ?? body.context_team_id ?? body.team_id
  return { intent: `slack:event:${body.event_id}`, workspaceId, userId }
}

/** `user.team_id` is the person's own workspace, `team.id` that of the message. */
const teamOf = (body: {
  team: { id: string } | null
  enterprise?: { id: string }
  user: { team_id?: string }
}): string => body.team?.id ?? body.enterprise?.id ?? body.user.team_id ?? ''

export function actionRequest(
  body: BlockAction,
  action: BlockElementAction,
  directs: Directs,
): Caller & { place: Place; isEphemeral: boolean; clicked: PostedCard | null } {
  const workspaceId = body.view?.app_installed_team_id ?? teamOf(body)
  const caller = {
    intent: `slack:action:${body.trigger_id}:${action.action_ts}`,
    workspaceId,
    userId: body.user.id,
    isEphemeral: body.container.is_ephemeral === true,
  }
  const channelId: string | undefined = body.channel?.id ?? body.container.channel_id
  if (channelId === undefined)
    return { ...caller, place: directPlace(workspaceId, body.user.id, directs), clicked: null }
  const place = placeOf({ workspaceId, channelId, channelName: body.channel?.name, threadId: threadOf(body) }, directs)
  return { ...caller, place, clicked: cardOf(body, place) }
}

/** The live card that the button stands on: its header names the conference. */
function cardOf({ message }: BlockAction, place: Place): PostedCard | null {
  const blocks: readonly { readonly block_id?: string }[] = Array.isArray(message?.blocks) ? message.blocks : []
  const conferenceId = blocks[0]?.block_id?.startsWith(showsPrefix) ? blocks[0].block_id.slice(showsPrefix.length) : ''
  return message && conferenceId !== '' ? { conferenceId, place, messageId: message.ts } : null
}

/** A message with replies names itself as its thread; its buttons still stand in the channel. */
function threadOf(body: BlockAction): string | undefined {
  const thread: string | undefined = body.container.thread_ts ?? body.message?.thread_ts
  const own: string | undefined = body.container.message_ts ?? body.message?.ts
  return thread === own ? undefined : thread
}

/** A global shortcut has no place. */
export function shortcutRequest(shortcut: SlackShortcut, directs: Directs): Caller & { place: Place | null } {
  const workspaceId = teamOf(shortcut)
  const caller = {
    intent: `slack:shortcut:${shortcut.trigger_id}:${shortcut.action_ts}`,
    workspaceId,
    userId: shortcut.user.id,
  }
  if (shortcut.type === 'shortcut') return { ...caller, place: null }
  const { channel, message } = shortcut
  const threadId: string = message.thread_ts ?? message.ts
  return {
    ...caller,
    place: placeOf({ workspaceId, channelId: channel.id, channelName: channel.name, threadId }, directs),
  }
}

export const viewCaller = (body: ViewSubmitAction): Caller => ({
  intent: `slack:view:${body.view.id}:${body.view.hash}`,
  workspaceId: body.view.app_installed_team_id ?? teamOf(body),
  userId: body.user.id,
})

/**
 * The packed command of a button, or of the chosen entry of a menu; null when there is none that we can read. Slack escapes
 * texts in its interaction payloads (bolt-python issue 513), so an escaped one is read, too.
 */
export function actionToRef(action: BlockElementAction): ActionRef | null {
  const value = actionValue(action) ?? ''
  return decodeAction(value) ?? decodeAction(unescapeText(value))
}

const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

function actionValue(action: BlockElementAction): string | undefined {
  switch (action.type) {
    case 'button':
      return action.value
    case 'overflow':
    case 'static_select':
      return action.selected_option.value
    default:
      return undefined
  }
}

/** What was said to the bot: the text after its mention, and the root that it names. */
export function spokenText(text: string, botUserId: string, roots: readonly string[]): { root: string; text: string } {
  const mention = new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`)
  const at = mention.exec(text)
  const said = (at ? text.slice(at.index + at[0].length) : text).trim()
  const [first = ''] = said.split(/\s/, 1)
  const root = roots.find((name) => first.toLowerCase() === name || first.toLowerCase() === `/${name}`)
  return root === undefined ? { root: roots[0] ?? '', text: said } : { root, text: said.slice(first.length).trim() }
}
