/** A when phrase and a repeat phrase together: when the first occurrence is, and by which rule it is repeated. */
import { addDays } from './calendar-date.ts'
import { type DatePhrase, readDatePhrase } from './date-phrase.ts'
import { phraseToWords } from './phrase-words.ts'
import { canStartOn, possibleStarts } from './recurrence.ts'
import { readRepeatPhrase } from './repeat-phrase.ts'
import { describeRule, type RuleParts, saysDays } from './repeat-rule.ts'
import { minutesToClock, readTime } from './time-of-day.ts'
import { type WallTime, wallClock, wallDate } from './wall-time.ts'

type Ruled<T> = T extends unknown ? T & { readonly rule: string | null } : never

export type SchedulePhrase =
  /** As in date-phrase.ts; `rule`: RFC 5545 RRULE value, null: once. The first occurrence is on a day of the rule. */
  | Ruled<Extract<DatePhrase, { kind: 'instant' | 'ambiguous' | 'no-time' | 'past' }>>
  | {
      readonly kind: 'certain'
      readonly start: WallTime
      readonly rule: string | null
      /** As in date-phrase.ts. */
      readonly elapsedMs?: number
    }
  | { readonly kind: 'impossible' | 'unreadable' }
  | { readonly kind: 'rule-unreadable' }
  /** 2 to 5 repeat phrases, each certain. */
  | { readonly kind: 'rule-ambiguous'; readonly candidates: readonly string[] }
  /** It ends before it begins, or has no day at all. */
  | { readonly kind: 'no-occurrence' }

const offeredDays = 5

/**
 * What `splitWhen` yields, or what forms have; either may be empty. `now` is what clocks show where the asker is.
 *
 * - Without `when`, or with a time alone, a rule that says its days starts on the first of them from now on ("every Tuesday
 *   9:30"); one that does not ("weekly 9:30") is asked about with the next days.
 * - The time may be in either; in both it must be the same.
 * - A day that the rule does not have ("tomorrow, every Tuesday") is asked about with the next two that it has; `impossible` when
 *   there is but one. After `from` or `starting` it is only the earliest.
 *
 * A certain answer reads as itself again: `{ when: start, repeat: rule ?? 'none' }`.
 */
export function readSchedule(
  { when, repeat }: { readonly when: string; readonly repeat: string },
  now: WallTime,
): SchedulePhrase {
  const repetition = readRepeatPhrase(repeat, now)
  if (repetition.kind === 'unreadable') return { kind: 'rule-unreadable' }
  if (repetition.kind === 'ambiguous') return { kind: 'rule-ambiguous', candidates: repetition.candidates }
  const isFrom = fromWords.test(when)
  const day = when.replace(fromWords, '').trim()
  if (repetition.kind === 'none') return withRule(readDatePhrase(day, now), null)
  const { rule, time } = repetition
  const clocks = timesAlone(day)
  if (clocks && time === null) return readSchedule({ when: '', repeat: `${repeat} ${day}` }, now)
  const parts = describeRule(rule)
  if (parts === null) return { kind: 'rule-unreadable' }
  const series = { parts, rule }
  if (day === '' || (time !== null && clocks?.includes(time))) return startFrom(series, now, time)
  const read = readWithTime(day, time, now)
  const isFromNow = isFrom && read.kind === 'past' && wallDate(read.wall) === wallDate(now)
  if (isFromNow) return startFrom(series, now, wallClock(read.wall))
  return fitToRule(series, read, isFrom)
}

const fromWords = /^\s*(?:from|starting(?: from| on)?|starts|beginning|as of)\s+/i

/** The readings (`HH:mm`) of a phrase that is a time of day and nothing else; null: it is not. */
function timesAlone(phrase: string): string[] | null {
  const { time, rest } = readTime(phraseToWords(phrase))
  return time.kind === 'times' && rest.length === 0 ? time.minutes.map(minutesToClock) : null
}

function readWithTime(day: string, time: string | null, now: WallTime): DatePhrase {
  const alone = readDatePhrase(day, now)
  const hasIt = time === null || (alone.kind === 'certain' && wallClock(alone.wall) === time)
  return hasIt ? alone : readDatePhrase(`${day} ${time}`, now)
}

interface SeriesRule {
  readonly parts: RuleParts
  readonly rule: string
}

function withRule(read: DatePhrase, rule: string | null): SchedulePhrase {
  if (read.kind === 'impossible' || read.kind === 'unreadable') return read
  if (read.kind !== 'certain') return { ...read, rule }
  const { wall: start, elapsedMs } = read
  return { kind: 'certain', start, rule, ...(elapsedMs === undefined ? {} : { elapsedMs }) }
}

/** The first occurrence from `now` on of a rule that is all there is. */
function startFrom(series: SeriesRule, now: WallTime, time: string | null): SchedulePhrase {
  const { parts, rule } = series
  const today = wallDate(now)
  const first = time !== null && `${today}T${time}` < now ? addDays(today, 1) : today
  if (first === null || (time === null && !saysDays(parts))) return { kind: 'unreadable' }
  const walls = startsOf(series, `${first}T${time ?? '00:00'}`, saysDays(parts) ? 1 : offeredDays)
  const [wall] = walls
  if (time !== null || wall === undefined) return choose(walls, rule, 'day')
  return { kind: 'no-time', date: wallDate(wall), dates: [wallDate(wall)], rule }
}

function fitToRule(series: SeriesRule, read: DatePhrase, isFrom: boolean): SchedulePhrase {
  const { parts, rule } = series
  if (read.kind === 'no-time' && isFrom) {
    const dates = [...new Set(read.dates.flatMap((date) => possibleStarts(parts, date, 1)))]
    const [date] = dates
    return date === undefined ? { kind: 'no-occurrence' } : { kind: 'no-time', date, dates, rule }
  }
  if (read.kind !== 'certain' && read.kind !== 'ambiguous') return withRule(read, rule)
  const walls = read.kind === 'certain' ? [read.wall] : read.candidates
  const about = read.kind === 'certain' ? 'day' : read.about
  const fitting = walls.filter((wall) => canStartOn(parts, wallDate(wall)) && !isOver(parts, wall))
  if (read.kind === 'certain' && fitting.length > 0) return withRule(read, rule)
  if (fitting.length > 0 && !isFrom) return choose(fitting, rule, about)
  const starts = [...new Set(walls.flatMap((wall) => startsOf(series, wall, 1)))]
  const [first] = starts
  if (isFrom || first === undefined || starts.length > 1) return choose(starts, rule, about)
  const offered = startsOf(series, first, 2)
  // Moved to the only day there is, it would be on a day that nobody gave.
  return offered.length === 1 ? { kind: 'impossible' } : choose(offered, rule, about)
}

/** The first `limit` at the time of day of `from` that are not over. */
function startsOf({ parts }: SeriesRule, from: WallTime, limit: number): WallTime[] {
  return possibleStarts(parts, wallDate(from), limit)
    .map((date) => `${date}T${wallClock(from)}`)
    .filter((wall) => !isOver(parts, wall))
}

const isOver = ({ until }: RuleParts, wall: WallTime) => until !== null && wall > until

function choose(walls: readonly WallTime[], rule: string, about: 'day' | 'half' | 'order'): SchedulePhrase {
  const [start] = walls
  if (start === undefined) return { kind: 'no-occurrence' }
  return walls.length === 1 ? { kind: 'certain', start, rule } : { kind: 'ambiguous', candidates: walls, about, rule }
}
