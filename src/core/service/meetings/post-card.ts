/** A new meeting: its room first, then its card where people are, and only then it is stored. */

import type { StandingMessage } from '../../announcement.ts'
import type { Attempt } from '../../attempt.ts'
import type { Pbx } from '../../contracts/conference-provider.ts'
import type { Delivery, Repositories } from '../../contracts/store.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import { cardKey } from '../../meeting-job.ts'
import type { Verbs } from '../deps.ts'
import { nextFive } from './dates.ts'
import { giveUpRoom } from './hold-room.ts'
import { writeMeeting } from './write-meeting.ts'

/** `write` adds the meeting, in a transaction of the caller's. */
export interface NewMeeting {
  readonly meeting: Meeting
  /** False: nobody knows whether its card was posted. */
  readonly isShown: boolean
  readonly write: (tx: Repositories, at: number) => Promise<void>
  /** The card says that it was cancelled, and its room is given back: it could not be stored. Never rejects but for a fault. */
  readonly undo: () => Promise<void>
}

/**
 * Posts the card of a meeting whose room is held already. Rejects with `chat.cannot-post` and the like when it surely is not
 * there; then the room is given back.
 */
export async function postNew(verbs: Verbs, pbx: Pbx, meeting: Meeting): Promise<NewMeeting> {
  const { teller, clock, logger } = verbs
  const mark = cardKey(meeting.id)
  const beganAt = clock.now()
  const message = await teller
    .tell(meeting.place, { kind: 'meeting', meeting, next: nextFive(meeting, beganAt) }, mark)
    .catch(async (error: unknown): Promise<StandingMessage | null> => {
      if (isConfbotError(error, 'chat.unconfirmed')) return null
      await giveUpRoom(verbs, pbx, meeting)
      throw error
    })
  const card: Delivery = {
    key: mark,
    meetingId: meeting.id,
    date: null,
    kind: 'card',
    startAt: null,
    leadMinutes: null,
    place: meeting.place,
    state: message ? 'sent' : 'unconfirmed',
    beganAt,
    settledAt: clock.now(),
    message,
  }
  return {
    meeting,
    isShown: message !== null,
    async write(tx, at) {
      await writeMeeting(tx, null, meeting, at)
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
      await giveUpRoom(verbs, pbx, meeting)
    },
  }
}

/** As `store` does with it; undone when that fails. */
export async function storedOrUndone<T>({ undo }: NewMeeting, store: () => Promise<T>): Promise<T> {
  try {
    return await store()
  } catch (error) {
    await undo()
    throw error
  }
}

/** Adds it with its audit record, and says so. */
export async function addMeeting(verbs: Verbs, attempt: Attempt, added: NewMeeting): Promise<void> {
  await storedOrUndone(added, () => attempt.commit((tx) => added.write(tx, verbs.clock.now())))
  verbs.events.publish({ kind: 'meeting-changed', meeting: added.meeting })
}
