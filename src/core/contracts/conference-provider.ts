/**
 * What a PBX adapter provides. A small required part, and named capabilities, all of which each definition must answer; the
 * type then requires exactly the methods of those it answers with yes (or by a detour). Capabilities, room fields and
 * quantities are data, readable without connecting. Every method rejects with a `provider.*` ConfbotError.
 */

import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { MessageKey } from '#text/message.ts'
import type { Check } from './diagnosis.ts'

/** A room as the PBX has it. `fields` holds the values of the declared room fields by id, secrets left out. */
export interface Room {
  readonly id: string
  readonly number: string
  readonly subject: string
  readonly dialIn: string | null
  readonly hasPin: boolean
  readonly fields: Readonly<Record<string, FieldValue>>
}
export type FieldValue = string | number | boolean | null

/** One reading of a room's state and roster. */
export interface RoomReading {
  /** null where the PBX does not say. */
  readonly locked: boolean | null
  readonly recording: boolean | null
  readonly muted: boolean | null
  readonly participants: readonly ProviderParticipant[]
}

export interface ProviderParticipant {
  /** The PBX's id of this leg, as opaque text; new for each join. */
  readonly legId: string
  readonly name: string | null
  /** Only where the PBX tells it. */
  readonly number: string | null
  readonly muted: boolean | null
  readonly chairman: boolean | null
  readonly talking: boolean | null
  /** The call id that `invite` returned, where the PBX carries it. */
  readonly callId: string | null
}

export interface Recording {
  readonly id: string
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly durationSeconds: number | null
  readonly fileName: string | null
  readonly sizeBytes: number | null
}

/** When a room is used next, as the PBX keeps it. */
export interface PbxSchedule {
  readonly subject: string
  readonly startAt: number
  readonly endAt: number
  /** IANA zone. */
  readonly timeZone: string
  /** As the administrator wrote it; null: none. */
  readonly externalInvitees: string | null
}

/** As it is read; the zone is null where the PBX shows none. */
export type ShownSchedule = Omit<PbxSchedule, 'timeZone'> & { readonly timeZone: string | null }

/** Values for the declared room fields, by id, already checked against them. */
export type RoomFieldValues = Readonly<Record<string, FieldValue>>

interface RequiredMethods {
  /** Signs in (or otherwise proves that the PBX answers and accepts us). */
  check(): Promise<void>
  /** For `npm run doctor`: the address, the login and whatever else is this vendor's own. The last one fails unless we are let in. */
  diagnose(): readonly Check[]
  listRooms(): Promise<readonly Room[]>
  getRoom(roomId: string): Promise<Room>
  readRoom(roomId: string): Promise<RoomReading>
  /** Asks the PBX to ring `number` into the room. Resolves when the PBX took the request, not when somebody answers. */
  invite(roomId: string, number: string): Promise<{ readonly callId: string | null }>
  /** Ends the conference in the room without throwing away recordings. The caller reads back. */
  endConference(roomId: string): Promise<void>
  /** Gives back sessions and sockets. */
  close(): Promise<void>
}

/** The methods that each capability stands for. */
export interface CapabilityMethods {
  createRoom: { createRoom(values: RoomFieldValues): Promise<Room> }
  updateRoom: { updateRoom(roomId: string, values: RoomFieldValues): Promise<void> }
  deleteRoom: { deleteRoom(roomId: string): Promise<void> }
  /** Reading the PIN that callers must key in. */
  readPin: { readPin(roomId: string): Promise<string | null> }
  mute: {
    muteParticipant(roomId: string, legId: string): Promise<void>
    unmuteParticipant(roomId: string, legId: string): Promise<void>
  }
  muteAll: { muteAll(roomId: string): Promise<void>; unmuteAll(roomId: string): Promise<void> }
  kick: { kickParticipant(roomId: string, legId: string): Promise<void> }
  lock: { lockRoom(roomId: string): Promise<void>; unlockRoom(roomId: string): Promise<void> }
  record: { startRecording(roomId: string): Promise<void>; stopRecording(roomId: string): Promise<void> }
  listRecordings: { listRecordings(roomId: string): Promise<readonly Recording[]> }
  /** A link that whoever holds it can open: a secret. */
  linkRecording: { linkRecording(roomId: string, recordingId: string): Promise<string> }
  deleteRecording: { deleteRecording(roomId: string, recordingId: string): Promise<void> }
  flagRecording: { setRecordingRead(roomId: string, recordingId: string, read: boolean): Promise<void> }
  /** The PBX keeps of a room when it is used next. Elsewhere confbot's own schedule is all there is. */
  schedule: {
    /** One listing of all rooms: by room id; null: there, and not scheduled. */
    readSchedules(): Promise<ReadonlyMap<string, ShownSchedule | null>>
    /** null takes it back: as far as the PBX can forget one, else its time is set to be over. */
    writeSchedule(roomId: string, schedule: PbxSchedule | null): Promise<void>
  }
  chairman: { setChairman(roomId: string, legId: string): Promise<void> }
  /** Events that say "read again now". */
  hints: { subscribeHints(listener: (roomId: string | null) => void): () => void }
}
export type Capability = keyof CapabilityMethods
/** Properties of the readings, which need no method of their own. */
export type Trait = 'dialProgress' | 'talking' | 'participantNumber' | 'muteState' | 'lockState' | 'recordingState'

/** `detour`: done by a way that people should know of; `keypad`: only by keying `code` in the call. */
export type Answer =
  | { readonly support: 'yes' }
  | { readonly support: 'detour'; readonly how: MessageKey }
  | { readonly support: 'keypad'; readonly code: string }
  | { readonly support: 'no'; readonly why: MessageKey }
  | { readonly support: 'unknown' }

export type Answers = Readonly<Record<Capability, Answer>>
type Supported<A extends Answers> = {
  [C in Capability]: A[C]['support'] extends 'yes' | 'detour' ? C : never
}[Capability]
type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never

/** The adapter that a definition with these answers must build. */
export type ProviderFor<A extends Answers> = RequiredMethods &
  ([Supported<A>] extends [never] ? unknown : UnionToIntersection<CapabilityMethods[Supported<A>]>)

/** What the service sees: any method of a capability may be absent. */
export type ConferenceProvider = RequiredMethods & Partial<UnionToIntersection<CapabilityMethods[Capability]>>

/** A field of a room, as the vendor documents it. */
export interface RoomField {
  /** The vendor's own name. */
  readonly id: string
  readonly kind: 'text' | 'lines' | 'digits' | 'integer' | 'boolean' | 'choice' | 'time' | 'zone' | 'language' | 'json'
  readonly label: MessageKey
  /** Length for texts and digits, value for integers. */
  readonly min?: number
  readonly max?: number
  readonly choices?: readonly string[]
  /** What a choice means, shown before the vendor's word for it. */
  readonly choiceLabels?: Readonly<Record<string, MessageKey>>
  readonly group: 'room' | 'access' | 'video' | 'schedule' | 'other'
  /** Never shown in a channel, a log or a button. */
  readonly secret?: true
  readonly create: 'required' | 'optional' | 'never'
  readonly update: 'optional' | 'never'
  /** The vendor's default: shown, never sent. */
  readonly default?: FieldValue
  /** Only with these values of another field. */
  readonly onlyWith?: { readonly field: string; readonly values: readonly string[] }
}

/** How confbot says in this vendor's fields what it must say of every room. */
export interface RoomPlan {
  readonly number: string
  readonly subject: string
  readonly pin: string | null
  readonly capacity: number
}

export interface ProviderDefinition<Settings = unknown, A extends Answers = Answers> {
  readonly id: string
  readonly name: string
  readonly capabilities: A
  readonly traits: Readonly<Record<Trait, boolean>>
  readonly roomFields: readonly RoomField[]
  readonly quantities: {
    readonly maxParticipants: number
    readonly subjectMax: number
    readonly pinDigits: readonly [min: number, max: number] | null
    /** Requests per minute that the vendor allows; null: not documented. */
    readonly requestsPerMinute: number | null
  }
  /** The room fields of a plan: all of them to create, those that can change to update. */
  readonly planToFields: (plan: RoomPlan, purpose: 'create' | 'update') => RoomFieldValues
  readonly create: (settings: Settings, deps: ProviderDeps) => ProviderFor<A>
}

export interface ProviderDeps {
  /** The configured name of this instance. */
  readonly name: string
  readonly clock: Clock
  readonly logger: Logger
}

/** A configured PBX: its name, what its kind can do, the adapter, and the rules that hold for it. */
export interface Pbx {
  readonly name: string
  readonly definition: ProviderDefinition<never>
  readonly provider: ConferenceProvider
  readonly policy: PbxPolicy
}

export interface PbxPolicy {
  /** Rooms that confbot may use. */
  readonly rooms: { readonly first: number; readonly last: number }
  /** Extensions that may be rung. */
  readonly extensions: readonly { readonly first: string; readonly last: string }[]
  /** ISO 3166 alpha-2 codes of countries that may be called; the first is the one of national numbers. */
  readonly countries: readonly string[]
  readonly caps: {
    readonly atOnce: number
    readonly perPersonHour: number
    readonly perDay: number
    readonly perConference: number
  }
  /** Channels (`slack:T1:C1`) or workspaces (`slack:T1`) that may use it; empty: all that are served. */
  readonly chats: readonly string[]
}
