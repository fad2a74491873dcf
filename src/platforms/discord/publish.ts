/** Definitions → the commands that Discord shows (interactions/application-commands), registered for each configured server. */
import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10'
import type { RootDefinition } from '#command-kit/define-command.ts'
import type { Logger } from '#lib/logger.ts'
import type { MessageKey } from '#text/message.ts'
import type { DiscordApi } from './api.ts'

/** What the context menu of a message offers: the form of a command. */
export interface ContextCommand {
  readonly name: MessageKey
  /** Command path, e.g. `conf start`. */
  readonly path: string
}

/** By the name that was registered; null for another. */
export function contextCommandNamed(_name: string): ContextCommand | null {
  throw new Error('not there yet')
}

export function rootsToCommands(_roots: readonly RootDefinition[]): RESTPostAPIApplicationCommandsJSONBody[] {
  throw new Error('not there yet')
}

/** Creates what is missing and changes what differs; deletes nothing. Rejects with what `failureOf` reads. */
export function registerCommands(_deps: {
  readonly api: DiscordApi
  readonly applicationId: string
  readonly servers: readonly string[]
  readonly roots: readonly RootDefinition[]
  readonly logger: Logger
}): Promise<void> {
  throw new Error('not there yet')
}
