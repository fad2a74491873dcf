/** Goes on with a meeting: what falls due next is enqueued, the next date comes into its place, and when none is left it is over. */

import type { Job } from '../../contracts/job-queue.ts'
import type { Meeting } from '../../meeting.ts'
import { cardKey, type MeetingJob, tellPbxKey } from '../../meeting-job.ts'
import { hasRolled, planJobs } from '../../plan.ts'
import type { Verbs } from '../deps.ts'
import { isMirrored, tellEventJob } from './on-event.ts'
import type { MeetingJobs } from './verbs.ts'

const minuteMs = 60_000

export function createPlanJob({
  store,
  clock,
  events,
}: Pick<Verbs, 'store' | 'clock' | 'events'>): MeetingJobs['plan'] {
  return async (job) => {
    const { does } = job
    if (does.kind !== 'plan') return
    const { meetingId, since } = does
    const ended = await store.transaction(async (tx): Promise<Meeting | null> => {
      // Whoever changed the meeting meanwhile has planned it anew.
      if (!(await tx.jobs.finish(job))) return null
      const meeting = await tx.meetings.get(meetingId)
      if (meeting?.state !== 'scheduled') return null
      const now = clock.now()
      const { jobs, nextAt, isOver } = planJobs(meeting, since, now)
      const at = (key: string, what: MeetingJob, dueAt = now): Job => ({ key, dueAt, does: what, meetingId })
      const shown = [
        at(cardKey(meetingId), { kind: 'card', meetingId }),
        ...(meeting.room ? [at(tellPbxKey(meetingId), { kind: 'tell-pbx', meetingId })] : []),
        ...(isMirrored(meeting) ? [tellEventJob(meetingId, now)] : []),
      ]
      if (!isOver) {
        await tx.meetings.setNext(meetingId, nextAt)
        await tx.jobs.put(...jobs, ...(hasRolled(meeting, since, now) ? shown : []))
        return null
      }
      const left = await tx.jobs.ofMeeting(meetingId)
      // What was late is still sent, or told of as missed.
      if (left.some(({ does: { kind } }) => kind === 'remind' || kind === 'open')) {
        await tx.jobs.put(at(job.key, does, now + minuteMs))
        return null
      }
      const over: Meeting = { ...meeting, state: 'over', changedAt: now, revision: meeting.revision + 1 }
      await tx.meetings.save(over, null)
      await tx.jobs.put(...shown)
      return over
    })
    if (ended) events.publish({ kind: 'meeting-changed', meeting: ended })
    else events.publish({ kind: 'jobs-enqueued' })
  }
}
