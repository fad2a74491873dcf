/**
 * Looks whether anything was forgotten, every ten minutes: meetings for which nothing is planned, and reminders that were due and
 * are neither enqueued nor begun. Neither can happen; if it does, it is mended and said loudly.
 */
import type { Job } from '../../contracts/job-queue.ts'
import type { Meeting } from '../../meeting.ts'
import { planKey } from '../../meeting-job.ts'
import { planJobs } from '../../plan.ts'
import type { Telling } from './tell-once.ts'
import type { MeetingJobs } from './verbs.ts'

const minuteMs = 60_000
export const watchEveryMs = 10 * minuteMs
/** What fell due so long ago is sent late, or reported; before that it is of no use to anybody. */
const reachMs = 60 * minuteMs
/** What fell due within this time may be on its way. */
const underWayMs = 5 * minuteMs
const aheadMs = 25 * 60 * minuteMs
const maxUnplanned = 500
const maxCompared = 500
/** Longer than any reminder is corrected. */
const keepMs = 60 * 24 * 60 * minuteMs

export function createWatchJob({
  store,
  clock,
  logger,
}: Pick<Telling, 'store' | 'clock' | 'logger'>): MeetingJobs['watch'] {
  /** Due since the last look but one, and neither enqueued nor begun. */
  const forgotten = async (meeting: Meeting, now: number): Promise<readonly Job[]> => {
    const since = now - 2 * watchEveryMs - underWayMs
    const due = planJobs(meeting, since, now).jobs.filter(
      ({ does, dueAt }) => does.kind === 'remind' && dueAt < now - underWayMs && dueAt > meeting.changedAt,
    )
    const isKnown = await Promise.all(
      due.map(async ({ key }) => (await store.jobs.get(key)) !== null || (await store.deliveries.get(key)) !== null),
    )
    return due.filter((_, index) => !isKnown[index])
  }

  return async (job) => {
    const now = clock.now()
    const unplanned = await store.transaction(async (tx) => {
      const found = await tx.meetings.unplanned(maxUnplanned)
      for (const { id, changedAt } of found) {
        const does = { kind: 'plan', meetingId: id, since: Math.max(now - reachMs, changedAt) } as const
        await tx.jobs.put({ key: planKey(id), dueAt: now, does, meetingId: id })
      }
      return found
    })
    for (const { id } of unplanned)
      logger.error({ meeting: id }, 'nothing was planned for a meeting; it is planned anew')
    const planned = await store.meetings.upcoming({ before: now + aheadMs, limit: maxCompared })
    for (const meeting of planned) {
      if (unplanned.some(({ id }) => id === meeting.id)) continue
      const jobs = await forgotten(meeting, now)
      if (jobs.length === 0) continue
      await store.jobs.put(...jobs)
      logger.error(
        { meeting: meeting.id, jobs: jobs.map(({ key }) => key) },
        'a reminder was forgotten; it is sent now',
      )
    }
    await store.deliveries.prune(now - keepMs)
    await store.jobs.retry(job, now + watchEveryMs)
  }
}
