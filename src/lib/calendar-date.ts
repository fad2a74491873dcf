/** Days of the Gregorian calendar as `YYYY-MM-DD` (`CalendarDate`), years 0001 to 9999, in no zone. */
export type CalendarDate = string

const dayMs = 86_400_000

/** null when there is no such day. `month` is 1 to 12. */
export function toCalendarDate(year: number, month: number, day: number): CalendarDate | null {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    return null
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`
}

export const pad = (number: number): string => String(number).padStart(2, '0')

export function splitDate(date: CalendarDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) }
}

export function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const toDays = (date: CalendarDate) => Date.parse(`${date}T00:00:00Z`) / dayMs

/** null outside the years 0001 to 9999. */
export function addDays(date: CalendarDate, days: number): CalendarDate | null {
  const at = (toDays(date) + days) * dayMs
  // ECMA-262, 21.4.1.1: no date is further from 1970 than this.
  if (!(Math.abs(at) <= 8.64e15)) return null
  const text = new Date(at).toISOString()
  return /^\d{4}-/.test(text) && !text.startsWith('0000') ? text.slice(0, 10) : null
}

/** How many days `to` is after `from`. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => toDays(to) - toDays(from)

/** The same day of a later month; null when that month has no such day. */
export function addMonths(date: CalendarDate, months: number): CalendarDate | null {
  const { year, month, day } = splitDate(date)
  const count = year * 12 + month - 1 + months
  return toCalendarDate(Math.floor(count / 12), (count % 12) + 1, day)
}

/** 0 is Sunday. */
export const weekdayOf = (date: CalendarDate): number => new Date(toDays(date) * dayMs).getUTCDay()
