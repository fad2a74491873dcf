import { expect, it } from 'vitest'
import { inTime, late } from '#platforms/discord/in-time.ts'
import { createHandClock } from '#test/support/hand-clock.ts'

it('gives what comes in time, and says what is late', async () => {
  const clock = createHandClock()
  expect(await inTime(clock, 1_000, Promise.resolve('there'))).toBe('there')
  expect(await clock.until(inTime(clock, 1_000, new Promise(() => {})))).toBe(late)
})

it('rejects with what is waited for, and lets nothing unheard that fails later', async () => {
  const clock = createHandClock()
  await expect(inTime(clock, 1_000, Promise.reject(new Error('no')))).rejects.toThrow('no')
  let fail = (_: Error) => {}
  const failing = new Promise<never>((_, reject) => {
    fail = reject
  })
  expect(await clock.until(inTime(clock, 1_000, failing))).toBe(late)
  fail(new Error('too late to matter'))
})
