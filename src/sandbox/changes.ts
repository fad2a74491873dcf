/** Tells whoever looks at the sandbox that something has changed, so that nobody has to ask again and again. */
import type { Clock } from '#lib/clock.ts'

export interface Changes {
  /** Something that can be seen may have changed. */
  note(): void
  /**
   * Resolves with the present version as soon as it is another than `known` (one of a sandbox before this one, say), or after
   * `withinMs`; with null once the sandbox stops.
   */
  after(known: number, withinMs: number): Promise<number | null>
  /** Lets everyone who waits go, and nobody wait any more. */
  close(): void
}

export function createChanges(systemClock: Clock): Changes {
  // Above what somebody knows who has seen nothing yet.
  let version = 1
  let isClosed = false
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
        const go = () => {
          waiting.delete(go)
          cancel()
          resolve(isClosed ? null : version)
        }
        const cancel = systemClock.schedule(withinMs, go)
        waiting.add(go)
        if (isClosed || known !== version) go()
      }),
    close() {
      isClosed = true
      wake()
    },
  }
}
