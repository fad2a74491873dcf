/**
 * The occurrences of a series: which there are, and when. A pure function of the series, whose rule gives wall times; the zone
 * makes instants of them, one by one, so that a clock change moves none but those that it skips.
 */
import { createMemo } from '#lib/memo.ts'
import { countLeft, datesOf, eachDateOf, parseRule, type Rule, untilBefore } from '#lib/recurrence.ts'
import {
  addMinutes,
  type ClockChange,
  instantToWall,
  isWallTime,
  placeWallTime,
  type WallTime,
  wallClock,
  wallDate,
} from '#lib/wall-time.ts'
import type { OccurrenceChange, Series } from './meeting.ts'

export interface Occurrence {
  /** What the rule says, by which it is known in its series wherever it was moved to. */
  readonly date: WallTime
  /** As clocks in the zone of the series show it. */
  readonly start: WallTime
  readonly startAt: number
  /** The duration is time that passes, whatever clocks do meanwhile. */
  readonly endAt: number
  /** At its start. */
  readonly offsetMinutes: number
  /** `skipped`: its hour does not exist that day, and it begins later by the gap; `doubled`: it begins the first time. */
  readonly clockChange: ClockChange
  /** By somebody, not by a clock change. */
  readonly isMoved: boolean
  /** Of its own; null: that of the series. */
  readonly subject: string | null
}

const minuteMs = 60_000

/** No clock change is longer: what is over by a day on the clock is over. */
const longestChangeMinutes = 24 * 60

/** At most `limit` occurrences that end after the instant `from`, in order of their starts. Skipped ones are none. */
export function occurrencesFrom(series: Series, from: number, limit: number): readonly Occurrence[] {
  const rule = ruleOf(series)
  const since = dayBefore(series, from)
  const endsLater = ({ endAt }: Occurrence) => endAt > from
  const changed = Object.entries(series.changes)
    .filter(([date, change]) => mayEndAfter(since, series, date, change))
    .flatMap(([date]) => occurrenceOf(series, date) ?? [])
    .filter(endsLater)
  // Among themselves those are in order; all changed ones are there, so that no more than `limit` of these are needed.
  const unchanged = eachDateOf(rule, series.start, since && addMinutes(since, -series.durationMinutes))
    .filter((date) => !changeOf(series, date))
    .map((date) => occurrenceAt(series, date, undefined))
    .filter(endsLater)
    .take(limit)
  return [...changed, ...unchanged].sort((a, b) => a.startAt - b.startAt || (a.date < b.date ? -1 : 1)).slice(0, limit)
}

/** What clocks show a day before the instant; undefined where the whole series is later, but for what was moved. */
function dayBefore({ start, timeZone }: Series, at: number): WallTime | undefined {
  // Wherever on earth that is.
  const isEarlier = at < Date.parse(`${start}Z`) - longestChangeMinutes * minuteMs
  return isEarlier ? undefined : addMinutes(instantToWall(at, timeZone), -longestChangeMinutes)
}

function mayEndAfter(since: WallTime | undefined, series: Series, date: WallTime, change: OccurrenceChange): boolean {
  if (change.kind === 'skipped') return false
  return (
    since === undefined || addMinutes(change.start ?? date, change.durationMinutes ?? series.durationMinutes) > since
  )
}

/** The occurrence known by `date`; null where the series has none or it is skipped. */
export function occurrenceOf(series: Series, date: WallTime): Occurrence | null {
  const change = changeOf(series, date)
  return change?.kind === 'skipped' || !hasDate(series, date) ? null : occurrenceAt(series, date, change)
}

/** It would take place had nobody skipped it. */
export const isSkipped = (series: Series, date: WallTime): boolean =>
  changeOf(series, date)?.kind === 'skipped' && hasDate(series, date)

/**
 * The series before the occurrence `date`, and from it on, each with the changes of its own occurrences; what was moved across
 * the cut stays where it belongs. `before` is null when nothing would take place in it. RangeError when there is no such date.
 */
export function splitSeries(
  series: Series,
  date: WallTime,
): { readonly before: Series | null; readonly after: Series } {
  if (!hasDate(series, date)) throw new RangeError(`${date} is no date of the series`)
  const { start, timeZone, durationMinutes } = series
  const rule = ruleOf(series)
  const withChanges = (isOwn: (key: WallTime) => boolean) => ({
    timeZone,
    durationMinutes,
    changes: Object.fromEntries(Object.entries(series.changes).filter(([key]) => isOwn(key))),
  })
  const after = {
    ...withChanges((key) => key >= date),
    start: date,
    rule: rule && countLeft(rule, start, date).text,
  }
  if (!rule || eachDateOf(rule, start).next().value === date) return { before: null, after }
  const before = { ...withChanges((key) => key < date), start, rule: untilBefore(rule, date).text }
  return { before: occurrencesFrom(before, Number.NEGATIVE_INFINITY, 1).length > 0 ? before : null, after }
}

/**
 * The changes of a series that is held at another time of day (`HH:mm`): each stays with its day. What was moved to a time of
 * its own keeps that time.
 */
export const rekeyChanges = (changes: Series['changes'], from: string, to: string): Series['changes'] =>
  Object.fromEntries(
    Object.entries(changes).map(([date, change]) => [
      wallClock(date) === from ? `${wallDate(date)}T${to}` : date,
      change,
    ]),
  )

const changeOf = ({ changes }: Series, date: WallTime): OccurrenceChange | undefined =>
  Object.hasOwn(changes, date) ? changes[date] : undefined

const hasDate = (series: Series, date: WallTime): boolean =>
  isWallTime(date) && datesOf(ruleOf(series), series.start, { from: date, limit: 1 })[0] === date

function occurrenceAt(series: Series, date: WallTime, change: OccurrenceChange | undefined): Occurrence {
  const own = change?.kind === 'changed' ? change : null
  const { at, wall, offsetMinutes, change: clockChange } = placeWallTime(own?.start ?? date, series.timeZone)
  return {
    date,
    start: wall,
    startAt: at,
    endAt: at + (own?.durationMinutes ?? series.durationMinutes) * minuteMs,
    offsetMinutes,
    clockChange,
    isMoved: own?.start !== undefined && own.start !== date,
    subject: own?.subject ?? null,
  }
}

const rules = createMemo<Rule>(500)

const ruleOf = ({ rule, start }: Series): Rule | null =>
  rule === null ? null : rules(`${start} ${rule}`, () => parseRule(rule, start))
