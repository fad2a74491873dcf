/** What the people of the workspace act with, and how they find what they name. */

import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import type { Courier } from '../delivery/courier.ts'
import type { Outcome } from '../delivery/delivery.ts'
import type { Channel, Person } from '../directory.ts'
import { canSee } from '../directory.ts'
import type { StoredMessage } from '../message-store.ts'
import type { AnyOption } from '../rules/composition.ts'
import type { OpenView, ViewState } from '../view-store.ts'
import type { Workspace } from '../workspace.ts'

export interface Stage {
  workspace: Workspace
  courier: Courier
  /** What each person has chosen in a message's menus, by person and message. */
  selections: Map<string, ViewState>
  /** What the bot last suggested to a person for an element. */
  suggestions: Map<string, readonly AnyOption[]>
}

export function outcomeToAnswer(outcome: Outcome & { delivery: string }): DriveAnswer {
  if (outcome.ok) return { ok: true, ackMs: Math.round(outcome.ackMs), delivery: outcome.delivery }
  const { ok, error, status, delivery } = outcome
  return { ok, error, delivery, ...(status !== undefined && { status }) }
}

/** Somebody who can do and see something: whose account is not deactivated. */
export function findPerson(stage: Stage, nameOrId: string): Person {
  const found = findAnybody(stage, nameOrId)
  if (stage.workspace.directory.isDeactivated(found.id))
    throw new DriveRefusal(409, `The account of ${found.name} is deactivated.`)
  return found
}

export function findAnybody({ workspace }: Stage, nameOrId: string): Person {
  const found = workspace.directory.personByName(nameOrId)
  if (found) return found
  const known = workspace.directory.people().map((one) => one.name)
  throw new DriveRefusal(404, `There is no person "${nameOrId}".`, known)
}

/** Without the scope, the client shows no command and no shortcut of the app. */
export function needCommands({ workspace }: Stage): void {
  if (workspace.scopes.includes('commands')) return
  throw new DriveRefusal(409, 'The app was not granted the scope "commands", so there is none to use.')
}

/** A conversation that the person can see. */
export function findChannel({ workspace }: Stage, nameOrId: string, person: Person): Channel {
  const { directory } = workspace
  const found = directory.channelByName(nameOrId, person.id)
  if (found && canSee(found, person)) return found
  const known = directory
    .channels()
    .filter((one) => canSee(one, person))
    .map((one) => one.name || one.id)
  throw new DriveRefusal(404, `${person.name} sees no conversation "${nameOrId}".`, known)
}

/** A conversation that the person is in and can write to. */
export function findOwnChannel(stage: Stage, nameOrId: string, person: Person): Channel {
  const channel = findChannel(stage, nameOrId, person)
  if (!channel.members.has(person.id)) {
    throw new DriveRefusal(409, `${person.name} is not in "${nameOrId}" and cannot write there.`)
  }
  return channel
}

export interface MessageName {
  channel: string
  ts: string
}

/** A message that the person sees. */
export function findMessage(stage: Stage, { channel: name, ts }: MessageName, person: Person): StoredMessage {
  const channel = findChannel(stage, name, person)
  const found = stage.workspace.messages.find(channel.id, ts)
  if (found && (found.visibleTo === undefined || found.visibleTo === person.id)) return found
  const known = stage.workspace.messages.inChannel(channel.id, person.id).map((one) => one.ts)
  throw new DriveRefusal(404, `${person.name} sees no message ${ts} in "${name}".`, known)
}

/** The person's topmost modal, or `home`; by id or callback_id, the topmost when no name is given. */
export function findView({ workspace }: Stage, name: string | undefined, person: Person): OpenView {
  const { views } = workspace
  const home = views.home(person.id)
  if (home && (name === 'home' || name === home.id)) return home
  const stack = views.stack(person.id)
  const top = stack.at(-1)
  const known = stack.map((view) => `${view.id} ${view.given.callback_id ?? ''}`.trim())
  if (!top) throw new DriveRefusal(404, `${person.name} has no form open.`)
  if (name === undefined || name === top.id || name === top.given.callback_id) return top
  const isCovered = stack.some((view) => name === view.id || name === view.given.callback_id)
  const sentence = isCovered ? `"${name}" is covered by another form.` : `${person.name} has no form "${name}" open.`
  throw new DriveRefusal(isCovered ? 409 : 404, sentence, known)
}
