/**
 * Which channels everybody of the workspace can read. Commands and interactions say so by the channel's name; what is said to the
 * bot does not (`app_mention` has no `channel_type`, and ids that begin with C are of both kinds), so Slack is asked where the token
 * may (`conversations.info`, `channels:read`). What is not known counts as private.
 */
import type { Place } from '#core/actor.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import type { SlackClients } from './clients.ts'
import { failureOf } from './failure.ts'

export interface PublicChannels {
  /** What a payload said that names the channel. */
  learn(place: Place): void
  /** From memory. */
  isPublic(channelId: string): boolean
  /** Asks Slack where it is not remembered. Never rejects, and answers soon: false when Slack does not. */
  ask(channelId: string): Promise<boolean>
}

/** A public channel can be made private. */
const freshMs = 60 * 60_000
/** Somebody waits for the answer to what they said. */
const patienceMs = 2_000
const maxRemembered = 10_000

export function createPublicChannels(clients: SlackClients, clock: Clock): PublicChannels {
  const remembered = new Map<string, { readonly isPublic: boolean; readonly at: number }>()

  const remember = (channelId: string, isPublic: boolean) => {
    if (remembered.size >= maxRemembered) remembered.clear()
    remembered.set(channelId, { isPublic, at: clock.now() })
  }
  const known = (channelId: string): boolean | undefined => {
    const found = remembered.get(channelId)
    return found && clock.now() - found.at < freshMs ? found.isPublic : undefined
  }
  const inquire = async (channelId: string): Promise<boolean> => {
    try {
      const { channel } = await clients.once.conversations.info({ channel: channelId })
      remember(channelId, channel?.is_channel === true && channel.is_private === false)
    } catch (error) {
      // The token may not ask of this channel, or at all. Anything else may be over the next time.
      if (failureOf(error).kind === 'refused') remember(channelId, false)
    }
    return known(channelId) ?? false
  }

  return {
    learn: ({ kind, channelId, isPrivate }) => {
      if (kind === 'channel') remember(channelId, !isPrivate)
    },
    isPublic: (channelId) => known(channelId) ?? false,
    ask: async (channelId) =>
      known(channelId) ?? Promise.race([inquire(channelId), sleep(clock, patienceMs).then(() => false)]),
  }
}
