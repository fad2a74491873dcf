/**
 * Discord's REST API over the client of discord.js. That one would repeat a call which Discord has received already and wait
 * silently for as long as a rate limit lasts, so it is told to do neither, and each call says what it wants.
 */
import type { REST, RESTOptions } from 'discord.js'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { DiscordApi } from './api.ts'

export interface ApiHooks {
  readonly onContact?: () => void
  /** Told after each call with the bot's token: null when Discord took it, else why it does not. */
  readonly onAccess?: (problem: string | null) => void
}

/** For `new REST(…)` and for `new Client({ rest: … })`. */
export function restOptions(_settings: { readonly apiUrl?: string | undefined }): Partial<RESTOptions> {
  throw new Error('not there yet')
}

export function createRestApi(
  _deps: { readonly rest: REST; readonly token: string; readonly clock: Clock; readonly logger: Logger } & ApiHooks,
): DiscordApi {
  throw new Error('not there yet')
}
