/** The room that is held for a meeting on a PBX which keeps schedules: it keeps its number and PIN from the first date to the last. */
import type { Pbx } from '../../contracts/conference-provider.ts'
import { isConfbotError } from '../../errors.ts'
import { type Meeting, type MeetingRoom, meetingHolder } from '../../meeting.ts'
import { canDo, need, type Verbs } from '../deps.ts'
import { freshPin, giveUpRoom, leaseRoom } from '../room-lease.ts'

type Named = Pick<Meeting, 'id' | 'subject'>

/**
 * Leases one, and sets its subject and PIN, which confbot then forgets: it is read from the PBX when it is shown. `pin`: null for
 * none, undefined to make one. null where the PBX keeps no schedules, and where as many rooms are held as may be: then one is taken
 * at each start. Where a PIN was asked for that is refused, with `capability.unsupported` or `room.none-free`.
 */
export async function holdRoom(
  verbs: Verbs,
  pbx: Pbx,
  meeting: Named,
  pin?: string | null | undefined,
): Promise<MeetingRoom | null> {
  if (pin !== undefined) need(pbx, 'schedule')
  if (!canDo(pbx, 'schedule')) return null
  const wanted = { subject: meeting.subject, pin: pin === undefined ? freshPin(pbx) : pin }
  const leased = await leaseRoom(verbs, pbx, meetingHolder(meeting.id), wanted).catch((error: unknown) => {
    if (pin === undefined && isConfbotError(error, 'room.none-free')) return null
    throw error
  })
  if (!leased) return null
  const { room, hasPin } = leased
  return { id: room.id, number: room.number, dialIn: room.dialIn, hasPin }
}

/** Gives back one that was just leased for it. */
export async function giveUpHeld(
  verbs: Verbs,
  pbx: Pbx,
  { id }: Pick<Meeting, 'id'>,
  room: MeetingRoom | null,
): Promise<void> {
  if (!room) return
  const { id: roomId, number: roomNumber } = room
  await giveUpRoom(verbs, pbx, { id: meetingHolder(id), roomId, roomNumber })
}

/** Whether the PBX is told of its dates; null: it keeps no schedules, or was taken out of the configuration. */
export function isOnPbx({ pbxs }: Pick<Verbs, 'pbxs'>, meeting: Meeting): boolean | null {
  const pbx = pbxs.get(meeting.pbx)
  return pbx && canDo(pbx, 'schedule') ? meeting.room !== null : null
}
