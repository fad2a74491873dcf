/** Rooms, legs and recordings of the simulated PBX: the state every vendor's dialect puts on the wire in its own words. */

export interface RoomSettings {
  number: string
  subject: string
  /** Most legs in the room at once. */
  capacity: number
  /** What a caller must key in; undefined: nothing. */
  pin?: string | undefined
  /** Who keys it in comes as a moderator. */
  moderatorPin?: string | undefined
  /** Whoever is no moderator comes in muted. */
  entersMuted?: boolean | undefined
  /** Records each conference from its first join. */
  recordsItself?: boolean | undefined
  /** Takes no calls at all. */
  isBlocked?: boolean | undefined
}

export interface Room extends RoomSettings {
  readonly id: string
  readonly createdAt: number
  locked: boolean
  /** The last room-wide mute or unmute; single legs may differ. */
  muted: boolean
  /** Ringing and joined, by id, in the order they came. */
  readonly legs: Map<string, Leg>
  /** Finished ones by id, oldest first. */
  readonly recordings: Map<string, Recording>
  /** Since when the present recording runs. */
  recordingSince: number | undefined
  /** Calls to and from this room so far. */
  calls: number
}

export interface Leg {
  /** Opaque, new for every call. */
  readonly id: string
  readonly room: Room
  /** Undefined: withheld. */
  readonly number: string | undefined
  readonly name: string | undefined
  /** Seen from the PBX: `out` was invited. */
  readonly direction: 'in' | 'out'
  state: 'ringing' | 'joined'
  /** When it began to ring, or joined. */
  since: number
  muted: boolean
  talking: boolean
  chairman: boolean
  /** Came with the moderators' PIN, or is one by its extension. */
  moderator: boolean
  /** Tile in the room's picture, 0-8; -1: not shown. */
  position: number
  /** All keys pressed so far. */
  keys: string
}

export interface Recording {
  readonly id: string
  readonly startedAt: number
  readonly endedAt: number
  readonly fileName: string
  /** SHA-256 of the file, in hex: where it can be fetched. */
  readonly digest: string
  readonly file: Buffer
  read: boolean
}

export function joinedLegs(room: Room): Leg[] {
  return [...room.legs.values()].filter((leg) => leg.state === 'joined')
}

export function isFull(room: Room): boolean {
  return joinedLegs(room).length >= room.capacity
}
