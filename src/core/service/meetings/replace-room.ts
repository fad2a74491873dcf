/** The room that was held for a meeting is not on the PBX any more: another one is held for it, and its owner is told. */
import { systemActor } from '../../actor.ts'
import { createAttempt } from '../../attempt.ts'
import type { Pbx } from '../../contracts/conference-provider.ts'
import type { LeasedJob } from '../../contracts/job-queue.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import { type Meeting, type MeetingRoom, meetingHolder } from '../../meeting.ts'
import type { Verbs } from '../deps.ts'
import { giveUpHeld, holdRoom } from './hold-room.ts'
import { noteBeingTold } from './on-pbx.ts'
import { tellOwner } from './tell-owner.ts'
import { changeStored } from './write-meeting.ts'

class ChangedMeanwhile extends Error {}

/** `room` is null where none could be had: then one is taken at each start. Rejects with `provider.*` while the PBX is away. */
export async function replaceRoom(
  verbs: Verbs,
  job: LeasedJob,
  pbx: Pbx,
  meeting: Meeting & { readonly room: MeetingRoom },
): Promise<void> {
  const { store, clock, logger } = verbs
  const gone = meeting.room
  const now = clock.now()
  // A list that is read page by page may leave one out.
  if (await isThere(pbx, gone)) return
  const room = await holdRoom(verbs, pbx, meeting, gone.hasPin ? undefined : null).catch((error: unknown) => {
    if (!isConfbotError(error) || error.kind === 'unavailable') throw error
    logger.warn({ ...errorFacts(error), meeting: meeting.id }, 'no other room could be had for a meeting')
    return null
  })
  const attempt = createAttempt(
    store,
    { actor: systemActor, place: meeting.place, intent: `room-gone:${meeting.id}:${gone.id}`, action: 'replace room' },
    clock.now,
  )
  attempt.about(`${meeting.subject}: room ${gone.number}, now ${room?.number ?? 'none'}`)
  try {
    const made = await changeStored(verbs, attempt, meeting, (current) => {
      if (current.room?.id !== gone.id || current.state !== 'scheduled') throw new ChangedMeanwhile()
      return {
        meeting: { ...current, room, onPbx: null, conflict: null, sequence: current.sequence + 1 },
        also: async (tx) => {
          await tx.roomLeases.release(pbx.name, gone.number, meetingHolder(meeting.id))
          await noteBeingTold(tx, meeting.id, null)
        },
      }
    })
    await tellOwner(
      verbs,
      job,
      { kind: 'room-gone', meeting: made.meeting, number: gone.number },
      `room:${meeting.id}:${now}`,
      now,
    ).catch((error: unknown) =>
      logger.warn({ ...errorFacts(error), meeting: meeting.id }, 'the owner could not be told of another room'),
    )
  } catch (error) {
    await giveUpHeld(verbs, pbx, meeting, room)
    if (!(error instanceof ChangedMeanwhile)) throw error
  }
}

const isThere = (pbx: Pbx, { id }: MeetingRoom): Promise<boolean> =>
  pbx.provider.getRoom(id).then(
    () => true,
    (error: unknown) => {
      if (isConfbotError(error, 'provider.not-found')) return false
      throw error
    },
  )
