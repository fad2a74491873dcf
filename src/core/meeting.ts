/**
 * A meeting is something scheduled, once or as a series (its rule), in wall time and a named zone: what clocks there show. The
 * instant of each occurrence is computed, never stored with it. An occurrence is known by the wall time that the rule gives it
 * (`date`), wherever it was moved to. Plain data, stored whole with a revision; changed only by pure functions.
 */
import type { WallTime } from '#lib/wall-time.ts'
import type { Person, Place } from './actor.ts'
import type { PbxSchedule } from './contracts/conference-provider.ts'
import type { EventContent } from './contracts/event-mirror.ts'
import type { Word } from './word.ts'

/** What became of one occurrence. Absent members are those of the series. */
export type OccurrenceChange =
  | { readonly kind: 'skipped' }
  | {
      readonly kind: 'changed'
      readonly start?: WallTime
      readonly durationMinutes?: number
      readonly subject?: string
    }

/** All that says when. */
export interface Series {
  /** What clocks show at its first occurrence. */
  readonly start: WallTime
  /** IANA zone of every wall time here. */
  readonly timeZone: string
  /** 1 to 1440. */
  readonly durationMinutes: number
  /** RFC 5545 RRULE value without the name, UNTIL a date; null: once. */
  readonly rule: string | null
  /** By `date`. */
  readonly changes: Readonly<Record<WallTime, OccurrenceChange>>
}

export interface Meeting extends Series {
  /** Short code, unique for ever among meetings and conferences: `[a-z0-9]{6}`. */
  readonly id: string
  readonly subject: string
  /** `over`: no occurrence is left. */
  readonly state: 'scheduled' | 'cancelled' | 'over'
  /** Who scheduled it: has chair rights in it, and is told what goes wrong. */
  readonly owner: Person
  /** Where its card stands, where it is reminded of and opened. */
  readonly place: Place
  /** Name of the configured PBX. */
  readonly pbx: string
  /** Held for it from now on, with number and PIN; null: one is taken at each start. */
  readonly room: MeetingRoom | null
  /** Who is rung, as it was typed: read anew at each start, since contacts and lists change. */
  readonly who: readonly Word[]
  /** What those mentioned were called when they were invited, by their id in the chat: for cards, which carry names. */
  readonly names?: Readonly<Record<string, string>>
  /** Ids of those among them of whom no number was known when they were last looked for: they are invited, and not rung. */
  readonly unnumbered?: readonly string[]
  /** Handed to the PBX as it was written; null: nothing. */
  readonly externalInvitees: string | null
  /** Minutes before the start, largest first, each once; 0 to 40320 (four weeks). */
  readonly reminderMinutes: readonly number[]
  readonly areRemindersPaused: boolean
  readonly options: MeetingOptions
  readonly createdAt: number
  readonly changedAt: number
  /** RFC 5545 SEQUENCE: rises with each change of when, where or whether. */
  readonly sequence: number
  /** What the PBX was last told, and shows unless somebody changed it there; null: nothing. */
  readonly onPbx: PbxSchedule | null
  /**
   * The PBX shows something else than it was told, which cannot be followed unasked: the owner chooses. `found` is null where the
   * schedule was taken away there.
   */
  readonly conflict: { readonly found: PbxSchedule | null; readonly seenAt: number } | null
  /** The event that shows its next date on the platform; null: none was made yet, or none is wanted (`options.event`). */
  readonly event: MeetingEvent | null
  /** Short code of the meeting that its later dates became, when they were changed together. */
  readonly continuedBy?: string
  /** Counts saves; a save with an outdated one is refused. */
  readonly revision: number
}

export interface MeetingRoom {
  readonly id: string
  readonly number: string
  readonly dialIn: string | null
  readonly hasPin: boolean
}

/** An event of the platform's that shows one date of a meeting. */
export interface MeetingEvent {
  /** The occurrence's. */
  readonly date: WallTime
  /** The platform's; null: this date has none, and gets none: it began too early for one, ended, or its owner wants none. */
  readonly id: string | null
  /** What it was last told, and shows unless somebody changed it there. */
  readonly told: EventContent
  /** Those who said so there: how many, and the names of some. */
  readonly interested: { readonly count: number; readonly people: readonly Person[] }
  /** Somebody changed it there so that this cannot be followed, or took it away (`found` null): the owner chooses. */
  readonly conflict: { readonly found: FoundEvent | null; readonly seenAt: number } | null
}

/** What people can change of an event. */
export type FoundEvent = Pick<EventContent, 'subject' | 'startAt' | 'endAt'>

/** What is done at each start, and at the end. */
export interface MeetingOptions {
  readonly ring: boolean
  readonly record: boolean
  readonly lock: boolean
  /** Whoever comes is muted; the chair unmutes. */
  readonly muteOnEntry: boolean
  /** Ended at its end, after a warning; else it goes on until somebody ends it or everybody has left. */
  readonly close: boolean
  /** Its next date is shown among the events of the platform. */
  readonly event: boolean
}

export const defaultMeetingOptions: MeetingOptions = {
  ring: true,
  record: false,
  lock: false,
  muteOnEntry: false,
  close: false,
  event: false,
}

/** Which occurrences a change is meant for: this one, this and all later ones, or the whole series. */
export const scopes = ['this', 'later', 'all'] as const
export type Scope = (typeof scopes)[number]

/** One occurrence as buttons, reminders and conferences name it. */
export interface OccurrenceRef {
  readonly meetingId: string
  readonly date: WallTime
}

/** What somebody said to an occurrence. */
export type Answer = 'coming' | 'late' | 'declined'
export interface PersonAnswer {
  readonly person: Person
  readonly answer: Answer
  /** The start that was meant: whoever cannot come then may come when it was moved. */
  readonly startAt: number
  readonly at: number
}

/** What was said to the start that holds. */
export const answersTo = <A extends Pick<PersonAnswer, 'startAt'>>(all: readonly A[], startAt: number): readonly A[] =>
  all.filter((one) => one.startAt === startAt)

/** The holder of a room that is kept for a meeting, in the place of a conference's id. */
export const meetingHolder = (meetingId: string) => `meeting:${meetingId}`
export const isMeetingHolder = (holder: string) => holder.startsWith(meetingHolder(''))
