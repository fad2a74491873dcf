/** The simulated telephone network: what the far end of an originated call does, told by the last two digits of its number. */
import type { Clock } from '#lib/clock.ts'

type Habit =
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
  /** Answered, but the room let nobody in: it is locked, or its PIN was not keyed in. */
  | 'turned-away'
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
export function numberToHabit(number: string): Habit {
  const lastTwo = /^\+?\d*(\d\d)$/.exec(number)?.[1]
  const tail = lastTwo === undefined ? undefined : Number(lastTwo)
  if (tail === undefined || (tail >= 70 && tail < 80)) return { does: 'wrong-number', afterMs: setupMs }
  if (tail < 50) return { does: 'answer', afterMs: answerMs }
  if (tail < 60) return { does: 'busy', afterMs: setupMs }
  if (tail < 70) return { does: 'no-answer', afterMs: ringTimeMs }
  if (tail < 90) return { does: 'answer', afterMs: answerMs, hangUpAfterMs: shortCallMs }
  return { does: 'answer', afterMs: slowAnswerMs }
}

export interface FarEnd {
  /** The person picks up now, whatever the number's habit. Only before an answer. */
  answer(): void
  /** Ends the call from this side; nothing more is told. */
  hangUp(): void
}

/** Rings `number` on `clock`'s time. `failed` comes instead of `answered`; `hungUp` only after `answered`. */
export function ring(
  clock: Clock,
  number: string,
  tell: { answered(): void; failed(why: 'busy' | 'no-answer' | 'wrong-number'): void; hungUp(): void },
): FarEnd {
  const habit = numberToHabit(number)
  const cancels: (() => void)[] = []
  const hangUp = () => {
    for (const cancel of cancels.splice(0)) cancel()
  }
  const hangUpIn = (ms: number) => {
    if (habit.does === 'answer' && habit.hangUpAfterMs !== undefined)
      cancels.push(clock.schedule(ms + habit.hangUpAfterMs, tell.hungUp))
  }
  cancels.push(clock.schedule(habit.afterMs, habit.does === 'answer' ? tell.answered : () => tell.failed(habit.does)))
  // From now, not from the answer, so that one long push of the clock passes both.
  hangUpIn(habit.afterMs)
  return {
    answer() {
      hangUp()
      hangUpIn(0)
      tell.answered()
    },
    hangUp,
  }
}
