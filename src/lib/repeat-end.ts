/** When a repetition ends, as people write it: `until June`, `through 30 June`, `10 times`, `for 10 weeks`. */
import { addDays, type CalendarDate, daysInMonth, splitDate, toCalendarDate } from './calendar-date.ts'
import { readDay } from './day-phrase.ts'
import { isFiller, wordToMonth } from './phrase-words.ts'
import type { RuleParts } from './repeat-rule.ts'
import { readTime, type TimeReading } from './time-of-day.ts'

export interface Until {
  /** The last day, in several readings where it is not certain. */
  readonly dates: readonly CalendarDate[]
  /** A time that was said after it, which is the series' own. */
  readonly time: TimeReading
}

/** `isThrough`: a month or year is meant to its end, not up to its beginning. null: not to be read. */
export function readUntil(words: readonly string[], today: CalendarDate, isThrough: boolean): Until | null {
  const dates = readLastDays(words, today, isThrough)
  if (dates) return { dates, time: { kind: 'none' } }
  const { time, rest } = readTime(words)
  const before = time.kind === 'none' ? null : readLastDays(rest, today, isThrough)
  return before && { dates: before, time }
}

function readLastDays(words: readonly string[], today: CalendarDate, isThrough: boolean): CalendarDate[] | null {
  const said = words.filter((word) => !isFiller(word))
  const { year, month } = splitDate(today)
  const isEnd = said[0] === 'end'
  const [name = '', typedYear] = isEnd ? said.slice(1) : said
  const isWhole = isEnd || isThrough
  if (said.length <= (isEnd ? 3 : 2)) {
    if (isEnd && name === 'month' && typedYear === undefined) return lastDay(year, month)
    if (isEnd && name === 'year' && typedYear === undefined) return lastDay(year, 12)
    if (/^20\d\d$/.test(name) && typedYear === undefined) return lastDay(Number(name) - (isWhole ? 0 : 1), 12)
    const named = wordToMonth(name)
    if (named !== undefined && (typedYear === undefined || /^\d{4}$/.test(typedYear))) {
      // In June, "until June" is next year's, "through June" this one's.
      const isNextYear = isWhole ? named < month : named <= month
      const of = typedYear === undefined ? year + (isNextYear ? 1 : 0) : Number(typedYear)
      return isWhole ? lastDay(of, named) : dayBefore(toCalendarDate(of, named, 1))
    }
  }
  const day = readDay(said, today)
  return day.kind === 'days' ? [...day.dates] : null
}

const lastDay = (year: number, month: number) => only(toCalendarDate(year, month, daysInMonth(year, month)))
const dayBefore = (date: CalendarDate | null) => only(date && addDays(date, -1))
const only = (date: CalendarDate | null) => (date === null ? null : [date])

export interface Amount {
  readonly count: number
  readonly unit: 'times' | 'day' | 'week' | 'month' | 'year'
}

/** Takes `10 times` or `for 10 weeks` out of `words`. */
export function takeAmount(words: readonly string[]): {
  readonly amount: Amount | null
  readonly others: readonly string[]
} {
  const text = words.join(' ')
  const found = /(?:^| )(?:for )?(\d{1,3}) ?(?:times|x|occurrences|meetings|sessions)(?= |$)/.exec(text)
  const span = found ? null : /(?:^| )for (\d{1,3}|an?) (day|week|month|year)s?(?= |$)/.exec(text)
  const match = found ?? span
  if (!match) return { amount: null, others: words }
  const others = (text.slice(0, match.index) + text.slice(match.index + match[0].length)).split(' ')
  const amount: Amount = { count: Number(match[1]?.replace(/^an?$/, '1')), unit: toUnit(span?.[2]) }
  return { amount, others: others.filter((word) => word !== '') }
}

const toUnit = (word: string | undefined): Amount['unit'] =>
  word === 'day' || word === 'week' || word === 'month' || word === 'year' ? word : 'times'

/** How many occurrences that is; null where it depends on the start, or is none. */
export function amountToCount({ count, unit }: Amount, parts: RuleParts): number | null {
  const { freq, interval, days, monthDays, months, setPos } = parts
  const perPeriod = setPos.length || Math.max(days.length, 1) * Math.max(monthDays.length, 1)
  const isInEach =
    !days.some(({ nth }) => nth !== null && Math.abs(nth) > 4) &&
    !monthDays.some((day) => Math.abs(day) > 28) &&
    months.length <= 1
  const periods: number | undefined =
    unit === 'times'
      ? undefined
      : (
          {
            daily: { day: count, week: count * 7 },
            weekly: { week: count },
            monthly: { month: count, year: count * 12 },
            yearly: { year: count },
          }[freq] as Partial<Record<Amount['unit'], number>>
        )[unit]
  const total = unit === 'times' ? count : periods && isInEach ? perPeriod * Math.ceil(periods / interval) : 0
  return total >= 1 ? total : null
}
