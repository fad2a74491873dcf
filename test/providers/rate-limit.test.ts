import { expect, it } from 'vitest'
import { createRateLimit } from '#providers/rate-limit.ts'
import { createHandClock } from '#test/support/hand-clock.ts'

const perMinute = (count: number | null) => {
  const clock = createHandClock()
  return { clock, limit: createRateLimit(clock, count) }
}

it('admits whatever is asked where nothing is known', async () => {
  const { limit } = perMinute(null)
  for (let count = 0; count < 1_000; count += 1) expect(await limit.admit()).toBeNull()
})

it('never admits more within any minute than the vendor documents', async () => {
  const { clock, limit } = perMinute(5)
  const admitted: number[] = []
  for (let step = 0; step < 150; step += 1) {
    if ((await clock.until(limit.admit())) === null) admitted.push(clock.now())
    clock.advance((step * 7_919) % 15_000)
  }
  expect(admitted.length).toBeGreaterThan(5)
  expect(admitted.every((at) => admitted.filter((other) => other >= at && other < at + 60_000).length <= 5)).toBe(true)
})

it('waits a little, and tells of a longer wait at once', async () => {
  const { clock, limit } = perMinute(1)
  expect(await limit.admit()).toBeNull()
  clock.advance(50_000)
  expect(await limit.admit()).toBe(10_000)
  clock.advance(8_500)
  const waited = limit.admit()
  expect(await clock.until(waited)).toBeNull()
  expect(clock.now() - Date.UTC(2026, 10, 20, 9)).toBe(60_000)
})

it('counts those that wait, so that they do not all go at once', async () => {
  const { clock, limit } = perMinute(1)
  await limit.admit()
  clock.advance(59_000)
  const first = limit.admit()
  expect(await limit.admit()).toBe(61_000)
  expect(await clock.until(first)).toBeNull()
})

it('holds for as long as the PBX says, though never for longer than ten minutes', async () => {
  const { clock, limit } = perMinute(null)
  limit.told({ remaining: 1, resetMs: 5_000 })
  expect(await limit.admit()).toBeNull()
  limit.told({ remaining: 0, resetMs: 5_000 })
  limit.refused(1_000)
  expect(await limit.admit()).toBe(5_000)
  clock.advance(5_000)
  expect(await limit.admit()).toBeNull()
  limit.refused(86_400_000)
  expect(await limit.admit()).toBe(600_000)
})
