/**
 * From what was typed to the wall time of a first occurrence and its rule. What can mean several things is refused, with each of
 * them in words, with zone and offset, as a choice.
 */

import { parseRule } from '#lib/recurrence.ts'
import { NoRule } from '#lib/repeat-rule.ts'
import { readSchedule, type SchedulePhrase } from '#lib/schedule-phrase.ts'
import { formatInZone } from '#lib/time.ts'
import { readTimeSpan } from '#lib/time-span.ts'
import { instantToWall, isWallTime, placeWallTime, type WallTime } from '#lib/wall-time.ts'
import { say } from '#text/message.ts'
import { ConfbotError, type ErrorChoice } from '../../errors.ts'
import type { Series } from '../../meeting.ts'
import { occurrencesFrom } from '../../occurrence.ts'
import { minuteOf } from '../../plan.ts'
import { type MeantZone, zoneChoices } from './zone.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Five years. */
const maxAheadMs = 5 * 365.25 * dayMs
export const defaultDurationMinutes = 60
const maxDurationMs = dayMs

/** A wall time in the zone that was meant, and RFC 5545 RRULE value; null: once. */
export interface ReadWhen {
  readonly start: WallTime
  readonly rule: string | null
}

/**
 * `when` or `repeat` may be empty, not both. `today`: what clocks there show, or where else words such as a time alone are counted
 * from. Throws `input.*` with choices that hold nothing left to interpret.
 */
export function readWhen(
  typed: { readonly when: string; readonly repeat: string },
  meant: MeantZone,
  now: number,
  today: WallTime = instantToWall(now, meant.zone),
): ReadWhen {
  const { zone } = meant
  const said = typed.when.trim() || typed.repeat.trim()
  const phrase = readSchedule(typed, today)
  switch (phrase.kind) {
    case 'certain':
      return certain(phrase, zone, now, said)
    case 'instant': {
      if (phrase.rule !== null && !meant.isGiven)
        throw new ConfbotError('input.series-zone', {
          option: 'zone',
          blanks: { typed: said },
          choices: zoneChoices(meant.offered, now),
        })
      const wall = instantToWall(phrase.at, zone)
      if (wall !== phrase.wall || placeWallTime(wall, zone).at !== phrase.at)
        throw differs(phrase.at, said, phrase.wall, zone)
      return readWhen({ ...typed, when: wall }, meant, now, today)
    }
    case 'ambiguous':
      throw ambiguousTime(phrase.candidates, zone, said, phrase.rule)
    case 'past':
      throw past(phrase.wall, zone, now)
    case 'no-time':
      throw new ConfbotError('input.no-time-of-day', { option: 'when', blanks: { typed: said } })
    default:
      throw unread(phrase, typed, said)
  }
}

/** Refused: a choice for each. */
export function ambiguousTime(
  candidates: readonly WallTime[],
  zone: string,
  typed: string,
  rule: string | null = null,
): ConfbotError {
  return new ConfbotError('input.ambiguous-time', {
    option: 'when',
    blanks: { typed },
    choices: candidates.map((when) =>
      timeChoice(placeWallTime(when, zone).at, zone, { when, ...(rule && { repeat: rule }) }),
    ),
  })
}

function certain(
  { start, rule, elapsedMs }: Extract<SchedulePhrase, { kind: 'certain' }>,
  zone: string,
  now: number,
  typed: string,
): ReadWhen {
  if (elapsedMs === undefined) {
    if (placeWallTime(start, zone).at < minuteOf(now)) throw past(start, zone, now)
    return { start, rule: storedRule(rule, start, typed) }
  }
  // Only who knows the zone knows what its clocks will show then, and they may show it twice.
  const at = minuteOf(now + elapsedMs + minuteMs - 1)
  const wall = instantToWall(at, zone)
  if (placeWallTime(wall, zone).at !== at) throw differs(at, typed, wall, zone)
  return { start: wall, rule: storedRule(rule, wall, typed) }
}

/** In one way of writing. */
function storedRule(rule: string | null, start: WallTime, typed: string): string | null {
  if (rule === null) return null
  try {
    return parseRule(rule, start).text
  } catch (error) {
    if (!(error instanceof NoRule)) throw error
    if (error.code === 'no-occurrence') throw noOccurrence(typed)
    throw new ConfbotError('input.unreadable-repeat', { option: 'repeat', blanks: { typed: rule }, cause: error })
  }
}

/** The instant as it was typed, and the wall time as it was typed. Where the instant has no wall time of its own, it has one in UTC. */
function differs(at: number, typed: string, typedWall: WallTime, zone: string): ConfbotError {
  const wall = instantToWall(at, zone)
  const own = placeWallTime(typedWall, zone)
  const isOwn = placeWallTime(wall, zone).at === at
  return new ConfbotError('input.zone-differs', {
    option: 'when',
    blanks: { typed, zone },
    choices: [
      isOwn
        ? timeChoice(at, zone, { when: wall, zone })
        : timeChoice(at, 'UTC', { when: instantToWall(at, 'UTC'), zone: 'UTC' }),
      timeChoice(own.at, zone, { when: own.wall, zone }),
    ],
  })
}

const timeChoice = (
  at: number,
  zone: string,
  input: ErrorChoice['input'],
  key: TimeKey = 'choice.time',
): ErrorChoice => ({
  label: say(key, { time: inWords(at, zone), zone }),
  input,
})
type TimeKey = 'choice.time' | 'choice.tomorrow' | 'choice.next-year'

/** `Tue 1 Dec 2026, 15:00 +01:00` */
const inWords = (at: number, zone: string): string => formatInZone(at, zone, 'date-time')

/** With the same time tomorrow, where it was one of today, else the same day of next year. */
function past(wall: WallTime, zone: string, now: number): ConfbotError {
  const today = instantToWall(now, zone).slice(0, 10)
  const clock = wall.slice(10)
  const isToday = wall.startsWith(today)
  const later = isToday ? `${dayAfter(today)}${clock}` : `${Number(wall.slice(0, 4)) + 1}${wall.slice(4)}`
  // A 29 February has no next year.
  const at = isWallTime(later) ? placeWallTime(later, zone).at : 0
  return new ConfbotError('input.past-time', {
    option: 'when',
    blanks: { time: inWords(placeWallTime(wall, zone).at, zone) },
    choices:
      at >= minuteOf(now)
        ? [timeChoice(at, zone, { when: later }, isToday ? 'choice.tomorrow' : 'choice.next-year')]
        : [],
  })
}

const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00Z`) + dayMs).toISOString().slice(0, 10)

function unread(
  phrase: Exclude<SchedulePhrase, { kind: 'certain' | 'instant' | 'ambiguous' | 'past' | 'no-time' }>,
  { repeat }: { readonly repeat: string },
  said: string,
): ConfbotError {
  const span = phrase.kind.endsWith('unreadable') ? (readTimeSpan(said) ?? readTimeSpan(repeat)) : null
  if (span?.kind === 'backwards')
    return new ConfbotError('input.end-before-start', { option: 'when', blanks: { end: span.end } })
  switch (phrase.kind) {
    case 'impossible':
      return new ConfbotError('input.impossible-time', { option: 'when', blanks: { typed: said } })
    case 'unreadable':
      return new ConfbotError('input.unreadable-time', { option: 'when', blanks: { typed: said } })
    case 'rule-unreadable':
      return new ConfbotError('input.unreadable-repeat', { option: 'repeat', blanks: { typed: repeat } })
    case 'rule-ambiguous':
      return new ConfbotError('input.ambiguous-repeat', {
        option: 'repeat',
        blanks: { typed: repeat },
        choices: phrase.candidates.map((text) => ({ label: say('choice.repeat', { text }), input: { repeat: text } })),
      })
    case 'no-occurrence':
      return noOccurrence(repeat)
  }
}

const noOccurrence = (typed: string) => new ConfbotError('input.no-occurrence', { option: 'repeat', blanks: { typed } })

/** Minutes. Throws `input.invalid` unless it is 1 minute to 24 hours. */
export function durationOf(forMs: number): number {
  if (forMs >= minuteMs && forMs <= maxDurationMs) return Math.round(forMs / minuteMs)
  throw new ConfbotError('input.invalid', {
    option: 'for',
    blanks: { option: 'for', problem: say('form.problem.duration-range', { min: '1m', max: '24h' }) },
  })
}

/** Throws `input.no-occurrence` where it has no date to come, and `input.too-far`. */
export function checkReach(series: Series, now: number): void {
  const [first] = occurrencesFrom(series, minuteOf(now), 1)
  if (!first) throw noOccurrence(series.rule ?? series.start)
  const until = now + maxAheadMs
  if (first.startAt <= until) return
  throw new ConfbotError('input.too-far', {
    option: 'when',
    blanks: { until: formatInZone(until, series.timeZone, 'date') },
  })
}
