/** Ids that carry their instant. */
import { expect, test } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import {
  compareSnowflakes,
  createSnowflakes,
  isSnowflake,
  snowflakeAt,
  snowflakeToInstant,
} from '#sandbox/discord/snowflake.ts'

test('ids rise, and tell when they were made', () => {
  const clock = { ...createMovableClock(), now: () => Date.UTC(2026, 10, 21) }
  const next = createSnowflakes(clock)
  const ids = [next(), next(), next()]
  expect(ids.toSorted(compareSnowflakes)).toEqual(ids)
  expect(new Set(ids).size).toBe(3)
  expect(ids.map(snowflakeToInstant)).toEqual([clock.now(), clock.now(), clock.now()])
  expect(snowflakeAt(clock.now())).toBe(ids[0])
})

test('the document’s example is read as it says', () => {
  expect(snowflakeToInstant('175928847299117063')).toBe(1_462_015_105_796)
})

test('ids are digits of 64 bits', () => {
  expect(['0', '175928847299117063', '18446744073709551615'].every(isSnowflake)).toBe(true)
  expect(['', '-1', '18446744073709551616', 'ops', 7, null].some(isSnowflake)).toBe(false)
})
