/** The simulated telephone network: what the far end of an originated call does, told by the last two digits of its number. */
import type { Clock } from '#lib/clock.ts'

type FarEnd =
  | { does: 'answer'; afterMs: number; hangUpAfterMs?: number }
  | { does: 'busy' | 'no-answer' | 'wrong-number'; afterMs: number }

/** How an originated call stands or ended. `answered` stays when the call is over. */
export type CallOutcome =
  | 'ringing'
  | 'answered'
  | 'busy'
  | 'no-answer'
  | 'wrong-number'
  /** The person hung up before answering. */
  | 'declined'
  /** The PBX gave up before an answer. */
  | 'cancelled'
  /** Answered, but the room had no place left. */
  | 'room-full'
  /** The PBX's own outbound rules let no such call out. */
  | 'not-allowed'

const answerMs = 2_000
const slowAnswerMs = 8_000
const shortCallMs = 60_000
const ringTimeMs = 30_000
/** How long the network takes to find out that a line is busy or a number does not exist. */
const setupMs = 1_000

/**
 * 00-49 answer after 2 s; 50-59 are busy; 60-69 ring for 30 s in vain; 70-79 are wrong numbers; 80-89 answer after 2 s and
 * hang up 60 s later; 90-99 answer after 8 s. What does not end in two digits is a wrong number. Extensions likewise.
 */
export function numberToFarEnd(number: string): FarEnd {
  const lastTwo = /^\+?\d*(\d\d)$/.exec(number)?.[1]
  const tail = lastTwo === undefined ? undefined : Number(lastTwo)
  if (tail === undefined || (tail >= 70 && tail < 80)) return { does: 'wrong-number', afterMs: setupMs }
  if (tail < 50) return { does: 'answer', afterMs: answerMs }
  if (tail < 60) return { does: 'busy', afterMs: setupMs }
  if (tail < 70) return { does: 'no-answer', afterMs: ringTimeMs }
  if (tail < 90) return { does: 'answer', afterMs: answerMs, hangUpAfterMs: shortCallMs }
  return { does: 'answer', afterMs: slowAnswerMs }
}

/**
 * Rings `number` on `clock`'s time. `failed` comes instead of `answered`; `hungUp` only after `answered`.
 * Returns a function that ends the call from this side, after which nothing more is told.
 */
export function ring(
  clock: Clock,
  number: string,
  tell: { answered(): void; failed(why: 'busy' | 'no-answer' | 'wrong-number'): void; hungUp(): void },
): () => void {
  const farEnd = numberToFarEnd(number)
  if (farEnd.does !== 'answer') {
    const { does: why, afterMs } = farEnd
    return clock.schedule(afterMs, () => tell.failed(why))
  }
  const cancelAnswer = clock.schedule(farEnd.afterMs, tell.answered)
  if (farEnd.hangUpAfterMs === undefined) return cancelAnswer
  // Both from now, so that one long push of the clock passes the answer and the hanging up.
  const cancelHangUp = clock.schedule(farEnd.afterMs + farEnd.hangUpAfterMs, tell.hungUp)
  return () => {
    cancelAnswer()
    cancelHangUp()
  }
}
