/**
 * Reads now and then what a PBX shows of all meetings whose rooms it has. What somebody changed there is followed, and said in the
 * channel, as long as confbot itself has nothing to tell; else it is a conflict, which the telling finds.
 */
import type { Pbx, ShownSchedule } from '../../contracts/conference-provider.ts'
import type { LeasedJob } from '../../contracts/job-queue.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import type { Meeting, MeetingRoom } from '../../meeting.ts'
import { readPbxKey } from '../../meeting-job.ts'
import { occurrencesFrom } from '../../occurrence.ts'
import { isSameSchedule } from '../../pbx-schedule.ts'
import { canDo, need, type Verbs } from '../deps.ts'
import { follow, sayFollowed, unsaidOf } from './follow.ts'
import { noteTold } from './note-told.ts'
import { cardJob, isOver, noteConflict, readBeingTold, tellSoon, wantedOn } from './on-pbx.ts'
import { replaceRoom } from './replace-room.ts'
import type { MeetingJobs } from './verbs.ts'

const everyMs = 5 * 60_000
/** More meetings with rooms than any PBX has rooms. */
const maxMeetings = 10_000

/** What is read enqueues itself. */
export async function readSchedulesFromNowOn({
  store,
  pbxs,
  clock,
}: Pick<Verbs, 'store' | 'pbxs' | 'clock'>): Promise<void> {
  for (const pbx of pbxs.values()) {
    const key = readPbxKey(pbx.name)
    if (!canDo(pbx, 'schedule')) continue
    const known = await store.jobs.get(key)
    // Else the clock was far ahead when it was put off.
    if (known && known.dueAt <= clock.now() + 2 * everyMs) continue
    await store.jobs.put({ key, dueAt: clock.now(), does: { kind: 'read-pbx', pbx: pbx.name }, meetingId: null })
  }
}

type Held = Meeting & { readonly room: MeetingRoom }

export function createReadPbxJob(verbs: Verbs): MeetingJobs['read-pbx'] {
  const { store, clock, logger } = verbs

  const readAll = async (job: LeasedJob, pbx: Pbx): Promise<void> => {
    const known = await store.meetings.upcoming({ pbx: pbx.name, limit: maxMeetings })
    const held = known.filter((meeting): meeting is Held => meeting.room !== null)
    if (held.length === 0) return
    const shown = await need(pbx, 'schedule').readSchedules()
    for (const meeting of held)
      await look(job, pbx, meeting, shown.get(meeting.room.id)).catch((error: unknown) => {
        // What fails for one room alone keeps no others from being looked at.
        if (!isConfbotError(error, 'provider.failed', 'provider.malformed', 'provider.forbidden')) throw error
        logger.warn({ ...errorFacts(error), meeting: meeting.id }, 'the room of a meeting could not be looked at')
      })
  }

  const look = async (
    job: LeasedJob,
    pbx: Pbx,
    meeting: Held,
    found: ShownSchedule | null | undefined,
  ): Promise<void> => {
    if (found !== undefined && isAsItShouldBe(pbx, meeting, found)) return
    // While it was read, somebody may have changed the meeting, or told the PBX of it.
    const isUntouched = (await store.meetings.get(meeting.id))?.revision === meeting.revision
    if (!isUntouched || (await readBeingTold(store, meeting.id))) await tellSoon(verbs, meeting.id)
    else if (found === undefined) await replaceRoom(verbs, job, pbx, meeting)
    else await compare(pbx, meeting, found)
  }

  const isAsItShouldBe = (pbx: Pbx, meeting: Held, found: ShownSchedule | null): boolean => {
    const { conflict, onPbx } = meeting
    if (conflict || !isSameSchedule(found, onPbx)) return false
    return isSameSchedule(onPbx, wantedOn(pbx, meeting, clock.now()))
  }

  const compare = async (pbx: Pbx, meeting: Held, found: ShownSchedule | null): Promise<void> => {
    const { conflict, onPbx } = meeting
    const now = clock.now()
    if (conflict) return compareAgain(meeting, conflict, found)
    const [next] = occurrencesFrom(meeting, now, 1)
    const isChangedThere = onPbx !== null && !isSameSchedule(found, onPbx) && !isOver(found, onPbx, now)
    const isChangedHere = !isSameSchedule(wantedOn(pbx, meeting, now), onPbx)
    if (!isChangedThere || isChangedHere || !next) return tellSoon(verbs, meeting.id)
    if (await follow(verbs, pbx, meeting, next, found)) return
    // The telling tells the owner.
    if (await noteConflict(verbs, meeting, found)) await tellSoon(verbs, meeting.id)
  }

  /** Nobody has chosen yet. */
  const compareAgain = async (
    meeting: Held,
    conflict: NonNullable<Meeting['conflict']>,
    found: ShownSchedule | null,
  ): Promise<void> => {
    const now = clock.now()
    const [then] = occurrencesFrom(meeting, conflict.seenAt, 1)
    const isMoot = (!then || then.endAt <= now) && (conflict.found?.endAt ?? now) <= now
    if (isMoot || isSameSchedule(found, meeting.onPbx)) {
      await noteTold(
        verbs,
        meeting,
        ({ revision }) => (revision === meeting.revision ? { conflict: null } : null),
        async (tx) => tx.jobs.put(cardJob(meeting.id, now)),
      )
      await tellSoon(verbs, meeting.id)
    } else if (!isSameSchedule(found, conflict.found) && (await noteConflict(verbs, meeting, found)))
      await tellSoon(verbs, meeting.id)
  }

  return async (job) => {
    const { does } = job
    if (does.kind !== 'read-pbx') return
    const pbx = verbs.pbxs.get(does.pbx)
    if (!pbx || !canDo(pbx, 'schedule')) return void (await store.jobs.finish(job))
    for (const meetingId of await unsaidOf(verbs)) await sayFollowed(verbs, meetingId)
    try {
      await readAll(job, pbx)
    } catch (error) {
      if (!isConfbotError(error) || error.code.startsWith('store.')) throw error
      logger.info({ ...errorFacts(error), pbx: pbx.name }, 'the schedules on a PBX could not be read yet')
    }
    await store.jobs.retry(job, clock.now() + everyMs)
  }
}
