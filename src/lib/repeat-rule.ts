/**
 * Repetition rules (RFC 5545, section 3.3.10) before they have a start: taken apart, written, and which days they can start on.
 * What dates a series has is recurrence.ts's matter. UNTIL is in wall time.
 */
import { type CalendarDate, toCalendarDate } from './calendar-date.ts'
import { datesOf, NoRule, parseRule } from './recurrence.ts'
import { type WallTime, wallDate } from './wall-time.ts'

/** By weekday, 0 is Sunday. */
export const ruleWeekdays: readonly string[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

export interface RuleDay {
  /** 0 is Sunday. */
  readonly weekday: number
  /** The n-th of its month (of its year, in a yearly rule without months), from the end where negative; null: all of them. */
  readonly nth: number | null
}

export interface RuleParts {
  readonly freq: 'daily' | 'weekly' | 'monthly' | 'yearly'
  /** 1: every one. */
  readonly interval: number
  /** 1 to 12. Empty here and below: not given, so that the start decides. */
  readonly months: readonly number[]
  /** 1 to 31, or -1 (the last) to -31. */
  readonly monthDays: readonly number[]
  readonly days: readonly RuleDay[]
  /** Of the days that the other parts yield in each period only these, from the end where negative. */
  readonly setPos: readonly number[]
  readonly weekStart: number
  /** Never both. */
  readonly count: number | null
  /** The last moment it may still take place. */
  readonly until: WallTime | null
}

export const everyDay: RuleParts = {
  freq: 'daily',
  interval: 1,
  months: [],
  monthDays: [],
  days: [],
  setPos: [],
  weekStart: 1,
  count: null,
  until: null,
}

const frequencies = new Map<string, RuleParts['freq']>([
  ['DAILY', 'daily'],
  ['WEEKLY', 'weekly'],
  ['MONTHLY', 'monthly'],
  ['YEARLY', 'yearly'],
])

/**
 * null for what is not a rule, for parts that meetings do without (hours and less, week and year-day numbers), and for an UNTIL
 * in UTC, which has no meaning without a zone.
 */
export function describeRule(rule: string): RuleParts | null {
  const pairs = rule
    .toUpperCase()
    .split(';')
    .map((part) => part.split('='))
  const given = new Map(pairs.map(([name = '', value = '']) => [name, value]))
  if (given.size !== pairs.length || pairs.some((pair) => pair.length !== 2)) return null
  if (![...given.keys()].every((name) => partNames.has(name))) return null
  const freq = frequencies.get(given.get('FREQ') ?? '')
  const interval = readNumber(given.get('INTERVAL'), 999) ?? null
  const count = readNumber(given.get('COUNT'), 9999) ?? null
  const months = readList(given.get('BYMONTH'), 1, 12)
  const monthDays = readList(given.get('BYMONTHDAY'), -31, 31)
  const setPos = readList(given.get('BYSETPOS'), -366, 366)
  const days = readDays(given.get('BYDAY'))
  const weekStart = given.has('WKST') ? ruleWeekdays.indexOf(given.get('WKST') ?? '') : 1
  const until = given.has('UNTIL') ? readUntil(given.get('UNTIL') ?? '') : null
  if (freq === undefined || !months || !monthDays || !setPos || !days || weekStart < 0 || until === undefined)
    return null
  if ((given.has('INTERVAL') && interval === null) || (given.has('COUNT') && count === null)) return null
  if (count !== null && until !== null) return null
  const furthest = freq === 'monthly' || (freq === 'yearly' && months.length > 0) ? 5 : freq === 'yearly' ? 53 : 0
  if (days.some(({ nth }) => nth !== null && Math.abs(nth) > furthest)) return null
  if (freq === 'weekly' && monthDays.length > 0) return null
  if (setPos.length > 0 && days.length + monthDays.length + months.length === 0) return null
  return { freq, interval: interval ?? 1, months, monthDays, days, setPos, weekStart, count, until }
}

const partNames = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST'])

const readNumber = (text: string | undefined, max: number): number | null => {
  const number = text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= max ? number : null
}

/** null: not such a list. */
function readList(text: string | undefined, min: number, max: number): number[] | null {
  if (text === undefined) return []
  const numbers = text.split(',').map((item) => (/^[+-]?\d{1,3}$/.test(item) ? Number(item) : 0))
  return numbers.every((number) => number !== 0 && number >= min && number <= max) ? numbers : null
}

function readDays(text: string | undefined): RuleDay[] | null {
  if (text === undefined) return []
  const days = text.split(',').map((item) => {
    const [, nth, name] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? []
    const weekday = ruleWeekdays.indexOf(name ?? '')
    return weekday < 0 || Number(nth) === 0 ? null : { weekday, nth: nth === undefined ? null : Number(nth) }
  })
  const known = days.filter((day) => day !== null)
  return known.length === days.length ? known : null
}

/** A day means all of it. undefined: not to be read. */
function readUntil(text: string): WallTime | undefined {
  const [, year, month, day, hour = '23', minute = '59'] =
    /^(\d{4})(\d\d)(\d\d)(?:T([01]\d|2[0-3])([0-5]\d)[0-5]\d)?$/.exec(text) ?? []
  const date = toCalendarDate(Number(year), Number(month), Number(day))
  return date === null ? undefined : `${date}T${hour}:${minute}`
}

/** What `describeRule` reads back. */
export function writeRule(parts: RuleParts): string {
  const { freq, interval, months, monthDays, days, setPos, weekStart, count, until } = parts
  const list = (name: string, values: readonly (number | string)[]) =>
    values.length === 0 ? [] : [`${name}=${values.join(',')}`]
  return [
    `FREQ=${freq.toUpperCase()}`,
    ...(interval === 1 ? [] : [`INTERVAL=${interval}`]),
    ...list('BYMONTH', months),
    ...list('BYMONTHDAY', monthDays),
    ...list(
      'BYDAY',
      days.map(({ weekday, nth }) => `${nth ?? ''}${ruleWeekdays[weekday]}`),
    ),
    ...list('BYSETPOS', setPos),
    ...(weekStart === 1 ? [] : [`WKST=${ruleWeekdays[weekStart]}`]),
    ...(count === null ? [] : [`COUNT=${count}`]),
    ...(until === null ? [] : [`UNTIL=${until.replace(/[-:]/g, '')}59`]),
  ].join(';')
}

/** Whether it says by itself on which days it can start; else the start decides. */
export const saysDays = ({ freq, days, monthDays }: RuleParts): boolean =>
  freq === 'daily' || days.length + monthDays.length > 0

/** Whether meetings can have it: `describeRule` reads some that nothing follows. */
export function isFollowed(parts: RuleParts): boolean {
  try {
    possibleStarts(parts, '2000-01-01', 1)
    return true
  } catch (error) {
    if (error instanceof NoRule) return false
    throw error
  }
}

/** The first `limit` days from `from` on that it can start on; its interval begins there, and its end is not looked at. */
export function possibleStarts(parts: RuleParts, from: CalendarDate, limit: number): CalendarDate[] {
  const open = saysDays(parts) ? parts : { ...everyDay, months: parts.months }
  const start = `${from}T00:00`
  try {
    const rule = parseRule(writeRule({ ...open, interval: 1, count: null, until: null }), start)
    return datesOf(rule, start, { limit }).map(wallDate)
  } catch (error) {
    if (error instanceof NoRule && error.code === 'no-occurrence') return []
    throw error
  }
}

/** Whether a series by this rule can have `date` as its first day. */
export const canStartOn = (parts: RuleParts, date: CalendarDate): boolean => possibleStarts(parts, date, 1)[0] === date
