/**
 * The room that is held for a meeting: passed to the conference at each start and back at its end, so that number and PIN stay
 * from one occurrence to the next.
 */
import type { Conference } from '../conference.ts'
import type { Repositories } from '../contracts/store.ts'
import { type Meeting, meetingHolder } from '../meeting.ts'

/** Of a series that was split again and again, no more parts are looked through. */
const maxParts = 20

/** The meeting for which the conference's room is held; null: it goes back to all. */
export async function meetingKeeping(
  { meetings }: Pick<Repositories, 'meetings'>,
  { occurrence, pbx, roomNumber }: Pick<Conference, 'occurrence' | 'pbx' | 'roomNumber'>,
): Promise<Meeting | null> {
  let id = occurrence?.meetingId
  for (let parts = 0; id !== undefined && parts < maxParts; parts++) {
    const meeting: Meeting | null = await meetings.get(id)
    if (meeting?.state === 'scheduled' && meeting.pbx === pbx && meeting.room?.number === roomNumber) return meeting
    id = meeting?.continuedBy
  }
  return null
}

/** The lease of an ended conference's room: to its meeting, or given up. */
export async function handBack(
  tx: Pick<Repositories, 'meetings' | 'roomLeases'>,
  conference: Pick<Conference, 'id' | 'occurrence' | 'pbx' | 'roomNumber'>,
): Promise<void> {
  const { id, pbx, roomNumber } = conference
  const meeting = await meetingKeeping(tx, conference)
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
