/**
 * The rooms of an Asterisk, which has none to make: confbot keeps number, subject, PIN and schedule of each, sealed in the vault, all
 * of one PBX together. Where there is no vault they last as long as the process. Changes are made one after the other.
 */
import type {
  PbxSchedule,
  ProviderDeps,
  Room,
  RoomFieldValues,
  ShownSchedule,
} from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { parseJson } from '#lib/parse-json.ts'
import { say } from '#text/message.ts'
import { providerError } from '../failure.ts'
import { fieldsToRoom, keptToRoom } from './mapper.ts'
import { type KeptRoom, KeptRooms } from './schema.ts'

export interface RoomBook {
  list(): Promise<readonly Room[]>
  /** All of these reject with `provider.not-found` where there is no such room. */
  get(roomId: string): Promise<Room>
  pin(roomId: string): Promise<string | null>
  change(roomId: string, values: RoomFieldValues): Promise<void>
  remove(roomId: string): Promise<void>
  setSchedule(roomId: string, schedule: PbxSchedule | null): Promise<void>
  /** Rejects with `provider.conflict` where there is one of this number. */
  add(values: RoomFieldValues): Promise<Room>
  schedules(): Promise<ReadonlyMap<string, ShownSchedule | null>>
}

/** The vault forgets what has lapsed; rooms never do. */
const forEver = Date.UTC(9999, 0)

export function createRoomBook(
  dialIn: string | undefined,
  { name, vault }: Pick<ProviderDeps, 'name' | 'vault'>,
): RoomBook {
  const keptAs = `rooms:${name}`
  let inMemory: readonly KeptRoom[] = []
  let lastChange: Promise<unknown> = Promise.resolve()

  /** Anew each time, since another process may have changed them. */
  const read = async (): Promise<readonly KeptRoom[]> => {
    if (!vault) return inMemory
    const text = await vault.get(keptAs)
    if (text === null) {
      // Sealed with another key: what is written now would be all there is.
      if (await vault.holds(keptAs))
        throw new ConfbotError('provider.rejected', {
          blanks: { pbx: name, message: say('asterisk.problem.other-key') },
        })
      return []
    }
    const kept = KeptRooms.safeParse(parseJson(text))
    if (!kept.success)
      throw providerError('provider.malformed', name, new Error('the rooms that were kept cannot be read'))
    return kept.data
  }
  const write = async (rooms: readonly KeptRoom[]) => {
    inMemory = rooms
    await vault?.put(keptAs, JSON.stringify(rooms), forEver)
  }
  /** When all changes before are made, whatever came of them. */
  const edit = (change: (rooms: readonly KeptRoom[]) => readonly KeptRoom[]): Promise<void> => {
    const done = lastChange.then(async () => write(change(await read())))
    lastChange = done.catch(() => {})
    return done
  }
  const find = (rooms: readonly KeptRoom[], roomId: string): KeptRoom => {
    const room = rooms.find(({ number }) => number === roomId)
    if (!room) throw providerError('provider.not-found', name, new Error('no room of this number is kept'))
    return room
  }
  const editOne = (roomId: string, change: (room: KeptRoom) => KeptRoom | null) =>
    edit((rooms) => {
      const before = find(rooms, roomId)
      return rooms.flatMap((room) => (room === before ? (change(room) ?? []) : room))
    })
  const shown = (room: KeptRoom) => keptToRoom(room, dialIn)

  return {
    list: async () => (await read()).map(shown),
    get: async (roomId) => shown(find(await read(), roomId)),
    pin: async (roomId) => find(await read(), roomId).pin,
    change: (roomId, values) => editOne(roomId, (room) => fieldsToRoom(values, room)),
    remove: (roomId) => editOne(roomId, () => null),
    setSchedule: (roomId, schedule) => editOne(roomId, (room) => ({ ...room, schedule })),
    async add(values) {
      const made = fieldsToRoom(values)
      await edit((rooms) => {
        if (rooms.some(({ number }) => number === made.number))
          throw providerError('provider.conflict', name, new Error('a room of this number is kept already'))
        return [...rooms, made]
      })
      return shown(made)
    },
    schedules: async () => new Map((await read()).map(({ number, schedule }) => [number, schedule])),
  }
}
