/** How fast each person may ask: a bucket of tokens per key, filled again as the clock goes on. */
import type { Clock } from '#lib/clock.ts'

export interface TokenBuckets {
  /** Takes one token: 0, or how many milliseconds until there is one. */
  take(key: string): number
}

/** Above this many keys, full buckets are forgotten: they say no more than none. */
const maxKeys = 10_000

export function createTokenBuckets(clock: Clock, limits: { perSecond: number; burst: number }): TokenBuckets {
  const { perSecond, burst } = limits
  const buckets = new Map<string, { tokens: number; at: number }>()
  const filled = ({ tokens, at }: { tokens: number; at: number }, now: number) =>
    Math.min(burst, tokens + (Math.max(0, now - at) / 1000) * perSecond)

  return {
    take(key) {
      const now = clock.now()
      if (buckets.size > maxKeys)
        for (const [old, bucket] of buckets) if (filled(bucket, now) >= burst) buckets.delete(old)
      const tokens = filled(buckets.get(key) ?? { tokens: burst, at: now }, now)
      const isTaken = tokens >= 1
      buckets.set(key, { tokens: isTaken ? tokens - 1 : tokens, at: now })
      return isTaken ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000)
    },
  }
}
