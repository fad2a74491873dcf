/** What can be done with meetings: by people (each with its attempt) and by jobs. */
import type { WallTime } from '#lib/wall-time.ts'
import type { Message } from '#text/message.ts'
import type { Place } from '../../actor.ts'
import type { Attempt } from '../../attempt.ts'
import type { Conference } from '../../conference.ts'
import type { LeasedJob } from '../../contracts/job-queue.ts'
import type { Answer, Meeting, MeetingOptions, PersonAnswer, Scope } from '../../meeting.ts'
import type { Occurrence } from '../../occurrence.ts'
import type { Word } from '../../word.ts'
import type { RoomPins } from '../pins.ts'

/** When, as it was typed. Zones are taken in the order: `zone`, the person's, the channel's. */
export interface WhenInput {
  /** A phrase, a local date and time, or RFC 3339. */
  readonly when?: string | undefined
  /** A phrase, or an RFC 5545 rule. `none`: once. */
  readonly repeat?: string | undefined
  readonly zone?: string | undefined
  readonly forMs?: number | undefined
}

/** The rest of what a meeting is. Absent: as it is, or the default. */
export interface DetailInput {
  readonly subject?: string | undefined
  readonly who?: readonly Word[] | undefined
  /** Minutes before the start; empty: none. */
  readonly reminderMinutes?: readonly number[] | undefined
  readonly options?: Partial<MeetingOptions> | undefined
  readonly externalInvitees?: string | undefined
}

export interface ScheduleInput extends WhenInput, DetailInput {
  readonly subject: string
  readonly pbx?: string | undefined
  /** A PIN for the room that is held for it; `null`: none; absent: one is made. */
  readonly pin?: string | null | undefined
}

/** Which meeting, and which of its dates. */
export interface MeetingInput {
  /** Short code or subject; absent: the only one here. */
  readonly meeting?: string | undefined
  /** `date` of an occurrence (`2026-12-01T15:00`) or its day; absent: the next one. */
  readonly date?: string | undefined
}

export interface ChangeInput extends MeetingInput, WhenInput, DetailInput {
  /** Absent for a series: refused with the three choices. Without meaning for a single meeting. */
  readonly scope?: Scope | undefined
}

/** As it would be stored: what is shown before anything is saved. Its room is not there yet. */
export interface MeetingDraft {
  readonly meeting: Meeting
  /** The next five; of a change of one date, that one and what follows it. */
  readonly next: readonly Occurrence[]
  /** The same input with nothing left to interpret: phrases as wall times and rules, the zone by name. */
  readonly exact: { readonly when: WallTime; readonly repeat: string; readonly zone: string }
}

export interface FoundMeeting {
  readonly meeting: Meeting
  /** The one that was named, else the next one; null: none is left. */
  readonly occurrence: Occurrence | null
  /** The next five. */
  readonly next: readonly Occurrence[]
}

export interface ChangedMeeting extends FoundMeeting {
  /** The earlier dates, which stay as they were, when later ones became a meeting of their own. */
  readonly before: Meeting | null
  /** The PBX was told, or will be as soon as it answers; null: it keeps no schedules. */
  readonly isOnPbx: boolean | null
  /** Dates to come that were moved or skipped by themselves, which the series does not have any more. */
  readonly dropped: readonly WallTime[]
}

/** `event`: as confbot has it, made anew where it is gone; `skip`: that date does not take place; `none`: that date has no event. */
export type EventChoice = 'event' | 'skip' | 'none'

export interface AgendaRange {
  readonly from: number
  readonly to: number
  readonly limit: number
  readonly of: 'channel' | 'person'
  /** Of each meeting the next date alone, so that a daily one hides no other. */
  readonly isOnceEach?: boolean
}

export interface AgendaEntry {
  readonly meeting: Meeting
  readonly occurrence: Occurrence
  /** What the asker said to it. */
  readonly answer: Answer | null
}

export interface MeetingVerbs {
  /** Reads all of it and stores nothing. What is not certain is refused with the candidates as choices. */
  draftMeeting(attempt: Attempt, input: ScheduleInput): Promise<MeetingDraft>
  /** `isShown` false: nobody knows whether its card was posted. */
  schedule(
    attempt: Attempt,
    input: ScheduleInput,
  ): Promise<FoundMeeting & { readonly isShown: boolean; readonly isOnPbx: boolean | null }>
  findMeeting(attempt: Attempt, input: MeetingInput): Promise<FoundMeeting>
  /** Posts its card anew in this place; `isShown` false: nobody knows whether it stands there. */
  showMeeting(attempt: Attempt, input: MeetingInput): Promise<FoundMeeting & { readonly isShown: boolean }>
  /** Those of the room that is held for it; null: none is. */
  meetingPin(
    attempt: Attempt,
    input: MeetingInput,
  ): Promise<{ readonly meeting: Meeting; readonly pins: RoomPins | null }>
  draftChange(attempt: Attempt, input: ChangeInput): Promise<MeetingDraft>
  /** Moves, edits: one date, it and all later ones, or the series. */
  changeMeeting(attempt: Attempt, input: ChangeInput): Promise<ChangedMeeting>
  /** `occurrence` is the one that is skipped now, as it would have been. */
  skip(attempt: Attempt, input: MeetingInput): Promise<ChangedMeeting & { readonly skipped: Occurrence }>
  /** Takes a skipped date back in. */
  restore(attempt: Attempt, input: MeetingInput): Promise<ChangedMeeting>
  /** With `later`: ends the series before that date. A single date of a series is skipped instead. */
  cancel(attempt: Attempt, input: MeetingInput & { readonly scope?: Scope | undefined }): Promise<ChangedMeeting>
  /** Undoes `cancel` of a whole meeting, as long as a date of it is left. */
  reinstate(attempt: Attempt, input: MeetingInput): Promise<ChangedMeeting>
  remind(
    attempt: Attempt,
    input: MeetingInput & { readonly reminders: readonly number[] | 'pause' | 'resume' },
  ): Promise<ChangedMeeting>
  /** What comes between two instants, at most `limit`: in this channel, or of the asker wherever it is. */
  agenda(attempt: Attempt, range: AgendaRange): Promise<readonly AgendaEntry[]>
  answer(attempt: Attempt, input: MeetingInput & { readonly answer: Answer }): Promise<readonly PersonAnswer[]>
  snooze(attempt: Attempt, input: MeetingInput & { readonly forMs: number }): Promise<{ readonly at: number }>
  /** The live conference of that date, to be joined; refused with `meeting.not-open` before its start. */
  liveOf(attempt: Attempt, input: MeetingInput): Promise<Conference>
  /** Which of two differing schedules holds. */
  settleConflict(attempt: Attempt, input: MeetingInput & { readonly keep: 'confbot' | 'pbx' }): Promise<ChangedMeeting>
  /** What becomes of an event that was changed or taken away, and of the date that it showed. */
  settleEvent(attempt: Attempt, input: MeetingInput & { readonly keep: EventChoice }): Promise<ChangedMeeting>
  /** Why meetings of this place cannot be shown among the platform's events; null: they can. From memory. */
  whyNoEvents(place: Place): Message | null
  /** An event of that workspace was changed: it is looked at soon. Never rejects. */
  noteEventHint(platform: string, workspaceId: string): Promise<void>
}

/**
 * What the jobs do. Each finishes or retries its job itself, in the transaction of its effect; whatever one rejects with is an
 * outage (store, chat, PBX) or a fault, after which the job is tried again by who ran it.
 */
export interface MeetingJobs {
  plan(job: LeasedJob): Promise<void>
  remind(job: LeasedJob): Promise<void>
  open(job: LeasedJob): Promise<void>
  card(job: LeasedJob): Promise<void>
  correct(job: LeasedJob): Promise<void>
  snooze(job: LeasedJob): Promise<void>
  'tell-pbx'(job: LeasedJob): Promise<void>
  'read-pbx'(job: LeasedJob): Promise<void>
  'tell-event'(job: LeasedJob): Promise<void>
  'read-events'(job: LeasedJob): Promise<void>
  watch(job: LeasedJob): Promise<void>
}
