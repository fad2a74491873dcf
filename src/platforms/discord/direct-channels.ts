/** The direct messages between the bot and people (resources/user, "Create DM"), which keep their channel for good. */
import type { DiscordApi } from './api.ts'

export interface DirectChannels {
  /** The channel between the bot and this person. Rejects with what `failureOf` reads. */
  open(userId: string): Promise<string>
  /** What a payload told. */
  learn(userId: string, channelId: string): void
}

const maxRemembered = 10_000
const patienceMs = 10_000

export function createDirectChannels(api: DiscordApi): DirectChannels {
  const channels = new Map<string, string>()
  const learn = (userId: string, channelId: string) => {
    if (channels.size >= maxRemembered) channels.clear()
    channels.set(userId, channelId)
  }
  return {
    learn,
    async open(userId) {
      const known = channels.get(userId)
      if (known !== undefined) return known
      const body = { recipient_id: userId }
      // One that is there already is given once more.
      const options = { body, isRepeatable: true, patienceMs }
      const { id } = await api.call<{ id: string }>('POST', '/users/@me/channels', options)
      learn(userId, id)
      return id
    },
  }
}
