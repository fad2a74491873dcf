/** Whether reminders are sent: what is due is compared with what was sent now and then, so that it is told from memory. */
import type { Store } from '#core/contracts/store.ts'
import { errorFacts } from '#core/errors.ts'
import type { SystemPart } from '#core/service/deps.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { RunnerReading } from './runner.ts'

/** What becomes of a message of which nobody knows whether it was posted; null: not known yet. */
export type Mode = 'repaired' | 'reported' | null

export interface Health {
  /** At most every few seconds; never rejects. */
  refresh(): Promise<void>
  reading(): SystemPart
}

const refreshMs = 10_000
/** What is due for longer, and does not wait for a slow channel, is overdue. */
const overdueMs = 60_000
const dayMs = 24 * 3_600_000

export function createHealth(deps: {
  readonly store: Pick<Store, 'jobs' | 'deliveries'>
  readonly runner: () => RunnerReading
  /** By platform. */
  readonly modes: () => Readonly<Record<string, Mode>>
  readonly clock: Clock
  readonly logger: Logger
}): Health {
  const { store, runner, modes, clock, logger } = deps
  let refreshedAt = Number.NEGATIVE_INFINITY
  let lastSentAt: number | null = null
  let overdue = 0
  let counted: Awaited<ReturnType<Store['deliveries']['count']>> | null = null

  const look = async () => {
    const at = clock.now() - overdueMs
    counted = await store.deliveries.count(clock.now() - dayMs)
    const due = await store.jobs.overdue(at)
    const { patient, lastReminders } = runner()
    const before = overdue
    overdue = Math.max(due - patient(at), 0)
    if (overdue > 0 && before === 0) logger.error({ overdue }, 'jobs are due and do not run')
    for (const key of lastReminders) {
      const { message, settledAt } = (await store.deliveries.get(key)) ?? {}
      if (!message || settledAt == null) continue
      lastSentAt = settledAt
      break
    }
  }

  return {
    async refresh() {
      if (Math.abs(clock.now() - refreshedAt) < refreshMs) return
      refreshedAt = clock.now()
      await look().catch((error: unknown) =>
        logger.debug({ ...errorFacts(error) }, 'what is due could not be compared with what was sent'),
      )
    },
    reading() {
      const counts = counted ? [inWords(counted), `overdue: ${overdue}`] : ['not counted yet']
      const unconfirmed = Object.entries(modes()).map(
        ([name, mode]) => `unconfirmed in ${name}: ${mode ?? 'not known'}`,
      )
      return {
        name: 'reminders',
        isConnected: overdue === 0,
        lastContactAt: lastSentAt,
        detail: [...counts, ...unconfirmed].join('; '),
      }
    },
  }
}

function inWords({ late, sending, sent, corrected, missed, refused, unconfirmed }: Counts): string {
  const due = sending + sent + corrected + missed + refused + unconfirmed
  return `in 24 hours ${due} due, ${sent + corrected} sent, ${late} late, ${missed} missed, ${refused} refused, ${unconfirmed} unconfirmed`
}
type Counts = Awaited<ReturnType<Store['deliveries']['count']>>
