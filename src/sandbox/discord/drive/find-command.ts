/** Which commands a person sees where, and which of them a typed text is (discord-api-docs, interactions/application-commands). */
import { DriveRefusal } from '../../drive-call.ts'
import type { CommandOption, RegisteredCommand } from '../command-store.ts'
import type { Channel, Person } from '../directory.ts'
import { botUserId, guildId } from '../identity.ts'
import { optionTypes } from '../option-types.ts'
import { isDirect, type Stage } from './stage.ts'

export const commandTypes = { chatInput: 1, user: 2, message: 3 } as const
/** `contexts`: where a command for all servers can be used. */
const contexts = { guild: 0, botDirect: 1 } as const

/** Of the server first; in direct messages only those for all servers. */
export function visibleCommands({ server }: Stage, person: Person, channel: Channel): RegisteredCommand[] {
  const { directory, commands } = server
  if (isDirect(channel)) return commands.list(undefined).filter((command) => allows(command, contexts.botDirect))
  if (!directory.member(botUserId) || !directory.can(person.id, channel, 'USE_APPLICATION_COMMANDS')) return []
  const everywhere = commands.list(undefined).filter((command) => allows(command, contexts.guild))
  return [...commands.list(guildId), ...everywhere].filter(({ default_member_permissions: needed }) => {
    if (directory.can(person.id, channel, 'ADMINISTRATOR')) return true
    if (typeof needed !== 'string') return true
    const bits = BigInt(needed)
    // "0": nobody but administrators.
    return bits !== 0n && (directory.permissions(person.id, channel) & bits) === bits
  })
}

function allows({ contexts: allowed }: RegisteredCommand, context: number): boolean {
  return !Array.isArray(allowed) || allowed.includes(context)
}

export interface FoundCommand {
  command: RegisteredCommand
  /** Group and subcommand that the text names, outermost first. */
  path: readonly CommandOption[]
  /** What can be given to it. */
  options: readonly CommandOption[]
  /** What follows the names. */
  rest: string
}

/** `/conf` where the text does not begin with the name of another command. Throws DriveRefusal. */
export function findTypedCommand(
  stage: Stage,
  person: Person,
  channel: Channel,
  { text, command: named }: { text: string; command?: string | undefined },
): FoundCommand {
  const commands = visibleCommands(stage, person, channel).filter(({ type }) => type === commandTypes.chatInput)
  const byName = (name: string | undefined) => commands.find((command) => command.name === name?.replace(/^\//, ''))
  const typed = takeWord(text)
  const own = named === undefined ? byName(typed.word) : undefined
  const command = own ?? byName(named ?? 'conf')
  if (!command) {
    const known = commands.map(({ name }) => name)
    throw new DriveRefusal(404, `${person.name} sees no command "/${named ?? 'conf'}" here.`, known)
  }
  let rest = own ? typed.rest : text.trim()
  let options = command.options ?? []
  const path: CommandOption[] = []
  while (options.some(isSubcommand)) {
    const { word, rest: after } = takeWord(rest)
    const next = options.find(({ name }) => name === word)
    if (!next) {
      const before = [command, ...path].map(({ name }) => name).join(' ')
      const sentence = word ? `"/${before}" has no subcommand "${word}".` : `"/${before}" needs a subcommand.`
      throw new DriveRefusal(
        409,
        sentence,
        options.map(({ name }) => name),
      )
    }
    path.push(next)
    options = next.options ?? []
    rest = after
  }
  return { command, path, options, rest }
}

/** "conf room list". */
export const fullName = ({ command, path }: FoundCommand): string =>
  [command, ...path].map(({ name }) => name).join(' ')

const isSubcommand = ({ type }: CommandOption) =>
  type === optionTypes.subcommand || type === optionTypes.subcommandGroup

function takeWord(text: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? []
  return { word: word.replace(/^\//, ''), rest: rest.trimEnd() }
}
