import { expect, test } from 'vitest'
import { dayOf, formatTimestamp, messageMoment } from '#sandbox/page/client/discord/timestamp.ts'

const at = Date.parse('2026-11-21T14:05:09Z')
const reader = { timeZone: 'America/New_York', now: at }

test.each([
  ['t', '9:05 AM'],
  ['T', '9:05:09 AM'],
  ['d', '11/21/26'],
  ['D', 'November 21, 2026'],
  ['f', 'November 21, 2026 at 9:05 AM'],
  ['F', 'Saturday, November 21, 2026 at 9:05 AM'],
  ['s', '11/21/26, 9:05 AM'],
  ['S', '11/21/26, 9:05:09 AM'],
])('style %s is in the reader’s zone', (style, expected) => {
  expect(formatTimestamp(at / 1000, style, reader)).toBe(expected)
})

test.each([
  [0, 'in 0 seconds'],
  [-1, '1 second ago'],
  [90, 'in 1 minute'],
  [-7200, '2 hours ago'],
  [3 * 86_400, 'in 3 days'],
  [-70 * 86_400, '2 months ago'],
  [800 * 86_400, 'in 2 years'],
])('%d seconds away', (seconds, expected) => {
  expect(formatTimestamp(at / 1000 + seconds, 'R', reader)).toBe(expected)
})

test('what is no moment has no words', () => {
  expect(formatTimestamp(Number.NaN, 'f', reader)).toBeUndefined()
  expect(formatTimestamp(1e15, 'f', reader)).toBeUndefined()
})

test('a message of today has its time, one of yesterday says so, an older one has its date', () => {
  const moments = [0, 1, 2].map((days) => messageMoment(at - days * 86_400_000, reader))
  expect(moments).toEqual(['9:05 AM', 'Yesterday at 9:05 AM', '11/19/26, 9:05 AM'])
})

test('a day is that of the reader', () => {
  const night = Date.parse('2026-11-21T03:00:00Z')
  expect([dayOf(night, { timeZone: 'Etc/UTC' }), dayOf(night, reader)]).toEqual(['2026-11-21', '2026-11-20'])
})
