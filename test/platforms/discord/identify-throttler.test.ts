import { expect, it } from 'vitest'
import { createIdentifyThrottler, waitAfter } from '#platforms/discord/identify-throttler.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'

const hourMs = 3_600_000

it('never begins a thousand sessions in a day, even when each ends at once', () => {
  const begun: number[] = []
  for (let now = 0; now < 24 * hourMs; ) {
    now += waitAfter(begun.filter((at) => now - at < hourMs).length)
    begun.push(now)
    // As long as Discord wants between two.
    now += 5_000
  }
  expect(begun.length).toBeGreaterThan(100)
  expect(begun.length).toBeLessThan(500)
})

it('lets each connection begin, and waits for none that is given up', async () => {
  const clock = createHandClock()
  const log = createLogBook()
  const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 16 }
  const throttler = await createIdentifyThrottler(
    { fetchGatewayInformation: async () => ({ session_start_limit: limit }) },
    { clock, logger: log.logger },
  )
  const { signal } = new AbortController()
  for (const shard of [0, 1, 2, 3, 4, 5]) await throttler.waitForIdentify(shard, signal)
  expect(log.lines).toEqual([])
})
