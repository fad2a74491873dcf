/** Typing a slash command (docs.slack.dev, interactivity/implementing-slash-commands). */
import type { DriveAnswer } from '../../drive-call.ts'
import { appId } from '../identity.ts'
import { SlackRefusal } from '../refusal.ts'
import { actingTeam, payloadChannel } from './payload.ts'
import { findOwnChannel, findPerson, needCommands, outcomeToAnswer, type Stage } from './stage.ts'
import { escapeTyped } from './typed-text.ts'

export interface CommandRequest {
  user: string
  channel: string
  /** With or without the command's name in front; without: `/conf`. */
  text: string
  /** Of another workspace than the person's. */
  team?: string | undefined
  /** Refused as Slack refuses it: threads take no slash commands. */
  thread?: string | undefined
}

export async function typeCommand(stage: Stage, request: CommandRequest): Promise<DriveAnswer> {
  const { workspace, courier } = stage
  const person = findPerson(stage, request.user)
  const channel = findOwnChannel(stage, request.channel, person)
  needCommands(stage)
  if (request.thread !== undefined) return { ok: false, error: 'not_supported_in_threads' }
  if (channel.isArchived) return { ok: false, error: 'is_archived' }
  const [, command = '/conf', text = ''] = /^\s*(\/conf(?:admin)?(?!\S))?\s*([\s\S]*)$/.exec(request.text) ?? []
  const team = actingTeam(person, request.team)
  const place = { channel: channel.id, user: person.id }
  const { id: channelId, name: channelName } = payloadChannel(channel)
  const outcome = await courier.send('command', command, {
    token: workspace.secrets.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channelId,
    channel_name: channelName,
    user_id: person.id,
    user_name: person.name,
    command,
    text: escapeTyped(text.trim(), person, workspace.directory, true),
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: workspace.responseUrls.issue(place),
    trigger_id: workspace.triggers.issue(person.id, { channel: channel.id }),
  })
  if (!outcome.ok || isNothing(outcome.answer)) return outcomeToAnswer(outcome)
  try {
    const answer = outcome.answer
    workspace.responseUrls.respond(place, typeof answer === 'string' ? { text: answer } : answer)
    return outcomeToAnswer(outcome)
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    return { ok: false, error: 'invalid_response', reason: error.code, ...error.fields, delivery: outcome.delivery }
  }
}

/** An acknowledgement without content. */
export function isNothing(answer: unknown): boolean {
  if (answer === undefined || answer === null || answer === '') return true
  return typeof answer === 'object' && Object.keys(answer).length === 0
}
