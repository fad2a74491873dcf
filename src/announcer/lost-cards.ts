/**
 * What becomes of a live conference whose card can no longer be kept current: one that was deleted is posted once more; where
 * that does not help, or the bot may not write there any more, the chair gets the card as a direct message.
 */
import { channelKey } from '#core/actor.ts'
import type { Conference } from '#core/conference.ts'
import type { PostedCard, Store } from '#core/contracts/store.ts'
import { isConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { say } from '#text/message.ts'
import { type Card, card } from '#view/card.ts'
import type { Notifier } from '#view/notifier.ts'
import { untilTaken } from './until-taken.ts'

/** Nothing here rejects. */
export interface LostCards {
  /** The message is gone, or can never be changed again. */
  gone(posted: PostedCard): Promise<void>
  /** The bot may not write there, at least for now. */
  unreachable(posted: PostedCard): Promise<void>
  /** Of this conference nothing need be remembered any more. */
  ended(conferenceId: string): void
}

type Reason = 'deleted' | 'unreachable'

export function createLostCards(deps: {
  readonly store: Pick<Store, 'postedCards'>
  readonly clock: Clock
  readonly logger: Logger
  readonly signal: AbortSignal
  readonly notifierOf: (platform: string) => Notifier | undefined
  readonly conferenceOf: (id: string) => Promise<Conference | null>
  readonly cardOf: (conference: Conference) => Card
  /** It stands there, shows this, and is kept current from now on. */
  readonly keep: (posted: PostedCard, shown: Card) => Promise<void>
}): LostCards {
  const { store, clock, logger, signal, notifierOf, conferenceOf, cardOf, keep } = deps
  /** By conference: posted anew, and told to the chair. */
  const replaced = new Set<string>()
  const told = new Set<string>()

  const isShownElsewhere = async ({ conferenceId, place, messageId }: PostedCard, reason: Reason) =>
    (await store.postedCards.ofConference(conferenceId)).some(
      (one) => one.messageId !== messageId && (reason === 'deleted' || channelKey(one.place) !== channelKey(place)),
    )

  /** Still live, and shown nowhere that people can get at. */
  const unseen = async (posted: PostedCard, reason: Reason): Promise<Conference | null> => {
    const conference = await conferenceOf(posted.conferenceId)
    return conference?.state !== 'live' || (await isShownElsewhere(posted, reason)) ? null : conference
  }

  const replace = async (conference: Conference, { place, messageId }: PostedCard) => {
    // Where it only can never be changed again, it would go on telling what was.
    await notifierOf(place.platform)
      ?.remove({ place, messageId })
      .catch(() => {})
    const shown = cardOf(conference)
    const post = async () => notifierOf(place.platform)?.post(place, shown, conference.chair)
    const message = await untilTaken(post, clock, signal)
    if (message) await keep({ conferenceId: conference.id, ...message }, shown)
  }

  const tellChair = async (conference: Conference, reason: Reason) => {
    if (told.has(conference.id)) return
    told.add(conference.id)
    const { chair, id: conferenceId, subject } = conference
    const tell = (shown: Card) => untilTaken(async () => notifierOf(chair.platform)?.tell(chair, shown), clock, signal)
    await tell(card(say(`card.notice.${reason}`, { name: subject })))
    const shown = cardOf(conference)
    const message = await tell(shown)
    if (message) await keep({ conferenceId, ...message }, shown)
  }

  const attend = async (posted: PostedCard, reason: Reason, run: () => Promise<void>) => {
    try {
      await run()
    } catch (error) {
      if (signal.aborted) return
      const { conferenceId } = posted
      logger.warn({ err: error, conference: conferenceId, reason }, 'a card that was lost could not be replaced')
    }
  }

  return {
    gone: (posted) =>
      attend(posted, 'deleted', async () => {
        await store.postedCards.remove(posted)
        const conference = await unseen(posted, 'deleted')
        if (!conference) return
        logger.warn({ conference: conference.id }, 'a live card was deleted')
        if (replaced.has(conference.id)) return tellChair(conference, 'deleted')
        replaced.add(conference.id)
        await replace(conference, posted).catch((error: unknown) => {
          if (!isConfbotError(error, 'chat.cannot-post')) throw error
          return tellChair(conference, 'unreachable')
        })
      }),
    unreachable: (posted) =>
      attend(posted, 'unreachable', async () => {
        const conference = told.has(posted.conferenceId) ? null : await unseen(posted, 'unreachable')
        if (conference) await tellChair(conference, 'unreachable')
      }),
    ended(conferenceId) {
      replaced.delete(conferenceId)
      told.delete(conferenceId)
    },
  }
}
