/** What people do to messages and channels by hand, which the bot only finds out when it uses them again. */
import { DriveRefusal } from '../../drive-call.ts'
import { botUserId } from '../identity.ts'
import { findAnybody, findMessage, findOwnChannel, findPerson, type MessageName, type Stage } from './stage.ts'

/** One's own message; the bot's only by an administrator. One that a single person sees vanishes by itself. */
export function deleteMessage(stage: Stage, input: { user: string; message: MessageName }): { ok: true } {
  const person = findPerson(stage, input.user)
  const message = findMessage(stage, input.message, person)
  const isTheirs = message.user === person.id || (message.user === botUserId && person.isAdmin)
  if (!isTheirs || message.visibleTo !== undefined) {
    throw new DriveRefusal(409, `${person.name} cannot delete this message.`)
  }
  stage.workspace.messages.remove(message)
  return { ok: true }
}

export function archive(stage: Stage, input: { user: string; channel: string; archived: boolean }): { ok: true } {
  findOwnChannel(stage, input.channel, findPerson(stage, input.user)).isArchived = input.archived
  return { ok: true }
}

/**
 * An administrator takes an account out of use, or back into it. Slack goes on taking what is posted into a direct message with
 * that person (slackapi/python-slack-sdk issue 1156); only a new one cannot be opened.
 */
export function deactivate(stage: Stage, input: { user: string; person: string; deactivated: boolean }): { ok: true } {
  const { name, isAdmin } = findPerson(stage, input.user)
  const person = findAnybody(stage, input.person)
  if (!isAdmin || person.id === botUserId) throw new DriveRefusal(409, `${name} cannot deactivate that account.`)
  stage.workspace.directory.setDeactivated(person.id, input.deactivated)
  return { ok: true }
}
