/**
 * Days as people write them: dates in figures and in words, weekdays, `tomorrow`, `in 2 weeks`. The only user of chrono-node,
 * which guesses and leaves out what it does not understand: it is asked only for what has the shape of a date, and believed
 * only when it has used every word.
 */
import { casual } from 'chrono-node/en'
import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  splitDate,
  toCalendarDate,
  weekdayOf,
} from './calendar-date.ts'
import { isFiller, wordToMonth, wordToOrdinal, wordToWeekday } from './phrase-words.ts'

export type DayReading =
  | { readonly kind: 'none' | 'impossible' | 'unreadable' }
  /** In order, each once; several: it is not certain which. `order`: of day and month. Some may be past. */
  | { readonly kind: 'days'; readonly dates: readonly CalendarDate[]; readonly about: 'day' | 'order' }

const unreadable = { kind: 'unreadable' } as const

/**
 * All of `words` (see phrase-words.ts, less the time) is accounted for, or it is unreadable. A date without a year is the next
 * one of that name, today included; `29 Feb` counts only where this or the next year has one. A weekday beside a date must be
 * that date's.
 */
export function readDay(words: readonly string[], today: CalendarDate): DayReading {
  const said = words.filter((word) => !isFiller(word))
  if (said.length === 0) return { kind: 'none' }
  const at = said.findIndex((word) => wordToWeekday(word) !== undefined)
  const weekday = wordToWeekday(said[at] ?? '')
  if (weekday === undefined) return readDate(said, today)
  const { which, others } = takeWhich(said, at)
  if (others.length === 0) return toDays(weekdayDates(weekday, which, today))
  const beside = readDate(others, today)
  if (beside.kind !== 'days') return beside
  const dates = beside.dates.filter((date) => weekdayOf(date) === weekday)
  if (which !== 'plain' && others.some((word) => wordToOrdinal(word) === undefined)) return unreadable
  if (dates.length > 0) return toDays(dates)
  // "Friday in two weeks" does not say that Friday is the day in two weeks.
  return others.includes('in') || others.includes('from') ? unreadable : { kind: 'impossible' }
}

const toDays = (dates: readonly (CalendarDate | null)[], about: 'day' | 'order' = 'day'): DayReading => {
  const existing = [...new Set(dates.filter((date) => date !== null))].sort()
  return existing.length === 0 ? { kind: 'impossible' } : { kind: 'days', dates: existing, about }
}

type Which = 'plain' | 'this' | 'next' | 'last' | 'this week' | 'next week'

/** What says which of the weekdays, and what is left then. `at` is the weekday's place. */
function takeWhich(said: readonly string[], at: number): { which: Which; others: readonly string[] } {
  const before = said.slice(0, at)
  const after = said.slice(at + 1)
  const week = (words: readonly string[]): Which | null =>
    words[1] !== 'week' ? null : words[0] === 'next' ? 'next week' : words[0] === 'this' ? 'this week' : null
  const ahead = week(after)
  if (ahead) return { which: ahead, others: [...before, ...after.slice(2)] }
  const behind = week(before.slice(-2))
  if (behind) return { which: behind, others: [...before.slice(0, -2), ...after] }
  const which = whichWords.get(before.at(-1) ?? '')
  return which
    ? { which, others: [...before.slice(0, -1), ...after] }
    : { which: 'plain', others: [...before, ...after] }
}

const whichWords = new Map<string, Which>([
  ['this', 'this'],
  ['coming', 'plain'],
  ['upcoming', 'plain'],
  ['next', 'next'],
  ['last', 'last'],
])

/**
 * On a Friday, `Friday` is today or in a week. `next Friday` is the coming one to some and that of the next week to others, and
 * weeks begin on Monday (ISO 8601) or on Sunday: wherever these readings differ, all of them are given.
 */
function weekdayDates(weekday: number, which: Which, today: CalendarDate): (CalendarDate | null)[] {
  const now = weekdayOf(today)
  const ahead = (weekday - now + 7) % 7
  /** From today to that weekday of this week, by its first day. */
  const inWeekFrom = (first: number) => ((weekday - first + 7) % 7) - ((now - first + 7) % 7)
  const days: Record<Which, number[]> = {
    plain: ahead === 0 ? [0, 7] : [ahead],
    this: [ahead],
    next: [ahead === 0 ? 7 : ahead, inWeekFrom(1) + 7, inWeekFrom(0) + 7],
    last: [ahead === 0 ? -7 : ahead - 7],
    'this week': [inWeekFrom(1), inWeekFrom(0)],
    'next week': [inWeekFrom(1) + 7, inWeekFrom(0) + 7],
  }
  return days[which].map((count) => addDays(today, count))
}

function readDate(said: readonly string[], today: CalendarDate): DayReading {
  const [word = ''] = said
  if (said.length === 1) {
    const figures = readFigures(word, today)
    if (figures) return figures
    const day = wordToOrdinal(word)
    if (day !== undefined && /^\d/.test(word)) return readDayOfMonth(day, today)
  }
  if (said.some((one) => wordToMonth(one) !== undefined)) return readNamedMonth(said, today)
  return readDistance(said, today)
}

/**
 * `2026-12-01`, `1/12/2026`, `1.12.`. Slashes and dashes stand in either order of day and month; dots only after the day
 * (Unicode CLDR: every locale that writes dates with dots and the year last begins with the day).
 */
function readFigures(word: string, today: CalendarDate): DayReading | null {
  const [, isoYear, , isoMonth, isoDay] = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(word) ?? []
  if (isoYear !== undefined) return toDays([toCalendarDate(Number(isoYear), Number(isoMonth), Number(isoDay))])
  const [, first, sign, second, typedYear] = /^(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2})?)?$/.exec(word) ?? []
  if (first === undefined || (sign !== '.' && word.endsWith(sign ?? ''))) return null
  // "1-3" may be a span.
  if (sign === '-' && typedYear === undefined) return null
  const year = typedYear === undefined ? null : Number(typedYear) + (typedYear.length === 2 ? 2000 : 0)
  const on = (day: string | undefined, month: string | undefined) =>
    year === null ? nextOfName(Number(month), Number(day), today) : toCalendarDate(year, Number(month), Number(day))
  return sign === '.' ? toDays([on(first, second)]) : toDays([on(first, second), on(second, first)], 'order')
}

/** This year or next, today at the earliest. */
function nextOfName(month: number, day: number, today: CalendarDate): CalendarDate | null {
  const { year } = splitDate(today)
  const dates = [toCalendarDate(year, month, day), toCalendarDate(year + 1, month, day)]
  return dates.find((date) => date !== null && date >= today) ?? null
}

/** `the 15th`: of this month or the next that has one. */
function readDayOfMonth(day: number, today: CalendarDate): DayReading {
  const { year, month } = splitDate(today)
  const dates = [0, 1, 2].map((later) => {
    const count = year * 12 + month - 1 + later
    return toCalendarDate(Math.floor(count / 12), (count % 12) + 1, day)
  })
  return toDays(dates.filter((date) => date !== null && date >= today).slice(0, 1))
}

/**
 * chrono-node counts in dates of the process's zone. So it is asked from a fixed noon, in years whose noons no zone skips, and
 * its answer is taken as a distance or as day and month; the rest is counted here.
 */
const asked: CalendarDate = '2024-01-01'
const askedAt = () => new Date(2024, 0, 1, 12)

function askChrono(text: string): CalendarDate | null {
  const [found, another] = casual.parse(text, askedAt())
  if (!found || another || found.end || found.text !== text) return null
  const { start } = found
  if (start.isCertain('hour') || !start.isCertain('month') || !start.isCertain('day')) return null
  return toCalendarDate(start.get('year') ?? 0, start.get('month') ?? 0, start.get('day') ?? 0)
}

/** `1 Dec`, `Dec 1st 2027`, `2027 Dec 1`, `twenty first of May`. */
function readNamedMonth(said: readonly string[], today: CalendarDate): DayReading {
  const years = said.filter((word) => /^\d{4}$/.test(word))
  const rest = said.filter((word) => !/^\d{4}$/.test(word))
  const days = rest.filter((word) => wordToMonth(word) === undefined)
  const isDay =
    (days.length === 1 &&
      /^(?:\d{1,2}|\d{1,2}(?:st|nd|rd|th|\.)|[a-z]+(?:th|first|second|third)|first|second|third)$/.test(
        days[0] ?? '',
      )) ||
    (days.length === 2 && /^(?:twenty|thirty)$/.test(days[0] ?? '') && wordToOrdinal(days[1] ?? '') !== undefined)
  if (!isDay || rest.length - days.length !== 1 || years.length > 1) return unreadable
  const inWords = /^[a-z]/.test(days[0] ?? '')
  const [year] = years
  // Of a leap year, so that 29 Feb is read; the year it is in comes after.
  const found = askChrono([...rest.map((word) => word.replace(/\.$/, '')), year ?? '2024'].join(' '))
  if (found === null) return inWords ? unreadable : { kind: 'impossible' }
  const { month, day } = splitDate(found)
  return toDays([year === undefined ? nextOfName(month, day, today) : found])
}

const distanceWords = /^(?:today|tomorrow|tmrw?|yesterday|in|an?|\d{1,4}|days?|weeks?|from|now|ago)$/

/** `tomorrow`, `day after tomorrow`, `in 2 weeks`, `3 days from now`, `in a month`. */
function readDistance(said: readonly string[], today: CalendarDate): DayReading {
  const text = said
    .join(' ')
    .replace(/^day after tomorrow$/, 'in 2 days')
    .replace(/\b(?:a|1) fortnight\b/, '2 weeks')
    .replace(/\b(\d{1,4})d\b/, '$1 days')
    .replace(/\b(\d{1,4})w\b/, '$1 weeks')
  const [, count, unit] = /^(?:in )?(an?|\d{1,3}) (month|year)s?(?: from now)?$/.exec(text) ?? []
  if (unit !== undefined && (text.startsWith('in ') || text.endsWith(' now')))
    return toDays([addMonths(today, (/^a/.test(count ?? '') ? 1 : Number(count)) * (unit === 'year' ? 12 : 1))])
  if (!text.split(' ').every((word) => distanceWords.test(word))) return unreadable
  const found = askChrono(text)
  return found === null ? unreadable : toDays([addDays(today, daysBetween(asked, found))])
}
