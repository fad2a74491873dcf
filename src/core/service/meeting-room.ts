/**
 * The room that is held for a meeting: passed to the conference at each start and back at its end, so that number and PIN stay
 * from one occurrence to the next.
 */
import type { Conference } from '../conference.ts'
import type { Repositories } from '../contracts/store.ts'
import { type Meeting, meetingHolder } from '../meeting.ts'

/** Of a series that was split again and again, no more parts are looked through. */
const maxParts = 20

type InRoom = Pick<Conference, 'occurrence' | 'pbx' | 'roomNumber'>

/** The meeting that has the conference's room. */
async function meetingWith(
  { meetings }: Pick<Repositories, 'meetings'>,
  { occurrence, pbx, roomNumber }: InRoom,
): Promise<Meeting | null> {
  let id = occurrence?.meetingId
  for (let parts = 0; id !== undefined && parts < maxParts; parts++) {
    const meeting: Meeting | null = await meetings.get(id)
    if (meeting?.pbx === pbx && meeting.room?.number === roomNumber) return meeting
    id = meeting?.continuedBy
  }
  return null
}

/** The meeting for which the conference's room is held; null: it goes back to all. */
export async function meetingKeeping(tx: Pick<Repositories, 'meetings'>, conference: InRoom): Promise<Meeting | null> {
  const meeting = await meetingWith(tx, conference)
  return meeting?.state === 'scheduled' ? meeting : null
}

/**
 * The lease of an ended conference's room: to its meeting, or given up. One that is cancelled or over gives it back itself, since it
 * may be taken up again until then.
 */
export async function handBack(
  tx: Pick<Repositories, 'meetings' | 'roomLeases'>,
  conference: Pick<Conference, 'id'> & InRoom,
): Promise<void> {
  const { id, pbx, roomNumber } = conference
  const meeting = await meetingWith(tx, conference)
  if (meeting) await tx.roomLeases.pass(pbx, roomNumber, id, meetingHolder(meeting.id))
  else await tx.roomLeases.release(pbx, roomNumber, id)
}

const holderOfMeeting = meetingHolder('')

/** False also when the meeting never came to be, or not with this room: its process ended before that was stored. */
export async function isHeldForMeeting(
  { meetings }: Pick<Repositories, 'meetings'>,
  { conferenceId: holder, roomNumber }: { readonly conferenceId: string; readonly roomNumber: string },
): Promise<boolean> {
  if (!holder.startsWith(holderOfMeeting)) return false
  return (await meetings.get(holder.slice(holderOfMeeting.length)))?.room?.number === roomNumber
}
