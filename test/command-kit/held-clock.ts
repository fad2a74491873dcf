/** A clock that stands still unless it is pushed. */
import type { Clock } from '#lib/clock.ts'

export function createHeldClock(at = Date.UTC(2026, 11, 1, 12)): Clock & { advance(ms: number): void } {
  let now = at
  return {
    now: () => now,
    schedule: () => () => {},
    advance(ms) {
      now += ms
    },
  }
}
