/** Saying something of a meeting once, by a job that goes on afterwards (`tell-once.ts` ends with its job). */
import type { WallTime } from '#lib/wall-time.ts'
import type { Place } from '../../actor.ts'
import type { Announcement, StandingMessage } from '../../announcement.ts'
import type { Delivery } from '../../contracts/store.ts'
import { isConfbotError } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import type { Telling } from './tell-once.ts'

export interface Saying {
  /** Also the mark of the message. */
  readonly key: string
  readonly meeting: Meeting
  readonly date: WallTime | null
  readonly to: Place
  readonly what: Announcement
}

/**
 * Never rejects but when the store fails. False: it could not be said now, and is said when it is asked for again; true also where
 * it can never be said.
 */
export async function sayOnce({ store, clock, teller, logger }: Telling, saying: Saying): Promise<boolean> {
  const { key, meeting, date, to, what } = saying
  const now = clock.now()
  const known = await store.deliveries.begin({
    key,
    meetingId: meeting.id,
    date,
    kind: 'notice',
    startAt: null,
    leadMinutes: null,
    place: meeting.place,
    state: 'sending',
    beganAt: now,
    settledAt: null,
    message: null,
  })
  if (known && known.state !== 'sending' && known.state !== 'missed') return true
  const settle = (state: Delivery['state'], message?: StandingMessage) =>
    store.deliveries.settle(key, state, clock.now(), message)
  let isLooking = known?.state === 'sending'
  try {
    const found = isLooking ? await teller.findTold(to, key, known?.beganAt ?? now) : null
    isLooking = false
    if (!found) await settle('sending')
    await settle('sent', found ?? (await teller.tell(to, what, key)))
    return true
  } catch (error) {
    if (!isConfbotError(error) || error.code.startsWith('store.')) throw error
    logger.info(
      { meeting: meeting.id, notice: what.kind, code: error.code },
      'something of a meeting could not be said',
    )
    const isFinal = error.code === 'chat.unconfirmed' || error.code === 'chat.cannot-post'
    if (isFinal) await settle(error.code === 'chat.unconfirmed' ? 'unconfirmed' : 'refused')
    // What may stand there is looked for again; what surely does not is said again.
    else if (!isLooking) await settle('missed')
    return isFinal
  }
}
