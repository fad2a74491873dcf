/** Does what falls due: reminders, openings, and whatever else a change of a meeting leaves to be done later. */
import type { Job, LeasedJob } from '#core/contracts/job-queue.ts'
import type { Repositories, Store } from '#core/contracts/store.ts'
import { errorFacts } from '#core/errors.ts'
import type { EventBus } from '#core/events.ts'
import { planKey, watchKey } from '#core/meeting-job.ts'
import type { SystemPart } from '#core/service/deps.ts'
import type { MeetingJobs } from '#core/service/meetings/verbs.ts'
import { watchEveryMs } from '#core/service/meetings/watch-job.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { createHealth, type Mode } from './health.ts'
import { createLaneNames } from './lanes.ts'
import { createRunner } from './runner.ts'

export interface Scheduler {
  start(): Promise<void>
  /** Within a few seconds; what has begun is finished first. */
  stop(): Promise<void>
  /** From memory. */
  reading(): SystemPart
}

export function createScheduler(deps: {
  readonly store: Pick<Store, 'queue' | 'jobs' | 'meetings' | 'deliveries' | 'transaction'>
  readonly jobs: MeetingJobs
  readonly events: EventBus
  readonly clock: Clock
  readonly logger: Logger
  /** By platform: what becomes there of a message of which nobody knows whether it was posted. */
  readonly modes: () => Readonly<Record<string, Mode>>
}): Scheduler {
  const { store, jobs, events, clock, logger, modes } = deps
  const runner = createRunner({
    queue: store.queue,
    store,
    lanesOf: createLaneNames(store.meetings),
    run: (job: LeasedJob) => jobs[job.does.kind](job),
    async looked() {
      const now = clock.now()
      if (now < lookedAt - setBackMs)
        await watchFrom(now).catch((error: unknown) =>
          logger.warn({ ...errorFacts(error) }, 'after the clock was set back, it is not known whether all is planned'),
        )
      lookedAt = now
      await health.refresh()
    },
    clock,
    logger,
  })
  const health = createHealth({ store, runner: runner.reading, modes, clock, logger })
  let unsubscribe = () => {}
  let lookedAt = clock.now()
  const watchFrom = (now: number) => store.transaction((tx) => enqueueWatch(tx, now))

  return {
    async start() {
      await watchFrom(clock.now())
      unsubscribe = events.subscribe(({ kind }) => {
        if (kind === 'meeting-changed' || kind === 'jobs-enqueued') runner.wake()
      })
      runner.start()
    },
    async stop() {
      unsubscribe()
      await runner.stop()
    },
    reading: health.reading,
  }
}

/** Clocks that are kept right are set back by less. */
const setBackMs = 60_000
const maxMeetings = 1_000_000

/**
 * It enqueues itself from then on. Where it is not to run for long, the clock was far ahead, and meetings are planned from then on
 * only: they are planned anew. What was done already is known, and is not done twice.
 */
async function enqueueWatch({ jobs, meetings }: Pick<Repositories, 'jobs' | 'meetings'>, now: number) {
  const known = await jobs.get(watchKey)
  if (known && known.dueAt <= now + 2 * watchEveryMs) return
  await jobs.put({ key: watchKey, dueAt: now, does: { kind: 'watch' }, meetingId: null })
  const planned = known ? await meetings.upcoming({ limit: maxMeetings }) : []
  await jobs.put(
    ...planned.map(
      ({ id }): Job => ({
        key: planKey(id),
        dueAt: now,
        does: { kind: 'plan', meetingId: id, since: now },
        meetingId: id,
      }),
    ),
  )
}
