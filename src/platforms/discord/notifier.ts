/** The bot's own messages: posted, updated and taken back, in channels, threads and direct messages. */
import type { KeptValueRepository } from '#core/contracts/store.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Notifier } from '#view/notifier.ts'
import type { DiscordApi } from './api.ts'
import type { Bot } from './bot.ts'
import type { Channels } from './channels.ts'
import type { DirectChannels } from './direct-channels.ts'

export function createNotifier(_deps: {
  readonly api: DiscordApi
  readonly direct: DirectChannels
  readonly channels: Channels
  readonly kept: KeptValueRepository
  /** null: we have not signed in yet. */
  readonly bot: () => Bot | null
  readonly clock: Clock
  readonly logger: Logger
}): Notifier {
  throw new Error('not there yet')
}
