/** Writing a meeting with all that follows from it: its jobs, its card, what the PBX is told, and reminders that hold no more. */
import type { Attempt } from '../../attempt.ts'
import type { Job } from '../../contracts/job-queue.ts'
import type { Delivery, Repositories } from '../../contracts/store.ts'
import { ConfbotError, isConfbotError } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import { cardKey, correctKey, type MeetingJob, openKey, tellPbxKey } from '../../meeting-job.ts'
import { replanJobs, stillHolds } from '../../plan.ts'
import type { Verbs } from '../deps.ts'
import { isMirrored, tellEventJob } from './on-event.ts'

/** A change of the newest state, and what else belongs into its transaction, before it. */
export interface Change {
  readonly meeting: Meeting
  readonly also?: (tx: Repositories) => Promise<void>
}

const maxTries = 5

/**
 * Applies `change` to the newest state of a meeting and stores it with its audit record; when somebody else was first, `change`
 * is asked again with what they stored. `read`: the state that is known already.
 */
export async function changeStored<Made extends Change>(
  { store, clock, events }: Pick<Verbs, 'store' | 'clock' | 'events'>,
  attempt: Pick<Attempt, 'commit'>,
  read: Meeting,
  change: (current: Meeting) => Made | Promise<Made>,
): Promise<Made & { readonly before: Meeting }> {
  let before = read
  for (let tries = 1; ; tries++) {
    const made = await change(before)
    const at = clock.now()
    const meeting: Meeting = { ...made.meeting, changedAt: at, revision: before.revision + 1 }
    try {
      await attempt.commit(async (tx) => {
        await made.also?.(tx)
        await writeMeeting(tx, before, meeting, at)
      })
      events.publish({ kind: 'meeting-changed', meeting })
      return { ...made, meeting, before }
    } catch (error) {
      if (!isConfbotError(error, 'store.conflict') || tries === maxTries) throw error
      const stored = await store.meetings.get(read.id)
      if (!stored) throw new ConfbotError('input.unknown-meeting', { blanks: { typed: read.subject }, cause: error })
      before = stored
    }
  }
}

/**
 * Within a transaction: saves `meeting` (whose revision is counted already) in the place of `before` (null: it is new), and its
 * jobs, as `replanJobs` says. `continued`: the one whose later dates a new one takes over, before that is written.
 */
export async function writeMeeting(
  tx: Repositories,
  before: Meeting | null,
  meeting: Meeting,
  at: number,
  continued: Meeting | null = null,
): Promise<void> {
  const existing = before ? await tx.jobs.ofMeeting(meeting.id) : []
  const { remove, put, nextAt } = replanJobs(before ?? continued, meeting, existing, at)
  const unopened = continued ? await unopenedIn(tx, continued, meeting, at) : []
  await tx.meetings.save(meeting, nextAt)
  for (const key of remove) await tx.jobs.remove(key)
  const now = (key: string, does: MeetingJob) => ({ key, dueAt: at, does, meetingId: meeting.id })
  const corrections = before && isShownAnew(before, meeting) ? await standingReminders(tx, meeting, before, at) : []
  await tx.jobs.put(
    ...put,
    ...unopened,
    ...(before ? [now(cardKey(meeting.id), { kind: 'card', meetingId: meeting.id })] : []),
    ...(meeting.room ? [now(tellPbxKey(meeting.id), { kind: 'tell-pbx', meetingId: meeting.id })] : []),
    ...([before, meeting].some((one) => one && isMirrored(one)) ? [tellEventJob(meeting.id, at)] : []),
    ...corrections.map(({ key }) => now(correctKey(key), { kind: 'correct', delivery: key })),
  )
}

/** Dates that were to begin before `at`, and still are to be opened, in the meeting that goes on with them. */
async function unopenedIn(tx: Repositories, { id }: Meeting, meeting: Meeting, at: number): Promise<readonly Job[]> {
  const openings: Job[] = []
  for (const { does } of await tx.jobs.ofMeeting(id)) {
    if (does.kind !== 'open' || does.startAt >= at || !stillHolds(meeting, does)) continue
    const { date, startAt } = does
    const opened = await tx.conferences.ofOccurrence({ meetingId: id, date })
    if (opened && (opened.state === 'live' || opened.startedAt >= startAt)) continue
    const again = { kind: 'open', meetingId: meeting.id, date, startAt } as const
    openings.push({ key: openKey(meeting.id, date), dueAt: at, does: again, meetingId: meeting.id })
  }
  return openings
}

/** Whether a reminder of it says something else now. */
function isShownAnew(before: Meeting, after: Meeting): boolean {
  const shown = ({ subject, state, start, timeZone, durationMinutes, rule, changes }: Meeting) =>
    JSON.stringify([subject, state, start, timeZone, durationMinutes, rule, changes])
  return shown(before) !== shown(after)
}

/** Messages that remind of dates which were not over yet. */
async function standingReminders(
  tx: Repositories,
  { id }: Meeting,
  before: Meeting,
  at: number,
): Promise<readonly Delivery[]> {
  const deliveries = await tx.deliveries.ofMeeting(id)
  return deliveries.filter((one) => isStanding(one) && (one.startAt ?? 0) + before.durationMinutes * 60_000 > at)
}

/** It stands there and can be changed, or is about to. */
export const isStanding = ({ kind, message, state }: Delivery): boolean =>
  kind === 'reminder' && (state === 'sending' || (message !== null && (state === 'sent' || state === 'corrected')))
