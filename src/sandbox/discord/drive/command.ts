/** Typing a command, asking for suggestions while typing, and using a command on a message (discord-api-docs, interactions/application-commands). */
import { type DriveAnswer, DriveRefusal } from '../../drive-call.ts'
import type { CommandOption } from '../command-store.ts'
import type { Channel, Person } from '../directory.ts'
import { interactionTypes } from '../interaction-store.ts'
import { nothingChosen, resolve } from '../interactions/payload.ts'
import { commandTypes, type FoundCommand, findTypedCommand, fullName, visibleCommands } from './find-command.ts'
import {
  findChannel,
  findMessage,
  findOwnChannel,
  findPerson,
  type MessageName,
  outcomeToAnswer,
  type Stage,
  sendInteraction,
} from './stage.ts'
import { ClientRefusal, readTypedOptions, type TypedOption, typeValue } from './typed-options.ts'

export interface CommandRequest {
  user: string
  channel: string
  /** The command's name where it is not `conf`, and does not begin the text. */
  command?: string | undefined
  /** `mute who:Anna`, as the composer shows it. */
  text: string
}

export async function typeCommand(stage: Stage, request: CommandRequest): Promise<DriveAnswer> {
  const { person, channel, found } = findTyped(stage, request)
  const chosen = nothingChosen()
  const { directory } = stage.server
  const typed = readTypedOptions(found.options, found.rest)
  try {
    const missing = found.options.find((option) => option.required && !typed.some((one) => one.option === option))
    if (missing) throw new ClientRefusal(missing.name, 'This option is required. Specify a value.')
    const values = typed.map((one) => ({
      name: one.option.name,
      type: one.option.type,
      value: typeValue(one, { directory, person, channel, chosen }),
    }))
    const resolved = resolve(stage.server, person.id, chosen)
    const data = { ...commandData(found, values), ...(resolved && { resolved }) }
    const draft = { type: interactionTypes.command, person, channel, data, commandName: fullName(found) }
    return outcomeToAnswer(await sendInteraction(stage, draft))
  } catch (error) {
    if (!(error instanceof ClientRefusal)) throw error
    return { ok: false, error: error.message, option: error.option }
  }
}

/** The last option of the text is the one being typed. */
export async function suggest(stage: Stage, request: CommandRequest): Promise<DriveAnswer> {
  const { person, channel, found } = findTyped(stage, request)
  const typed = readTypedOptions(found.options, found.rest)
  const focused = typed.at(-1)
  if (!focused?.option.autocomplete) {
    const known = found.options.filter(({ autocomplete }) => autocomplete).map(({ name }) => name)
    throw new DriveRefusal(409, 'Nothing is suggested for this option.', known)
  }
  const before = typed.slice(0, -1).flatMap((one) => partialValue(stage, one, person, channel))
  const { name, type } = focused.option
  const values = [...before, { name, type, value: focused.text, focused: true }]
  const draft = { type: interactionTypes.autocomplete, person, channel, data: commandData(found, values) }
  const outcome = await sendInteraction(stage, draft)
  return { ...outcomeToAnswer(outcome), ...(outcome.ok && { choices: outcome.attempt.choices ?? [] }) }
}

/** What does not hold yet is not sent along ("can be partial"). */
function partialValue({ server }: Stage, one: TypedOption, person: Person, channel: Channel) {
  try {
    const context = { directory: server.directory, person, channel, chosen: nothingChosen() }
    return [{ name: one.option.name, type: one.option.type, value: typeValue(one, context) }]
  } catch (error) {
    if (!(error instanceof ClientRefusal)) throw error
    return []
  }
}

/** A command on a message, from its menu. */
export async function useContextCommand(
  stage: Stage,
  request: { user: string; message: MessageName; name: string },
): Promise<DriveAnswer> {
  const person = findPerson(stage, request.user)
  const { channel, message } = findMessage(stage, request.message, person)
  const commands = visibleCommands(stage, person, channel).filter(({ type }) => type === commandTypes.message)
  const command = commands.find(({ name }) => name === request.name)
  if (!command) {
    const known = commands.map(({ name }) => name)
    throw new DriveRefusal(404, `${person.name} sees no command "${request.name}" on this message.`, known)
  }
  const { id, name, type, guild_id } = command
  const data = {
    id,
    name,
    type,
    ...(guild_id !== undefined && { guild_id }),
    target_id: message.id,
    resolved: { messages: { [message.id]: stage.server.messages.present(message) } },
  }
  const draft = { type: interactionTypes.command, person, channel, data, commandName: name }
  return outcomeToAnswer(await sendInteraction(stage, draft))
}

/** What the person sees registered: in that channel, `general` when none is named. */
export function readCommands(
  stage: Stage,
  { user, channel = 'general' }: { user: string; channel?: string | undefined },
) {
  const person = findPerson(stage, user)
  return { ok: true, commands: visibleCommands(stage, person, findChannel(stage, channel, person)) }
}

function findTyped(stage: Stage, request: CommandRequest) {
  const person = findPerson(stage, request.user)
  const channel = findOwnChannel(stage, request.channel, person)
  return { person, channel, found: findTypedCommand(stage, person, channel, request) }
}

function commandData({ command, path }: FoundCommand, values: readonly object[]): Record<string, unknown> {
  const { id, name, type, guild_id } = command
  const nested = path.reduceRight<readonly object[]>(
    (options, one: CommandOption) => [{ name: one.name, type: one.type, options }],
    values,
  )
  return { id, name, type, ...(guild_id !== undefined && { guild_id }), options: nested }
}
