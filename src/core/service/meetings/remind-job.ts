/** Reminds the people of a place of one occurrence: once, late within bounds, else its owner is told. */
import type { Announcement, OwnerNotice } from '../../announcement.ts'
import type { Delivery } from '../../contracts/store.ts'
import { answersTo, type Meeting } from '../../meeting.ts'
import type { JobOf } from '../../meeting-job.ts'
import { heldOccurrence } from '../../plan.ts'
import { createTellOnce, type Outcome, type Telling, type Words } from './tell-once.ts'
import { tellOwner } from './tell-owner.ts'
import type { MeetingJobs } from './verbs.ts'

const minuteMs = 60_000
/** Later than that counts as late, and is said. */
const onTimeMs = minuteMs

/** How long after it was due a reminder is still worth sending: half its lead time, 5 minutes at least, an hour at most. */
const graceMs = (leadMinutes: number) => Math.min(Math.max(leadMinutes / 2, 5), 60) * minuteMs

const dueAtOf = ({ startAt, leadMinutes }: { readonly startAt: number; readonly leadMinutes: number }) =>
  startAt - leadMinutes * minuteMs

export const isLateAt = (at: number, reminder: { readonly startAt: number; readonly leadMinutes: number }) =>
  at - dueAtOf(reminder) > onTimeMs

export function createRemindJob(telling: Telling): MeetingJobs['remind'] {
  const { store, clock, logger } = telling
  const tellOnce = createTellOnce(telling)

  const wordsOf = async (meeting: Meeting, does: JobOf<'remind'>): Promise<Words | null> => {
    const { meetingId, date, leadMinutes } = does
    // What was missed stays to be told of when no date is left.
    const occurrence = heldOccurrence(meeting.state === 'over' ? { ...meeting, state: 'scheduled' } : meeting, does)
    if (!occurrence) return null
    const isLate = isLateAt(clock.now(), does)
    const answers = answersTo(await store.answers.of({ meetingId, date }), does.startAt)
    return {
      what: { kind: 'reminder', meeting, occurrence, leadMinutes, isLate, answers },
      until: Math.min(dueAtOf(does) + graceMs(leadMinutes), occurrence.endAt),
    }
  }

  /** Whoever changed the meeting, or said that they are late, while it was being sent did not find it yet. */
  const isCurrent = async ({ meetingId, date, startAt }: JobOf<'remind'>, shown: Announcement): Promise<boolean> => {
    if (shown.kind !== 'reminder') return false
    const [revision, answers] = await Promise.all([
      store.meetings.revisionOf(meetingId),
      store.answers.of({ meetingId, date }),
    ])
    const isSame = JSON.stringify(answersTo(answers, startAt)) === JSON.stringify(shown.answers)
    return revision === shown.meeting.revision && isSame
  }

  const notice = async (meeting: Meeting, does: JobOf<'remind'>, key: string, outcome: Outcome) => {
    const { startAt, leadMinutes } = does
    const told: { [How in Outcome]?: OwnerNotice } = {
      missed: { kind: 'reminder-missed', meeting, startAt, leadMinutes },
      unconfirmed: { kind: 'reminder-unconfirmed', meeting, startAt, leadMinutes },
      refused: { kind: 'place-closed', meeting, startAt },
    }
    const what = told[outcome]
    if (!what) return null
    const all = await store.deliveries.ofMeeting(meeting.id)
    const since = all.find((one) => one.key === key)?.beganAt ?? clock.now()
    return outcome === 'refused' && wasClosed(all, key, since) ? null : { what, since }
  }

  return async (job) => {
    const { key, does } = job
    if (does.kind !== 'remind') return
    const { meetingId, date, startAt, leadMinutes } = does
    const meeting = await store.meetings.get(meetingId)
    if (!meeting) return void (await store.jobs.finish(job))
    let read: Meeting | null = meeting
    const outcome = await tellOnce({
      job,
      delivery: { key, meetingId, date, kind: 'reminder', startAt, leadMinutes, place: meeting.place },
      to: meeting.place,
      owner: meeting.owner,
      async words() {
        const current = read ?? (await store.meetings.get(meetingId))
        read = null
        return current && wordsOf(current, does)
      },
      isCurrent: (shown) => isCurrent(does, shown),
    })
    if (outcome === 'told' || outcome === 'later') return
    const untold = await notice(meeting, does, key, outcome)
    if (untold) {
      logger.warn({ meeting: meetingId, reminder: key, outcome }, 'a reminder was not sent, or nobody knows')
      await tellOwner(telling, job, untold.what, key, untold.since)
    }
    await store.jobs.finish(job)
  }
}

/** The reminder before `key` was refused, too: the owner knows. */
export const wasClosed = (all: readonly Delivery[], key: string, at: number): boolean =>
  all.find((one) => one.kind === 'reminder' && one.leadMinutes !== null && one.key !== key && one.beganAt <= at)
    ?.state === 'refused'
