/** Posting again what was surely not posted, when the chat may take it. */
import { isConfbotError } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'

const maxTries = 5
/** Where the chat does not say how long, and twice as long each time. */
const firstWaitMs = 2_000

/** Rejects with what the chat said last, at once where it cannot be mended by waiting, or when `signal` says to stop. */
export async function untilTaken<T>(post: () => Promise<T>, clock: Clock, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await post()
    } catch (error) {
      if (!isConfbotError(error, 'chat.unavailable') || tries === maxTries) throw error
      await sleep(clock, error.details.retryAfterMs ?? firstWaitMs * 2 ** (tries - 1), signal)
    }
  }
}
