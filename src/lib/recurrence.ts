/**
 * Repetition rules over wall times: which dates a series has, before anybody asks where they lie in time. The only user of
 * rrule-temporal.
 */
import { RRuleTemporal } from 'rrule-temporal'
import type { CalendarDate } from './calendar-date.ts'
import { createMemo } from './memo.ts'
import { everyDay, type Frequency, NoRule, type RuleParts, readRule, saysDays, writeRule } from './repeat-rule.ts'
import { addMinutes, type WallTime, wallClock, wallDate } from './wall-time.ts'

/** What it leaves open (the weekday of a weekly one, the time of day) is that of the start of the series. */
export interface Rule extends RuleParts {
  /** As repeat-rule.ts writes it. */
  readonly text: string
  /** The end of the last day, inclusive. */
  readonly until: WallTime | null
}

/**
 * Reads a rule for a series that begins at `start`. Of UNTIL the last day is kept, so that a series that is moved to another time
 * of day ends on the same day. Throws NoRule.
 */
export function parseRule(text: string, start: WallTime): Rule {
  const parts = readRule(text)
  const { until } = parts
  if (until !== null && until < start) throw new NoRule('no-occurrence')
  const lastDay = until && (wallClock(until) < wallClock(start) ? dayBefore(until) : wallDate(until))
  const rule = withText({ ...parts, until: lastDay && endOfDay(lastDay) })
  if (datesOf(rule, start, { limit: 1 }).length === 0) throw new NoRule('no-occurrence')
  return rule
}

const withText = (parts: RuleParts): Rule => ({ ...parts, text: writeRule(parts) })

const endOfDay = (date: CalendarDate): WallTime => `${date}T23:59`
const dayBefore = (wall: WallTime): CalendarDate => wallDate(addMinutes(wall, -24 * 60))

/**
 * The dates of a series from `from` on, in order, found as they are asked for; all of them at the time of day of `start`, one a
 * day at most. Without a rule there is the start alone. Where the start does not follow the rule, it is no date: the first is
 * the first match after it, and COUNT counts from there.
 */
export function* eachDateOf(rule: Rule | null, start: WallTime, from: WallTime = start): Generator<WallTime, void> {
  if (!rule) {
    if (from <= start) yield start
    return
  }
  const library = libraryRule(rule, start)
  let next = nextDate(library, from < start ? start : from, true)
  while (next !== null) {
    yield next
    next = nextDate(library, next, false)
  }
}

/** At most `limit` of them. */
export const datesOf = (
  rule: Rule | null,
  start: WallTime,
  range: { readonly from?: WallTime; readonly limit: number },
): readonly WallTime[] => eachDateOf(rule, start, range.from).take(range.limit).toArray()

/** The rule ended before `date`, one of its dates; it counts no more. */
export function untilBefore(rule: Rule, date: WallTime): Rule {
  const before = endOfDay(dayBefore(date))
  const until = rule.until !== null && rule.until < before ? rule.until : before
  return withText({ ...rule, count: null, until })
}

/** The rule as it goes on from `date`, one of its dates, which is then the start. Throws NoRule where nothing is left to count. */
export function countLeft(rule: Rule, start: WallTime, date: WallTime): Rule {
  if (rule.count === null) return rule
  let before = 0
  for (const earlier of eachDateOf(rule, start)) {
    if (earlier >= date) break
    before += 1
  }
  if (before >= rule.count) throw new NoRule('no-occurrence')
  return withText({ ...rule, count: rule.count - before })
}

/** The first `limit` days from `from` on that it can start on; its interval begins there, and its end is not looked at. */
export function possibleStarts(parts: RuleParts, from: CalendarDate, limit: number): CalendarDate[] {
  const open = saysDays(parts) ? parts : { ...everyDay, months: parts.months }
  const rule = withText({ ...open, interval: 1, count: null, until: null })
  return datesOf(rule, `${from}T00:00`, { limit }).map(wallDate)
}

/** Whether a series by this rule can have `date` as its first day. */
export const canStartOn = (parts: RuleParts, date: CalendarDate): boolean => possibleStarts(parts, date, 1)[0] === date

/** Periods that are looked through for a date: 40 years at least, after which the calendar has shown all it has. */
const maxPeriods: Readonly<Record<Frequency, number>> = { daily: 15_000, weekly: 2100, monthly: 500, yearly: 500 }

/** Making one takes five times as long as asking it. */
const libraryRules = createMemo<RRuleTemporal>(500)
const lastDays = createMemo<CalendarDate>(10_000)

/**
 * The rule of the library that finds the dates. One that counts is given the last day that the count comes to, found out once:
 * asked for the next date, the library goes straight to it, but where it counts it goes through all dates from the start.
 */
const libraryRule = (rule: Rule, start: WallTime): RRuleTemporal =>
  libraryRules(`${start} ${rule.text}`, () => {
    if (rule.count === null) return makeLibraryRule(rule, start)
    const lastDay = lastDays(`${start} ${rule.text}`, () => countedOut(rule, start))
    return makeLibraryRule(withText({ ...rule, count: null, until: lastDay ? endOfDay(lastDay) : null }), start)
  })

/** The last day of a rule that counts; empty where it counts further than anybody looks, which makes it a rule without end. */
function countedOut(rule: Rule, start: WallTime): CalendarDate {
  const last = unlessTooFar(() => makeLibraryRule(rule, start).previous(afterAll))
  return last ? wallDate(wallOf(last.epochMilliseconds)) : ''
}

/** To the library wall times are those of UTC, where no clock ever changes. */
function makeLibraryRule({ text, freq }: Rule, start: WallTime): RRuleTemporal {
  const rule = text.replace(/UNTIL=\d{8}/, (until) => `${until}T235959Z`)
  return new RRuleTemporal({
    rruleString: `DTSTART:${start.replaceAll(/[-:]/g, '')}00Z\nRRULE:${rule}`,
    maxIterations: maxPeriods[freq],
    cache: false,
  })
}

/** After the years that can be written with four digits. */
const afterAll = new Date(Date.UTC(10_000, 0))

function nextDate(library: RRuleTemporal, after: WallTime, isInclusive: boolean): WallTime | null {
  const next = unlessTooFar(() => library.next(new Date(`${after}Z`), isInclusive))
  return next && next.epochMilliseconds < afterAll.getTime() ? wallOf(next.epochMilliseconds) : null
}

const wallOf = (utc: number): WallTime => new Date(utc).toISOString().slice(0, 16)

/** Null as well where there is none in so many periods that there will be none. */
function unlessTooFar<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Maximum iterations')) return null
    throw error
  }
}
