import { expect, it, vi } from 'vitest'
import { createMovableClock, createSystemClock, sleep } from '#lib/clock.ts'
import { soon } from '#test/support/soon.ts'

const hourMs = 3_600_000
/** Lets due timers run: they never run synchronously. */
const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 20))

it('fires the timers that the pushed time has passed, each once', async () => {
  const clock = createMovableClock()
  const fired: string[] = []
  clock.schedule(2 * hourMs, () => fired.push('later'))
  clock.schedule(hourMs, () => fired.push('sooner'))
  clock.schedule(9 * hourMs, () => fired.push('much later'))
  clock.advance(3 * hourMs)
  expect(fired).toEqual([])
  await turn()
  expect(fired.toSorted()).toEqual(['later', 'sooner'])
  clock.advance(hourMs)
  await turn()
  expect(fired.toSorted()).toEqual(['later', 'sooner'])
})

it('moves now by what it was pushed', () => {
  const clock = createMovableClock()
  const before = clock.now()
  clock.advance(hourMs)
  clock.advance(0)
  expect(clock.offsetMs).toBe(hourMs)
  expect(clock.now()).toBeGreaterThanOrEqual(before + hourMs)
  expect(() => clock.advance(-1)).toThrow(RangeError)
  expect(() => clock.advance(Number.NaN)).toThrow(RangeError)
})

it('runs what is due at once, but never synchronously', async () => {
  const clock = createSystemClock()
  let ran = false
  clock.schedule(-5, () => {
    ran = true
  })
  expect(ran).toBe(false)
  await turn()
  expect(ran).toBe(true)
})

it('does not run what was cancelled', async () => {
  const clock = createMovableClock()
  let ran = false
  const cancel = clock.schedule(hourMs, () => {
    ran = true
  })
  cancel()
  clock.advance(hourMs)
  await turn()
  expect(ran).toBe(false)
})

it('waits longer than setTimeout can', async () => {
  const clock = createMovableClock()
  let ran = false
  const yearMs = 365 * 24 * hourMs
  clock.schedule(yearMs, () => {
    ran = true
  })
  await turn()
  expect(ran).toBe(false)
  clock.advance(yearMs)
  await turn()
  expect(ran).toBe(true)
})

it('waits no longer because the system clock was set back meanwhile, by an hour say', async () => {
  const clock = createSystemClock()
  let ran = 0
  clock.schedule(30, () => ran++)
  const { now } = Date
  const setBack = vi.spyOn(Date, 'now').mockImplementation(() => now() - hourMs)
  try {
    await soon(() => expect(ran).toBe(1))
    await turn()
    expect(ran).toBe(1)
  } finally {
    setBack.mockRestore()
  }
})

it('lets a timer schedule the next one in the pushed time', async () => {
  const clock = createMovableClock()
  let count = 0
  const again = () => {
    count++
    clock.schedule(hourMs, again)
  }
  clock.schedule(hourMs, again)
  clock.advance(hourMs)
  await turn()
  clock.advance(hourMs)
  await turn()
  expect(count).toBe(2)
})

it('sleeps until the pushed time, and is woken by its signal', async () => {
  const clock = createMovableClock()
  const slept = sleep(clock, hourMs)
  clock.advance(hourMs)
  await slept
  const reason = new Error('stopped')
  const controller = new AbortController()
  const woken = sleep(clock, hourMs, controller.signal)
  controller.abort(reason)
  await expect(woken).rejects.toBe(reason)
  await expect(sleep(clock, hourMs, controller.signal)).rejects.toBe(reason)
})
