/**
 * The App Home of each person. It is published anew after something was done from it; one publishing after the other, so that
 * an old one never comes last.
 */
import { type Clock, sleep } from '#lib/clock.ts'

export interface Homes {
  /** Rejects as `publish` does. */
  show(userId: string, publish: () => Promise<void>): Promise<void>
  /** After the last of several clicks: it is a request of the person's own, of which only so many are taken. */
  showSoon(userId: string, publish: () => Promise<void>): Promise<void>
}

/** In which one request more is taken of a person (`command-kit/run-command.ts`). */
const settleMs = 1_000

export function createHomes(clock: Clock): Homes {
  const publishing = new Map<string, Promise<void>>()
  const latest = new Map<string, object>()

  const show: Homes['show'] = async (userId, publish) => {
    const shown = (publishing.get(userId) ?? Promise.resolve()).catch(() => {}).then(publish)
    publishing.set(userId, shown)
    try {
      await shown
    } finally {
      if (publishing.get(userId) === shown) publishing.delete(userId)
    }
  }

  return {
    show,
    async showSoon(userId, publish) {
      const ticket = {}
      latest.set(userId, ticket)
      await sleep(clock, settleMs)
      if (latest.get(userId) !== ticket) return
      latest.delete(userId)
      await show(userId, publish)
    },
  }
}
