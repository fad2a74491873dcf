/** Which of a meeting's dates is meant by what was typed, or by an old button. */
import { readDatePhrase } from '#lib/date-phrase.ts'
import { formatInZone } from '#lib/time.ts'
import { instantToWall, isWallTime, placeWallTime, type WallTime, wallDate } from '#lib/wall-time.ts'
import { say } from '#text/message.ts'
import { ConfbotError, type ErrorChoice } from '../../errors.ts'
import type { Meeting, Series } from '../../meeting.ts'
import { isSkipped, type Occurrence, occurrenceOf, occurrencesFrom } from '../../occurrence.ts'

export type NamedDate =
  | { readonly kind: 'found'; readonly occurrence: Occurrence }
  /** `occurrence`: as it would be. */
  | { readonly kind: 'skipped'; readonly occurrence: Occurrence }
  | { readonly kind: 'several'; readonly occurrences: readonly Occurrence[] }
  | { readonly kind: 'unknown' }

const maxPerDay = 50
const dayForm = /^\d{4}-\d\d-\d\d$/

/** The next one that is not over. */
export const nextOccurrence = (meeting: Meeting, now: number): Occurrence | null =>
  isToCome(meeting) ? (occurrencesFrom(meeting, now, 1)[0] ?? null) : null

/** The next five. */
export const nextFive = (meeting: Meeting, now: number): readonly Occurrence[] =>
  isToCome(meeting) ? occurrencesFrom(meeting, now, 5) : []

const isToCome = ({ state }: Meeting) => state === 'scheduled'

/** With all that was skipped, as it would be. */
export const unskipped = <S extends Series>(series: S): S => ({
  ...series,
  changes: Object.fromEntries(Object.entries(series.changes).filter(([, { kind }]) => kind !== 'skipped')),
})

/**
 * By the wall time that the rule gives it (`2026-12-01T15:00`), the one it was moved to, or its day. A wall time that the series
 * had once means what takes place on that day now, and in a meeting that takes place once, that once.
 */
export function dateNamed(series: Series, typed: string): NamedDate {
  const text = typed.trim().replace(' ', 'T')
  if (isWallTime(text)) return exactly(series, text) ?? onDay(series, wallDate(text)) ?? once(series)
  return (dayForm.test(text) && isWallTime(`${text}T00:00`) && onDay(series, text)) || { kind: 'unknown' }
}

/** As `dateNamed`, and in words: `Friday`, `1 December`. */
export function dateTyped(series: Series, typed: string, now: number): NamedDate {
  const named = dateNamed(series, typed)
  if (named.kind !== 'unknown') return named
  const phrase = readDatePhrase(typed, instantToWall(now, series.timeZone))
  const meant = (dates: readonly string[]): NamedDate => {
    const known = dates.map((date) => dateNamed(series, date)).filter(({ kind }) => kind !== 'unknown')
    return known.length === 1 ? (known[0] ?? named) : named
  }
  switch (phrase.kind) {
    case 'no-time':
      return meant(phrase.dates)
    case 'ambiguous':
      return meant(phrase.candidates)
    case 'certain':
      return meant([phrase.wall])
    case 'instant':
      return meant([instantToWall(phrase.at, series.timeZone)])
    default:
      return named
  }
}

function exactly(series: Series, wall: WallTime): NamedDate | null {
  if (isSkipped(series, wall)) return skippedOn(series, wall)
  const named = occurrenceOf(series, wall) ?? startingOn(series, wallDate(wall)).find(({ start }) => start === wall)
  return named ? { kind: 'found', occurrence: named } : null
}

function onDay(series: Series, day: string): NamedDate | null {
  const starting = startingOn(series, day)
  const changed = Object.keys(series.changes).filter((date) => wallDate(date) === day)
  const movedAway = starting.length > 0 ? [] : changed.map((date) => occurrenceOf(series, date)).filter((one) => !!one)
  const [first, ...others] = [...starting, ...movedAway]
  if (first) return others.length === 0 ? { kind: 'found', occurrence: first } : severalOf([first, ...others])
  const skipped = changed.find((date) => isSkipped(series, date))
  return skipped === undefined ? null : skippedOn(series, skipped)
}

const severalOf = (occurrences: readonly Occurrence[]): NamedDate => ({ kind: 'several', occurrences })

function skippedOn(series: Series, date: WallTime): NamedDate | null {
  const occurrence = occurrenceOf(unskipped(series), date)
  return occurrence && { kind: 'skipped', occurrence }
}

function startingOn(series: Series, day: string): readonly Occurrence[] {
  const { at } = placeWallTime(`${day}T00:00`, series.timeZone)
  return occurrencesFrom(series, at, maxPerDay).filter(({ start }) => wallDate(start) === day)
}

function once(series: Series): NamedDate {
  const only = series.rule === null ? occurrenceOf(series, series.start) : null
  return only ? { kind: 'found', occurrence: only } : { kind: 'unknown' }
}

/** `Tue 1 Dec 2026, 15:00 +01:00`, as clocks of the meeting show it. */
export const dateInWords = ({ timeZone }: Series, { startAt }: Occurrence): string =>
  formatInZone(startAt, timeZone, 'date-time')

/** The same command with this date. */
const dateChoice = (meeting: Meeting, occurrence: Occurrence): ErrorChoice => ({
  label: say('choice.date', { time: dateInWords(meeting, occurrence) }),
  input: { meeting: meeting.id, date: occurrence.date },
})

/** Says that there is no such date, with those that there are. */
export const unknownDate = (meeting: Meeting, typed: string, offered: readonly Occurrence[]): ConfbotError =>
  new ConfbotError('input.unknown-date', {
    option: 'date',
    blanks: { typed, name: meeting.subject },
    choices: offered.map((one) => dateChoice(meeting, one)),
  })
