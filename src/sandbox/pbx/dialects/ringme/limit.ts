/** RingMe's limit on requests (wiki, "General provisions"): so many in an hour for a client with all its applications, told in headers. */
import type { Clock } from '#lib/clock.ts'

const hourMs = 3_600_000

export interface HourlyLimit {
  /** Counts one request. */
  take(): { readonly isExceeded: boolean; readonly headers: Record<string, string> }
  reset(): void
}

export function createHourlyLimit(clock: Clock, perHour: number): HourlyLimit {
  let endsAt = 0
  let used = 0
  return {
    take() {
      const now = clock.now()
      if (now >= endsAt) {
        endsAt = now + hourMs
        used = 0
      }
      used += 1
      return {
        isExceeded: used > perHour,
        headers: {
          'x-ratelimit-limit': String(perHour),
          'x-ratelimit-remaining': String(Math.max(perHour - used, 0)),
          // Seconds from now, no instant.
          'x-ratelimit-reset': String(Math.ceil((endsAt - now) / 1000)),
        },
      }
    },
    reset() {
      endsAt = 0
    },
  }
}
