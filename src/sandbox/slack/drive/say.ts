/** Writing a message, and what the bot hears of it: mentions, and everything in its own direct messages (docs.slack.dev, reference/events/app_mention and message.im). */

import { randomBytes, randomUUID } from 'node:crypto'
import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import type { Person } from '../directory.ts'
import { appId, botUserId, teamId } from '../identity.ts'
import type { Workspace } from '../workspace.ts'
import { findOwnChannel, findPerson, outcomeToAnswer, type Stage } from './stage.ts'
import { escapeTyped, linkNumbers } from './typed-text.ts'

export interface SayRequest {
  user: string
  channel: string
  text: string
  /** ts of the thread's first message. */
  thread?: string | undefined
  team?: string | undefined
}

/** `sent` is false when the bot hears nothing of the message. */
export async function say(
  stage: Stage,
  request: SayRequest,
): Promise<DriveAnswer | { ok: true; sent: false; ts: string }> {
  const { workspace, courier } = stage
  const person = findPerson(stage, request.user)
  const channel = findOwnChannel(stage, request.channel, person)
  if (channel.isArchived) return { ok: false, error: 'is_archived' }
  if (request.thread !== undefined && !workspace.messages.find(channel.id, request.thread)) {
    throw new DriveRefusal(404, `There is no thread ${request.thread} in "${request.channel}".`)
  }
  const message = workspace.messages.add({
    channel: channel.id,
    user: person.id,
    threadTs: request.thread,
    text: linkNumbers(escapeTyped(request.text, person, workspace.directory, false)),
  })
  const isDirect = channel.kind === 'im' && channel.members.has(botUserId)
  if (!isDirect && !message.text.includes(`<@${botUserId}>`)) return { ok: true, sent: false, ts: message.ts }
  if (!channel.members.has(botUserId)) return { ok: false, error: 'not_in_channel', ts: message.ts }

  if (!workspace.scopes.includes(isDirect ? 'im:history' : 'app_mentions:read'))
    return { ok: true, sent: false, ts: message.ts }

  const name = isDirect ? 'message' : 'app_mention'
  const event = {
    type: name,
    ...authorOf(person, request.team),
    text: message.text,
    ts: message.ts,
    ...(request.thread !== undefined && { thread_ts: request.thread }),
    channel: channel.id,
    event_ts: message.ts,
    client_msg_id: randomUUID(),
    ...(isDirect && { channel_type: 'im' }),
  }
  const body = eventCallback(workspace, event, { isExtShared: channel.isExtShared, team: request.team })
  return { ...outcomeToAnswer(await courier.send('event', name, body)), ts: message.ts }
}

/** The same with the bot's name in front, where it is needed and missing. */
export function mention(stage: Stage, request: SayRequest) {
  const channel = findOwnChannel(stage, request.channel, findPerson(stage, request.user))
  const isDirect = channel.kind === 'im' && channel.members.has(botUserId)
  const hasName = /(?<!\w)@confbot\b/.test(request.text)
  return say(stage, isDirect || hasName ? request : { ...request, text: `@confbot ${request.text}` })
}

/** Someone of another workspace is marked as such; a bot carries its id. */
function authorOf(person: Person, team: string | undefined) {
  const own = team ?? person.teamId
  return {
    user: person.id,
    team: own,
    ...(own !== teamId && { user_team: own, source_team: own }),
    ...(person.isBot && { bot_id: person.id.replace(/^U/, 'B'), subtype: 'bot_message' }),
  }
}

/** The envelope of every event (docs.slack.dev, apis/events-api, "Event type structure"). */
export function eventCallback(
  workspace: Workspace,
  event: Record<string, unknown>,
  { isExtShared, team = teamId }: { isExtShared: boolean; team?: string | undefined },
): Record<string, unknown> {
  return {
    token: workspace.secrets.verificationToken,
    team_id: team,
    context_team_id: team,
    context_enterprise_id: null,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: `Ev0${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(workspace.systemNow() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: isExtShared,
    event_context: `4-${randomBytes(12).toString('hex')}`,
  }
}
