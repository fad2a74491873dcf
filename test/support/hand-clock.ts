/** A clock that stands still until the test moves it; its timers fire, in order, when they are moved past. */
import { setTimeout as pause } from 'node:timers/promises'
import type { MovableClock } from '#lib/clock.ts'

export interface HandClock extends MovableClock {
  /** Moves the clock from timer to timer until `promise` settles, and gives what it gives. */
  until<T>(promise: Promise<T>): Promise<T>
}

export function createHandClock(startAt = Date.UTC(2026, 10, 20, 9)): HandClock {
  const timers = new Set<{ readonly dueAt: number; readonly run: () => void }>()
  let offsetMs = 0
  const now = () => startAt + offsetMs
  const inOrder = () => [...timers].sort((a, b) => a.dueAt - b.dueAt)
  const fire = () =>
    setImmediate(() => {
      for (const timer of inOrder().filter(({ dueAt }) => dueAt <= now())) if (timers.delete(timer)) timer.run()
    })
  const advance = (ms: number) => {
    offsetMs += ms
    fire()
  }

  return {
    now,
    get offsetMs() {
      return offsetMs
    },
    schedule(delayMs, run) {
      const timer = { dueAt: now() + Math.max(delayMs, 0), run }
      timers.add(timer)
      if (delayMs <= 0) fire()
      return () => timers.delete(timer)
    },
    advance,
    async until(promise) {
      let isSettled = false
      const settle = () => {
        isSettled = true
      }
      promise.then(settle, settle)
      for (;;) {
        // Sockets and the store's thread do not live on this clock.
        await pause(10)
        if (isSettled) return promise
        const [next] = inOrder()
        if (next) advance(Math.max(next.dueAt - now(), 0))
      }
    },
  }
}
