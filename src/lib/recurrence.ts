/**
 * Recurrence rules (RFC 5545 section 3.3.10) over wall times: which dates a series has, before anybody asks where they lie in
 * time. The only user of rrule-temporal.
 */
import { RRuleTemporal } from 'rrule-temporal'
import { createMemo } from './memo.ts'
import { addMinutes, isWallTime, type WallTime, wallClock, wallDate } from './wall-time.ts'

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

export type Frequency = (typeof frequencies)[number]
export type Weekday = (typeof weekdays)[number]

export interface RuleDay {
  readonly weekday: Weekday
  /** Which of the month's, or of the year's where no month is named, negative from the end; null: every. */
  readonly nth: number | null
}

/** What it leaves open (the weekday of `FREQ=WEEKLY`, the time of day) is that of the start of the series. */
export interface Rule {
  /**
   * The rule in one way of writing, without `RRULE:`. Its UNTIL is a date, the last day of the series in local time; calendar
   * files want an instant there.
   */
  readonly text: string
  readonly frequency: Frequency
  /** 1 to 9999. */
  readonly interval: number
  /** How many dates there are, 1 to 9999; null where the rule does not count. */
  readonly count: number | null
  /** `YYYY-MM-DD`, inclusive; null where the rule does not say. */
  readonly lastDay: string | null
  readonly byMonth: readonly number[]
  /** 1 to 31, negative from the end of the month. */
  readonly byMonthDay: readonly number[]
  readonly byDay: readonly RuleDay[]
  /** Which of a period's dates, negative from the end. */
  readonly bySetPos: readonly number[]
  /** Where weeks begin, which matters to every second one. */
  readonly weekStart: Weekday
}

/**
 * `unreadable`: no rule, or one that contradicts itself; `unsupported`: a rule of RFC 5545 that meetings cannot have;
 * `no-occurrence`: it never comes true.
 */
export type NoRuleCode = 'unreadable' | 'unsupported' | 'no-occurrence'

export class NoRule extends Error {
  override readonly name = 'NoRule'
  readonly code: NoRuleCode
  /** The part it is about, such as `BYHOUR`; null: the whole. */
  readonly part: string | null

  constructor(code: NoRuleCode, part: string | null = null) {
    super(part === null ? code : `${code}: ${part}`)
    this.code = code
    this.part = part
  }
}

/** Parts of RFC 5545 and RFC 7529 that are refused: meetings begin at one time of day and follow the common calendar. */
const refusedParts = ['BYSECOND', 'BYMINUTE', 'BYHOUR', 'BYYEARDAY', 'BYWEEKNO', 'RSCALE', 'SKIP']
const knownParts = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS', 'WKST']
const maxTextLength = 1000

/**
 * Reads a rule for a series that begins at `start`. UNTIL is a date, or a local time of which the last day is kept, so that a
 * series that is moved to another time of day ends on the same day. Throws NoRule.
 */
export function parseRule(text: string, start: WallTime): Rule {
  const parts = splitParts(text)
  const frequency = frequencyOf(parts.get('FREQ'))
  const rule: Rule = withText({
    frequency,
    interval: numbersOf(parts, 'INTERVAL', 1, 9999, 1)[0] ?? 1,
    count: numbersOf(parts, 'COUNT', 1, 9999, 1)[0] ?? null,
    lastDay: lastDayOf(parts.get('UNTIL'), start),
    byMonth: numbersOf(parts, 'BYMONTH', 1, 12),
    byMonthDay: numbersOf(parts, 'BYMONTHDAY', -31, 31),
    byDay: daysOf(parts.get('BYDAY')),
    bySetPos: numbersOf(parts, 'BYSETPOS', -366, 366),
    weekStart: weekdayOf(parts.get('WKST') ?? 'MO', 'WKST'),
  })
  refuseWhatCannotBe(rule)
  if (datesOf(rule, start, { limit: 1 }).length === 0) throw new NoRule('no-occurrence')
  return rule
}

function splitParts(text: string): ReadonlyMap<string, string> {
  if (text.length > maxTextLength) throw new NoRule('unreadable')
  const parts = new Map<string, string>()
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [, name = '', value = ''] = /^([A-Z-]+)=(.+)$/.exec(part) ?? []
    if (refusedParts.includes(name)) throw new NoRule('unsupported', name)
    if (!knownParts.includes(name) || parts.has(name)) throw new NoRule('unreadable', name || null)
    parts.set(name, value)
  }
  return parts
}

function frequencyOf(value = ''): Frequency {
  const frequency = frequencies.find((known) => known === value)
  if (frequency) return frequency
  throw new NoRule(['SECONDLY', 'MINUTELY', 'HOURLY'].includes(value) ? 'unsupported' : 'unreadable', 'FREQ')
}

/** Sorted, each once; none of them 0. */
function numbersOf(
  parts: ReadonlyMap<string, string>,
  name: string,
  min: number,
  max: number,
  most = Number.POSITIVE_INFINITY,
): readonly number[] {
  const texts = parts.get(name)?.split(',') ?? []
  const numbers = [...new Set(texts.map((text) => (/^[+-]?\d{1,4}$/.test(text) ? Number(text) : 0)))]
  const isFine = numbers.every((number) => number !== 0 && number >= min && number <= max)
  if (!isFine || texts.length > most) throw new NoRule('unreadable', name)
  return numbers.sort((a, b) => a - b)
}

function daysOf(value: string | undefined): readonly RuleDay[] {
  const days = new Map<string, RuleDay>()
  for (const text of value?.split(',') ?? []) {
    const [, ordinal, weekday = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? []
    const nth = ordinal === undefined ? null : Number(ordinal)
    if (nth === 0 || Math.abs(nth ?? 1) > 53) throw new NoRule('unreadable', 'BYDAY')
    days.set(`${nth}${weekday}`, { weekday: weekdayOf(weekday, 'BYDAY'), nth })
  }
  const order = ({ weekday, nth }: RuleDay) => weekdays.indexOf(weekday) + 10 * (nth ?? 0)
  return [...days.values()].sort((a, b) => order(a) - order(b))
}

function weekdayOf(text: string, part: string): Weekday {
  const weekday = weekdays.find((known) => known === text)
  if (!weekday) throw new NoRule('unreadable', part)
  return weekday
}

function lastDayOf(value: string | undefined, start: WallTime): string | null {
  if (value === undefined) return null
  const [, year, month, day, hour = '23', minute = '59', second = '59', zone] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(value) ?? []
  const until = `${year}-${month}-${day}T${hour}:${minute}`
  if (!isWallTime(until) || Number(second) > 60) throw new NoRule('unreadable', 'UNTIL')
  // Which day that is depends on the zone, and the rule has none.
  if (zone) throw new NoRule('unsupported', 'UNTIL')
  return wallClock(until) >= wallClock(start) ? wallDate(until) : dayBefore(until)
}

const dayBefore = (wall: WallTime): string => wallDate(addMinutes(wall, -24 * 60))

/** What RFC 5545 forbids, and the few allowed rules that rrule-temporal gets wrong. */
function refuseWhatCannotBe(rule: Rule): void {
  const { frequency, byDay } = rule
  const hasMonth = rule.byMonth.length > 0
  const hasMonthDay = rule.byMonthDay.length > 0
  const counted = byDay.flatMap(({ nth }) => nth ?? [])
  if (rule.count !== null && rule.lastDay !== null) throw new NoRule('unreadable', 'UNTIL')
  if (frequency === 'WEEKLY' && hasMonthDay) throw new NoRule('unsupported', 'BYMONTHDAY')
  if (rule.bySetPos.length > 0 && !hasMonth && !hasMonthDay && byDay.length === 0) {
    throw new NoRule('unsupported', 'BYSETPOS')
  }
  if (counted.length === 0) return
  const isOfMonth = frequency === 'MONTHLY' || (frequency === 'YEARLY' && hasMonth)
  const isOfYear = frequency === 'YEARLY' && !hasMonth && !hasMonthDay
  const isMixed = frequency === 'YEARLY' && counted.length < byDay.length
  const most = isOfMonth ? 5 : 52
  if (!(isOfMonth || isOfYear) || isMixed || counted.some((nth) => Math.abs(nth) > most)) {
    throw new NoRule('unsupported', 'BYDAY')
  }
}

function withText(rule: Omit<Rule, 'text'>): Rule {
  const list = (name: string, values: readonly (number | string)[]) =>
    values.length > 0 ? [`${name}=${values.join(',')}`] : []
  const text = [
    `FREQ=${rule.frequency}`,
    ...(rule.interval > 1 ? [`INTERVAL=${rule.interval}`] : []),
    ...(rule.count === null ? [] : [`COUNT=${rule.count}`]),
    ...(rule.lastDay === null ? [] : [`UNTIL=${rule.lastDay.replaceAll('-', '')}`]),
    ...list('BYMONTH', rule.byMonth),
    ...list('BYMONTHDAY', rule.byMonthDay),
    ...list(
      'BYDAY',
      rule.byDay.map(({ nth, weekday }) => `${nth ?? ''}${weekday}`),
    ),
    ...list('BYSETPOS', rule.bySetPos),
    ...(rule.weekStart === 'MO' ? [] : [`WKST=${rule.weekStart}`]),
  ].join(';')
  return { ...rule, text }
}

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
  const before = dayBefore(date)
  const lastDay = rule.lastDay !== null && rule.lastDay < before ? rule.lastDay : before
  return withText({ ...rule, count: null, lastDay })
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

/** Periods that are looked through for a date: 40 years at least, after which the calendar has shown all it has. */
const maxPeriods: Readonly<Record<Frequency, number>> = { DAILY: 15_000, WEEKLY: 2100, MONTHLY: 500, YEARLY: 500 }

/** Making one takes five times as long as asking it. */
const libraryRules = createMemo<RRuleTemporal>(500)
const lastDays = createMemo<string>(10_000)

/**
 * The rule of the library that finds the dates. One that counts is given the last day that the count comes to, found out once:
 * asked for the next date, the library goes straight to it, but where it counts it goes through all dates from the start.
 */
const libraryRule = (rule: Rule, start: WallTime): RRuleTemporal =>
  libraryRules(`${start} ${rule.text}`, () => {
    const lastDay =
      rule.count === null ? rule.lastDay : lastDays(`${start} ${rule.text}`, () => countedOut(rule, start))
    return makeLibraryRule(withText({ ...rule, count: null, lastDay: lastDay || null }), start)
  })

/** The last day of a rule that counts; empty where it counts further than anybody looks, which makes it a rule without end. */
function countedOut(rule: Rule, start: WallTime): string {
  const last = unlessTooFar(() => makeLibraryRule(rule, start).previous(afterAll))
  return last ? wallDate(wallOf(last.epochMilliseconds)) : ''
}

/** To the library wall times are those of UTC, where no clock ever changes. */
function makeLibraryRule({ text, frequency }: Rule, start: WallTime): RRuleTemporal {
  const rule = text.replace(/UNTIL=\d{8}/, (until) => `${until}T235959Z`)
  return new RRuleTemporal({
    rruleString: `DTSTART:${start.replaceAll(/[-:]/g, '')}00Z\nRRULE:${rule}`,
    maxIterations: maxPeriods[frequency],
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
