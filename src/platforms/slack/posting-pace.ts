/** Bursts, and then one a second per channel (apis/web-api/rate-limits). */
import { WebAPIRateLimitedError } from '@slack/web-api'
import type { Clock } from '#lib/clock.ts'
import { createPostingPace as createPace, type PostingPace } from '#lib/posting-pace.ts'
import { limits } from './limits.ts'
import { somePatience, waitAskedFor } from './patience.ts'

export type { PostingPace } from '#lib/posting-pace.ts'

/** Rejects with Slack's own error for a rate limit what would wait for more than half a minute. */
export const createPostingPace = (clock: Clock): PostingPace =>
  createPace(clock, {
    ...somePatience,
    intervalMs: limits.postingIntervalMs,
    waitAskedFor,
    tooLong: (waitMs) => new WebAPIRateLimitedError(Math.ceil(waitMs / 1000)),
  })
