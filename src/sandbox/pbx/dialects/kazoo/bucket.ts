/** KAZOO's limit of requests: a bucket of 100 tokens that fills by 10 a second; each request costs one (2600hz, "Rate limiting"). */
import type { Clock } from '#lib/clock.ts'

const capacity = 100
const perSecond = 10

/** There is one per client address and account; here, one bot asks for one account. */
export function createBucket(clock: Clock) {
  let tokens = capacity
  let filledAt = clock.now()
  const fill = () => {
    const now = clock.now()
    tokens = Math.min(tokens + ((now - filledAt) / 1000) * perSecond, capacity)
    filledAt = now
  }
  return {
    /** False: there is none left. */
    take(): boolean {
      fill()
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
    left: () => Math.floor(tokens),
    reset() {
      tokens = capacity
    },
  }
}
