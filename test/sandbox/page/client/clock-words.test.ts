import { expect, test } from 'vitest'
import { aheadToWords, dayIn, timeIn, zoneToCity } from '#sandbox/page/client/clock-words.ts'

test.each([
  [0, 'not moved'],
  [0.4, 'not moved'],
  [59, '59 s ahead'],
  [900, '15 min ahead'],
  [7200, '2 h ahead'],
  [8100, '2 h 15 min ahead'],
  [86_400, '1 day ahead'],
  [183_600, '2 days 3 h ahead'],
  [86_401, '1 day 1 s ahead'],
])('%d seconds are %s', (seconds, words) => {
  expect(aheadToWords(seconds)).toBe(words)
})

test('a moment is shown in the zone that is asked for, across midnight too', () => {
  const moment = Date.parse('2026-11-21T23:05:09Z')
  expect([dayIn('Europe/Berlin', moment), timeIn('Europe/Berlin', moment)]).toEqual(['Sun 22 Nov', '00:05:09'])
  expect([dayIn('America/New_York', moment), timeIn('America/New_York', moment)]).toEqual(['Sat 21 Nov', '18:05:09'])
})

test('a zone is called by its city', () => {
  expect([zoneToCity('America/New_York'), zoneToCity('Etc/UTC')]).toEqual(['New York', 'UTC'])
})
