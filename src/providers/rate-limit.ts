/**
 * Keeps within what a PBX allows: what it says of what is left, what it asks for when it refuses, and what its vendor documents.
 * Whoever would only be refused is told at once, with the time until it may be tried again.
 */
import { type Clock, sleep } from '#lib/clock.ts'

/** As a PBX tells it with an answer. */
export interface Limit {
  /** Requests that it still takes. */
  readonly remaining: number
  /** From now, until it takes all of them again. */
  readonly resetMs: number
}

export interface RateLimit {
  /** Resolves to null when a request may be sent, after a little wait where that is enough; else to the time until one may. */
  admit(): Promise<number | null>
  /** With each answer that tells of it. */
  told(limit: Limit): void
  /** It refused, and asked for so much patience. */
  refused(retryAfterMs: number): void
}

/** What a person at a button does not notice much. */
const maxWaitMs = 2_000
/** What is believed of a PBX that asks for patience; then it is asked again. */
const maxHoldMs = 10 * 60_000
const minuteMs = 60_000

/** `requestsPerMinute`: what the vendor documents; null: nothing. */
export function createRateLimit(clock: Clock, requestsPerMinute: number | null): RateLimit {
  let heldUntil = Number.NEGATIVE_INFINITY
  /** When each of the last ones was or will be sent, in a ring. */
  const sentAt: number[] = []
  let next = 0

  const hold = (ms: number) => {
    heldUntil = Math.max(heldUntil, clock.now() + Math.min(Math.max(ms, 0), maxHoldMs))
  }
  /** The first instant at which another one is within any minute's number. */
  const freeAt = () =>
    requestsPerMinute === null ? Number.NEGATIVE_INFINITY : (sentAt[next] ?? Number.NEGATIVE_INFINITY) + minuteMs

  return {
    async admit() {
      const now = clock.now()
      if (heldUntil > now) return heldUntil - now
      const waitMs = freeAt() - now
      if (waitMs > maxWaitMs) return waitMs
      if (requestsPerMinute !== null) {
        sentAt[next] = now + Math.max(waitMs, 0)
        next = (next + 1) % requestsPerMinute
      }
      if (waitMs > 0) await sleep(clock, waitMs)
      return null
    },
    told({ remaining, resetMs }) {
      if (remaining <= 0) hold(resetMs)
    },
    refused: hold,
  }
}
