/**
 * Discord's rate limits (topics/rate-limits): a bucket per route and major parameter (channel, guild, webhook), and 50 requests
 * a second in all. The sizes of the buckets are nowhere documented; these are what apps have met.
 */
import { createHash } from 'node:crypto'

export interface Bucket {
  /** Names the route, not the major parameter: what X-RateLimit-Bucket says. */
  name: string
  limit: number
  windowMs: number
}

export interface Verdict {
  /** X-RateLimit-* of an answer; empty while the limits are off. */
  headers: Record<string, string>
  /** Set: one request too many. Seconds until the next may come, and whether the limit over all was met. */
  refused?: { retryAfter: number; isGlobal: boolean }
}

export interface RateLimits {
  /** Counts one request. `bucket` undefined: the route counts only to the limit over all; `isExempt`: not even that (interactions). */
  count(options: { bucket: Bucket | undefined; major: string; isExempt: boolean }): Verdict
  isOn: boolean
  clear(): void
}

/** Of a bot, over all routes. */
const globalPerSecond = 50

/** `systemNow` in UTC milliseconds: clients wait on the true clock. */
export function createRateLimits(systemNow: () => number): RateLimits {
  const windows = new Map<string, { used: number; endsAt: number }>()

  const enter = (key: string, windowMs: number) => {
    const now = systemNow()
    const open = windows.get(key)
    if (open && open.endsAt > now) return open
    const fresh = { used: 0, endsAt: now + windowMs }
    windows.set(key, fresh)
    return fresh
  }

  const limits: RateLimits = {
    isOn: true,
    count({ bucket, major, isExempt }) {
      if (!limits.isOn) return { headers: {} }
      const now = systemNow()
      const overAll = enter('all', 1000)
      if (!isExempt && overAll.used >= globalPerSecond) {
        const retryAfter = (overAll.endsAt - now) / 1000
        return { headers: refusedHeaders(retryAfter, 'global'), refused: { retryAfter, isGlobal: true } }
      }
      const own = bucket && enter(`${bucket.name} ${major}`, bucket.windowMs)
      const headers = (remaining: number): Record<string, string> =>
        own && bucket
          ? {
              'x-ratelimit-limit': String(bucket.limit),
              'x-ratelimit-remaining': String(remaining),
              'x-ratelimit-reset': (own.endsAt / 1000).toFixed(3),
              'x-ratelimit-reset-after': ((own.endsAt - now) / 1000).toFixed(3),
              'x-ratelimit-bucket': createHash('sha256').update(bucket.name).digest('hex').slice(0, 32),
            }
          : {}
      if (own && bucket && own.used >= bucket.limit) {
        const retryAfter = (own.endsAt - now) / 1000
        return {
          headers: { ...headers(0), ...refusedHeaders(retryAfter, 'user') },
          refused: { retryAfter, isGlobal: false },
        }
      }
      if (!isExempt) overAll.used += 1
      if (own) own.used += 1
      return { headers: headers(bucket && own ? bucket.limit - own.used : 0) }
    },
    clear() {
      windows.clear()
      limits.isOn = true
    },
  }
  return limits
}

function refusedHeaders(retryAfter: number, scope: 'global' | 'user'): Record<string, string> {
  return {
    'retry-after': String(Math.ceil(retryAfter)),
    'x-ratelimit-scope': scope,
    ...(scope === 'global' && { 'x-ratelimit-global': 'true' }),
  }
}
