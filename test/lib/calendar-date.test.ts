import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays, addMonths, daysBetween, toCalendarDate, weekdayOf } from '#lib/calendar-date.ts'

it.each([
  [2026, 4, 31],
  [2026, 2, 29],
  [2100, 2, 29],
  [2026, 13, 1],
  [2026, 0, 1],
  [2026, 1, 0],
  [0, 1, 1],
  [10_000, 1, 1],
  [Number.NaN, 1, 1],
])('knows that %d-%d-%d is no day', (year, month, day) => {
  expect(toCalendarDate(year, month, day)).toBeNull()
})

it.each([
  [2028, 2, 29, '2028-02-29'],
  [2000, 2, 29, '2000-02-29'],
  [1, 1, 1, '0001-01-01'],
])('writes %d-%d-%d as %s', (year, month, day, date) => {
  expect(toCalendarDate(year, month, day)).toBe(date)
})

it.each([
  ['2026-12-31', 1, '2027-01-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-03-01', -1, '2026-02-28'],
])('adds days: %s and %d is %s', (date, days, sum) => {
  expect(addDays(date, days)).toBe(sum)
})

it('leaves the calendar at neither end', () => {
  expect(addDays('9999-12-31', 1)).toBeNull()
  expect(addDays('0001-01-01', -1)).toBeNull()
  expect(addDays('2026-01-01', 1e300)).toBeNull()
})

it('adds no month to a day that the later month does not have', () => {
  expect(addMonths('2026-11-30', 1)).toBe('2026-12-30')
  expect(addMonths('2026-12-15', 14)).toBe('2028-02-15')
  expect(addMonths('2026-01-31', 1)).toBeNull()
})

it('knows weekdays', () => {
  expect(weekdayOf('2026-11-25')).toBe(3)
  expect(weekdayOf('2026-11-29')).toBe(0)
})

it('counts back the days that it added', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
      const date = addDays('1970-01-01', days)
      expect(date === null ? days : daysBetween('1970-01-01', date)).toBe(days)
    }),
  )
})
