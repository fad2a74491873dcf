/** The typed options of a command interaction → text by option name, as a person would type it. Pure. */
import type {
  APIApplicationCommandAutocompleteInteraction,
  APIChatInputApplicationCommandInteractionData,
} from 'discord-api-types/v10'

export interface TypedCommand {
  /** `confadmin room list` */
  readonly path: string
  /** `<@id>` for people, `<#id>` for channels. */
  readonly values: Readonly<Record<string, string>>
  /** Of an autocomplete interaction: the option that is being typed, by our name. */
  readonly focused: string | null
}

export function readOptions(
  _data: APIChatInputApplicationCommandInteractionData | APIApplicationCommandAutocompleteInteraction['data'],
): TypedCommand {
  throw new Error('not there yet')
}
