import { expect, test } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createHourlyLimit } from '#sandbox/pbx/dialects/ringme/limit.ts'

test('an hour has so many requests, and the next one as many again', () => {
  const clock = createMovableClock()
  const limit = createHourlyLimit(clock, 2)
  expect([limit.take(), limit.take(), limit.take()].map(({ isExceeded }) => isExceeded)).toEqual([false, false, true])
  clock.advance(1_800_000)
  expect(Number(limit.take().headers['x-ratelimit-reset'])).toBeLessThanOrEqual(1800)
  clock.advance(1_800_000)
  expect(limit.take()).toMatchObject({ isExceeded: false, headers: { 'x-ratelimit-remaining': '1' } })
})
