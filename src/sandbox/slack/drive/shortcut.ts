/** Shortcuts and the Home tab: the ways in that start from no message of the bot's (docs.slack.dev, interactivity/implementing-shortcuts; reference/events/app_home_opened). */
import type { DriveAnswer } from '../../drive-call.ts'
import { botUserId } from '../identity.ts'
import { actionTs, interaction, payloadChannel } from './payload.ts'
import { eventCallback } from './say.ts'
import {
  findChannel,
  findMessage,
  findPerson,
  type MessageName,
  needCommands,
  outcomeToAnswer,
  type Stage,
} from './stage.ts'

export interface ShortcutRequest {
  user: string
  /** callback_id. */
  callback: string
  /** A message shortcut, on this message; else a global one. */
  message?: MessageName | undefined
  /** What the person looks at while using a global one. */
  channel?: string | undefined
  team?: string | undefined
}

export async function useShortcut(stage: Stage, request: ShortcutRequest): Promise<DriveAnswer> {
  const { workspace, courier } = stage
  const person = findPerson(stage, request.user)
  needCommands(stage)
  const message = request.message && findMessage(stage, request.message, person)
  const channelName = message?.channel ?? request.channel
  const channel = channelName === undefined ? undefined : findChannel(stage, channelName, person)
  const common = {
    callback_id: request.callback,
    trigger_id: workspace.triggers.issue(person.id, { channel: channel?.id }),
    action_ts: actionTs(workspace),
  }
  if (!message || !channel) {
    const body = { ...interaction(workspace, 'shortcut', person, request.team), ...common }
    return outcomeToAnswer(await courier.send('interactive', 'shortcut', body))
  }
  const body = {
    ...interaction(workspace, 'message_action', person, request.team),
    ...common,
    message_ts: message.ts,
    message: workspace.messages.present(message),
    channel: payloadChannel(channel),
    response_url: workspace.responseUrls.issue({
      channel: channel.id,
      user: person.id,
      source: { ts: message.ts },
    }),
  }
  return outcomeToAnswer(await courier.send('interactive', 'message_action', body))
}

export interface HomeRequest {
  user: string
  tab?: 'home' | 'messages' | undefined
  team?: string | undefined
}

export async function openHome(stage: Stage, { user, tab = 'home', team }: HomeRequest): Promise<DriveAnswer> {
  const { workspace, courier } = stage
  const person = findPerson(stage, user)
  const view = workspace.views.home(person.id)
  const event = {
    type: 'app_home_opened',
    user: person.id,
    channel: workspace.directory.openDirect([person.id, botUserId]).id,
    tab,
    event_ts: actionTs(workspace),
    ...(tab === 'home' && view && { view: workspace.views.present(view) }),
  }
  const body = eventCallback(workspace, event, { isExtShared: false, team })
  return outcomeToAnswer(await courier.send('event', 'app_home_opened', body))
}
