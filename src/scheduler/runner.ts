/**
 * Runs jobs when they fall due. What is claimed is held under a lease that is renewed until the job has run; a job that fails is
 * put back and tried again ever later. Nothing here says that a job runs once: whatever a job does must bear being done again.
 */
import { type JobQueue, type LeasedJob, leaseMs } from '#core/contracts/job-queue.ts'
import type { Store } from '#core/contracts/store.ts'
import { errorFacts, isConfbotError } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { createOutageLog } from '#lib/outage-log.ts'
import { createTurnstile, type Turnstile } from '#lib/turnstile.ts'
import { atOnce, type LaneName, type Pool } from './lanes.ts'

export interface Runner {
  start(): void
  /** Claims nothing more, puts back what has not begun, and waits a while for what has. */
  stop(): Promise<void>
  /** Something may be due earlier than was known. */
  wake(): void
  reading(): RunnerReading
}

export interface RunnerReading {
  /** How many wait their turn, or run and have not done so for long, that were due before `at`. */
  patient(at: number): number
  /** Reminders that were run to their end, the last ones first. */
  readonly lastReminders: readonly string[]
}

interface Held {
  job: LeasedJob
  readonly lane: Lane
  /** null: it waits. */
  runsSince: number | null
  /** The same job, claimed again while it ran. */
  again: LeasedJob | null
}

interface Lane extends LaneName {
  readonly waiting: Held[]
  isRunning: boolean
}

/** Where nobody says that something is due, it is looked for. */
const lookEveryMs = 15_000
const heartbeatMs = leaseMs / 3
const batch = 500
/** Those that wait for a slow channel must not keep others from being claimed, so there is room for very many. */
const maxHeld = 20_000
const firstWaitMs = 5_000
const longestWaitMs = 5 * 60_000
/** After something ran, what follows from it is looked for. */
const followMs = 1_000
/** What runs longer counts as hanging. */
const longRunMs = 60_000
const stopWithinMs = 4_000
const maxTold = 1_000
const maxRemembered = 20

export function createRunner(deps: {
  readonly queue: JobQueue
  readonly store: Pick<Store, 'jobs' | 'transaction'>
  /** In their order. Never rejects. */
  readonly lanesOf: (jobs: readonly LeasedJob[]) => Promise<readonly LaneName[]>
  /** Finishes or retries the job itself; rejects when it is to be tried again. */
  readonly run: (job: LeasedJob) => Promise<void>
  /** Now and then, beside all else. Never rejects. */
  readonly looked: () => Promise<void>
  readonly clock: Clock
  readonly logger: Logger
}): Runner {
  const { queue, store, lanesOf, run, looked, clock, logger } = deps
  const held = new Map<string, Held>()
  const lanes = new Map<string, Lane>()
  const pools = new Map<Pool, Turnstile>()
  const running = new Set<Promise<void>>()
  const outage = createOutageLog({ logger, clock, begins: 'jobs fail', over: 'jobs work again' })
  /** Faults of ours that were told of, by job. */
  const told = new Set<string>()
  let lastReminders: readonly string[] = []
  let isStopped = false
  let claiming: Promise<void> | null = null
  let isAskedAgain = false
  let renewedAt = Number.NEGATIVE_INFINITY
  let claimFailures = 0
  let cancelLook = () => {}
  let cancelFollow: (() => void) | null = null
  let cancelHeartbeat = () => {}

  const renew = async () => {
    renewedAt = clock.now()
    const leased = [...held.values()].map(({ job, again }) => again ?? job)
    for (let first = 0; first < leased.length; first += batch) await queue.renew(leased.slice(first, first + batch))
  }
  const heartbeat = () => {
    cancelHeartbeat = clock.schedule(heartbeatMs, heartbeat)
    renew().catch((error: unknown) => logger.debug({ ...errorFacts(error) }, 'leases could not be renewed'))
  }

  /** Resolves to when to look again. */
  const claim = async (): Promise<number> => {
    // After a leap of the clock, what runs here must not seem to be given up.
    if (Math.abs(clock.now() - renewedAt) > heartbeatMs) await renew()
    for (let room = maxHeld - held.size; room > 0 && !isStopped; room = maxHeld - held.size) {
      const limit = Math.min(batch, room)
      const jobs = await queue.claim(limit)
      const names = await lanesOf(jobs)
      for (const [index, job] of jobs.entries()) take(job, names[index] ?? { name: job.key, pool: 'own' })
      if (jobs.length < limit) break
    }
    const nextAt = held.size < maxHeld ? await queue.nextAt() : null
    return Math.min(Math.max((nextAt ?? Number.POSITIVE_INFINITY) - clock.now(), 0), lookEveryMs)
  }

  const look = async () => {
    let waitMs = 0
    do {
      isAskedAgain = false
      cancelLook()
      try {
        waitMs = await claim()
        claimFailures = 0
      } catch (error) {
        // Of a store that fails the log tells elsewhere.
        logger[isConfbotError(error) ? 'debug' : 'error']({ ...errorFacts(error) }, 'jobs could not be claimed')
        waitMs = Math.min(firstWaitMs * 2 ** claimFailures++, lookEveryMs)
      }
    } while (isAskedAgain && !isStopped)
    claiming = null
    if (isStopped) return
    cancelLook = clock.schedule(waitMs, wake)
    void looked()
  }

  const wake = () => {
    isAskedAgain = true
    if (isStopped || claiming) return
    claiming = look()
  }

  const take = (job: LeasedJob, name: LaneName) => {
    const known = held.get(job.key)
    if (known) {
      // Its lease ran out here, or it was replaced.
      if (known.runsSince === null) known.job = job
      else known.again = job
      return
    }
    const laneKey = `${name.pool} ${name.name}`
    const lane = lanes.get(laneKey) ?? { ...name, waiting: [], isRunning: false }
    lanes.set(laneKey, lane)
    const entry: Held = { job, lane, runsSince: null, again: null }
    held.set(job.key, entry)
    lane.waiting.push(entry)
    if (!lane.isRunning) void drain(laneKey, lane)
  }

  const turnIn = (pool: Pool): Turnstile => {
    const turn = pools.get(pool) ?? createTurnstile(atOnce(pool))
    pools.set(pool, turn)
    return turn
  }

  const drain = async (laneKey: string, lane: Lane) => {
    lane.isRunning = true
    const turn = turnIn(lane.pool)
    while (lane.waiting.length > 0 && !isStopped) {
      await turn(async () => {
        const next = isStopped ? undefined : lane.waiting.shift()
        if (!next) return
        const done = runToEnd(next)
        running.add(done)
        await done
        running.delete(done)
      })
    }
    lane.isRunning = false
    if (lane.waiting.length === 0) lanes.delete(laneKey)
  }

  /** Never rejects. */
  const runToEnd = async (entry: Held) => {
    const { job, lane } = entry
    entry.runsSince = clock.now()
    try {
      await run(job)
      outage.worked()
      told.delete(job.key)
      if (job.does.kind === 'remind') lastReminders = [job.key, ...lastReminders.slice(0, maxRemembered - 1)]
    } catch (error) {
      await failed(job, error)
    }
    if (entry.again) {
      Object.assign(entry, { job: entry.again, runsSince: null, again: null })
      lane.waiting.push(entry)
      return
    }
    held.delete(job.key)
    follow()
  }

  const failed = async (job: LeasedJob, error: unknown) => {
    const facts = { job: job.key, tries: job.tries }
    if (isConfbotError(error)) outage.failed(error.code, facts)
    else {
      logger[told.has(job.key) ? 'debug' : 'error']({ ...facts, err: error }, 'a job failed')
      if (told.size >= maxTold) told.clear()
      told.add(job.key)
    }
    const asked = isConfbotError(error) ? error.details.retryAfterMs : undefined
    const waitMs = asked ?? Math.min(firstWaitMs * 2 ** Math.min(job.tries, 20), longestWaitMs)
    // Where not even that can be stored, the lease runs out.
    await store.jobs.retry(job, clock.now() + waitMs).catch(() => {})
  }

  const follow = () => {
    if (isStopped) return
    if (held.size === 0) return wake()
    cancelFollow ??= clock.schedule(followMs, () => {
      cancelFollow = null
      wake()
    })
  }

  const putBack = async () => {
    const waiting = [...held.values()].filter(({ runsSince }) => runsSince === null)
    if (waiting.length === 0) return
    await store.transaction(async (tx) => {
      for (const { job } of waiting) await tx.jobs.retry(job, job.dueAt)
    })
  }

  /** The end of all that was begun. */
  const inOrder = async () => {
    await claiming
    await putBack().catch((error: unknown) => logger.info({ ...errorFacts(error) }, 'jobs could not be put back'))
    await Promise.all(running)
  }

  return {
    start() {
      heartbeat()
      wake()
    },
    async stop() {
      isStopped = true
      cancelLook()
      cancelFollow?.()
      const tooLong = new AbortController()
      await Promise.race([inOrder(), sleep(clock, stopWithinMs, tooLong.signal).catch(() => {})])
      tooLong.abort()
      cancelHeartbeat()
    },
    wake,
    reading: () => ({
      patient: (at) =>
        [...held.values()].filter(
          ({ job, runsSince }) => job.dueAt < at && (runsSince === null || clock.now() - runsSince < longRunMs),
        ).length,
      lastReminders,
    }),
  }
}
