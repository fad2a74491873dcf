/**
 * Time as a parameter. Instants are UTC milliseconds since 1970; nothing outside this file reads the system clock.
 */
export interface Clock {
  /** The present instant in UTC milliseconds. */
  now(): number
  /**
   * Runs `run` once, `delayMs` of this clock's time from now (at once, but never synchronously, when not positive).
   * Returns a function that cancels it. A pending timer does not keep the process alive. Where the system clock is set back
   * meanwhile it does not wait longer for that, so whoever waits for an instant looks at `now` again.
   */
  schedule(delayMs: number, run: () => void): () => void
}

/** A clock that can be pushed forward by hand; its timers fire as soon as the pushed time has passed them. */
export interface MovableClock extends Clock {
  /** How far this clock is ahead of the system clock, in milliseconds. */
  readonly offsetMs: number
  /** Moves the clock forward by `ms` (0 or more). */
  advance(ms: number): void
}

/** setTimeout fires at once for longer delays than this. */
const maxTimeoutMs = 2 ** 31 - 1
/** More than a clock goes wrong by itself while a timer runs: it was set back. */
const setBackMs = 5_000

export function createSystemClock(): Clock {
  return createMovableClock()
}

export function createMovableClock(): MovableClock {
  interface Timer {
    dueAt: number
    run: () => void
    handle: NodeJS.Timeout | undefined
  }
  const timers = new Set<Timer>()
  let offsetMs = 0
  const now = () => Date.now() + offsetMs

  const arm = (timer: Timer) => {
    clearTimeout(timer.handle)
    const delayMs = Math.max(timer.dueAt - now(), 0)
    timer.handle = setTimeout(
      () => {
        const leftMs = timer.dueAt - now()
        if (delayMs > maxTimeoutMs || (leftMs > 0 && leftMs < setBackMs)) return arm(timer)
        timers.delete(timer)
        timer.run()
      },
      Math.min(delayMs, maxTimeoutMs),
    )
    timer.handle.unref()
  }

  return {
    now,
    get offsetMs() {
      return offsetMs
    },
    schedule(delayMs, run) {
      const timer: Timer = { dueAt: now() + Math.max(delayMs, 0), run, handle: undefined }
      timers.add(timer)
      arm(timer)
      return () => {
        timers.delete(timer)
        clearTimeout(timer.handle)
      }
    },
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError('a clock moves forward only')
      offsetMs += ms
      // Those that are due by now fire in the order in which they fell due.
      for (const timer of [...timers].sort((a, b) => a.dueAt - b.dueAt)) arm(timer)
    },
  }
}

/** Resolves after `ms` of `clock`'s time; rejects with the signal's reason when `signal` is aborted first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.schedule(ms, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
