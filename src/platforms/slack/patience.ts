/** Waiting when Slack asks for patience (HTTP 429), for calls that nobody's three seconds depend on. */
import { type Clock, sleep } from '#lib/clock.ts'
import { failureOf } from './failure.ts'

const maxWaits = 2
const maxWaitMs = 30_000
const defaultWaitMs = 1_000

/** Rejects with the last error when it asks for more than 30 s, or more than twice. */
export async function withPatience<T>(clock: Clock, call: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await call()
    } catch (error) {
      const failure = failureOf(error)
      const waitMs = failure.kind === 'limited' ? (failure.retryAfterMs ?? defaultWaitMs) : Number.POSITIVE_INFINITY
      if (waits === maxWaits || waitMs > maxWaitMs) throw error
      await sleep(clock, waitMs)
    }
  }
}
