/** Slack's rate limits (docs.slack.dev, apis/web-api/rate-limits): per method in a minute, and one message a second per channel; bursts pass. */
import type { Clock } from '#lib/clock.ts'

/** Calls a minute of Tiers 2 to 4; `posting` and `special` are the limits that stand outside the tiers. */
export type Tier = 'tier2' | 'tier3' | 'tier4' | 'special'

const perMinute: Record<Tier, number> = { tier2: 20, tier3: 50, tier4: 100, special: 300 }
/** How many messages a channel takes at once before the second counts. The documents only say that bursts are allowed. */
const postingBurst = 10

export interface RateLimits {
  /** Counts one call. Answers the seconds to wait (1 or more) when it is one too many, else 0. */
  callWait(method: string, tier: Tier): number
  /** Counts one message to the channel, however it is posted. */
  postingWait(channel: string): number
  isOn: boolean
  clear(): void
}

export function createRateLimits(clock: Clock): RateLimits {
  const buckets = new Map<string, { tokens: number; filledAt: number }>()

  const take = (key: string, capacity: number, perSecond: number): number => {
    const now = clock.now()
    const bucket = buckets.get(key) ?? { tokens: capacity, filledAt: now }
    buckets.set(key, bucket)
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond)
    bucket.filledAt = now
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perSecond)
    bucket.tokens -= 1
    return 0
  }

  const limits: RateLimits = {
    isOn: true,
    callWait: (method, tier) => (limits.isOn ? take(method, perMinute[tier], perMinute[tier] / 60) : 0),
    postingWait: (channel) => (limits.isOn ? take(`posting ${channel}`, postingBurst, 1) : 0),
    clear() {
      buckets.clear()
      limits.isOn = true
    },
  }
  return limits
}
