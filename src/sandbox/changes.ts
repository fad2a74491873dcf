/** Tells whoever looks at the sandbox that something has changed, so that nobody has to ask again and again. */
import type { Clock } from '#lib/clock.ts'

export interface Changes {
  /** Something that can be seen may have changed. */
  note(): void
  /** Resolves with the present version as soon as it is above `version`, or after `withinMs`. */
  after(version: number, withinMs: number): Promise<number>
  /** Lets everyone who waits go. */
  close(): void
}

export function createChanges(systemClock: Clock): Changes {
  let version = 0
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const go of [...waiting]) go()
  }
  return {
    note() {
      version += 1
      wake()
    },
    after: (known, withinMs) =>
      new Promise((resolve) => {
        if (known < version) return resolve(version)
        const go = () => {
          waiting.delete(go)
          cancel()
          resolve(version)
        }
        const cancel = systemClock.schedule(withinMs, go)
        waiting.add(go)
      }),
    close: wake,
  }
}
