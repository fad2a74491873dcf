/** Intents already met by this process: the first, cheap answer to a repeated delivery. The store has the lasting one. */
import type { Clock } from '#lib/clock.ts'

export interface RecentIntents {
  /** False when it was added less than `keepMs` ago. */
  add(intent: string): boolean
  has(intent: string): boolean
}

/** Slack repeats an event for up to five minutes (docs.slack.dev, Events API); twice that is kept, and more. */
const keepMs = 15 * 60_000
/** Of this many, the oldest go first. */
const maxIntents = 50_000

export function createRecentIntents(clock: Clock): RecentIntents {
  /** In order of age. */
  const addedAt = new Map<string, number>()
  const has = (intent: string) => {
    const at = addedAt.get(intent)
    return at !== undefined && clock.now() - at < keepMs
  }
  return {
    has,
    add(intent) {
      if (has(intent)) return false
      const now = clock.now()
      addedAt.delete(intent)
      addedAt.set(intent, now)
      for (const [old, at] of addedAt) {
        if (now - at < keepMs && addedAt.size <= maxIntents) break
        addedAt.delete(old)
      }
      return true
    },
  }
}
