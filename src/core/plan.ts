/**
 * What is to be done for a meeting and when, up to an hour ahead, as jobs; and the job that goes on from there. Each reminder and
 * each opening falls due at one instant, and is enqueued by the plan in whose span that instant lies: exactly once.
 */
import type { Job } from './contracts/job-queue.ts'
import type { Meeting } from './meeting.ts'
import { type MeetingJob, openKey, planKey, remindKey } from './meeting-job.ts'
import { isSkipped, type Occurrence, occurrenceOf, occurrencesFrom } from './occurrence.ts'

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
/** One more than mostly lies within the horizon: the next date is what tells when to go on. */
const fewOccurrences = 2
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
  for (let limit = fewOccurrences; ; limit *= 5) {
    const occurrences = occurrencesFrom(meeting, since, limit)
    const last = occurrences.length < limit ? undefined : occurrences.at(-1)
    // Nothing of those that were not looked at is due earlier.
    const knownUntil = last ? last.startAt - longestMs : Number.POSITIVE_INFINITY
    if (knownUntil <= since || (knownUntil < horizon && limit < maxOccurrences)) continue
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

/** Seconds do not count: what begins in the present minute is to come. */
export const minuteOf = (at: number): number => Math.floor(at / minuteMs) * minuteMs

export interface Replan {
  /** Keys; before `put`. */
  readonly remove: readonly string[]
  readonly put: readonly Job[]
  readonly nextAt: number | null
}

/**
 * What becomes of the jobs that a meeting has when it is another one from `at` on. Those that still hold are left alone, since they
 * may be running, or late. What fell due before, and nobody had planned yet, is enqueued as far as it still holds. Else nothing
 * that was due before is made up for, but for the start of what goes on and did not take place before (it is new, since storing it
 * took a while, or was taken back in), and of what was just put into this very minute. `before`: null for a new one.
 */
export function replanJobs(before: Meeting | null, meeting: Meeting, existing: readonly Job[], at: number): Replan {
  const { jobs, nextAt } = planJobs(meeting, at, at)
  const dated = existing.filter(({ does }) => isDated(does))
  const held = new Set(dated.filter(({ does }) => isHeld(meeting, does)).map(({ key }) => key))
  const planned = existing.find(({ does }) => does.kind === 'plan')
  const owed = before ? owedJobs(before, planned, at).filter(({ does }) => isHeld(meeting, does)) : []
  return {
    remove: [
      ...dated.map(({ key }) => key).filter((key) => !held.has(key)),
      ...(planned && jobs.length === 0 ? [planned.key] : []),
    ],
    put: [...owed, ...begunNow(before, meeting, at), ...jobs].filter(({ key }) => !held.has(key)),
    nextAt,
  }
}

/** Due before `at`, and not planned: the plan job is late itself. */
function owedJobs(meeting: Meeting, planned: Job | undefined, at: number): readonly Job[] {
  const owed: Job[] = []
  let since = planned?.does.kind === 'plan' ? planned.does.since : at
  while (since < at) {
    const { jobs } = planJobs(meeting, since, at)
    owed.push(...jobs.filter(({ does, dueAt }) => isDated(does) && dueAt < at))
    const next = jobs.find(({ does }) => does.kind === 'plan')
    since = next?.does.kind === 'plan' ? next.does.since : at
  }
  return owed
}

function begunNow(before: Meeting | null, meeting: Meeting, at: number): readonly Job[] {
  if (meeting.state !== 'scheduled') return []
  return occurrencesFrom(meeting, at, maxBegun)
    .filter(({ startAt }) => startAt < at)
    .filter(({ date, startAt }) => {
      if (before?.state !== 'scheduled' || isSkipped(before, date)) return true
      return startAt >= minuteOf(at) && occurrenceOf(before, date)?.startAt !== startAt
    })
    .flatMap((one) => actionsOf(meeting, one, []))
}

/** More do not go on at once. */
const maxBegun = 5

type Dated = Extract<MeetingJob, { kind: 'remind' | 'open' | 'snooze' }>
const isDated = (does: MeetingJob): does is Dated => ['remind', 'open', 'snooze'].includes(does.kind)
const isHeld = (meeting: Meeting, does: MeetingJob) => isDated(does) && stillHolds(meeting, does)

/** Whether what was enqueued for a meeting is still to be done as it is. */
export const stillHolds = (meeting: Meeting, job: Dated): boolean => heldOccurrence(meeting, job) !== null

/** The occurrence for which something was enqueued; null: it is not to be done any more, or not as it is. */
export function heldOccurrence(meeting: Meeting, job: Dated): Occurrence | null {
  if (meeting.state !== 'scheduled') return null
  const occurrence = occurrenceOf(meeting, job.date)
  if (!occurrence || job.kind === 'snooze') return occurrence
  const isWanted =
    job.kind === 'open' || (!meeting.areRemindersPaused && meeting.reminderMinutes.includes(job.leadMinutes))
  return isWanted && occurrence.startAt === job.startAt ? occurrence : null
}
