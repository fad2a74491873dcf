/**
 * The bot's own direct messages. A slash command does not tell whether its `D…` channel is between a person and the bot or
 * between two people, so the channels that are known to be ours are remembered.
 */
import { type Clock, sleep } from '#lib/clock.ts'
import type { SlackClients } from './clients.ts'
import { withPatience } from './patience.ts'

export interface DirectChannels {
  /** From memory; false where it is not known. */
  isOurs(channelId: string): boolean
  /** Asks Slack whose it is, where it may be ours and is not remembered. Never rejects, and answers soon also where Slack does not. */
  ask(userId: string, channelId: string): Promise<void>
  /** From memory; the person's own id where it is not known, which Slack takes for their direct message when posting. */
  channelOf(userId: string): string
  learn(userId: string, channelId: string): void
  /** The channel between the bot and this person. Rejects with the SDK's errors. */
  open(userId: string): Promise<string>
  /** The channel itself, or that of the person whose id stands for it. */
  resolve(channelId: string): Promise<string>
}

const maxRemembered = 10_000
/** A form is opened within three seconds of the command, or not at all. */
const patienceMs = 1_500

export function createDirectChannels(clients: SlackClients, clock: Clock): DirectChannels {
  const channels = new Map<string, string>()
  const ours = new Set<string>()

  const learn: DirectChannels['learn'] = (userId, channelId) => {
    if (channels.size >= maxRemembered) {
      channels.clear()
      ours.clear()
    }
    channels.set(userId, channelId)
    ours.add(channelId)
  }

  const open: DirectChannels['open'] = async (userId) => {
    const known = channels.get(userId)
    if (known) return known
    const { channel } = await withPatience(clock, () => clients.repeatable.conversations.open({ users: userId }))
    if (!channel?.id) throw new Error('conversations.open gave no channel')
    learn(userId, channel.id)
    return channel.id
  }

  return {
    isOurs: (channelId) => ours.has(channelId),
    async ask(userId, channelId) {
      if (!channelId.startsWith('D') || ours.has(channelId)) return
      // Without an answer it counts as one between people.
      const asked = open(userId).then(
        () => {},
        () => {},
      )
      await Promise.race([asked, sleep(clock, patienceMs)])
    },
    channelOf: (userId) => channels.get(userId) ?? userId,
    learn,
    open,
    resolve: async (channelId) => (/^[UW]/.test(channelId) ? open(channelId) : channelId),
  }
}
