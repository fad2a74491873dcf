/** Waiting for something only as long as Discord waits for us. */
import { type Clock, sleep } from '#lib/clock.ts'

/** What stands for an answer that did not come in time. */
export const late: unique symbol = Symbol('late')

/** `late` after `ms` milliseconds of `clock`; what was waited for goes on. Rejects when that does so in time. */
export async function inTime<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T | typeof late> {
  const settled = new AbortController()
  const timeUp = sleep(clock, ms, settled.signal).then(
    (): typeof late => late,
    (): typeof late => late,
  )
  try {
    return await Promise.race([promise, timeUp])
  } finally {
    settled.abort()
  }
}
