/**
 * What a PBX adapter provides. A small required part, and named capabilities, all of which each definition must answer; the
 * type then requires exactly the methods of those it answers with yes (or by a detour). Capabilities, room fields and
 * quantities are data, readable without connecting. Every method rejects with a `provider.*` ConfbotError.
 */

import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { MessageKey } from '#text/message.ts'
import type { Check } from './diagnosis.ts'
import type { EntryAnswer, EntryQuestion, PbxEventRequest } from './pbx-request.ts'
import type { FieldValue, RoomField } from './room-field.ts'
import type { Vault } from './vault.ts'

export type { EntryAnswer, EntryQuestion, PbxEventRequest } from './pbx-request.ts'
export type { FieldValue, RoomField } from './room-field.ts'

/** A room as the PBX has it. `fields` holds the values of the declared room fields by id, secrets left out. */
export interface Room {
  readonly id: string
  readonly number: string
  readonly subject: string
  readonly dialIn: string | null
  readonly hasPin: boolean
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** One reading of a room's state and roster. */
export interface RoomReading {
  /** null where the PBX does not say who is in a room (trait `roster`). */
  readonly participants: readonly ProviderParticipant[] | null
  /** null where the PBX does not say. */
  readonly locked: boolean | null
  readonly recording: boolean | null
  readonly muted: boolean | null
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
  /** The tile of a video room, from 0; -1: not shown. Only where the PBX tells it. */
  readonly position?: number | null
}

export interface Recording {
  readonly id: string
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly durationSeconds: number | null
  readonly fileName: string | null
  readonly sizeBytes: number | null
}

export interface RecordingFile {
  readonly name: string
  /** As the PBX sent it: `audio/wav`, say. */
  readonly mimeType: string
  readonly content: Uint8Array
}

/** Instants; both ends belong to it. */
export interface Period {
  readonly from: number
  readonly until: number
}

/** A room that is there only as long as its call. */
export interface InstantPlan {
  /** Of no room, extension or feature. */
  readonly number: string
  readonly subject: string
  /** At least one: the PBX rings them at once. */
  readonly numbers: readonly string[]
}

/** What an administrator asks of a list, in the vendor's own language where it has one (`filter`, `orderby`). */
export interface ListQuery {
  readonly filter?: string | undefined
  readonly search?: string | undefined
  readonly orderby?: string | undefined
  /** From 0. */
  readonly skip?: number | undefined
  readonly top?: number | undefined
  /** Whether `total` is wanted, of lists that are counted only when asked. */
  readonly count?: boolean | undefined
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Of all that match; null where the PBX does not say. */
  readonly total: number | null
}

/** A server that carries conferences. `fields` holds the values of the declared server fields by id. */
export interface ConferenceServer {
  readonly id: string
  readonly name: string
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** null where the PBX does not say. */
export interface ServerStatus {
  readonly isOnline: boolean | null
  readonly rooms: number | null
  readonly participants: number | null
  /** As the PBX shows it, in percent. */
  readonly cpuUsage: number | null
  readonly memoryUsage: number | null
}

/** What a field may be set to, where only the PBX knows. */
export interface FieldOption {
  /** As it is sent. */
  readonly value: string
  /** As people know it: the number and name of an extension, say. */
  readonly label: string
}

/** null: of some room. */
export type HintListener = (roomId: string | null) => void

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

export interface PlacedCall {
  readonly callId: string | null
  /** True as soon as the telephone rings, where the PBX tells; false: it did not before the call was over. Never rejects. */
  readonly ringing?: Promise<boolean>
  /**
   * With the trait `dialProgress`: why nobody comes by this call, as soon as the PBX tells, which may be a minute later. null: it was
   * answered, or it is not told what became of it. Never rejects.
   */
  readonly failure?: Promise<CallFailure | null>
}
export type CallFailure = 'busy' | 'no-answer' | 'wrong-number' | 'failed'

interface RequiredMethods {
  /** Signs in (or otherwise proves that the PBX answers and accepts us). */
  check(): Promise<void>
  /** For `npm run doctor`: the address, the login and whatever else is this vendor's own. The last one fails unless we are let in. */
  diagnose(): readonly Check[]
  listRooms(): Promise<readonly Room[]>
  getRoom(roomId: string): Promise<Room>
  readRoom(roomId: string): Promise<RoomReading>
  /** Asks the PBX to ring `number` into the room. Resolves when the PBX took the request, not when somebody answers. */
  invite(roomId: string, number: string): Promise<PlacedCall>
  /** Gives back sessions and sockets. */
  close(): Promise<void>
}

/** The methods that each capability stands for. */
export interface CapabilityMethods {
  createRoom: { createRoom(values: RoomFieldValues): Promise<Room> }
  updateRoom: { updateRoom(roomId: string, values: RoomFieldValues): Promise<void> }
  deleteRoom: { deleteRoom(roomId: string): Promise<void> }
  /**
   * Opens a room that the PBX does away with by itself, and rings everybody. Its id is its number, which is known before it is
   * there; it has no PIN. Until somebody answers it may read as one that is not there.
   */
  instantRoom: { startInstantRoom(plan: InstantPlan): Promise<Room> }
  /** Reading the PIN that callers must key in. */
  readPin: { readPin(roomId: string): Promise<string | null> }
  /** Reading the PIN that makes whoever keys it in a moderator. */
  readChairPin: { readChairPin(roomId: string): Promise<string | null> }
  mute: {
    muteParticipant(roomId: string, legId: string): Promise<void>
    unmuteParticipant(roomId: string, legId: string): Promise<void>
  }
  /** Ends the conference in the room without throwing away recordings. The caller reads back. */
  end: { endConference(roomId: string): Promise<void> }
  /** All of them, also whoever the PBX calls a moderator. */
  muteAll: { muteAll(roomId: string): Promise<void>; unmuteAll(roomId: string): Promise<void> }
  kick: { kickParticipant(roomId: string, legId: string): Promise<void> }
  lock: { lockRoom(roomId: string): Promise<void>; unlockRoom(roomId: string): Promise<void> }
  record: { startRecording(roomId: string): Promise<void>; stopRecording(roomId: string): Promise<void> }
  /** `during`: those of another time may be left out; where it is absent, all that the PBX tells of. */
  listRecordings: { listRecordings(roomId: string, during?: Period): Promise<readonly Recording[]> }
  /** The file itself, where a link would carry our login or there is none. */
  fetchRecording: { fetchRecording(roomId: string, recordingId: string): Promise<RecordingFile> }
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
  /** The tiles of a video room in this order. */
  layout: { setLayout(roomId: string, legIds: readonly string[]): Promise<void> }
  /** A tile of a video room; null: not shown. */
  position: { setPosition(roomId: string, legId: string, position: number | null): Promise<void> }
  /** One page of the rooms, chosen and sorted by the PBX. */
  queryRooms: { queryRooms(query: ListQuery): Promise<Page<Room>> }
  /** What the fields marked with `options` may be set to. */
  fieldOptions: { fieldOptions(fieldId: string): Promise<readonly FieldOption[]> }
  servers: {
    listServers(query: ListQuery): Promise<Page<ConferenceServer>>
    readServer(serverId: string): Promise<ConferenceServer>
    readServerStatus(serverId: string): Promise<ServerStatus>
    createServer(values: RoomFieldValues): Promise<ConferenceServer>
    updateServer(serverId: string, values: RoomFieldValues): Promise<void>
    deleteServer(serverId: string): Promise<void>
  }
  /** Events that say "read again now"; whatever they tell beside is not relied upon. */
  hints: {
    subscribeHints(listener: HintListener): () => void
    /** Whether events come at present, so that reading by the clock may be rarer. */
    isPushing(): boolean
    /** A delivery to our own address, where the PBX delivers so; resolves to the HTTP status that it is answered with. */
    receiveEvent?(request: PbxEventRequest): Promise<number>
  }
  /** The PBX asks confbot who may enter a room; where it gets no answer, nobody does. */
  entry: {
    /** undefined: the secret is wrong, or it is no such question; answered like an address at which nothing is. */
    readEntry(request: PbxEventRequest): EntryQuestion | undefined
    /** The body of the answer, as the PBX understands it: `text/plain`. */
    writeEntry(answer: EntryAnswer): string
  }
  /** Rings a number, and says digits to whoever answers. Resolves when the PBX took the request. */
  speakCode: { speakCode(number: string, code: string): Promise<PlacedCall> }
}
export type Capability = keyof CapabilityMethods
/** Properties of the readings, which need no method of their own. */
export type Trait =
  | 'roster'
  | 'dialProgress'
  | 'talking'
  | 'participantNumber'
  | 'muteState'
  | 'lockState'
  | 'recordingState'

/**
 * `detour`: done by a way that people should know of: by the adapter, with the capability's methods, or by confbot's service from
 * what else the PBX can do, with none. `policy`: only by a setting that holds for every conference, or for every one in a room in
 * which the boolean `field` is on. `keypad`: only by keying
 * `code` in the call, which is for moderators alone where `keyedBy` says so. `unknown`: the vendor's documents do not say, so that
 * it is not tried.
 */
export type Answer =
  | { readonly support: 'yes' }
  | { readonly support: 'detour'; readonly how: MessageKey; readonly by?: 'confbot' }
  | { readonly support: 'policy'; readonly how: MessageKey; readonly field?: string }
  | { readonly support: 'keypad'; readonly code: string; readonly keyedBy?: 'moderator' }
  | { readonly support: 'no'; readonly why: MessageKey }
  | { readonly support: 'unknown' }

/** Directly or by a detour, of whoever. */
export const isDone = ({ support }: Answer): boolean => support === 'yes' || support === 'detour'

/** By confbot's service in the PBX's place. */
export const isDoneByUs = (answer: Answer): boolean => answer.support === 'detour' && answer.by === 'confbot'

export type Answers = Readonly<Record<Capability, Answer>>

/** Only by a code that nobody but a moderator may key in. */
export const isKeyedByModerator = (answer: Answer): boolean =>
  answer.support === 'keypad' && answer.keyedBy === 'moderator'

type Supported<A extends Answers> = {
  [C in Capability]: A[C] extends { readonly by: 'confbot' }
    ? never
    : A[C]['support'] extends 'yes' | 'detour'
      ? C
      : never
}[Capability]
type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never

/** The adapter that a definition with these answers must build. */
export type ProviderFor<A extends Answers> = RequiredMethods &
  ([Supported<A>] extends [never] ? unknown : UnionToIntersection<CapabilityMethods[Supported<A>]>)

/** What the service sees: any method of a capability may be absent. */
export type ConferenceProvider = RequiredMethods & Partial<UnionToIntersection<CapabilityMethods[Capability]>>

/** How confbot says in this vendor's fields what it must say of every room. */
export interface RoomPlan {
  readonly number: string
  readonly subject: string
  readonly pin: string | null
  /** Of moderators, and never the same; null: that of the room stays as it is. Only together with `pin`. */
  readonly chairPin: string | null
  readonly capacity: number
}

export interface ProviderDefinition<Settings = unknown, A extends Answers = Answers> {
  readonly id: string
  readonly name: string
  readonly capabilities: A
  readonly traits: Readonly<Record<Trait, boolean>>
  readonly roomFields: readonly RoomField[]
  /** What an instance with these settings cannot do, though its kind can: for want of a second login, say. */
  readonly lacks?: (settings: Settings) => Partial<Record<Capability, Extract<Answer, { readonly support: 'no' }>>>
  /** What keys do for whoever came in with the PIN of moderators, where any of `capabilities` is only done so. */
  readonly chairKeys?: MessageKey
  /** It keeps what outlives the process and is secret, so that it needs a vault. */
  readonly needsVault?: true
  /** With the capability `servers`. */
  readonly serverFields?: readonly RoomField[]
  /** Companies that are known to run it under a name of their own. */
  readonly operators?: readonly string[]
  readonly quantities: {
    readonly maxParticipants: number
    readonly subjectMax: number
    /** Of the PINs that confbot makes; null where rooms have none. What else is taken is said by the field of the PIN. */
    readonly pinDigits: number | null
    /** Requests per minute that the vendor allows; null: not documented. */
    readonly requestsPerMinute: number | null
    /** What `readRoom` costs. */
    readonly requestsPerReading: number
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
  /** Where a login outlives the process; in memory alone where it is absent. */
  readonly vault?: Vault | undefined
  /** Where this PBX may deliver events to: `https://bot.example.com/pbx/<name>/events`, without the secret; null: nowhere. */
  readonly eventsUrl?: (() => string | null) | undefined
  /** That on which this confbot is asked and told of things, for its diagnosis; absent: any that is free. */
  readonly port?: number | undefined
}

/** A configured PBX: its name, what it can do, the adapter, and the rules that hold for it. */
export interface Pbx {
  readonly name: string
  /** That of its kind, less what this instance lacks. */
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
