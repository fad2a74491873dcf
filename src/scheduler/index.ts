/** Does what falls due: reminders, openings, and whatever else a change of a meeting leaves to be done later. */
import type { JobRepository, LeasedJob } from '#core/contracts/job-queue.ts'
import type { Store } from '#core/contracts/store.ts'
import type { EventBus } from '#core/events.ts'
import { watchKey } from '#core/meeting-job.ts'
import type { SystemPart } from '#core/service/deps.ts'
import type { MeetingJobs } from '#core/service/meetings/verbs.ts'
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
    laneOf: createLaneNames(store.meetings),
    run: (job: LeasedJob) => jobs[job.does.kind](job),
    looked: () => health.refresh(),
    clock,
    logger,
  })
  const health = createHealth({ store, runner: runner.reading, modes, clock, logger })
  let unsubscribe = () => {}

  return {
    async start() {
      await store.transaction(({ jobs: repository }) => enqueueWatch(repository, clock.now()))
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

/** It enqueues itself from then on. */
async function enqueueWatch(jobs: JobRepository, now: number) {
  if (await jobs.get(watchKey)) return
  await jobs.put({ key: watchKey, dueAt: now, does: { kind: 'watch' }, meetingId: null })
}
