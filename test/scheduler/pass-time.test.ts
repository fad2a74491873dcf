import { expect, it } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createTimePassage } from '#scheduler/pass-time.ts'

const hourMs = 3_600_000

/** What is due is done a moment after the clock has come to it, unless it never is. Seconds are since the beginning. */
function world(dueIn: readonly number[], { isStuck = false } = {}) {
  const clock = createMovableClock()
  const startAt = clock.now()
  const due = dueIn.map((ms) => startAt + ms)
  const done: number[] = []
  const finish = (dueAt: number) => {
    if (due[0] !== dueAt) return
    due.shift()
    done.push(Math.round((clock.now() - startAt) / 1000))
  }
  const passTime = createTimePassage(clock, {
    async firstDueAt() {
      const [first] = due
      if (first !== undefined && first <= clock.now() && !isStuck) setTimeout(() => finish(first), 5)
      return first ?? null
    },
  })
  return { clock, passTime, done }
}

it('what falls due on the way is done at its own time', async () => {
  const { clock, passTime, done } = world([hourMs, 5 * hourMs, 30 * hourMs])
  await passTime(24 * hourMs)
  expect(done).toEqual([3600, 5 * 3600])
  expect(clock.offsetMs).toBe(24 * hourMs)
  await passTime(24 * hourMs)
  expect(done).toEqual([3600, 5 * 3600, 30 * 3600])
  expect(clock.offsetMs).toBe(48 * hourMs)
})

it('one push waits for the one before', async () => {
  const { clock, passTime, done } = world([hourMs, 3 * hourMs])
  await Promise.all([passTime(2 * hourMs), passTime(2 * hourMs)])
  expect(done).toEqual([3600, 3 * 3600])
  expect(clock.offsetMs).toBe(4 * hourMs)
})

it('what waits for the clock itself sees it go on, and what is never done stops nothing', async () => {
  const { clock, passTime } = world([1_000], { isStuck: true })
  await passTime(4_000)
  expect(clock.offsetMs).toBe(4_000)
})

it('time passes all the same where nobody can say what is due', async () => {
  const clock = createMovableClock()
  const passTime = createTimePassage(clock, { firstDueAt: () => Promise.reject(new Error('it cannot be read')) })
  await passTime(hourMs)
  expect(clock.offsetMs).toBe(hourMs)
})
