/**
 * Rooms for one call: the PBX makes one as it rings those who are invited, and does away with it when the last one has left. Until
 * somebody answers, and after that, it reads as a room that is not there, which is the same as one that nobody is in.
 */

import { firstCharacters } from '#lib/first-characters.ts'
import { say } from '#text/message.ts'
import { type Conference, type Invitation, isPending, presentParticipants } from '../conference.ts'
import type { Pbx, Room, RoomReading } from '../contracts/conference-provider.ts'
import { ConfbotError, type ErrorCode, isConfbotError } from '../errors.ts'
import type { Invitee } from '../invitee.ts'
import { need, type Verbs } from './deps.ts'
import { giveBack, noneFree, surveyRooms } from './room-lease.ts'

/** Its number is leased, and nothing is there yet. Rejects with `room.none-free`. */
export async function leaseInstantRoom(
  verbs: Pick<Verbs, 'store' | 'clock' | 'unreleased'>,
  pbx: Pbx,
  holder: string,
  subject: string,
): Promise<Room> {
  const { store, clock } = verbs
  const { rooms, reserved } = await surveyRooms(verbs, pbx)
  const taken = new Set([...rooms.map(({ number }) => number), ...reserved])
  const { first, last } = pbx.policy.rooms
  for (let one = first; one <= last; one += 1) {
    const number = String(one)
    if (taken.has(number) || !(await store.roomLeases.take(pbx.name, number, holder, clock.now()))) continue
    try {
      // One for somebody else's call is in no list.
      if (await isThere(pbx, number)) await giveBack(verbs, pbx.name, number, holder)
      else return { id: number, number, subject, dialIn: null, hasPin: false, fields: {} }
    } catch (error) {
      await giveBack(verbs, pbx.name, number, holder)
      throw error
    }
  }
  throw noneFree(pbx)
}

const isThere = (pbx: Pbx, number: string): Promise<boolean> =>
  pbx.provider.readRoom(number).then(
    () => true,
    (error: unknown) => {
      if (isConfbotError(error, 'provider.not-found')) return false
      throw error
    },
  )

/** Rejects what cannot be asked of a PBX: it wants members, and an extension among them that moderates. */
export function checkInstant(invitees: readonly Pick<Invitee, 'number'>[]): void {
  // Outside numbers are in E.164.
  if (invitees.some(({ number }) => !number.startsWith('+'))) return
  throw new ConfbotError('input.invalid', {
    option: 'who',
    blanks: { option: 'who', problem: say('command.start.instant-wants-extension') },
  })
}

/** As far as anybody knows it is not there, so that who is invited is rung by making it. */
export const isToBeMade = (conference: Conference): boolean =>
  conference.instant === true && presentParticipants(conference).length === 0 && !conference.invitations.some(isPending)

/** Asked once for all of them: what became of that, the readings tell. */
export async function makeInstantRoom(pbx: Pbx, conference: Conference, invitations: readonly Invitation[]) {
  const { roomNumber: number, subject } = conference
  const plan = {
    number,
    subject: firstCharacters(subject, pbx.definition.quantities.subjectMax),
    numbers: invitations.map((one) => one.number),
  }
  let error: ErrorCode | null = null
  try {
    await need(pbx, 'instantRoom').startInstantRoom(plan)
  } catch (thrown) {
    if (!isConfbotError(thrown)) throw thrown
    error = thrown.code
  }
  return invitations.map((one) => ({ code: one.code, number: one.number, callId: null, error }))
}

const nobody: RoomReading = { participants: [], locked: null, recording: null, muted: null }

/** Of a room that may not be there. */
export async function readRoomOf(
  pbx: Pbx,
  { roomId, instant }: Pick<Conference, 'roomId' | 'instant'>,
): Promise<RoomReading> {
  return pbx.provider.readRoom(roomId).catch((error: unknown) => {
    if (instant && isConfbotError(error, 'provider.not-found')) return nobody
    throw error
  })
}
