/** The room in which an occurrence takes place: the one that is held for its meeting, or one that is free. */
import type { Conference } from '../../conference.ts'
import type { Pbx, Room } from '../../contracts/conference-provider.ts'
import type { Repositories } from '../../contracts/store.ts'
import { ConfbotError, isConfbotError } from '../../errors.ts'
import { type Meeting, type MeetingRoom, meetingHolder } from '../../meeting.ts'
import type { Verbs } from '../deps.ts'
import { freshPin, giveUpRoom, leaseRoom, settle } from '../room-lease.ts'

export interface RoomAtStart {
  readonly room: Pick<Room, 'id' | 'number' | 'dialIn'>
  readonly hasPin: boolean
  /** In the transaction that stores the conference: the room is its own from then on. */
  readonly take: (tx: Repositories) => Promise<void>
  /** The conference was not opened. */
  readonly giveUp: (conference: Conference) => Promise<void>
}

/** An earlier occurrence is in the room. `isLive`: it goes on; else the room is being cleared. */
export class RoomBusy extends Error {
  readonly isLive: boolean

  constructor(isLive: boolean) {
    super('an earlier occurrence is in the room')
    this.isLive = isLive
  }
}

/**
 * Rejects with `RoomBusy` while an earlier occurrence has the room that is held, with what `leaseRoom` rejects with, and with
 * `provider.*`.
 */
export async function roomAtStart(
  verbs: Verbs,
  pbx: Pbx,
  meeting: Meeting,
  conferenceId: string,
): Promise<RoomAtStart> {
  const held = meeting.room && (await heldRoom(verbs, pbx, meeting, meeting.room))
  if (held) {
    const holder = meetingHolder(meeting.id)
    return {
      room: held,
      hasPin: held.hasPin,
      async take(tx) {
        if (!(await tx.roomLeases.pass(pbx.name, held.number, holder, conferenceId))) throw new RoomBusy(true)
      },
      giveUp: async () => {},
    }
  }
  const wanted = { subject: meeting.subject, pin: freshPin(pbx) }
  const { room, hasPin } = await leaseRoom(verbs, pbx, conferenceId, wanted)
  return { room, hasPin, take: async () => {}, giveUp: (conference) => giveUpRoom(verbs, pbx, conference) }
}

/**
 * As the PBX has it now, open to all and not recorded; whoever came early stays. null: the PBX does not have it any more, also as
 * far as its list of rooms tells.
 */
async function heldRoom(verbs: Verbs, pbx: Pbx, { id }: Meeting, room: MeetingRoom): Promise<Room | null> {
  const { store, book, clock } = verbs
  const holder = meetingHolder(id)
  const lease = (await store.roomLeases.list(pbx.name)).find(({ roomNumber }) => roomNumber === room.number)
  if (lease && lease.conferenceId !== holder) {
    const earlier = await book.get(lease.conferenceId)
    throw new RoomBusy(earlier?.state === 'live')
  }
  if (!lease) await store.roomLeases.take(pbx.name, room.number, holder, clock.now())
  try {
    const present = await pbx.provider.getRoom(room.id)
    await settle(pbx, room, { people: 'welcome' })
    return present
  } catch (error) {
    if (!isConfbotError(error, 'provider.not-found')) throw error
    const rooms = await pbx.provider.listRooms()
    if (rooms.every((one) => one.id !== room.id)) return null
    throw new ConfbotError('provider.unconfirmed', { blanks: { pbx: pbx.name }, cause: error })
  }
}
