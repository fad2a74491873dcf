/**
 * Looking for a message of our own by the mark in its metadata: in the history of a channel, or the replies of a thread. Others
 * can write the same metadata, so only what this bot posted counts.
 */
import { ConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { SlackClients } from './clients.ts'
import { type Patience, somePatience, withPatience } from './patience.ts'

export const markerType = 'confbot_card'

/** Which bot we are: told by auth.test. */
export interface Bot {
  readonly botId: string
  readonly botUserId: string
}

export interface Haystack {
  readonly channel: string
  readonly threadTs?: string | undefined
  /** UTC ms by our clock. null: among the newest of a channel alone, or in the whole thread. */
  readonly oldestAt: number | null
  readonly patience?: Patience
}

/**
 * Its ts; null: surely none. Rejects with the SDK's errors, with `chat.unconfirmed` when there is more than can be searched, and
 * with `chat.unavailable` before we have signed in.
 */
export type FindMarked = (haystack: Haystack, mark: string) => Promise<string | null>

const pageSize = 200
const maxPages = 25

export function createFindMarked(deps: {
  clients: SlackClients
  clock: Clock
  /** null: we have not signed in yet. */
  bot: () => Bot | null
}): FindMarked {
  const { clients, clock } = deps

  return async ({ channel, threadTs, oldestAt, patience = somePatience }, mark) => {
    const bot = deps.bot()
    if (!bot) throw new ConfbotError('chat.unavailable', { cause: new Error('which bot we are is not known yet') })
    let cursor: string | undefined
    for (let page = 0; page < maxPages; page++) {
      const wanted = {
        channel,
        include_all_metadata: true,
        limit: pageSize,
        ...(oldestAt !== null && { oldest: (Math.max(oldestAt, 0) / 1000).toFixed(6) }),
        ...(cursor !== undefined && { cursor }),
      }
      const read = () =>
        threadTs === undefined
          ? clients.repeatable.conversations.history(wanted)
          : clients.repeatable.conversations.replies({ ...wanted, ts: threadTs })
      const { messages = [], response_metadata } = await withPatience(clock, read, patience)
      const ours = messages.find((message) => isFrom(bot, message) && isMarked(message.metadata, mark))
      if (ours?.ts) return ours.ts
      cursor = response_metadata?.next_cursor || undefined
      // The newest of a channel come first; those of a thread last.
      if (cursor === undefined || (oldestAt === null && threadTs === undefined)) return null
    }
    throw new ConfbotError('chat.unconfirmed', { cause: new Error('there are too many messages to search') })
  }
}

const isFrom = ({ botId, botUserId }: Bot, { bot_id, user }: { bot_id?: string; user?: string }): boolean =>
  bot_id === botId || user === botUserId

const isMarked = (metadata: { event_type?: string; event_payload?: object } | undefined, mark: string): boolean =>
  metadata?.event_type === markerType &&
  metadata.event_payload !== undefined &&
  'key' in metadata.event_payload &&
  metadata.event_payload.key === mark
