/** Waiting when Slack asks for patience (HTTP 429), for calls that nobody's three seconds depend on. */
import { type Clock, sleep } from '#lib/clock.ts'
import { failureOf } from './failure.ts'

export interface Patience {
  /** How often it is waited for one call. */
  readonly maxWaits: number
  readonly maxWaitMs: number
}

export const somePatience: Patience = { maxWaits: 2, maxWaitMs: 30_000 }
/** Some apps may read histories once a minute (conversations.history); nobody sits and waits for what is looked for so. */
export const longPatience: Patience = { maxWaits: 3, maxWaitMs: 60_000 }

const defaultWaitMs = 1_000

/** For how long Slack asks, when that is what it answered. */
export function waitAskedFor(error: unknown): number | null {
  const failure = failureOf(error)
  return failure.kind === 'limited' ? (failure.retryAfterMs ?? defaultWaitMs) : null
}

/** Rejects with the last error when it asks for more, or more often, than the patience lasts. */
export async function withPatience<T>(
  clock: Clock,
  call: () => Promise<T>,
  { maxWaits, maxWaitMs }: Patience = somePatience,
): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await call()
    } catch (error) {
      const waitMs = waitAskedFor(error)
      if (waitMs === null || waits === maxWaits || waitMs > maxWaitMs) throw error
      await sleep(clock, waitMs)
    }
  }
}
