/**
 * A conference is a room in use, from its start to its end: one aggregate of plain data, changed only by the pure functions of
 * this folder, stored whole with a revision. The roster is always read from the PBX, never counted.
 */
import { asPerson, type Person, type Place } from './actor.ts'
import type { OccurrenceRef } from './meeting.ts'

export interface Conference {
  /** Short code, unique for ever: `[a-z0-9]{6}`. */
  readonly id: string
  readonly subject: string
  /** Name of the configured PBX. */
  readonly pbx: string
  /** The occurrence that it is; null: started by somebody, unscheduled. */
  readonly occurrence: OccurrenceRef | null
  /** What its meeting asks for; null: unscheduled. */
  readonly schedule: ConferenceSchedule | null
  readonly roomId: string
  readonly roomNumber: string
  /** Number to dial from outside, as the PBX tells it to people. */
  readonly dialIn: string | null
  /** It was chosen by whoever started: its subject and PIN stay, and so does what it was when it was found. */
  readonly roomAsFound?: RoomAsFound
  /** Its room is there only while somebody is in it or being rung: the PBX makes it and does away with it. */
  readonly instant?: true
  /** The PBX asks callers for a PIN (which is read from the PBX when it is shown, never kept here). */
  readonly hasPin: boolean
  readonly state: 'live' | 'ended'
  readonly startedAt: number
  readonly startedBy: Person
  /** Who has chair rights in chat. */
  readonly chair: Person
  readonly place: Place
  readonly endedAt: number | null
  readonly endReason: EndReason | null
  readonly endedBy: Person | null
  /** As last confirmed by the PBX; null where it does not say. */
  readonly locked: boolean | null
  readonly recording: boolean | null
  /** Locked by confbot in the PBX's place: whoever comes late is turned away. */
  readonly closed?: Closed | null
  /** When the shown state last changed. */
  readonly changedAt: number
  readonly invitations: readonly Invitation[]
  /** Invited, too, and not rung when it was opened. */
  readonly notCalled?: readonly NotCalled[]
  /** Every leg that was ever seen, in order of joining. */
  readonly participants: readonly Participant[]
  readonly keptOut: readonly KeptOut[]
  /** Since when nobody, or one person, has been in the room; null otherwise. */
  readonly emptySince: number | null
  readonly aloneSince: number | null
  /** When the warning of the coming end was given; null when none is due. */
  readonly warnedAt: number | null
  /** Not ended by the rules of life before this instant. */
  readonly keepUntil: number | null
  /** Ended at the latest then, as its starter said; null: by the rule for all. */
  readonly longestUntil: number | null
  /** Recordings found at the end. */
  readonly recordingCount: number | null
  /** Ended here alone, and the PBX did not end the calls: people may still be in the room. */
  readonly mayGoOn?: true
  /** Counts saves; a save with an outdated one is refused. */
  readonly revision: number
}

/** What of a room was so before the conference. */
export type RoomAsFound = Readonly<Record<'locked' | 'recording' | 'muted', boolean>>

export interface Closed {
  readonly since: number
  /** So many of `participants` were there before; those after them are late. */
  readonly through: number
}

/** What a meeting asks for at its occurrence, and how much of it was done. */
export interface ConferenceSchedule {
  /** The scheduled end. */
  readonly endAt: number
  /** Ended then, after a warning. */
  readonly closes: boolean
  /** `due`: as soon as somebody is there; `done`: due again when everybody has left; `off`: not wanted, or stopped by a person. */
  readonly record: 'off' | 'due' | 'done'
  /** `due`: once those who were rung are there or will not come. */
  readonly lock: 'off' | 'due' | 'done'
  /** So many of `participants` came muted, the first ones; those after them are to be. null: people come unmuted. */
  readonly mutedThrough: number | null
}

export type EndReason = 'command' | 'empty' | 'alone' | 'too-long' | 'scheduled' | 'room-gone' | 'pbx-gone'

/**
 * `not-rung`: nothing was asked of the PBX yet; unless it is being asked this very moment, nothing will be without a click.
 * `not-joined`: the PBX took the call, did not say how it went, and nobody came within the time a call may ring.
 * `rung`: it took the call, and never says who came.
 */
export type InvitationState =
  | 'not-rung'
  | 'invited'
  | 'ringing'
  | 'joined'
  | 'left'
  | 'busy'
  | 'no-answer'
  | 'wrong-number'
  | 'failed'
  | 'not-joined'
  | 'rung'

export interface Invitation {
  /** `i1`, `i2`, … within the conference. */
  readonly code: string
  /** The name under which the number is shown; null: the masked number alone. */
  readonly name: string | null
  /** E.164 or extension, as given to the PBX. */
  readonly number: string
  /** The chat person whom the number was rung for. */
  readonly person: Person | null
  readonly invitedBy: Person
  readonly invitedAt: number
  readonly state: InvitationState
  /** The PBX's own id of the call, where the invite returned one. */
  readonly callId: string | null
}

export interface NotCalled {
  readonly person: Person
  /** `no-number`: none of theirs is known; `declined`: they said that they cannot come. */
  readonly why: 'no-number' | 'declined'
}

/** Rung, and nobody knows yet what comes of it. */
export const isPending = ({ state }: Pick<Invitation, 'state'>): boolean => state === 'invited' || state === 'ringing'

export interface Participant {
  /** `p1`, `p2`, … within the conference: one per join, so that a late click never hits somebody else. */
  readonly code: string
  /** The PBX's id of the leg. */
  readonly legId: string
  /** What the PBX calls it, else what a click named it. */
  readonly name: string | null
  readonly number: string | null
  readonly person: Person | null
  /** Code of the matched invitation. */
  readonly invitation: string | null
  readonly joinedAt: number
  readonly leftAt: number | null
  /** null where the PBX does not say. */
  readonly muted: boolean | null
  readonly mutedBy: Person | null
  readonly chairman: boolean | null
  readonly talking: boolean | null
}

export interface KeptOut {
  readonly number: string
  readonly until: number
}

export const presentParticipants = (conference: Conference) =>
  conference.participants.filter((participant) => participant.leftAt === null)

export const isLive = (conference: Conference) => conference.state === 'live'

/** A conference at its start: nobody in the room yet. */
export function openConference(start: {
  readonly id: string
  readonly subject: string
  readonly pbx: string
  readonly room: { readonly id: string; readonly number: string; readonly dialIn: string | null }
  readonly hasPin: boolean
  readonly by: Person
  readonly place: Place
  readonly at: number
  readonly longestUntil: number | null
  readonly keepUntil?: number | null
  readonly occurrence?: OccurrenceRef | null
  readonly schedule?: ConferenceSchedule | null
  readonly notCalled?: readonly NotCalled[]
  readonly roomAsFound?: RoomAsFound
  readonly isInstant?: boolean
}): Conference {
  const by = asPerson(start.by)
  return {
    id: start.id,
    subject: start.subject,
    pbx: start.pbx,
    occurrence: start.occurrence ?? null,
    schedule: start.schedule ?? null,
    roomId: start.room.id,
    roomNumber: start.room.number,
    dialIn: start.room.dialIn,
    ...(start.roomAsFound && { roomAsFound: start.roomAsFound }),
    ...(start.isInstant && { instant: true }),
    hasPin: start.hasPin,
    state: 'live',
    startedAt: start.at,
    startedBy: by,
    chair: by,
    place: start.place,
    endedAt: null,
    endReason: null,
    endedBy: null,
    locked: null,
    recording: null,
    changedAt: start.at,
    invitations: [],
    ...(start.notCalled && start.notCalled.length > 0 && { notCalled: start.notCalled }),
    participants: [],
    keptOut: [],
    emptySince: start.at,
    aloneSince: null,
    warnedAt: null,
    keepUntil: start.keepUntil ?? null,
    longestUntil: start.longestUntil,
    recordingCount: null,
    revision: 1,
  }
}

/** Over: whoever was still in the room left at that instant. */
export function endConference(
  conference: Conference,
  end: {
    readonly reason: EndReason
    readonly by: Person
    readonly at: number
    /** null: could not be read. */
    readonly recordingCount: number | null
    readonly mayGoOn?: boolean
  },
): Conference {
  return {
    ...conference,
    ...(end.mayGoOn && { mayGoOn: true }),
    state: 'ended',
    endedAt: end.at,
    endReason: end.reason,
    endedBy: asPerson(end.by),
    changedAt: end.at,
    recordingCount: end.recordingCount,
    emptySince: null,
    aloneSince: null,
    warnedAt: null,
    participants: conference.participants.map((one) =>
      one.leftAt === null ? { ...one, leftAt: end.at, talking: null } : one,
    ),
    invitations: conference.invitations.map((one) => (one.state === 'joined' ? { ...one, state: 'left' } : one)),
  }
}
