/** A new meeting's card is put where people are before it is stored: what cannot be shown is not scheduled. */
import type { Person, Place } from '../../actor.ts'
import type { StandingMessage } from '../../announcement.ts'
import type { Delivery, Repositories } from '../../contracts/store.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import { cardKey } from '../../meeting-job.ts'
import type { Occurrence } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { nextFive } from './dates.ts'
import { writeMeeting } from './write-meeting.ts'

export interface PostedMeeting {
  /** False: nobody knows whether its card was posted. */
  readonly isShown: boolean
  /** Adds the meeting, in a transaction of the caller's; `continued`: the one whose later dates it takes over. */
  readonly write: (tx: Repositories, meeting: Meeting, at: number, continued?: Meeting) => Promise<void>
  /** It could not be stored: its card says that it was cancelled, and its room is given back. Rejects only with a fault. */
  readonly undo: () => Promise<void>
}

/**
 * Posts the card of a meeting that is not stored yet. Rejects with `chat.cannot-post` and the like when it surely is not there.
 * `giveUp`: gives back what was taken for it.
 */
export async function postNew(
  { teller, clock, logger }: Pick<Verbs, 'teller' | 'clock' | 'logger'>,
  meeting: Meeting,
  giveUp: () => Promise<void>,
): Promise<PostedMeeting> {
  const mark = cardKey(meeting.id)
  const next = nextFive(meeting, clock.now())
  const card = await tellCard({ teller, clock }, meeting, next, { to: meeting.place, at: meeting.place, mark }).catch(
    async (error: unknown) => {
      await giveUp()
      throw error
    },
  )
  const { message } = card
  return {
    isShown: message !== null,
    async write(tx, current, at, continued) {
      await writeMeeting(tx, null, current, at, continued)
      await tx.deliveries.begin(card)
    },
    async undo() {
      const cancelled: Meeting = { ...meeting, state: 'cancelled' }
      if (message)
        await teller
          .retell(message, { kind: 'meeting', meeting: cancelled, next: [] })
          .catch((error: unknown) =>
            logger.warn(
              { ...errorFacts(error), meeting: meeting.id },
              'the card of a meeting that is not stored stays',
            ),
          )
      await giveUp()
    },
  }
}

/** What `store` resolves to; undone when it rejects. */
export async function orUndone<T>(undo: () => Promise<void>, store: () => Promise<T>): Promise<T> {
  try {
    return await store()
  } catch (error) {
    await undo()
    throw error
  }
}

/**
 * Posts a card of the meeting, `to` somebody or somewhere, and gives what is to be stored of it. Rejects with `chat.*` when it was
 * surely not posted.
 */
export async function tellCard(
  { teller, clock }: Pick<Verbs, 'teller' | 'clock'>,
  meeting: Meeting,
  next: readonly Occurrence[],
  { to, at, mark }: { readonly to: Place | Person; readonly at: Place; readonly mark: string },
): Promise<Delivery> {
  const beganAt = clock.now()
  const message = await teller
    .tell(to, { kind: 'meeting', meeting, next }, mark)
    .catch((error: unknown): StandingMessage | null => {
      if (isConfbotError(error, 'chat.unconfirmed')) return null
      throw error
    })
  return {
    key: mark,
    meetingId: meeting.id,
    date: null,
    kind: 'card',
    startAt: null,
    leadMinutes: null,
    place: message?.place ?? at,
    state: message ? 'sent' : 'unconfirmed',
    beganAt,
    settledAt: clock.now(),
    message,
  }
}
