/**
 * The bot's own direct messages. A slash command does not tell whether its `D…` channel is between a person and the bot or
 * between two people, so the channels that are known to be ours are remembered.
 */
import type { Clock } from '#lib/clock.ts'
import type { SlackClients } from './clients.ts'
import { withPatience } from './patience.ts'

export interface DirectChannels {
  /** From memory; false where it is not known. */
  isOurs(channelId: string): boolean
  learn(userId: string, channelId: string): void
  /** The channel between the bot and this person. Rejects with the SDK's errors. */
  open(userId: string): Promise<string>
}

const maxRemembered = 10_000

export function createDirectChannels(clients: SlackClients, clock: Clock): DirectChannels {
  const channelOf = new Map<string, string>()
  const ours = new Set<string>()

  const learn: DirectChannels['learn'] = (userId, channelId) => {
    if (channelOf.size >= maxRemembered) {
      channelOf.clear()
      ours.clear()
    }
    channelOf.set(userId, channelId)
    ours.add(channelId)
  }

  return {
    isOurs: (channelId) => ours.has(channelId),
    learn,
    async open(userId) {
      const known = channelOf.get(userId)
      if (known) return known
      const { channel } = await withPatience(clock, () => clients.repeatable.conversations.open({ users: userId }))
      if (!channel?.id) throw new Error('conversations.open gave no channel')
      learn(userId, channel.id)
      return channel.id
    },
  }
}
