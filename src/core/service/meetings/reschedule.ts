/** Series changed: one date, or all of them, with the rule carried along where that can be done for certain. Pure. */
import { addDays, daysBetween, daysInMonth, splitDate, weekdayOf } from '#lib/calendar-date.ts'
import { parseRule } from '#lib/recurrence.ts'
import { describeRule, NoRule, type RuleParts, writeRule } from '#lib/repeat-rule.ts'
import { placeWallTime, type WallTime, wallClock, wallDate } from '#lib/wall-time.ts'
import type { OccurrenceChange, Series } from '../../meeting.ts'
import { occurrenceOf, rekeyChanges } from '../../occurrence.ts'

/** What is changed of the date in question; absent: as it is. */
export interface NewTimes {
  /** In the zone that the series has afterwards. */
  readonly start?: WallTime
  /** null: once. */
  readonly rule?: string | null
  readonly timeZone?: string
  readonly durationMinutes?: number
}

export interface Rescheduled<S extends Series = Series> {
  readonly series: S
  /** What `date` is called now. */
  readonly date: WallTime
  /** Dates to come that had changes of their own and are none any more. */
  readonly dropped: readonly WallTime[]
}

/** One date alone; what is as in the series is no change. */
export function changeOne<S extends Series>(
  series: S,
  date: WallTime,
  to: { readonly start?: WallTime; readonly durationMinutes?: number; readonly subject?: string },
  subject: string,
): S {
  const known = series.changes[date]
  const before = known?.kind === 'changed' ? known : {}
  const { start, durationMinutes, subject: own } = { ...before, ...to }
  const change: OccurrenceChange = {
    kind: 'changed',
    ...(start !== undefined && start !== date && { start }),
    ...(durationMinutes !== undefined && durationMinutes !== series.durationMinutes && { durationMinutes }),
    ...(own !== undefined && own !== subject && { subject: own }),
  }
  const { [date]: _, ...others } = series.changes
  return { ...series, changes: Object.keys(change).length === 1 ? others : { ...others, [date]: change } }
}

/** Says that a date does not take place. */
export const skipOne = <S extends Series>(series: S, date: WallTime): S => ({
  ...series,
  changes: { ...series.changes, [date]: { kind: 'skipped' } },
})

/** Takes a skipped date back in, as the series has it. */
export function restoreOne<S extends Series>(series: S, date: WallTime): S {
  const { [date]: _, ...changes } = series.changes
  return { ...series, changes }
}

/**
 * All dates, as told by what becomes of `date`, one of them. Moved to another time of day, each stays on its day, with its own
 * changes; moved by days, all are moved by as many, and the rule with them. null where the rule cannot be moved for certain:
 * then it has to be given. A given rule that is not the one so moved begins the series anew with `start`.
 */
export function changeAll<S extends Series>(
  series: S,
  date: WallTime,
  to: NewTimes,
  now: number,
): Rescheduled<S> | null {
  const start = to.start ?? date
  const moved = moveRule(series, date, start)
  const isAnew = to.rule !== undefined && to.rule !== moved?.rule
  const placed = isAnew ? { start, rule: to.rule } : moved
  if (!placed) return null
  const next: Series = {
    ...placed,
    timeZone: to.timeZone ?? series.timeZone,
    durationMinutes: to.durationMinutes ?? series.durationMinutes,
    changes: {},
  }
  const own = to.start === undefined ? series.changes : withoutOwnStart(series.changes, date)
  const changes = Object.entries(rekeyChanges(own, wallClock(date), wallClock(start)))
  const isDate = (key: WallTime) => next.rule !== null && occurrenceOf(next, key) !== null
  const isToCome = (wall: WallTime) => placeWallTime(wall, next.timeZone).at > now
  return {
    series: { ...series, ...next, changes: Object.fromEntries(changes.filter(([key]) => isDate(key))) },
    date: start,
    dropped: changes.filter(([key]) => !isDate(key) && isToCome(key)).map(([key]) => key),
  }
}

function withoutOwnStart(changes: Series['changes'], date: WallTime): Series['changes'] {
  const own = changes[date]
  if (own?.kind !== 'changed') return changes
  const { start: _, ...rest } = own
  return { ...changes, [date]: rest }
}

/** The series begins as many days later as `to` is after `from`, one of its dates; null unless `to` is then surely one of them. */
function moveRule(series: Series, from: WallTime, to: WallTime): Pick<Series, 'start' | 'rule'> | null {
  if (series.rule === null) return { start: to, rule: null }
  const days = daysBetween(wallDate(from), wallDate(to))
  const first = addDays(wallDate(series.start), days)
  const parts = describeRule(series.rule)
  if (first === null || parts === null) return null
  const start = `${first}T${wallClock(to)}`
  if (days === 0) return { start, rule: series.rule }
  const moved = movedParts(parts, wallDate(from), wallDate(to))
  const rule = moved && canonicalRule(writeRule({ ...moved, until: movedUntil(parts.until, days) }), start)
  if (!rule) return null
  return occurrenceOf({ ...series, start, rule, changes: {} }, to) ? { start, rule } : null
}

/** A series that is moved ends as much later. */
function movedUntil(until: WallTime | null, days: number): WallTime | null {
  const day = until === null ? null : addDays(wallDate(until), days)
  return until === null || day === null ? until : `${day}T${wallClock(until)}`
}

/** null: not certain, such as where it has several days a week. */
function movedParts(parts: RuleParts, from: string, to: string): RuleParts | null {
  const { freq, months, monthDays, days, setPos } = parts
  const [day, ...otherDays] = days
  const [monthDay, ...otherMonthDays] = monthDays
  const [month, ...otherMonths] = months
  if (setPos.length + otherDays.length + otherMonthDays.length + otherMonths.length > 0) return null
  const isOpen = !day && monthDay === undefined && month === undefined
  if (isOpen) return parts
  if (freq === 'weekly')
    return day && month === undefined ? { ...parts, days: [{ weekday: weekdayOf(to), nth: null }] } : null
  if (freq === 'daily' || (freq === 'yearly' && day)) return null
  const movedMonth = month === undefined ? [] : [splitDate(to).month]
  if (month !== undefined && freq === 'monthly') return null
  if (day && monthDay !== undefined) return null
  if (day) {
    const nth = day.nth === null ? null : nthOf(to, day.nth < 0)
    return nth === null ? null : { ...parts, days: [{ weekday: weekdayOf(to), nth }] }
  }
  if (monthDay === undefined) return { ...parts, months: movedMonth }
  return monthDay === splitDate(from).day ? { ...parts, months: movedMonth, monthDays: [splitDate(to).day] } : null
}

/** Which of its weekday in its month. */
function nthOf(date: string, isFromEnd: boolean): number {
  const { year, month, day } = splitDate(date)
  return isFromEnd ? -Math.ceil((daysInMonth(year, month) - day + 1) / 7) : Math.ceil(day / 7)
}

/** As it is stored; null where there is no such rule, or no date of it. */
function canonicalRule(rule: string, start: WallTime): string | null {
  try {
    return parseRule(rule, start).text
  } catch (error) {
    if (error instanceof NoRule) return null
    throw error
  }
}
