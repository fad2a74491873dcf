import { describe, expect, test } from 'vitest'
import { formatDate } from '#sandbox/page/client/slack/blocks/date-format.ts'

const at = Date.UTC(2026, 10, 21, 22, 5, 9) / 1000
const day = 86_400
const berlin = { timeZone: 'Europe/Berlin', now: at * 1000 }

describe('a date token', () => {
  test.each([
    ['{date_num}', '2026-11-21'],
    ['{date_slash}', '11/21/2026'],
    ['{date}', 'November 21st, 2026'],
    ['{date_short}', 'Nov 21, 2026'],
    ['{date_long}', 'Saturday, November 21st, 2026'],
    ['{date_long_full}', 'November 21st, 2026'],
    ['{time}', '11:05 PM'],
    ['{time_secs}', '11:05:09 PM'],
    ['on {date_short} at {time}', 'on Nov 21, 2026 at 11:05 PM'],
  ])('%s is %s', (format, said) => {
    expect(formatDate(at, format, berlin)).toBe(said)
  })

  test('counts days in the zone of whoever reads', () => {
    const tokyo = { ...berlin, timeZone: 'Asia/Tokyo' }
    expect(formatDate(at, '{date_num}', tokyo)).toBe('2026-11-22')
    const twoHoursLater = at + 2 * 3600
    expect(formatDate(twoHoursLater, '{date_short_pretty} {time}', berlin)).toBe('Tomorrow 1:05 AM')
    expect(formatDate(twoHoursLater, '{date_short_pretty} {time}', tokyo)).toBe('Today 9:05 AM')
  })

  test.each(['date_pretty', 'date_short_pretty', 'date_long_pretty', 'day_divider_pretty'])(
    '{%s} says today, yesterday and tomorrow, with a capital only at the start',
    (name) => {
      expect(formatDate(at, `{${name}}`, berlin)).toBe('Today')
      expect(formatDate(at - day, `due {${name}}`, berlin)).toBe('due yesterday')
      expect(formatDate(at + day, `{${name}}`, berlin)).toBe('Tomorrow')
    },
  )

  test('is a date where it is neither', () => {
    expect(formatDate(at + 3 * day, '{date_short_pretty}', berlin)).toBe('Nov 24, 2026')
    expect(formatDate(at + 3 * day, '{day_divider_pretty}', berlin)).toBe('Tuesday, November 24th')
    expect(formatDate(at + 60 * day, '{day_divider_pretty}', berlin)).toBe('Wednesday, January 20th, 2027')
  })

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [22, '22nd'],
    [23, '23rd'],
  ])('writes the %ith as %s', (date, said) => {
    expect(formatDate(Date.UTC(2026, 9, date, 12) / 1000, '{date}', berlin)).toBe(`October ${said}, 2026`)
  })

  test.each([
    [0, 'just now'],
    [59, 'just now'],
    [60, '1 minute ago'],
    [3 * 60 + 5, '3 minutes ago'],
    [4 * 3600, '4 hours ago'],
    [day, '1 day ago'],
    [-20, 'just now'],
    [-10 * 60, 'in 10 minutes'],
    [-2 * day, 'in 2 days'],
  ])('{ago}, %i seconds before, says %s', (seconds, said) => {
    expect(formatDate(at - seconds, '{ago}', berlin)).toBe(said)
  })

  test('that nobody knows gives way to the fallback', () => {
    expect(formatDate(at, 'at some time', berlin)).toBeUndefined()
    expect(formatDate(at, '{moon} {constructor}', berlin)).toBeUndefined()
    expect(formatDate(Number.NaN, '{date}', berlin)).toBeUndefined()
  })
})
