/** What jobs and verbs that deal with a PBX's schedules share: what is being told at this moment, and what was told. */
import { z } from 'zod'
import type { Pbx, PbxSchedule, ShownSchedule } from '../../contracts/conference-provider.ts'
import type { Job } from '../../contracts/job-queue.ts'
import type { Meeting } from '../../meeting.ts'
import { cardKey, tellPbxKey } from '../../meeting-job.ts'
import { wantedOnPbx } from '../../pbx-schedule.ts'
import type { Verbs } from '../deps.ts'
import { noteTold } from './note-told.ts'
import { writtenDown } from './written-down.ts'

const Schedule: z.ZodType<PbxSchedule> = z.object({
  subject: z.string(),
  startAt: z.number(),
  endAt: z.number(),
  timeZone: z.string(),
  externalInvitees: z.string().nullable(),
})

/** By meeting: what was about to be written when nothing was heard of it any more. */
export const { read: readBeingTold, note: noteBeingTold } = writtenDown('pbx-schedules-being-told', Schedule)

/** Has the PBX told, unless that is going to be done anyway. */
export async function tellSoon(
  { store, clock, events }: Pick<Verbs, 'store' | 'clock' | 'events'>,
  id: string,
): Promise<void> {
  const key = tellPbxKey(id)
  if (await store.jobs.get(key)) return
  await store.jobs.put({ key, dueAt: clock.now(), does: { kind: 'tell-pbx', meetingId: id }, meetingId: id })
  events.publish({ kind: 'jobs-enqueued' })
}

/** Nothing that is to come: whoever put it there loses nothing. `told`: what stood there before. */
export const isOver = (shown: ShownSchedule | null, told: PbxSchedule, now: number): boolean =>
  (shown ?? told).endAt <= now

/** Stores that the owner has to choose, unless the meeting was changed meanwhile; then null. */
export async function noteConflict(
  verbs: Pick<Verbs, 'store' | 'clock' | 'events'>,
  meeting: Meeting,
  shown: ShownSchedule | null,
): Promise<Meeting | null> {
  const found = shown && { ...shown, timeZone: shown.timeZone ?? meeting.timeZone }
  const conflict = { found, seenAt: verbs.clock.now() }
  const noted = await noteTold(
    verbs,
    meeting,
    ({ revision }) => (revision === meeting.revision ? { conflict } : null),
    async (tx) => tx.jobs.put(cardJob(meeting.id, verbs.clock.now())),
  )
  if (noted) verbs.events.publish({ kind: 'meeting-changed', meeting: noted })
  return noted
}

/** The card says that there is one. */
export const cardJob = (meetingId: string, dueAt: number): Job => ({
  key: cardKey(meetingId),
  dueAt,
  does: { kind: 'card', meetingId },
  meetingId,
})

export const wantedOn = (pbx: Pbx, meeting: Meeting, now: number): PbxSchedule | null =>
  wantedOnPbx(meeting, pbx.definition.quantities.subjectMax, now)
