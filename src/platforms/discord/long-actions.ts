/**
 * Commands that are longer than a custom_id, kept under the key that the custom_id names: in memory, so that a click soon after is
 * answered from there, and in the store, for clicks after a restart or in another process.
 */
import type { KeptValueRepository } from '#core/contracts/store.ts'
import type { Clock } from '#lib/clock.ts'
import type { LongAction } from './custom-ids.ts'
import { inTime, late } from './in-time.ts'

export interface LongActions {
  /** Before the message with them is sent. Rejects with `store.…` when they cannot be written; the memory has them all the same. */
  keep(actions: readonly LongAction[]): Promise<void>
  /**
   * The encoded command; null when there is none, or none any more. Rejects when the store does not tell within a second: the first
   * answer to the click waits for it.
   */
  read(key: string): Promise<string | null>
}

/** As long as a button is of use. */
const keepMs = 90 * 24 * 3_600_000
const readWithinMs = 1_000
const maxRemembered = 2_000

export function createLongActions({
  kept,
  clock,
}: {
  readonly kept: Pick<KeptValueRepository, 'put' | 'get'>
  readonly clock: Clock
}): LongActions {
  const remembered = new Map<string, string>()
  const remember = ({ key, text }: LongAction) => {
    // Set anew, so that what is shown again and again stays.
    remembered.delete(key)
    remembered.set(key, text)
    for (const oldest of remembered.keys()) {
      if (remembered.size <= maxRemembered) break
      remembered.delete(oldest)
    }
  }

  return {
    async keep(actions) {
      actions.forEach(remember)
      const until = clock.now() + keepMs
      if (actions.length > 0) await kept.put(actions.map(({ key, text }) => ({ key, value: text, until })))
    },
    async read(key) {
      const known = remembered.get(key)
      if (known !== undefined) return known
      const value = await inTime(clock, readWithinMs, kept.get(key))
      if (value === late) throw new Error('the store did not tell in time what a button does')
      return value
    },
  }
}
