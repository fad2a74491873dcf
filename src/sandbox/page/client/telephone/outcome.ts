/** Calls of the bot that came to nothing: how long they stay in sight, and in what words. */
import type { Call } from './shapes.ts'

const inSightMs = 90_000

const words: Readonly<Record<string, string>> = {
  busy: 'Busy',
  'no-answer': 'No answer',
  'wrong-number': 'No such number',
  declined: 'Declined',
  cancelled: 'Called off',
  'room-full': 'Answered, but the room is full',
  'turned-away': 'Answered, but the room did not let them in',
  'not-allowed': 'Not let out by the PBX',
}

export const outcomeToWords = (outcome: string): string => words[outcome] ?? outcome

/** Whether the call is over without ever having been answered for good. */
export const isVain = (outcome: string): boolean => outcome in words

/** Those for the room that ended a short while before `now`. */
export const vainCalls = (calls: readonly Call[], room: string, now: number): readonly Call[] =>
  calls.filter(
    (call) =>
      call.room === room &&
      isVain(call.outcome) &&
      call.settledAt !== null &&
      now - Date.parse(call.settledAt) < inSightMs,
  )
