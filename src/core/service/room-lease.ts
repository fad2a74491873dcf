/**
 * Rooms that confbot may use: taking a free one or creating one, and leaving it as it should be found. A room is free when no
 * conference or meeting holds its lease and the PBX's roster of it reads back empty; where the PBX has no roster, the lease is held
 * for some hours after its conference (`end.ts`).
 */

import { firstCharacters } from '#lib/first-characters.ts'
import { createPin } from '#lib/ids.ts'
import { say } from '#text/message.ts'
import type { Conference, RoomAsFound } from '../conference.ts'
import { type ConferenceProvider, isKeyedByModerator, type Pbx, type Room } from '../contracts/conference-provider.ts'
import { ConfbotError, errorFacts, isConfbotError, storeFailures } from '../errors.ts'
import { isMeetingHolder } from '../meeting.ts'
import { canDo, need, type Verbs } from './deps.ts'
import { nameBefore, noteName } from './room-names.ts'

export interface LeasedRoom {
  readonly room: Room
  readonly hasPin: boolean
}

/** Never more rooms, and new numbers, than this are tried for one start: each costs calls on the PBX. */
const maxTries = 12

/** Rooms in confbot's range that an administrator made to stay as they are, by number. */
export const permanentScope = (pbx: Pick<Pbx, 'name'>) => `permanent:${pbx.name}`

/**
 * Takes a free room and leaves it unlocked, unmuted, not recording, with this subject and PIN, and empty. `holder`: a conference's
 * id, or `meetingHolder`: not all rooms are for meetings. Rejects with `room.none-free`.
 */
export async function leaseRoom(
  verbs: Pick<Verbs, 'store' | 'clock' | 'unreleased'>,
  pbx: Pbx,
  holder: string,
  wanted: { readonly subject: string; readonly pin: string | null },
): Promise<LeasedRoom> {
  const { store, clock } = verbs
  const { rooms, leases, reserved } = await surveyRooms(verbs, pbx)
  if (isMeetingHolder(holder) && !mayHoldMore(pbx, leases)) throw noneFree(pbx)
  const tries = { existing: 0, created: 0 }
  let rejected: unknown = null
  for (const candidate of candidates(pbx, rooms)) {
    const number = typeof candidate === 'string' ? candidate : candidate.number
    if (reserved.has(number)) continue
    if (tries[typeof candidate === 'string' ? 'created' : 'existing']++ >= maxTries) continue
    if (!(await store.roomLeases.take(pbx.name, number, holder, clock.now()))) continue
    try {
      const room =
        typeof candidate === 'string'
          ? await createRoom(pbx, candidate, wanted)
          : await prepare(verbs, pbx, candidate, wanted)
      return { room, hasPin: wanted.pin !== null || room.hasPin }
    } catch (error) {
      await giveBack(verbs, pbx.name, number, holder)
      // Somebody else's room or number, or somebody in it: the next one.
      if (!isConfbotError(error, 'room.in-use', 'provider.conflict', 'provider.not-found', 'provider.rejected'))
        throw error
      // A PBX may say "taken" in words of its own; if it says so of every number, its words are the answer.
      if (error.code === 'provider.rejected') rejected = error
    }
  }
  if (rejected) throw rejected
  throw noneFree(pbx)
}

/** The rooms that the PBX has, and the numbers that are not to be leased now. */
export async function surveyRooms(verbs: Pick<Verbs, 'store' | 'unreleased'>, pbx: Pbx) {
  const { store } = verbs
  await releaseAbandoned(verbs)
  const [rooms, leases, permanent] = await Promise.all([
    pbx.provider.listRooms(),
    store.roomLeases.list(pbx.name),
    store.settings.list(permanentScope(pbx)),
  ])
  return { rooms, leases, reserved: new Set([...leases.map((one) => one.roomNumber), ...Object.keys(permanent)]) }
}

/** With the range, and why. */
export function noneFree({ name, policy, definition }: Pbx): ConfbotError {
  const { first, last } = policy.rooms
  return new ConfbotError('room.none-free', {
    blanks: { pbx: name, first: String(first), last: String(last) },
    ...(!definition.traits.roster && { remedy: say('card.rooms-rest') }),
  })
}

/** Of all rooms, for meetings. The others are for conferences that somebody starts, and for meetings that have none of their own. */
const heldShare = 3 / 4

function mayHoldMore({ policy }: Pbx, leases: readonly { readonly conferenceId: string }[]): boolean {
  const { first, last } = policy.rooms
  const held = leases.filter(({ conferenceId }) => isMeetingHolder(conferenceId)).length
  return held < Math.max(1, Math.floor((last - first + 1) * heldShare))
}

/** What `giveBack` could not give back. */
export async function releaseAbandoned({ store, unreleased }: Pick<Verbs, 'store' | 'unreleased'>): Promise<void> {
  for (const lease of unreleased) {
    await store.roomLeases.release(lease.pbx, lease.number, lease.conferenceId)
    unreleased.delete(lease)
  }
}

/** Gives up the lease of a conference that was not opened: now, or as soon as the store can be written. */
export async function giveBack(
  { store, unreleased }: Pick<Verbs, 'store' | 'unreleased'>,
  pbx: string,
  number: string,
  conferenceId: string,
): Promise<void> {
  await store.roomLeases.release(pbx, number, conferenceId).catch((error: unknown) => {
    if (!isConfbotError(error, ...storeFailures)) throw error
    unreleased.add({ pbx, number, conferenceId })
  })
}

/**
 * Gives up the room of a conference that was not opened, as far as the PBX answers: called by its number, as one of nobody. One that
 * somebody chose is as it was, and one for a call is not there.
 */
export async function giveUpRoom(
  verbs: Pick<Verbs, 'store' | 'unreleased' | 'logger'>,
  pbx: Pbx,
  conference: Pick<Conference, 'id' | 'roomId' | 'roomNumber' | 'roomAsFound' | 'instant'>,
): Promise<void> {
  const { id, roomId, roomNumber, roomAsFound, instant } = conference
  if (!roomAsFound && !instant)
    await releaseRoom(verbs, pbx, { id: roomId, number: roomNumber }, roomNumber).catch((error: unknown) =>
      verbs.logger.info({ ...errorFacts(error), room: roomNumber }, 'a room could not be settled yet'),
    )
  await giveBack(verbs, pbx.name, roomNumber, id)
}

/** Rooms that exist in the range first, then numbers that could be created. */
function* candidates(pbx: Pbx, rooms: readonly Room[]): Generator<Room | string> {
  const { first, last } = pbx.policy.rooms
  const known = new Map(rooms.map((room) => [room.number, room]))
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => String(first + index))
  for (const number of numbers) {
    const room = known.get(number)
    if (room) yield room
  }
  if (!canDo(pbx, 'createRoom')) return
  for (const number of numbers) if (!known.has(number)) yield number
}

function planOf(pbx: Pbx, number: string, { subject, pin }: { subject: string; pin: string | null }) {
  const { maxParticipants, subjectMax } = pbx.definition.quantities
  return {
    number,
    subject: firstCharacters(subject, subjectMax),
    pin,
    chairPin: chairPinFor(pbx, pin),
    capacity: maxParticipants,
  }
}

async function createRoom(pbx: Pbx, number: string, wanted: { subject: string; pin: string | null }): Promise<Room> {
  const fields = pbx.definition.planToFields(planOf(pbx, number, wanted), 'create')
  return need(pbx, 'createRoom').createRoom(fields)
}

async function prepare(
  { store }: Pick<Verbs, 'store'>,
  pbx: Pbx,
  room: Room,
  wanted: { subject: string; pin: string | null },
): Promise<Room> {
  await settle(pbx, room)
  if (canDo(pbx, 'updateRoom')) {
    const fields = pbx.definition.planToFields(planOf(pbx, room.number, wanted), 'update')
    await noteName(store, pbx, room, fields)
    await need(pbx, 'updateRoom').updateRoom(room.id, fields)
  }
  return { ...room, hasPin: wanted.pin !== null || room.hasPin }
}

/**
 * Unlocked, unmuted, not recording, as far as it was not so `before`. Rejects with `room.in-use` while anybody is in it, unless they
 * are `welcome`: whoever comes early to a meeting.
 */
export async function settle(
  pbx: Pbx,
  room: Pick<Room, 'id' | 'number'>,
  { people, before }: { readonly people?: 'welcome'; readonly before?: RoomAsFound } = {},
): Promise<void> {
  const reading = await pbx.provider.readRoom(room.id)
  if ((reading.participants ?? []).length > 0 && people !== 'welcome')
    throw new ConfbotError('room.in-use', { blanks: { room: room.number } })
  const provider: ConferenceProvider = pbx.provider
  if (reading.recording && !before?.recording) await provider.stopRecording?.(room.id)
  if (reading.muted && !before?.muted) await provider.unmuteAll?.(room.id)
  if (reading.locked && !before?.locked) await provider.unlockRoom?.(room.id)
}

/**
 * Leaves the room for the next conference, under the name that it had where it is the administrator's, and with a PIN that nobody of
 * the last one knows. The caller gives up the lease whatever comes of this: a room that could not be settled is looked at again before
 * its next use.
 */
export async function releaseRoom(
  { store }: Pick<Verbs, 'store'>,
  pbx: Pbx,
  room: Pick<Room, 'id' | 'number'>,
  subject: string,
): Promise<void> {
  await settle(pbx, room)
  if (!canDo(pbx, 'updateRoom')) return
  const wanted = { subject: (await nameBefore(store, pbx, room.number)) ?? subject, pin: freshPin(pbx) }
  await need(pbx, 'updateRoom').updateRoom(
    room.id,
    pbx.definition.planToFields(planOf(pbx, room.number, wanted), 'update'),
  )
}

/** null where rooms have none. */
export function freshPin(pbx: Pbx): string | null {
  const { pinDigits } = pbx.definition.quantities
  return pinDigits === null ? null : createPin(pinDigits)
}

/** Made anew with each PIN, where moderators are needed for what only their keys can do. */
function chairPinFor({ definition: { capabilities, quantities } }: Pbx, pin: string | null): string | null {
  if (pin === null || !Object.values(capabilities).some(isKeyedByModerator)) return null
  for (;;) {
    const made = createPin(quantities.pinDigits ?? pin.length)
    if (made !== pin) return made
  }
}
