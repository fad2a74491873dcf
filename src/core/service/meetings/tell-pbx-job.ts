/**
 * Tells a PBX that keeps schedules of a meeting's next occurrence. What somebody changed there meanwhile is never overwritten: the
 * owner chooses.
 */
import type { Pbx, PbxSchedule, ShownSchedule } from '../../contracts/conference-provider.ts'
import type { LeasedJob } from '../../contracts/job-queue.ts'
import { isConfbotError } from '../../errors.ts'
import { type Meeting, type MeetingRoom, meetingHolder } from '../../meeting.ts'
import { tellPbxKey } from '../../meeting-job.ts'
import { type Occurrence, occurrencesFrom } from '../../occurrence.ts'
import { differences, isSameSchedule, scheduleOf } from '../../pbx-schedule.ts'
import { canDo, need, type Verbs } from '../deps.ts'
import { meetingKeeping } from '../meeting-room.ts'
import { releaseRoom } from '../room-lease.ts'
import { nextOccurrence } from './dates.ts'
import { follow } from './follow.ts'
import { noteTold } from './note-told.ts'
import { isOver, noteBeingTold, noteConflict, readBeingTold, wantedOn } from './on-pbx.ts'
import { replaceRoom } from './replace-room.ts'
import { tellOwner } from './tell-owner.ts'
import type { MeetingJobs } from './verbs.ts'

/** Somebody is in the room of a meeting that is over or cancelled. */
const busyWaitMs = 60_000
/** More occurrences than begin at one instant. */
const maxNear = 10

type Held = Meeting & { readonly room: MeetingRoom }
const isHeld = (meeting: Meeting): meeting is Held => meeting.room !== null

export function createTellPbxJob(verbs: Verbs): MeetingJobs['tell-pbx'] {
  const { store, clock } = verbs

  const finish = async (job: LeasedJob) => {
    await store.jobs.finish(job)
  }

  /** What it shows is what it was told, or nobody told it anything of this meeting yet, or it is nothing any more. */
  const isOurs = async ({ id, onPbx }: Meeting, shown: ShownSchedule | null): Promise<boolean> => {
    if (onPbx === null || isSameSchedule(shown, onPbx) || isOver(shown, onPbx, clock.now())) return true
    // The answer of the last time was lost, or it could not be stored.
    const told = await readBeingTold(store, id)
    return told !== null && isSameSchedule(shown, told)
  }

  /** What was changed there is followed where nothing of it was changed here, too: the times, say, and here the subject. */
  const conflict = async (job: LeasedJob, pbx: Pbx, meeting: Held, shown: ShownSchedule | null): Promise<void> => {
    const told = toldOccurrence(meeting)
    if (told && isApart(pbx, meeting, told, shown) && (await follow(verbs, pbx, meeting, told, shown)))
      return finish(job)
    const noted = await noteConflict(verbs, meeting, shown)
    // Changed meanwhile: what follows from that is a job of its own.
    if (!noted) return finish(job)
    await tellOfConflict(job, noted)
  }

  /** Once for each, also when this is another run. */
  const tellOfConflict = async (job: LeasedJob, meeting: Meeting): Promise<void> => {
    const { id, conflict: chosen } = meeting
    if (!chosen) return finish(job)
    const key = `conflict:${id}:${chosen.seenAt}`
    const isTold = (await store.settings.get(conflictsTold, id)) === key
    if (!isTold) {
      const now = nextOccurrence(meeting, clock.now())
      await tellOwner(verbs, job, { kind: 'conflict', meeting, now }, key, chosen.seenAt)
    }
    await store.transaction(async (tx) => {
      await tx.settings.set(conflictsTold, id, key)
      await tx.jobs.finish(job)
    })
  }

  /** Over or cancelled: the PBX forgets it as far as it can, and the room is everybody's again, with another PIN. */
  const takeBack = async (job: LeasedJob, pbx: Pbx, meeting: Held): Promise<void> => {
    const { id, room, subject, onPbx } = meeting
    const { readSchedules, writeSchedule } = need(pbx, 'schedule')
    const holder = meetingHolder(id)
    const lease = (await store.roomLeases.list(pbx.name)).find(({ roomNumber }) => roomNumber === room.number)
    const isHolder = lease?.conferenceId === holder
    const inRoom = lease && !isHolder ? await verbs.book.get(lease.conferenceId) : null
    const isOwnInRoom = inRoom?.occurrence?.meetingId === id
    const isThere = (isHolder || isOwnInRoom) && (await readSchedules()).has(room.id)
    if (isThere && onPbx) await writeSchedule(room.id, null)
    if (isOwnInRoom) {
      const noted = await noteTold(verbs, meeting, notScheduled({ onPbx: null, conflict: null }), (tx) =>
        noteBeingTold(tx, id, null),
      )
      if (!noted) await tellAnew(meeting, null)
      await store.jobs.retry(job, clock.now() + busyWaitMs)
      return
    }
    if (isThere) {
      try {
        await releaseRoom(verbs, pbx, room, subject)
      } catch (error) {
        if (!isConfbotError(error, 'room.in-use')) throw error
        await store.jobs.retry(job, clock.now() + busyWaitMs)
        return
      }
    }
    const changes = { onPbx: null, conflict: null, room: null }
    const noted = await noteTold(verbs, meeting, notScheduled(changes), async (tx) => {
      await noteBeingTold(tx, id, null)
      await tx.settings.set(conflictsTold, id, null)
      await tx.roomLeases.release(pbx.name, room.number, holder)
      await tx.jobs.finish(job)
    })
    if (!noted) await tellAnew(meeting, null)
  }

  /** Changed meanwhile: whichever meeting has the room now, its own again or the one that goes on with it, the PBX shows this. */
  const tellAnew = async ({ id, room, pbx }: Held, onPbx: PbxSchedule | null): Promise<void> => {
    const ref = { meetingId: id, date: '' }
    const keeping = await meetingKeeping(store, { occurrence: ref, pbx, roomNumber: room.number })
    if (keeping)
      await noteTold(
        verbs,
        keeping,
        (newest) => (newest.state === 'scheduled' && newest.room?.id === room.id ? { onPbx } : null),
        async (tx) => {
          await noteBeingTold(tx, id, null)
          const does = { kind: 'tell-pbx', meetingId: keeping.id } as const
          await tx.jobs.put({ key: tellPbxKey(keeping.id), dueAt: clock.now(), does, meetingId: keeping.id })
        },
      )
  }

  return async (job) => {
    const { does } = job
    if (does.kind !== 'tell-pbx') return
    const meeting = await store.meetings.get(does.meetingId)
    const pbx = meeting && verbs.pbxs.get(meeting.pbx)
    if (!meeting || !pbx || !isHeld(meeting) || !canDo(pbx, 'schedule')) return finish(job)
    if (meeting.state !== 'scheduled') return takeBack(job, pbx, meeting)
    const wanted = wantedOn(pbx, meeting, clock.now())
    if (meeting.conflict) return tellOfConflict(job, meeting)
    if (!wanted || isSameSchedule(wanted, meeting.onPbx)) return finish(job)
    const { room } = meeting
    const shown = (await need(pbx, 'schedule').readSchedules()).get(room.id)
    if (shown === undefined) {
      await replaceRoom(verbs, job, pbx, meeting)
      return finish(job)
    }
    if (!isSameSchedule(shown, wanted)) {
      if (!(await isOurs(meeting, shown))) return conflict(job, pbx, meeting, shown)
      await noteBeingTold(store, meeting.id, wanted)
      await need(pbx, 'schedule').writeSchedule(room.id, wanted)
    }
    const noted = await noteTold(
      verbs,
      meeting,
      // Another room was taken for it meanwhile, which knows nothing yet.
      (current) => (current.room?.id === room.id ? { onPbx: wanted } : null),
      async (tx) => {
        await noteBeingTold(tx, meeting.id, null)
        await tx.jobs.finish(job)
      },
    )
    if (!noted) await tellAnew(meeting, wanted)
  }
}

/** Taken back in meanwhile, it keeps its room, and the PBX is told anew. */
const notScheduled =
  <Changes extends object>(changes: Changes) =>
  ({ state }: Meeting): Changes | null =>
    state === 'scheduled' ? null : changes

/** The occurrence that the PBX was told of, when nobody changed it here since. */
function toldOccurrence(meeting: Meeting): Occurrence | null {
  const { onPbx } = meeting
  if (!onPbx) return null
  const near = occurrencesFrom(meeting, onPbx.startAt - 1, maxNear)
  return near.find(({ startAt, endAt }) => startAt === onPbx.startAt && endAt === onPbx.endAt) ?? null
}

/** Whether one side changed nothing that the other changed. */
function isApart(pbx: Pbx, meeting: Meeting, told: Occurrence, shown: ShownSchedule | null): boolean {
  const { onPbx } = meeting
  if (!onPbx || !shown) return false
  const there = differences(shown, onPbx)
  const here = differences(scheduleOf(meeting, told, pbx.definition.quantities.subjectMax), onPbx)
  return !(there.subject && here.subject) && !(there.invitees && here.invitees)
}

/** By meeting: the conflict that its owner was told of. */
const conflictsTold = 'pbx-conflicts-told'
