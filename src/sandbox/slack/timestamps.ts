/** Message timestamps as Slack makes them: seconds with six decimals, unique and rising over the whole workspace. */
import type { Clock } from '#lib/clock.ts'

export function createTimestamps(clock: Clock): () => string {
  let lastMicros = 0
  return () => {
    lastMicros = Math.max(lastMicros + 1, clock.now() * 1000)
    return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`
  }
}

/** Order of timestamps: negative when `a` is the earlier. They differ in no more than digits, all of the same length. */
export function compareTimestamps(a: string, b: string): number {
  return Number(a) - Number(b)
}
