/**
 * What is to be done for a meeting and when, up to an hour ahead, as jobs; and the job that goes on from there. Each reminder and
 * each opening falls due at one instant, and is enqueued by the plan in whose span that instant lies: exactly once.
 */
import type { Job } from './contracts/job-queue.ts'
import type { Meeting } from './meeting.ts'
import { type MeetingJob, openKey, planKey, remindKey } from './meeting-job.ts'
import { type Occurrence, occurrenceOf, occurrencesFrom } from './occurrence.ts'

export interface Plan {
  /** Reminders, openings, and for a scheduled meeting the next `plan` job. */
  readonly jobs: readonly Job[]
  /** Start of the first occurrence that is not over at `now`; null: none is left. */
  readonly nextAt: number | null
  /** Nothing is left to be done or to be waited for. Its plan job is due at once, and is what ends the meeting. */
  readonly isOver: boolean
}

const minuteMs = 60_000
/** Beyond that nothing is enqueued: zone data may change until then. */
const horizonMs = 60 * minuteMs
/** After a long time without plans the next plan job goes on. */
const maxOccurrences = 50

/**
 * All that falls due from `since` until an hour from `now`: what was due before `since` was seen to, or shall not be done. Whatever
 * fell due meanwhile is enqueued, too, however late.
 */
export function planJobs(meeting: Meeting, since: number, now: number): Plan {
  if (meeting.state !== 'scheduled') return { jobs: [], nextAt: null, isOver: false }
  const { actions, until, nextDueAt } = actionsFrom(meeting, since, now + horizonMs)
  const [next] = occurrencesFrom(meeting, now, 1)
  // At each end the next date comes into its place: on the card, on the PBX, in the agenda.
  const rollsAt = (next ?? restorable(meeting, now))?.endAt
  const again = [nextDueAt === null ? null : nextDueAt - minuteMs, rollsAt ?? null].filter((at) => at !== null)
  const isOver = again.length === 0 && actions.length === 0
  const plan: Job = {
    key: planKey(meeting.id),
    dueAt: again.length > 0 ? Math.max(now, Math.min(...again)) : now + (isOver ? 0 : minuteMs),
    does: { kind: 'plan', meetingId: meeting.id, since: until },
    meetingId: meeting.id,
  }
  return { jobs: [...actions, plan], nextAt: next?.startAt ?? null, isOver }
}

/** Jobs that are due in `[since, until)`, the end of that span (which may be earlier than `horizon`), and when the next one is due. */
function actionsFrom(meeting: Meeting, since: number, horizon: number) {
  const leads = meeting.areRemindersPaused ? [] : meeting.reminderMinutes
  const longestMs = Math.max(0, ...leads) * minuteMs
  for (let limit = maxOccurrences; ; limit *= 2) {
    const occurrences = occurrencesFrom(meeting, since, limit)
    const last = occurrences.length < limit ? undefined : occurrences.at(-1)
    // Nothing of those that were not looked at is due earlier.
    const knownUntil = last ? last.startAt - longestMs : Number.POSITIVE_INFINITY
    if (knownUntil <= since) continue
    const until = Math.max(since, Math.min(horizon, knownUntil))
    const all = occurrences.flatMap((one) => actionsOf(meeting, one, leads)).filter(({ dueAt }) => dueAt >= since)
    const later = Math.min(knownUntil, ...all.filter(({ dueAt }) => dueAt >= until).map(({ dueAt }) => dueAt))
    return {
      actions: all.filter(({ dueAt }) => dueAt < until),
      until,
      nextDueAt: Number.isFinite(later) ? later : null,
    }
  }
}

function actionsOf({ id }: Meeting, { date, startAt }: Occurrence, leads: readonly number[]): readonly Job[] {
  return [
    ...leads.map(
      (leadMinutes): Job => ({
        key: remindKey(id, date, startAt, leadMinutes),
        dueAt: startAt - leadMinutes * minuteMs,
        does: { kind: 'remind', meetingId: id, date, startAt, leadMinutes },
        meetingId: id,
      }),
    ),
    { key: openKey(id, date), dueAt: startAt, does: { kind: 'open', meetingId: id, date, startAt }, meetingId: id },
  ]
}

/** A skipped date that could still be taken back in. */
function restorable(meeting: Meeting, now: number): Occurrence | undefined {
  const changes = Object.entries(meeting.changes).filter(([, { kind }]) => kind !== 'skipped')
  return occurrencesFrom({ ...meeting, changes: Object.fromEntries(changes) }, now, 1)[0]
}

/** Whether a date of it ended after the plan before the one that goes on from `since`, and by `now`. */
export const hasRolled = (meeting: Meeting, since: number, now: number): boolean =>
  (occurrencesFrom(meeting, since - horizonMs, 1)[0]?.endAt ?? Number.POSITIVE_INFINITY) <= now

/** Whether what was enqueued for a meeting is still to be done as it is. */
export function stillHolds(
  meeting: Meeting,
  job: Extract<MeetingJob, { kind: 'remind' | 'open' | 'snooze' }>,
): boolean {
  if (meeting.state !== 'scheduled') return false
  const occurrence = occurrenceOf(meeting, job.date)
  if (!occurrence || job.kind === 'snooze') return occurrence !== null
  if (occurrence.startAt !== job.startAt) return false
  return job.kind === 'open' || (!meeting.areRemindersPaused && meeting.reminderMinutes.includes(job.leadMinutes))
}
