import { expect, test } from 'vitest'
import { durationToText } from '#sandbox/page/client/telephone/duration.ts'

test.each([
  [-500, '0:00'],
  [7_900, '0:07'],
  [761_000, '12:41'],
  [3_600_000, '1:00:00'],
  [3_725_000, '1:02:05'],
  [90_000_000, '25:00:00'],
])('%i ms are shown as %s', (ms, text) => {
  expect(durationToText(ms)).toBe(text)
})
