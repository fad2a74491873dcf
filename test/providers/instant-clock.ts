/** A clock that waits for nobody: what is scheduled runs in the next turn of the event loop, and the time is then as late as it should be. */
import type { Clock } from '#lib/clock.ts'

export function createInstantClock(startAt = Date.UTC(2026, 10, 20, 9)): Clock {
  let at = startAt
  return {
    now: () => at,
    schedule(delayMs, run) {
      const dueAt = at + Math.max(delayMs, 0)
      const handle = setImmediate(() => {
        at = Math.max(at, dueAt)
        run()
      })
      return () => clearImmediate(handle)
    },
  }
}
