/** Lets so many tasks run at once; the others wait for their turn, first come, first served. */

export type Turnstile = <Result>(task: () => Promise<Result>) => Promise<Result>

export function createTurnstile(atOnce: number): Turnstile {
  const waiting: (() => void)[] = []
  let running = 0

  return async (task) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await task()
    } finally {
      // The turn is handed over rather than given back, so that nobody overtakes.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
