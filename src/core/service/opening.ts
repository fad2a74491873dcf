/** What every opening does once there is a room: the card, then the store, then the calls. */
import { type Attempt, createAttempt } from '../attempt.ts'
import type { Conference } from '../conference.ts'
import type { Pbx } from '../contracts/conference-provider.ts'
import type { PostedCard, Repositories } from '../contracts/store.ts'
import { errorFacts, isConfbotError } from '../errors.ts'
import type { Invitee } from '../invitee.ts'
import type { Commit } from './book.ts'
import type { Verbs } from './deps.ts'
import { type DialResult, dial } from './dial.ts'

export interface Opening {
  /** As it is stored: who is to be rung is in it, so that whatever stops us before the calls, the card says who was not. */
  readonly conference: Conference
  readonly commit: Commit
  /** Rejects as `CardPoster.postCard` does. */
  readonly post: () => Promise<PostedCard>
  /** What else is stored with it. `posted`: null where nobody knows whether the card stands there. */
  readonly also?: (tx: Repositories, posted: PostedCard | null) => Promise<void>
  /** It was not opened: whatever was taken for it goes back. */
  readonly giveUp: () => Promise<void>
}

export interface Opened {
  readonly conference: Conference
  /** False: nobody knows whether its card was posted. */
  readonly isShown: boolean
}

/**
 * Card first, then the store; what cannot be shown is not opened. What may be shown is: its card may hang there with buttons. Who
 * clicks on it meanwhile waits until it is stored.
 */
export async function openShown(verbs: Verbs, opening: Opening): Promise<Opened> {
  const { id } = opening.conference
  const opened = showAndStore(verbs, opening)
  verbs.beingOpened.set(id, opened)
  return opened.finally(() => verbs.beingOpened.delete(id))
}

async function showAndStore({ book, cards }: Verbs, opening: Opening): Promise<Opened> {
  const { commit, post, also, giveUp } = opening
  const posted = await post().catch(async (error: unknown) => {
    if (isConfbotError(error, 'chat.unconfirmed')) return null
    await giveUp()
    throw error
  })
  const conference = await book
    .add(opening.conference, commit, async (tx) => {
      if (posted) await tx.postedCards.add(posted)
      await also?.(tx, posted)
    })
    .catch(async (error: unknown) => {
      if (posted) await cards.withdrawCard(posted)
      await giveUp()
      throw error
    })
  if (posted) book.noteCard(posted)
  return { conference, isShown: posted !== null }
}

/** Rings who was invited at the opening. What keeps all of them from being rung is a result, too: the conference is open. */
export async function ringInvited(
  verbs: Verbs,
  who: Pick<Attempt, 'actor' | 'place' | 'intent' | 'action'>,
  pbx: Pbx,
  conference: Conference,
  invitees: readonly Invitee[],
): Promise<{ readonly conference: Conference; readonly results: readonly DialResult[] }> {
  const { store, clock, logger } = verbs
  const { actor, place, intent, action } = who
  const calls = createAttempt(store, { actor, place, intent, action: `${action}: invite` }, clock.now)
  calls.about(invitees.map((one) => one.masked).join(', '), conference.id)
  try {
    return await dial(verbs, calls, pbx, conference, invitees)
  } catch (error) {
    await calls
      .fail(error)
      .catch((unwritten: unknown) =>
        logger.warn({ ...errorFacts(unwritten), conference: conference.id }, 'a failure could not be recorded'),
      )
    if (!isConfbotError(error)) throw error
    return { conference, results: invitees.map((invitee) => ({ invitee, outcome: 'failed', code: error.code })) }
  }
}
