/** The simulated PBX, independent of any vendor: rooms, who is in them, calls in and out, recordings. */
import type { Clock } from '#lib/clock.ts'
import { type CallOutcome, type FarEnd, ring } from './network.ts'
import { createRecording } from './recording.ts'
import { isFull, joinedLegs, type Leg, type Recording, type Room, type RoomSettings } from './room.ts'

/** A call the PBX placed, or was asked to place. */
export interface OriginatedCall {
  leg: string
  number: string
  /** Number of the room it was for. */
  room: string
  /** RFC 3339, on the PBX's clock. */
  at: string
  outcome: CallOutcome
  /** When it was answered or came to nothing; null: it still rings. */
  settledAt: string | null
}

export interface IncomingCall {
  /** The caller's number; `anonymous` withholds it. */
  from: string
  name?: string | undefined
  /** Number of the room. */
  to: string
  pin?: string | undefined
}

export type CallRefusal = 'no_such_room' | 'offline' | 'locked' | 'wrong_pin' | 'room_full'

interface PbxOptions {
  clock: Clock
  /** Ids of rooms, legs and recordings, in the form the vendor uses. */
  createId: () => string
  /** Names that the PBX knows, by number or extension. */
  names?: Readonly<Record<string, string>> | undefined
  /** The PBX's outbound rules; absent: every call goes out. */
  outboundAllowed?: ((number: string) => boolean) | undefined
  /** Told of every change. */
  changed: () => void
}

export type Pbx = ReturnType<typeof createPbx>

export function createPbx({ clock, createId, names = {}, outboundAllowed = () => true, changed }: PbxOptions) {
  const rooms = new Map<string, Room>()
  /** The network's side of each originated call that is under way, by leg. */
  const farEnds = new Map<string, FarEnd>()
  let calls: OriginatedCall[] = []
  let online = true

  const now = () => new Date(clock.now()).toISOString()

  const numberOwner = (number: string) => [...rooms.values()].find((room) => room.number === number)
  const findLeg = (id: string) =>
    rooms
      .values()
      .find((room) => room.legs.has(id))
      ?.legs.get(id)

  const addLeg = (room: Room, call: Pick<Leg, 'number' | 'name' | 'direction' | 'state'>): Leg => {
    const leg: Leg = {
      id: createId(),
      room,
      since: clock.now(),
      muted: false,
      talking: false,
      chairman: false,
      moderator: false,
      position: -1,
      keys: '',
      ...call,
    }
    room.legs.set(leg.id, leg)
    room.calls += 1
    return leg
  }

  const stopRecording = (room: Room) => {
    if (room.recordingSince === undefined) return
    const recording = createRecording(createId(), room.number, room.recordingSince, clock.now())
    room.recordings.set(recording.id, recording)
    room.recordingSince = undefined
    changed()
  }

  const startRecording = (room: Room) => {
    room.recordingSince ??= clock.now()
    changed()
  }

  const join = (leg: Leg) => {
    const first = joinedLegs(leg.room).length === 0
    leg.state = 'joined'
    leg.since = clock.now()
    leg.muted = leg.room.entersMuted === true && !leg.moderator
    if (first && leg.room.recordsItself) startRecording(leg.room)
    changed()
  }

  const dropLeg = (leg: Leg) => {
    farEnds.get(leg.id)?.hangUp()
    farEnds.delete(leg.id)
    leg.room.legs.delete(leg.id)
    // The conference is over with its last leg, and so is its recording.
    if (leg.state === 'joined' && joinedLegs(leg.room).length === 0) stopRecording(leg.room)
    changed()
  }

  const setOutcome = (leg: Leg, outcome: CallOutcome) => {
    const call = calls.find((candidate) => candidate.leg === leg.id)
    if (call) Object.assign(call, { outcome, settledAt: now() })
  }

  const endLeg = (leg: Leg, unanswered: CallOutcome) => {
    if (leg.state === 'ringing') setOutcome(leg, unanswered)
    dropLeg(leg)
  }

  const dropCalls = (room: Room) => {
    for (const leg of [...room.legs.values()]) endLeg(leg, 'cancelled')
  }

  return {
    rooms: () => [...rooms.values()],
    room: (id: string) => rooms.get(id),
    leg: findLeg,
    /** Every originated call so far, oldest first. */
    calls: () => calls.map((call) => ({ ...call })),

    /** Undefined: the number is taken. */
    createRoom(settings: RoomSettings): Room | undefined {
      if (numberOwner(settings.number)) return undefined
      const room: Room = {
        ...settings,
        id: createId(),
        createdAt: clock.now(),
        locked: false,
        muted: false,
        legs: new Map(),
        recordings: new Map(),
        recordingSince: undefined,
        calls: 0,
      }
      rooms.set(room.id, room)
      changed()
      return room
    },
    updateRoom(room: Room, settings: Partial<RoomSettings>) {
      Object.assign(room, settings)
      changed()
    },
    /** Hangs up everyone in it; its recordings go with it. */
    destroyRoom(room: Room) {
      dropCalls(room)
      rooms.delete(room.id)
      changed()
    },

    /**
     * Rings `number`; the leg joins when it is answered, also into a locked room, for the room's own side asked for it. Where it
     * comes in as any other caller, `admits` is asked then.
     */
    invite(room: Room, number: string, admits: (leg: Leg) => boolean = () => true): Leg {
      const leg = addLeg(room, { number, name: names[number], direction: 'out', state: 'ringing' })
      calls.push({
        leg: leg.id,
        number,
        room: room.number,
        at: now(),
        outcome: 'ringing',
        settledAt: null,
      })
      if (!outboundAllowed(number)) {
        endLeg(leg, 'not-allowed')
        return leg
      }
      const farEnd = ring(clock, number, {
        answered() {
          if (!admits(leg)) return endLeg(leg, 'turned-away')
          if (isFull(room)) return endLeg(leg, 'room-full')
          setOutcome(leg, 'answered')
          join(leg)
        },
        failed: (why) => endLeg(leg, why),
        hungUp: () => dropLeg(leg),
      })
      farEnds.set(leg.id, farEnd)
      changed()
      return leg
    },
    /** Someone rings in, and is in the room at once when nothing speaks against it. */
    call({ from, name, to, pin }: IncomingCall): { leg: string } | { error: CallRefusal } {
      const room = numberOwner(to)
      if (!room) return { error: 'no_such_room' }
      if (!online || room.isBlocked) return { error: 'offline' }
      if (room.locked) return { error: 'locked' }
      const isModerator = pin !== undefined && room.moderatorPin === pin
      if (room.pin !== undefined && room.pin !== pin && !isModerator) return { error: 'wrong_pin' }
      if (isFull(room)) return { error: 'room_full' }
      const caller = from === 'anonymous' ? { number: undefined, name } : { number: from, name: name ?? names[from] }
      const leg = addLeg(room, { ...caller, direction: 'in', state: 'ringing' })
      leg.moderator = isModerator
      join(leg)
      return { leg: leg.id }
    },
    /** The person at a phone that rings picks up. */
    answer: (leg: Leg) => farEnds.get(leg.id)?.answer(),
    /** The person at the phone hangs up or declines. */
    hangUp: (leg: Leg) => endLeg(leg, 'declined'),
    /** The PBX ends the leg. */
    kick: (leg: Leg) => endLeg(leg, 'cancelled'),
    /** Every call ends, as when the trunk fails. */
    dropAllCalls() {
      for (const room of rooms.values()) dropCalls(room)
    },
    talk(leg: Leg, on: boolean) {
      leg.talking = on
      changed()
    },
    pressKeys(leg: Leg, digits: string) {
      leg.keys += digits
      changed()
    },

    mute(leg: Leg, on: boolean) {
      leg.muted = on
      changed()
    },
    /** Those present; whoever joins later comes in unmuted. */
    muteRoom(room: Room, on: boolean) {
      room.muted = on
      for (const leg of joinedLegs(room)) leg.muted = on
      changed()
    },
    lock(room: Room, on: boolean) {
      room.locked = on
      changed()
    },
    makeChairman(chosen: Leg) {
      for (const leg of chosen.room.legs.values()) leg.chairman = leg === chosen
      changed()
    },
    place(leg: Leg, position: number) {
      leg.position = position
      changed()
    },

    startRecording,
    stopRecording,
    deleteRecording(room: Room, recording: Recording) {
      room.recordings.delete(recording.id)
      changed()
    },
    recordingFile: (digest: string) =>
      rooms
        .values()
        .flatMap((room) => room.recordings.values())
        .find((recording) => recording.digest === digest)?.file,

    /** Whether rooms take calls at all. */
    get online() {
      return online
    },
    set online(value: boolean) {
      online = value
      changed()
    },
    /** No rooms, no calls, online. */
    reset() {
      for (const farEnd of farEnds.values()) farEnd.hangUp()
      farEnds.clear()
      rooms.clear()
      calls = []
      online = true
      changed()
    },
  }
}
