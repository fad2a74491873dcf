/** The direct messages between the bot and people (resources/user, "Create DM"). */
import type { DiscordApi } from './api.ts'

export interface DirectChannels {
  /** The channel between the bot and this person. Rejects with what `failureOf` reads. */
  open(userId: string): Promise<string>
  /** What a payload told. */
  learn(userId: string, channelId: string): void
}

export function createDirectChannels(_api: DiscordApi): DirectChannels {
  throw new Error('not there yet')
}
