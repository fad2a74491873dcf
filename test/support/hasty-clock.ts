/** A clock that makes nobody wait. */

/** A clock whose waits are over at once; what was waited for is remembered. */
export function createHastyClock(startAt = 1_700_000_000_000) {
  const waits: number[] = []
  let now = startAt
  return {
    waits,
    now: () => now,
    advance(ms: number) {
      now += ms
    },
    schedule(delayMs: number, run: () => void) {
      waits.push(delayMs)
      const handle = setImmediate(() => {
        now += Math.max(delayMs, 0)
        run()
      })
      return () => clearImmediate(handle)
    },
  }
}
