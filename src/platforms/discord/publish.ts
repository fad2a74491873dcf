/**
 * Definitions → the commands that Discord shows (interactions/application-commands). Pure. They are commands of a server, which take
 * effect at once, and of which neither contexts nor installation types are said.
 */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  Locale,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10'
import type { AnyCommand, Option, RootDefinition } from '#command-kit/define-command.ts'
import { cutText } from '#lib/clean-text.ts'
import { type Language, spanToString } from '#text/format.ts'
import type { MessageKey } from '#text/message.ts'
import { limits } from './limits.ts'

export type PublishedCommand =
  | RESTPostAPIChatInputApplicationCommandsJSONBody
  | RESTPostAPIContextMenuApplicationCommandsJSONBody

/** What the context menu of a message offers: the form of a command. */
export interface ContextCommand {
  readonly name: MessageKey
  /** Command path, e.g. `conf start`. */
  readonly path: string
}

const contextCommands: readonly ContextCommand[] = [
  { name: 'discord.shortcut.start', path: 'conf start' },
  { name: 'discord.shortcut.schedule', path: 'conf schedule' },
]

/** By the name that was registered, which an interaction tells whatever the person's language; null for another. */
export const contextCommandNamed = (name: string): ContextCommand | null =>
  contextCommands.find((one) => words(one.name) === name) ?? null

/**
 * Who sees it without any rule of the server's own: of several bits Discord wants all. What a person may do is checked by us, too, so
 * that an administrator of the server can show it to whom they like.
 */
const adminsOnly = String(PermissionFlagsBits.ManageGuild)

export function rootsToCommands(roots: readonly RootDefinition[]): PublishedCommand[] {
  const paths = roots.flatMap(({ commands }) => commands.map(({ path }) => path))
  return [
    ...roots.map(rootToCommand),
    ...contextCommands
      .filter(({ path }) => paths.includes(path))
      .map(
        ({ name }): RESTPostAPIContextMenuApplicationCommandsJSONBody => ({
          type: ApplicationCommandType.Message,
          name: words(name),
          ...localized('name', name),
          default_member_permissions: null,
        }),
      ),
  ]
}

function rootToCommand(root: RootDefinition): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const shown = root.commands.filter(({ hidden }) => !hidden)
  const entries = Map.groupBy(shown, ({ path }) => path.split(' ')[1] ?? '')
  return {
    type: ApplicationCommandType.ChatInput,
    name: root.name,
    description: words(root.summary),
    ...localized('description', root.summary),
    options: [...entries].map(([entry, commands]) => entryToOption(entry, commands)),
    default_member_permissions: root.name === 'confadmin' ? adminsOnly : null,
  }
}

/** `conf mute` is a subcommand; `conf record start` one of a group, which says what is in it. */
function entryToOption(entry: string, commands: readonly AnyCommand[]): APIApplicationCommandOption {
  const members = commands.flatMap((command) => command.path.split(' ')[2] ?? [])
  const [only] = commands
  if (only && members.length === 0) return commandToOption(entry, only)
  return {
    type: ApplicationCommandOptionType.SubcommandGroup,
    name: entry,
    description: cutText(members.join(', '), limits.commandDescription),
    options: commands.map((command, at) => commandToOption(members[at] ?? '', command)),
  }
}

function commandToOption(name: string, command: AnyCommand) {
  const options = Object.entries(command.options).map(([option, definition]) =>
    optionToJson(option, definition, isAskedFor(command, definition)),
  )
  return {
    type: ApplicationCommandOptionType.Subcommand as const,
    name,
    description: words(command.summary),
    ...localized('description', command.summary),
    // Discord wants those first that must be given; the others stay in their order.
    options: [...options.filter(({ required }) => required), ...options.filter(({ required }) => !required)],
  }
}

/**
 * Whether Discord itself insists on it while one types. Without that, what is missing opens the form, which is better where it has
 * menus of people or fields of its own; what is suggested while typing is better typed, since forms suggest nothing.
 */
const isAskedFor = ({ form }: AnyCommand, { required, facts }: Option): boolean =>
  required && !facts.pairs && facts.people !== 'several' && (!form || facts.suggests !== undefined)

function optionToJson(name: string, { facts, summary }: Option, required: boolean): APIApplicationCommandBasicOption {
  const common = {
    name,
    description: words(summary),
    ...localized('description', summary),
    ...(required && { required }),
  }
  const { min, max } = facts
  switch (facts.base) {
    case 'integer':
      return {
        type: ApplicationCommandOptionType.Integer,
        ...common,
        ...(min !== undefined && { min_value: min }),
        ...(max !== undefined && { max_value: max }),
      }
    case 'boolean':
      return { type: ApplicationCommandOptionType.Boolean, ...common }
    case 'user':
      return { type: ApplicationCommandOptionType.User, ...common }
    case 'channel':
      return { type: ApplicationCommandOptionType.Channel, ...common }
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        ...common,
        choices: (facts.choices ?? []).map(({ value, label }) => ({
          name: words(label),
          value,
          ...localized('name', label),
        })),
      }
    default:
      return {
        type: ApplicationCommandOptionType.String,
        ...common,
        ...(min !== undefined && { min_length: min }),
        ...(max !== undefined && { max_length: Math.min(max, limits.optionText) }),
        ...(facts.suggests && !facts.secret && { autocomplete: true }),
      }
  }
}

/** Discord's names of our languages (reference, "Locales"); the compiler asks for a new one. */
const locales: Readonly<Record<Language, readonly Locale[]>> = { en: [Locale.EnglishUS, Locale.EnglishGB] }
/** In which commands are registered. */
const ownLanguage: Language = 'en'

/** What it is called in the other languages of the catalogue: nothing where there are none. */
function localized<Field extends 'name' | 'description'>(
  field: Field,
  key: MessageKey,
): { readonly [Name in `${Field}_localizations`]?: LocalizationMap } {
  const texts = Object.entries(locales).flatMap(([language, names]) =>
    language === ownLanguage ? [] : names.map((locale) => [locale, words(key, language as Language)]),
  )
  return (texts.length > 0 ? { [`${field}_localizations`]: Object.fromEntries(texts) } : {}) as {
    [Name in `${Field}_localizations`]?: LocalizationMap
  }
}

const words = (key: MessageKey, language: Language = ownLanguage): string =>
  spanToString({ kind: 'message', key, blanks: {} }, language)
