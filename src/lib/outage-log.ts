/** Tells of something that fails again and again in two lines: when it begins, and when it is over with how often in between. */
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

export interface OutageLog {
  /** It failed. `facts` of the first time stand in the log; `code` says how, and is counted. */
  failed(code: string, facts: Readonly<Record<string, unknown>>): void
  /** It worked. The outage is over once it has done so without failing for a while. */
  worked(): void
}

/** Where some requests fail and others do not, that is one outage. */
const calmMs = 10_000

export function createOutageLog(deps: {
  readonly logger: Logger
  readonly clock: Clock
  readonly begins: string
  readonly over: string
}): OutageLog {
  const { logger, clock, begins, over } = deps
  let outage: { readonly since: number; lastAt: number; readonly times: Map<string, number> } | null = null

  return {
    failed(code, facts) {
      const now = clock.now()
      if (!outage) {
        outage = { since: now, lastAt: now, times: new Map() }
        logger.warn({ ...facts, code }, begins)
      }
      outage.lastAt = now
      outage.times.set(code, (outage.times.get(code) ?? 0) + 1)
    },
    worked() {
      if (!outage || clock.now() - outage.lastAt < calmMs) return
      const { since, lastAt, times } = outage
      outage = null
      logger.info(
        { since: new Date(since).toISOString(), lastedMs: lastAt - since, failures: Object.fromEntries(times) },
        over,
      )
    },
  }
}
