/**
 * A room that somebody names for a conference: one that an administrator made to stay, say. Its subject, its PIN and its settings
 * are nobody's to change, and whoever is in it already takes part.
 */
import { foldName } from '#lib/fold-name.ts'
import { say } from '#text/message.ts'
import type { Attempt } from '../attempt.ts'
import type { Pbx, Room, RoomReading } from '../contracts/conference-provider.ts'
import { ConfbotError } from '../errors.ts'
import type { Verbs } from './deps.ts'
import { isVisible, placeOf } from './locate.ts'
import { giveBack, permanentScope, releaseAbandoned } from './room-lease.ts'

export interface ChosenRoom {
  /** As the PBX shows it singly: of a list it may leave out whether there is a PIN. */
  readonly room: Room
  readonly reading: RoomReading
}

type Here = Pick<Verbs, 'store' | 'clock' | 'unreleased' | 'book'>

/**
 * Leases the room of this number, or else subject, for the conference `id`, and reads it; nothing of it is changed. Rejects with
 * `input.unknown-room`, `input.ambiguous-room`, `room.not-offered`, and with `room.in-use` where a conference or meeting has it.
 */
export async function takeRoom(
  verbs: Here,
  attempt: Attempt,
  pbx: Pbx,
  id: string,
  given: string,
): Promise<ChosenRoom> {
  const { store, clock } = verbs
  await releaseAbandoned(verbs)
  const found = await findRoom(verbs, pbx, given)
  const { number } = found
  if (!(await store.roomLeases.take(pbx.name, number, id, clock.now()))) throw await inUse(verbs, attempt, pbx, number)
  try {
    const [room, reading] = await Promise.all([pbx.provider.getRoom(found.id), pbx.provider.readRoom(found.id)])
    return { room, reading }
  } catch (error) {
    await giveBack(verbs, pbx.name, number, id)
    throw error
  }
}

/** Whether conferences may be held in a room of this number: in confbot's range, or made with it to stay. */
export const isOffered = (
  { policy }: Pick<Pbx, 'policy'>,
  number: string,
  permanent: Readonly<Record<string, string>>,
) =>
  (/^\d+$/.test(number) && Number(number) >= policy.rooms.first && Number(number) <= policy.rooms.last) ||
  Object.hasOwn(permanent, number)

async function findRoom({ store }: Here, pbx: Pbx, given: string): Promise<Room> {
  const [rooms, permanent] = await Promise.all([pbx.provider.listRooms(), store.settings.list(permanentScope(pbx))])
  const blanks = { room: given }
  const numbered = rooms.find(({ number }) => number === given)
  if (numbered) {
    if (isOffered(pbx, numbered.number, permanent)) return numbered
    const { first, last } = pbx.policy.rooms
    throw new ConfbotError('room.not-offered', {
      blanks: { ...blanks, pbx: pbx.name, first: String(first), last: String(last) },
    })
  }
  const named = rooms.filter(
    ({ number, subject }) => foldName(subject) === foldName(given) && isOffered(pbx, number, permanent),
  )
  const [only, ...others] = named
  if (!only) throw new ConfbotError('input.unknown-room', { blanks })
  if (others.length === 0) return only
  throw new ConfbotError('input.ambiguous-room', {
    blanks,
    choices: named.map(({ number, subject }) => ({
      label: say('card.choice.conference', { room: number, name: subject }),
      input: { room: number, pbx: pbx.name },
    })),
  })
}

/** With a way to what has it, for who may know of that. */
async function inUse({ store, book }: Here, attempt: Attempt, pbx: Pbx, number: string): Promise<ConfbotError> {
  const lease = (await store.roomLeases.list(pbx.name)).find(({ roomNumber }) => roomNumber === number)
  const holder = lease && book.live().find(({ id }) => id === lease.conferenceId)
  const isKnown = holder && isVisible(book, holder, placeOf(attempt), attempt.actor)
  return new ConfbotError('room.in-use', {
    blanks: { room: number },
    ...(isKnown && {
      choices: [
        {
          label: say('card.choice.show', { name: holder.subject }),
          path: 'conf show',
          input: { in: holder.id },
        },
      ],
    }),
  })
}
