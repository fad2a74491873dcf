/** A simulated PBX with its telephone network, put on the wire as one vendor speaks, and driven from the other side by tests and the page. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '#lib/clock.ts'
import { createSilentLogger, type Logger } from '#lib/logger.ts'
import { createFaults, type Faults } from '#sandbox/faults.ts'
import { createTraffic, type Traffic } from '#sandbox/traffic.ts'
import { type Account, type ConsoleAct, consoleActs, type DialectDefinition } from './dialect.ts'
import { type DialectId, dialects } from './dialects/index.ts'
import { createEventLine, type SentEvent } from './event-line.ts'
import { type CallRefusal, createPbx, type IncomingCall, type OriginatedCall } from './pbx.ts'
import type { Leg, Room, RoomSettings } from './room.ts'

export type { ConsoleAct } from './dialect.ts'
export type { DialectId } from './dialects/index.ts'
export type { SentEvent } from './event-line.ts'
export type { CallOutcome } from './network.ts'
export type { CallRefusal, IncomingCall, OriginatedCall } from './pbx.ts'
export type { RoomSettings } from './room.ts'

export interface SandboxPbxOptions {
  name: string
  dialect: DialectId
  /** The movable one: calls, tokens and recordings live on it. */
  clock: Clock
  /** What the bot signs in with. */
  account: Account
  /** Nothing is logged unless said. */
  logger?: Logger
  /** Where the bot takes events; nowhere unless said. */
  eventsUrl?: () => string | null
  /** There from the start and after each reset. */
  rooms?: readonly RoomSettings[]
  /** Names that the PBX knows, by number or extension. */
  names?: Readonly<Record<string, string>>
  /** The PBX's outbound rules; absent: every call goes out. */
  outboundAllowed?: (number: string) => boolean
}

export interface PbxLegState {
  id: string
  /** Null: withheld. */
  number: string | null
  name: string | null
  /** Seen from the PBX: `out` was invited. */
  direction: 'in' | 'out'
  state: 'ringing' | 'joined'
  /** When it began to ring, or joined; RFC 3339, on the PBX's clock. */
  since: string
  muted: boolean
  talking: boolean
  chairman: boolean
  /** Came with the moderators' PIN, or is one by its extension. */
  moderator: boolean
  /** All keys pressed so far. */
  keys: string
}

export interface PbxRoomState {
  id: string
  number: string
  subject: string
  capacity: number
  locked: boolean
  muted: boolean
  recording: boolean
  /** RFC 3339, on the PBX's clock; null: not recording. */
  recordingSince: string | null
  /** How many finished recordings it holds. */
  recordings: number
  /** Calls to and from the room so far. */
  calls: number
  /** The vendor's own, by its names, without PINs. */
  fields: Readonly<Record<string, unknown>>
  legs: PbxLegState[]
}

export interface SandboxPbx {
  readonly name: string
  /** Whose PBX it is taken for. */
  readonly kind: DialectId
  /** Whose telephones it knows, by number or extension. */
  readonly names: Readonly<Record<string, string>>
  /** What an operator can do at its console, beside putting somebody out. */
  readonly console: readonly ConsoleAct[]
  readonly traffic: Traffic
  readonly faults: Faults
  /** Answers a request of the bot; `path` is its path below the mount, as `/api/conference_rooms`, without the query. */
  handle(req: IncomingMessage, res: ServerResponse, path: string): Promise<void>
  /** Takes a WebSocket of the bot; false: this vendor has none there. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, path: string): boolean
  /** What must be configured to reach it, by the names of that provider's settings; `url`: of the mount. */
  settings(url: string): Readonly<Record<string, unknown>>
  rooms(): PbxRoomState[]
  /** Someone rings in. */
  call(call: IncomingCall): { leg: string } | { error: CallRefusal }
  /** The person at the phone picks up, hangs up or declines. False: no such leg (any more); likewise below. */
  answer(leg: string): boolean
  hangup(leg: string): boolean
  talk(leg: string, on: boolean): boolean
  key(leg: string, digits: string): boolean
  /** What an operator does at the PBX's own console, of which the bot is not told. */
  kick(leg: string): boolean
  mute(leg: string, on: boolean): boolean
  /** By the room's number. False: no such room. */
  lock(room: string, on: boolean): boolean
  record(room: string, on: boolean): boolean
  /** Sets fields of a room by the vendor's names, with the vendor's limits. A text: why not. */
  editRoom(room: string, fields: unknown): boolean | string
  /** What it told the bot of by itself since the last reset, oldest first. */
  events(): readonly SentEvent[]
  /** Every call the bot had placed since the last reset, oldest first. */
  calls(): OriginatedCall[]
  /** Back to the start: calls dropped, sessions, traffic and faults gone, the first rooms there again. */
  reset(): void
  /** Tells of every change of rooms, legs and planned faults until the returned function is called. */
  changed(listener: () => void): () => void
  /** Closes its sockets. */
  close(): void
}

export function createSandboxPbx(options: SandboxPbxOptions): SandboxPbx {
  const { name, dialect: kind, clock, account, rooms = [], names = {}, outboundAllowed } = options
  const { logger = createSilentLogger(), eventsUrl = () => null } = options
  const definition: DialectDefinition = dialects[kind]
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of listeners) listener()
  }
  const traffic = createTraffic()
  const faults = createFaults(changed)
  const events = createEventLine({ clock, traffic, faults })
  const pbx = createPbx({ clock, createId: definition.createId, names, outboundAllowed, changed })
  const dialect = definition.create({
    pbx,
    clock,
    logger,
    account,
    traffic,
    faults,
    events,
    onChange: (listener) => void listeners.add(listener),
    eventsUrl,
  })
  const createFirstRooms = () => {
    for (const room of rooms) dialect.createRoom(room)
  }
  createFirstRooms()

  const { console = consoleActs } = dialect

  const withLeg = (id: string, act: (leg: Leg) => void): boolean => {
    const leg = pbx.leg(id)
    if (leg) act(leg)
    return leg !== undefined
  }
  const withRoom = (number: string, act: (room: Room) => void): boolean => {
    const room = pbx.rooms().find((one) => one.number === number)
    if (room) act(room)
    return room !== undefined
  }

  return {
    name,
    kind,
    names,
    console,
    traffic,
    faults,
    handle: dialect.handle,
    upgrade: (req, socket, head, path) => dialect.upgrade?.(req, socket, head, path) ?? false,
    settings: dialect.settings,
    close() {
      events.reset()
      dialect.close?.()
    },
    rooms: () => pbx.rooms().map((room) => roomToState(room, dialect.roomFields(room))),
    call: pbx.call,
    answer: (leg) => withLeg(leg, pbx.answer),
    hangup: (leg) => withLeg(leg, pbx.hangUp),
    talk: (leg, on) => withLeg(leg, (found) => pbx.talk(found, on)),
    key: (leg, digits) =>
      withLeg(leg, (found) => {
        pbx.pressKeys(found, digits)
        dialect.keysPressed?.(found, digits)
      }),
    kick: (leg) => withLeg(leg, pbx.kick),
    mute: (leg, on) => withLeg(leg, (found) => pbx.mute(found, on)),
    lock: (number, on) => withRoom(number, (room) => pbx.lock(room, on)),
    record: (number, on) => withRoom(number, on ? pbx.startRecording : pbx.stopRecording),
    editRoom(number, fields) {
      let refusal: string | undefined
      const isThere = withRoom(number, (room) => {
        refusal = dialect.editRoom(room, fields)
      })
      return refusal ?? isThere
    },
    events: events.sent,
    calls: pbx.calls,
    reset() {
      pbx.reset()
      dialect.reset()
      events.reset()
      traffic.clear()
      faults.clear()
      createFirstRooms()
    },
    changed(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

function roomToState(room: Room, fields: PbxRoomState['fields']): PbxRoomState {
  return {
    id: room.id,
    number: room.number,
    subject: room.subject,
    capacity: room.capacity,
    locked: room.locked,
    muted: room.muted,
    recording: room.recordingSince !== undefined,
    recordingSince: room.recordingSince === undefined ? null : instantToText(room.recordingSince),
    recordings: room.recordings.size,
    calls: room.calls,
    fields,
    legs: [...room.legs.values()].map((leg) => ({
      id: leg.id,
      number: leg.number ?? null,
      name: leg.name ?? null,
      direction: leg.direction,
      state: leg.state,
      since: instantToText(leg.since),
      muted: leg.muted,
      talking: leg.talking,
      chairman: leg.chairman,
      moderator: leg.moderator,
      keys: leg.keys,
    })),
  }
}

const instantToText = (instant: number): string => new Date(instant).toISOString()
