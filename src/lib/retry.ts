/** Doing again what failed and may be repeated, with waits on the given clock. */
import { type Clock, sleep } from './clock.ts'

export interface RetryRules {
  readonly clock: Clock
  /** Before the second attempt, the third, …: as many repetitions as waits. */
  readonly waitsMs: readonly number[]
  /** No wait goes beyond this instant. */
  readonly giveUpAt: number
  readonly isWorthIt: (error: unknown) => boolean
}

/** Rejects with the last attempt's error. */
export async function retry<Result>(run: () => Promise<Result>, rules: RetryRules): Promise<Result> {
  for (const waitMs of rules.waitsMs) {
    try {
      return await run()
    } catch (error) {
      if (!rules.isWorthIt(error) || rules.clock.now() + waitMs >= rules.giveUpAt) throw error
    }
    await sleep(rules.clock, waitMs)
  }
  return run()
}
