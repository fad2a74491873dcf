/** What a person typed, as Discord sends it: each option with the type that its command was registered with, refused where Discord would. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandInteractionDataOption,
  type APIApplicationCommandOption,
  type APIChatInputApplicationCommandInteractionData,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10'
import type { AnyCommand } from '#command-kit/define-command.ts'
import { rootsToCommands } from '#platforms/discord/publish.ts'

type DataOption = APIApplicationCommandInteractionDataOption
type Data = Pick<APIChatInputApplicationCommandInteractionData, 'name'> & { readonly options: DataOption[] }

/** `values`: text by option name. Throws where Discord's composer would not send it. Hidden commands are taken as if they were shown. */
export function typedOptions(command: AnyCommand, values: Readonly<Record<string, string>>): Data {
  const [name = '', ...entries] = command.path.split(' ')
  const shown = { ...command, hidden: false }
  const [registered] = rootsToCommands([{ name, summary: command.summary, commands: [shown] }])
  if (!registered || !('options' in registered)) throw new Error(`${command.path} is not registered`)
  return { name, options: [nest(entries, registered.options ?? [], values)] }
}

function nest(
  [entry = '', ...rest]: readonly string[],
  options: readonly APIApplicationCommandOption[],
  values: Readonly<Record<string, string>>,
): DataOption {
  const found = options.find(({ name }) => name === entry)
  if (found?.type === Type.SubcommandGroup)
    return { type: found.type, name: entry, options: [nest(rest, found.options ?? [], values)] } as DataOption
  if (found?.type !== Type.Subcommand) throw new Error(`${entry} is not registered`)
  const definitions = found.options ?? []
  return {
    type: found.type,
    name: entry,
    options: Object.entries(values).map(([name, text]) => typed(definitions, name, text)),
  } as DataOption
}

function typed(definitions: readonly APIApplicationCommandBasicOption[], name: string, text: string): DataOption {
  const definition = definitions.find((one) => one.name === name)
  if (!definition) throw new Error(`there is no option ${name}`)
  const value = typedValue(definition, text)
  return { type: definition.type, name, value } as DataOption
}

function typedValue(definition: APIApplicationCommandBasicOption, text: string): string | number | boolean {
  const refuse = () => {
    throw new Error(`Discord takes no “${text}” for ${definition.name}`)
  }
  switch (definition.type) {
    case Type.Integer: {
      const value = Number(text)
      const { min_value = -(2 ** 53) + 1, max_value = 2 ** 53 - 1 } = definition
      return Number.isInteger(value) && value >= min_value && value <= max_value ? value : refuse()
    }
    case Type.Boolean:
      return ['yes', 'true', 'on'].includes(text) || (['no', 'false', 'off'].includes(text) ? false : refuse())
    case Type.User:
      return /^<@!?(\w+)>$/.exec(text)?.[1] ?? refuse()
    case Type.String: {
      if ('choices' in definition && definition.choices) {
        const { choices } = definition
        return choices.find(({ name, value }) => [name, value].includes(text))?.value ?? refuse()
      }
      const { min_length = 0, max_length = 6000 } = definition as { min_length?: number; max_length?: number }
      return text.length >= min_length && text.length <= max_length ? text : refuse()
    }
    default:
      return text
  }
}
