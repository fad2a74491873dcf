/** The typed options of a command interaction → text by option name, as a person would type it. Pure. */
import {
  type APIApplicationCommandInteractionDataOption,
  type APIChatInputApplicationCommandInteractionData,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10'

export interface TypedCommand {
  /** `confadmin room list` */
  readonly path: string
  /** `<@id>` for people, `<#id>` for channels. */
  readonly values: Readonly<Record<string, string>>
  /** Of an autocomplete interaction: the option that is being typed. */
  readonly focused: string | null
}

type DataOption = APIApplicationCommandInteractionDataOption

export function readOptions({
  name,
  options = [],
}: Pick<APIChatInputApplicationCommandInteractionData, 'name'> & {
  readonly options?: readonly DataOption[]
}): TypedCommand {
  const path = [name]
  let given = options
  for (let [first] = given; first && isNested(first); [first] = given) {
    path.push(first.name)
    given = first.options ?? []
  }
  const values: [string, string][] = []
  let focused: string | null = null
  for (const option of given) {
    if (isNested(option)) continue
    values.push([option.name, valueToText(option)])
    if ('focused' in option && option.focused) focused = option.name
  }
  return { path: path.join(' '), values: Object.fromEntries(values), focused }
}

type NestedOption = DataOption & { readonly options?: readonly DataOption[] }
const isNested = (option: DataOption): option is NestedOption & DataOption =>
  option.type === ApplicationCommandOptionType.Subcommand ||
  option.type === ApplicationCommandOptionType.SubcommandGroup

function valueToText(option: DataOption): string {
  if (!('value' in option)) return ''
  const { type, value } = option
  switch (type) {
    case ApplicationCommandOptionType.User:
      return `<@${value}>`
    case ApplicationCommandOptionType.Channel:
      return `<#${value}>`
    case ApplicationCommandOptionType.Boolean:
      return value ? 'yes' : 'no'
    default:
      // An integer that is still being typed arrives as text.
      return String(value)
  }
}
