/**
 * Repetition rules (RFC 5545 section 3.3.10) read and written, before they have a start. What dates they have is recurrence.ts's
 * matter.
 */
import { isWallTime, type WallTime } from './wall-time.ts'

const frequencies = ['daily', 'weekly', 'monthly', 'yearly'] as const
export type Frequency = (typeof frequencies)[number]

/** By weekday, 0 is Sunday. */
export const ruleWeekdays: readonly string[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

export interface RuleDay {
  /** 0 is Sunday. */
  readonly weekday: number
  /** The n-th of its month (of its year, in a yearly rule without months), from the end where negative; null: all of them. */
  readonly nth: number | null
}

export interface RuleParts {
  readonly freq: Frequency
  /** 1 to 9999; 1: every one. */
  readonly interval: number
  /** 1 to 12. Empty here and below: not given, so that the start decides. */
  readonly months: readonly number[]
  /** 1 to 31, or -1 (the last) to -31. */
  readonly monthDays: readonly number[]
  readonly days: readonly RuleDay[]
  /** Of the days that the other parts yield in each period only these, from the end where negative. */
  readonly setPos: readonly number[]
  /** Where weeks begin, which matters to every second one. */
  readonly weekStart: number
  /** How many dates there are, 1 to 9999. Never with `until`. */
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

/** With or without `RRULE:`; lists are as they were given. Throws NoRule (`unreadable`, `unsupported`). */
export function readRule(text: string): RuleParts {
  const given = splitParts(text)
  const rule: RuleParts = {
    freq: readFrequency(given.get('FREQ')),
    interval: readNumbers(given, 'INTERVAL', 1, 9999, 1)[0] ?? 1,
    months: readNumbers(given, 'BYMONTH', 1, 12),
    monthDays: readNumbers(given, 'BYMONTHDAY', -31, 31),
    days: readDays(given.get('BYDAY')),
    setPos: readNumbers(given, 'BYSETPOS', -366, 366),
    weekStart: readWeekday(given.get('WKST') ?? 'MO', 'WKST'),
    count: readNumbers(given, 'COUNT', 1, 9999, 1)[0] ?? null,
    until: readUntil(given.get('UNTIL')),
  }
  refuseWhatCannotBe(rule)
  return rule
}

/** null instead of NoRule. */
export function describeRule(text: string): RuleParts | null {
  try {
    return readRule(text)
  } catch (error) {
    if (error instanceof NoRule) return null
    throw error
  }
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

function readFrequency(value = ''): Frequency {
  const frequency = frequencies.find((known) => known.toUpperCase() === value)
  if (frequency) return frequency
  throw new NoRule(['SECONDLY', 'MINUTELY', 'HOURLY'].includes(value) ? 'unsupported' : 'unreadable', 'FREQ')
}

/** None of them 0. */
function readNumbers(
  given: ReadonlyMap<string, string>,
  name: string,
  min: number,
  max: number,
  most = Number.POSITIVE_INFINITY,
): readonly number[] {
  const texts = given.get(name)?.split(',') ?? []
  const numbers = texts.map((text) => (/^[+-]?\d{1,4}$/.test(text) ? Number(text) : 0))
  const isFine = numbers.every((number) => number !== 0 && number >= min && number <= max)
  if (!isFine || numbers.length > most) throw new NoRule('unreadable', name)
  return numbers
}

function readDays(value: string | undefined): readonly RuleDay[] {
  return (value?.split(',') ?? []).map((text) => {
    const [, ordinal, weekday = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? []
    const nth = ordinal === undefined ? null : Number(ordinal)
    if (nth === 0 || Math.abs(nth ?? 1) > 53) throw new NoRule('unreadable', 'BYDAY')
    return { weekday: readWeekday(weekday, 'BYDAY'), nth }
  })
}

function readWeekday(text: string, part: string): number {
  const weekday = ruleWeekdays.indexOf(text)
  if (weekday < 0) throw new NoRule('unreadable', part)
  return weekday
}

/** A day means all of it. */
function readUntil(value: string | undefined): WallTime | null {
  if (value === undefined) return null
  const [, year, month, day, hour = '23', minute = '59', second = '59', zone] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(value) ?? []
  const until = `${year}-${month}-${day}T${hour}:${minute}`
  if (!isWallTime(until) || Number(second) > 60) throw new NoRule('unreadable', 'UNTIL')
  // Which day that is depends on the zone, and the rule has none.
  if (zone) throw new NoRule('unsupported', 'UNTIL')
  return until
}

/** What RFC 5545 forbids, and the few allowed rules that rrule-temporal gets wrong. */
function refuseWhatCannotBe({ freq, months, monthDays, days, setPos, count, until }: RuleParts): void {
  const hasMonth = months.length > 0
  const hasMonthDay = monthDays.length > 0
  const counted = days.flatMap(({ nth }) => nth ?? [])
  if (count !== null && until !== null) throw new NoRule('unreadable', 'UNTIL')
  if (freq === 'weekly' && hasMonthDay) throw new NoRule('unsupported', 'BYMONTHDAY')
  if (setPos.length > 0 && !hasMonth && !hasMonthDay && days.length === 0) throw new NoRule('unsupported', 'BYSETPOS')
  if (counted.length === 0) return
  const isOfMonth = freq === 'monthly' || (freq === 'yearly' && hasMonth)
  const isOfYear = freq === 'yearly' && !hasMonth && !hasMonthDay
  const isMixed = freq === 'yearly' && counted.length < days.length
  const most = isOfMonth ? 5 : 52
  if (!(isOfMonth || isOfYear) || isMixed || counted.some((nth) => Math.abs(nth) > most)) {
    throw new NoRule('unsupported', 'BYDAY')
  }
}

/**
 * The one way of writing, without `RRULE:`. An UNTIL at the end of a day is written as a date; it is local time always, where
 * calendar files want an instant.
 */
export function writeRule({ days, ...parts }: RuleParts): string {
  const order = ({ weekday, nth }: RuleDay) => ((weekday + 6) % 7) + 10 * (nth ?? 0)
  const inOrder = days.toSorted((a, b) => order(a) - order(b))
  return [
    `FREQ=${parts.freq.toUpperCase()}`,
    ...(parts.interval === 1 ? [] : [`INTERVAL=${parts.interval}`]),
    ...(parts.count === null ? [] : [`COUNT=${parts.count}`]),
    ...(parts.until === null ? [] : [`UNTIL=${writeUntil(parts.until)}`]),
    ...list('BYMONTH', ascending(parts.months)),
    ...list('BYMONTHDAY', ascending(parts.monthDays)),
    ...list(
      'BYDAY',
      inOrder.map(({ weekday, nth }) => `${nth ?? ''}${ruleWeekdays[weekday]}`),
    ),
    ...list('BYSETPOS', ascending(parts.setPos)),
    ...(parts.weekStart === 1 ? [] : [`WKST=${ruleWeekdays[parts.weekStart]}`]),
  ].join(';')
}

const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)

const list = (name: string, values: readonly (number | string)[]) =>
  values.length === 0 ? [] : [`${name}=${[...new Set(values)].join(',')}`]

const writeUntil = (until: WallTime) => `${until.replace(/[-:]/g, '')}59`.replace('T235959', '')

/** Whether it says by itself on which days it can start; else the start decides. */
export const saysDays = ({ freq, days, monthDays }: RuleParts): boolean =>
  freq === 'daily' || days.length + monthDays.length > 0
