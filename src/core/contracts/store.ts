/**
 * What survives a restart. Methods are asynchronous and must not block the process while the database waits. Every method
 * rejects with a `StoreFailure` when the database cannot be reached or refuses to write.
 */
import type { WallTime } from '#lib/wall-time.ts'
import type { Person, Place } from '../actor.ts'
import type { StandingMessage } from '../announcement.ts'
import type { Conference } from '../conference.ts'
import type { Meeting, OccurrenceRef, PersonAnswer } from '../meeting.ts'
import type { JobQueue, JobRepository } from './job-queue.ts'

/** The repositories, bound to one transaction or to none. */
export interface Repositories {
  readonly conferences: ConferenceRepository
  readonly roomLeases: RoomLeaseRepository
  readonly dials: DialRepository
  readonly postedCards: PostedCardRepository
  readonly settings: SettingRepository
  readonly directory: DirectoryRepository
  readonly audit: AuditRepository
  readonly intents: IntentRepository
  readonly meetings: MeetingRepository
  readonly deliveries: DeliveryRepository
  readonly answers: AnswerRepository
  readonly calendars: CalendarRepository
  readonly jobs: JobRepository
  readonly keptValues: KeptValueRepository
}

export interface Store extends Repositories {
  /**
   * All or nothing; transactions run one after the other. `run` uses `tx` alone: a call of the store itself may wait for this
   * very transaction to end, and waits for ever when `run` waits for it. Nothing slow belongs inside.
   */
  transaction<T>(run: (tx: Repositories) => Promise<T>): Promise<T>
  readonly queue: JobQueue
  close(): Promise<void>
}

export interface ConferenceRepository {
  /** The newest of this occurrence; null: it was not opened yet. */
  ofOccurrence(occurrence: OccurrenceRef): Promise<Conference | null>
  /** Adds or replaces. Rejects with `store.conflict` when the stored revision is not `conference.revision - 1` (1 for a new one). */
  save(conference: Conference): Promise<void>
  get(id: string): Promise<Conference | null>
  /** All live ones of a workspace (`slack:T1`), newest first; of all workspaces when absent. */
  live(workspaceKey?: string): Promise<readonly Conference[]>
  /** The newest that ended in this channel. */
  lastEndedInChannel(channelKey: string): Promise<Conference | null>
}

/** A room is leased to at most one conference, or held for a meeting (`meetingHolder` in the place of the conference's id). */
export interface RoomLeaseRepository {
  /** False when the room is leased already. */
  take(pbx: string, roomNumber: string, conferenceId: string, at: number): Promise<boolean>
  /** Nothing happens when the room is not leased to this conference. */
  release(pbx: string, roomNumber: string, conferenceId: string): Promise<void>
  /** From one holder to another; false when it was not the first one's. */
  pass(pbx: string, roomNumber: string, from: string, to: string): Promise<boolean>
  list(
    pbx: string,
  ): Promise<readonly { readonly roomNumber: string; readonly conferenceId: string; readonly leasedAt: number }[]>
}

/** Calls that confbot originated, for the caps of the dial guard. */
export interface Dial {
  readonly pbx: string
  /** Or `codeCallsId`. */
  readonly conferenceId: string
  readonly personKey: string
  readonly number: string
  readonly at: number
}
export interface DialRepository {
  add(dial: Dial): Promise<void>
  count(filter: {
    readonly pbx: string
    readonly since: number
    readonly personKey?: string
    readonly conferenceId?: string
  }): Promise<number>
  /** Forgets what is older, but for those of live conferences. */
  prune(before: number): Promise<void>
}

/** A message that confbot keeps current. */
export interface PostedCard {
  readonly conferenceId: string
  readonly place: Place
  readonly messageId: string
}
export interface PostedCardRepository {
  add(card: PostedCard): Promise<void>
  ofConference(conferenceId: string): Promise<readonly PostedCard[]>
  /** Those that are not let go of: of live conferences, and of ended ones whose record was not drawn yet. */
  all(): Promise<readonly PostedCard[]>
  remove(card: PostedCard): Promise<void>
}

/** Small values by scope (`channel:slack:T1:C1`, `person:slack:T1:U1`) and name. */
export interface SettingRepository {
  get(scope: string, name: string): Promise<string | null>
  list(scope: string): Promise<Readonly<Record<string, string>>>
  /** null removes. */
  set(scope: string, name: string, value: string | null): Promise<void>
}

/** A name with a number, in a workspace (`slack:T1`). Names are unique there, as `foldName` compares them. */
export interface Contact {
  readonly workspaceKey: string
  readonly name: string
  readonly number: string
  /** The chat user whose number it is. */
  readonly userId: string | null
}
/** Names (of contacts), numbers and `<@user>` mentions to invite in one go. */
export interface ContactList {
  readonly workspaceKey: string
  readonly name: string
  readonly members: readonly string[]
}
export interface DirectoryRepository {
  contacts(workspaceKey: string): Promise<readonly Contact[]>
  /** Adds, or replaces the one of that name. */
  putContact(contact: Contact): Promise<void>
  removeContact(workspaceKey: string, name: string): Promise<boolean>
  lists(workspaceKey: string): Promise<readonly ContactList[]>
  putList(list: ContactList): Promise<void>
  removeList(workspaceKey: string, name: string): Promise<boolean>
}

/** One attempt to do something, as it is remembered. Append-only; each record is chained to the one before by its hash. */
export interface AuditEntry {
  readonly at: number
  readonly actor: Person
  readonly place: Place | null
  /** Command path or job name. */
  readonly action: string
  /** What it was done to, in words, numbers masked. */
  readonly target: string
  readonly result: 'done' | 'refused' | 'failed'
  /** Error code, or what the PBX answered. */
  readonly detail: string
  readonly intent: string
  readonly conferenceId: string | null
}
export interface AuditRecord extends AuditEntry {
  readonly seq: number
  /** SHA-256 in hex over the previous record's hash and this record's canonical JSON. */
  readonly hash: string
}
export interface AuditRepository {
  append(entry: AuditEntry): Promise<void>
  /** Newest first. */
  list(filter: {
    readonly workspaceKeys?: readonly string[] | undefined
    readonly conferenceId?: string | undefined
    readonly userId?: string | undefined
    readonly action?: string | undefined
    /** Records with a lower `seq`. */
    readonly before?: number | undefined
    readonly limit: number
  }): Promise<readonly AuditRecord[]>
  /** Reads the chain from the start; the first broken record's `seq`, or null. */
  verify(): Promise<number | null>
}

/** What was already received. */
export interface IntentRepository {
  /** False when this key was claimed before and was not pruned since. */
  claim(key: string, at: number): Promise<boolean>
  /** Forgets what is older. */
  prune(before: number): Promise<void>
}

/** Where a meeting takes place; that stays as it is. */
export interface Whereabouts {
  readonly channelKey: string
  /** Name of the configured PBX. */
  readonly pbx: string
}

export interface MeetingRepository {
  /**
   * Adds or replaces, with the start of its next occurrence (null: none is left). Rejects with `store.conflict` when the stored
   * revision is not `meeting.revision - 1` (1 for a new one).
   */
  save(meeting: Meeting, nextAt: number | null): Promise<void>
  get(id: string): Promise<Meeting | null>
  /** null: there is no such meeting. */
  revisionOf(id: string): Promise<number | null>
  /** Of so many at once, by id; those that are not there are left out. */
  whereaboutsOf(ids: readonly string[]): Promise<ReadonlyMap<string, Whereabouts>>
  /** Time has passed: the next occurrence is another one. Counts as no change. */
  setNext(id: string, nextAt: number | null): Promise<void>
  /**
   * Scheduled ones with an occurrence to come, by the start of the next one, which is before `before` where that is given. Of a
   * channel, of those that a person owns or is invited to by name, of a workspace, with rooms held on a PBX.
   */
  upcoming(filter: {
    readonly channelKey?: string
    readonly personKey?: string
    readonly workspaceKey?: string
    readonly pbx?: string
    readonly before?: number
    readonly limit: number
  }): Promise<readonly Meeting[]>
  /** Scheduled ones for which no `plan` job is enqueued. */
  unplanned(limit: number): Promise<readonly Meeting[]>
}

/** A message about a meeting: that it is to be sent is stored first, so that it is sent once. */
export interface Delivery {
  /** The job's key, and the mark of the message. */
  readonly key: string
  readonly meetingId: string
  /** Of the occurrence; null: of the meeting as a whole. */
  readonly date: WallTime | null
  /** `notice`: whatever else is told once, such as that a meeting cannot be opened. */
  readonly kind: 'card' | 'reminder' | 'notice'
  /** What was reminded of; null for others. */
  readonly startAt: number | null
  readonly leadMinutes: number | null
  readonly place: Place
  /**
   * `sending`: it may stand there or not; `unconfirmed`: nobody can know, and it was reported; `missed`: too late, reported;
   * `refused`: the bot may not write there; `corrected`: it holds no more and says so.
   */
  readonly state: 'sending' | 'sent' | 'unconfirmed' | 'missed' | 'refused' | 'corrected'
  readonly beganAt: number
  readonly settledAt: number | null
  readonly message: StandingMessage | null
}
export interface DeliveryRepository {
  /** Adds it; null. Or changes nothing and resolves to the one that has its key. */
  begin(delivery: Delivery): Promise<Delivery | null>
  settle(key: string, state: Delivery['state'], at: number, message?: StandingMessage): Promise<void>
  get(key: string): Promise<Delivery | null>
  /** Of an occurrence, or with no date of the whole meeting; newest first. */
  ofMeeting(meetingId: string, date?: WallTime): Promise<readonly Delivery[]>
  /**
   * How many reminders (with a lead time) of each state began at `since` or later; `late`: of those that were sent, how many more
   * than a minute after they were due (`startAt` less the lead).
   */
  count(since: number): Promise<Readonly<Record<Delivery['state'] | 'late', number>>>
  /** Forgets what began before and is not of kind `card`. */
  prune(before: number): Promise<void>
}

export interface AnswerRepository {
  /** Replaces what this person said to the occurrence before. */
  put(occurrence: OccurrenceRef, answer: PersonAnswer): Promise<void>
  /** Also of starts that hold no more. */
  of(occurrence: OccurrenceRef): Promise<readonly PersonAnswer[]>
  /** The dates of a meeting from this one on became those of another, which has no answers yet. */
  pass(from: OccurrenceRef, toMeetingId: string): Promise<void>
  ofPerson(
    personKey: string,
    meetingIds: readonly string[],
  ): Promise<readonly (OccurrenceRef & Pick<PersonAnswer, 'answer' | 'startAt'>)[]>
}

/** A private calendar address: only the hash of its secret is kept. */
export interface Calendar {
  /** SHA-256 of the secret, in hex. */
  readonly hash: string
  /** `person:slack:T1:U1` or `channel:slack:T1:C1`: one address each. */
  readonly scope: string
  readonly createdAt: number
}
export interface CalendarRepository {
  /** Replaces the scope's address. */
  put(calendar: Calendar): Promise<void>
  find(hash: string): Promise<Calendar | null>
  ofScope(scope: string): Promise<Calendar | null>
  /** False when there was none. */
  remove(scope: string): Promise<boolean>
}

/**
 * What is remembered until an instant: drafts of forms, buttons too long to carry their command, sealed logins and rooms, codes that
 * are awaited (hashed).
 */
export interface KeptValue {
  /** Begins with the platform's id, `vault` or `phone-check`, and a colon. */
  readonly key: string
  readonly value: string
  readonly until: number
}
export interface KeptValueRepository {
  /** Adds or replaces, all in one statement. */
  put(values: readonly KeptValue[]): Promise<void>
  get(key: string): Promise<string | null>
  remove(key: string): Promise<void>
  /** Forgets what was to be kept until an earlier instant. */
  prune(before: number): Promise<void>
}
