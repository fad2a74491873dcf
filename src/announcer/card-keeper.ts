/**
 * Keeps posted messages equal to the newest card: one update in flight per message, the last state wins, equal states are not
 * sent, and a platform that asks for patience gets it.
 */
import type { PostedCard } from '#core/contracts/store.ts'
import { errorFacts, isConfbotError } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Card } from '#view/card.ts'
import type { Notifier } from '#view/notifier.ts'

export interface CardKeeper {
  /** The message should show this card. After the last one that it will ever show, it is let go of. */
  show(posted: PostedCard, card: Card, isLast: boolean): void
  /** The message shows this card already. */
  shown(posted: PostedCard, card: Card): void
  has(posted: PostedCard): boolean
  withdraw(posted: PostedCard): Promise<void>
  stop(): Promise<void>
}

interface Kept {
  readonly posted: PostedCard
  wanted: Card | null
  isLast: boolean
  /** JSON of what the message shows, as far as we know. */
  shows: string | null
  sending: Promise<void> | null
  /** In a row. */
  failures: number
}

/** A record that cannot be drawn is given up after about an hour. */
const maxLastFailures = 60
/** After a refusal without a hint how long to wait: doubled each time, up to a minute. */
const firstWaitMs = 1000
const longestWaitMs = 60_000

export function createCardKeeper(deps: {
  readonly clock: Clock
  readonly logger: Logger
  readonly notifierOf: (platform: string) => Notifier | undefined
  /** The message shows what it will show for ever. */
  readonly forget: (posted: PostedCard) => Promise<void>
  /** The message is gone: nothing more is sent to it. */
  readonly gone: (posted: PostedCard) => Promise<void>
  /** The bot may not write there; it is tried again now and then. */
  readonly unreachable: (posted: PostedCard) => Promise<void>
}): CardKeeper {
  const { clock, logger, notifierOf, forget, gone, unreachable } = deps
  const kept = new Map<string, Kept>()
  const stopping = new AbortController()
  const keyOf = ({ place, messageId }: PostedCard) =>
    `${place.platform}:${place.workspaceId}:${place.channelId}:${messageId}`
  const entryOf = (posted: PostedCard): Kept => {
    const found = kept.get(keyOf(posted))
    if (found) return found
    const entry: Kept = { posted, wanted: null, isLast: false, shows: null, sending: null, failures: 0 }
    kept.set(keyOf(posted), entry)
    return entry
  }

  /** Never rejects: what the store still remembers is let go of after the next start. */
  const letGo = async ({ posted }: Kept) => {
    kept.delete(keyOf(posted))
    await forget(posted).catch((error: unknown) =>
      logger.warn({ ...errorFacts(error), conference: posted.conferenceId }, 'a card could not be forgotten yet'),
    )
  }

  const send = async (entry: Kept): Promise<void> => {
    const { place, messageId } = entry.posted
    while (entry.wanted !== null && !stopping.signal.aborted) {
      const card = entry.wanted
      const json = JSON.stringify(card)
      try {
        const notifier = notifierOf(place.platform)
        // This process does not speak to that platform: another one does, or will.
        if (!notifier) return
        const isThere = json === entry.shows || (await notifier.update({ place, messageId }, card))
        entry.failures = 0
        entry.shows = json
        if (entry.wanted === card) entry.wanted = null
        if (!isThere) {
          kept.delete(keyOf(entry.posted))
          return void gone(entry.posted)
        }
        if (entry.isLast && entry.wanted === null) return await letGo(entry)
      } catch (error) {
        entry.failures++
        if (entry.isLast && entry.failures > maxLastFailures) return await letGo(entry)
        if (isConfbotError(error, 'chat.cannot-post')) void unreachable(entry.posted)
        const waitMs = waitAfter(error, entry.failures)
        // Once for each outage.
        logger[entry.failures === 1 ? 'warn' : 'debug'](
          {
            err: isConfbotError(error) ? error.details.cause : error,
            code: isConfbotError(error) ? error.code : 'internal.failed',
            conference: entry.posted.conferenceId,
            waitMs,
          },
          'a card could not be updated yet',
        )
        await sleep(clock, waitMs, stopping.signal).catch(() => {})
      }
    }
  }

  const keepSending = (entry: Kept) => {
    entry.sending ??= send(entry).finally(() => {
      entry.sending = null
      // It may have been wanted after the last look, and before this.
      const isKept = kept.get(keyOf(entry.posted)) === entry
      const isReachable = notifierOf(entry.posted.place.platform) !== undefined
      if (isKept && isReachable && entry.wanted !== null && !stopping.signal.aborted) keepSending(entry)
    })
  }

  return {
    show(posted, card, isLast) {
      const entry = entryOf(posted)
      entry.wanted = card
      entry.isLast = isLast
      keepSending(entry)
    },
    shown(posted, card) {
      entryOf(posted).shows = JSON.stringify(card)
    },
    has: (posted) => kept.has(keyOf(posted)),
    async withdraw(posted) {
      kept.delete(keyOf(posted))
      await notifierOf(posted.place.platform)
        ?.remove({ place: posted.place, messageId: posted.messageId })
        .catch((error: unknown) => logger.warn({ err: error }, 'a card could not be withdrawn'))
    },
    async stop() {
      stopping.abort()
      await Promise.all([...kept.values()].map((entry) => entry.sending))
    },
  }
}

/** As long as the chat said, else ever longer; where people have to do something first, as long as ever. */
function waitAfter(error: unknown, failures: number): number {
  if (isConfbotError(error, 'chat.cannot-post', 'chat.refused')) return longestWaitMs
  const asked = isConfbotError(error) ? error.details.retryAfterMs : undefined
  return asked ?? Math.min(firstWaitMs * 2 ** (failures - 1), longestWaitMs)
}
