/** The room that is held for a meeting on a PBX which keeps schedules: it keeps its number and PIN from the first date to the last. */
import type { Pbx } from '../../contracts/conference-provider.ts'
import { errorFacts } from '../../errors.ts'
import { type Meeting, type MeetingRoom, meetingHolder } from '../../meeting.ts'
import { canDo, need, type Verbs } from '../deps.ts'
import { freshPin, giveBack, leaseRoom, releaseRoom } from '../room-lease.ts'

type Named = Pick<Meeting, 'id' | 'subject'>

/**
 * Leases one, and sets its subject and PIN, which confbot then forgets: it is read from the PBX when it is shown. `pin`: null for
 * none, undefined to make one. null where the PBX keeps no schedules; rejects with `capability.unsupported` where a PIN was asked
 * for there, since each start has another room.
 */
export async function holdRoom(
  verbs: Verbs,
  pbx: Pbx,
  meeting: Named,
  pin?: string | null | undefined,
): Promise<MeetingRoom | null> {
  if (pin !== undefined) need(pbx, 'schedule')
  if (!canDo(pbx, 'schedule')) return null
  const { room, hasPin } = await leaseRoom(verbs, pbx, meetingHolder(meeting.id), {
    subject: meeting.subject,
    pin: pin === undefined ? freshPin(pbx) : pin,
  })
  return { id: room.id, number: room.number, dialIn: room.dialIn, hasPin }
}

/** Of a meeting that did not come to be. */
export async function giveUpRoom(
  verbs: Verbs,
  pbx: Pbx,
  meeting: Named & { readonly room: MeetingRoom | null },
): Promise<void> {
  const { room, subject, id } = meeting
  if (!room) return
  await releaseRoom(pbx, room, subject).catch((error: unknown) =>
    verbs.logger.info({ ...errorFacts(error), room: room.number }, 'a room could not be settled yet'),
  )
  await giveBack(verbs, pbx.name, room.number, meetingHolder(id))
}
