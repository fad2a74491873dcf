/** Processor time of parts of a process, all threads together. */

/** What it cost to find the next occurrences of meetings, and to enqueue what is to be done for them. */
export interface Found {
  /** Of the instants that were found: two who found the same have the same. */
  readonly sum: number
  readonly findMs: number
  readonly enqueueMs: number
}

export interface Meter {
  /** Adds what `run` costs, to its end where it is a promise. */
  during<T>(run: () => T): T
  cpuMs(): number
}

export function createMeter(): Meter {
  let cpuMs = 0
  return {
    during(run) {
      const before = process.cpuUsage()
      const add = () => {
        const { user, system } = process.cpuUsage(before)
        cpuMs += (user + system) / 1000
      }
      const result = run()
      if (result instanceof Promise) void result.then(add, add)
      else add()
      return result
    },
    cpuMs: () => cpuMs,
  }
}
