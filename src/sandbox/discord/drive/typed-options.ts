/** What stands in the composer after a command's name, taken apart and made into typed values, with what Discord's client says of a wrong one. */
import { DriveRefusal } from '../../drive-call.ts'
import type { CommandOption } from '../command-store.ts'
import type { Channel, Directory, Person } from '../directory.ts'
import type { Chosen } from '../interactions/payload.ts'
import { optionTypes } from '../option-types.ts'
import { withMentions } from './typed-mentions.ts'

export interface TypedOption {
  option: CommandOption
  text: string
}

/** `who:Anna Smith when:"tomorrow: early"`; a value reaches to the next option. Throws DriveRefusal. */
export function readTypedOptions(options: readonly CommandOption[], text: string): TypedOption[] {
  const found: TypedOption[] = []
  const known = options.map(({ name }) => name)
  let rest = text.trim()
  while (rest !== '') {
    const name = nameAtStart(rest, known)
    const option = options.find((one) => one.name === name)
    if (!option) throw new DriveRefusal(409, `"${rest}" belongs to no option of this command.`, known)
    if (found.some((one) => one.option === option)) throw new DriveRefusal(409, `"${name}" was given already.`)
    const { value, after } = takeValue(rest.slice(option.name.length + 1), known)
    found.push({ option, text: value })
    rest = after
  }
  return found
}

const nameAtStart = (text: string, known: readonly string[]) => known.find((name) => text.startsWith(`${name}:`))

function takeValue(text: string, known: readonly string[]): { value: string; after: string } {
  const quoted = /^"((?:[^"\\]|\\.)*)"(?:\s+|$)/.exec(text)
  if (quoted) return { value: (quoted[1] ?? '').replace(/\\(.)/g, '$1'), after: text.slice(quoted[0].length) }
  for (const { index } of text.matchAll(/\s+/g)) {
    const after = text.slice(index).trimStart()
    if (nameAtStart(after, known)) return { value: text.slice(0, index).trim(), after }
  }
  return { value: text.trim(), after: '' }
}

/** What the client says instead of sending. */
export class ClientRefusal extends Error {
  readonly option: string

  constructor(option: string, words: string) {
    super(words)
    this.name = 'ClientRefusal'
    this.option = option
  }
}

export interface ValueContext {
  directory: Directory
  person: Person
  channel: Channel
  /** Gathers whom and what the values name. */
  chosen: Chosen
}

/** The value that is sent. Throws ClientRefusal. */
export function typeValue({ option, text }: TypedOption, context: ValueContext): string | number | boolean {
  const refuse = (words: string) => new ClientRefusal(option.name, words)
  const { choices } = option
  if (choices && choices.length > 0) {
    const choice = choices.find(({ name, value }) => name === text || String(value) === text)
    if (!choice) throw refuse('Please choose a valid option.')
    return choice.value
  }
  switch (option.type) {
    case optionTypes.string:
      return checkLength(option, withMentions(text, context.person.id, context.directory), refuse)
    case optionTypes.integer:
    case optionTypes.number: {
      const number = Number(text)
      if (text === '' || !Number.isFinite(number)) throw refuse('Please enter a valid number.')
      if (option.type === optionTypes.integer && !Number.isSafeInteger(number))
        throw refuse('Please enter a valid integer.')
      const { min_value: min, max_value: max } = option
      if (typeof min === 'number' && number < min) throw refuse(`Value must be at least ${min}.`)
      if (typeof max === 'number' && number > max) throw refuse(`Value must be at most ${max}.`)
      return number
    }
    case optionTypes.boolean:
      if (!/^(true|false)$/i.test(text)) throw refuse('Please choose True or False.')
      return text.toLowerCase() === 'true'
    case optionTypes.user:
      return findUser(text, context) ?? fail(refuse('Please enter a valid user.'))
    case optionTypes.role:
      return findRole(text, context) ?? fail(refuse('Please enter a valid role.'))
    case optionTypes.mentionable:
      return findUser(text, context) ?? findRole(text, context) ?? fail(refuse('Please enter a valid mention.'))
    case optionTypes.channel:
      return findChannel(option, text, context) ?? fail(refuse('Please enter a valid channel.'))
    default:
      throw new DriveRefusal(409, `An option of type ${option.type} cannot be given here.`)
  }
}

function fail(error: Error): never {
  throw error
}

function checkLength(option: CommandOption, text: string, refuse: (words: string) => Error): string {
  const { min_length: min, max_length: max } = option
  if (text === '') throw refuse('This option is required. Specify a value.')
  if (typeof min === 'number' && text.length < min) throw refuse(`Must be at least ${min} characters.`)
  const most = typeof max === 'number' ? max : 6000
  if (text.length > most) throw refuse(`Must be ${most} or fewer characters.`)
  return text
}

function findUser(text: string, { directory, chosen }: ValueContext): string | undefined {
  const found = directory.personByName(text)
  if (found) chosen.users.add(found.id)
  return found?.id
}

function findRole(text: string, { directory, chosen }: ValueContext): string | undefined {
  const found = directory.roleByName(text)
  if (found) chosen.roles.add(found.id)
  return found?.id
}

function findChannel(option: CommandOption, text: string, { directory, person, chosen }: ValueContext) {
  const found = directory.channelByName(text, person.id)
  const types = option.channel_types
  if (!found || !directory.canSee(person.id, found)) return undefined
  if (Array.isArray(types) && !types.includes(found.type)) return undefined
  chosen.channels.add(found.id)
  return found.id
}
