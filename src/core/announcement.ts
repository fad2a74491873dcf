/** What is told of meetings in the chat, as data: jobs and verbs say what, the announcer makes it a card and puts it there. */
import type { Message } from '#text/message.ts'
import type { Place } from './actor.ts'
import type { ErrorCode } from './errors.ts'
import type { Meeting, PersonAnswer } from './meeting.ts'
import type { Occurrence } from './occurrence.ts'

export type Announcement =
  /** The meeting's own card; `next`: its coming occurrences, at most five, none when it is cancelled or over. */
  | { readonly kind: 'meeting'; readonly meeting: Meeting; readonly next: readonly Occurrence[] }
  | {
      readonly kind: 'reminder'
      readonly meeting: Meeting
      readonly occurrence: Occurrence
      readonly leadMinutes: number
      /** Sent after it was due, by more than a minute. */
      readonly isLate: boolean
      readonly answers: readonly PersonAnswer[]
    }
  /** In the place of a reminder that holds no more. `now`: where it was moved to; null: skipped or cancelled. */
  | {
      readonly kind: 'corrected'
      readonly meeting: Meeting
      readonly was: number
      readonly now: Occurrence | null
    }
  /** To one person alone, who asked to be reminded again. */
  | { readonly kind: 'snoozed'; readonly meeting: Meeting; readonly occurrence: Occurrence }
  /** It starts now, and the room cannot be opened; tried again until its end. */
  | {
      readonly kind: 'cannot-open'
      readonly meeting: Meeting
      readonly occurrence: Occurrence
      readonly reason: ErrorCode
    }
  /** What was changed on the PBX. */
  | Moved<'moved-on-pbx'>
  /** What was changed by moving its event on the platform. */
  | Moved<'moved-by-event'>
  /** What an owner would be told whose account is gone, in the meeting's place. */
  | { readonly kind: 'owner-gone'; readonly meeting: Meeting; readonly notice: OwnerNotice }
  | OwnerNotice

interface Moved<Kind extends string> {
  readonly kind: Kind
  readonly meeting: Meeting
  readonly was: number
  readonly now: Occurrence
}

/** What the owner alone is told. */
export type OwnerNotice =
  | {
      readonly kind: 'reminder-missed'
      readonly meeting: Meeting
      readonly startAt: number
      readonly leadMinutes: number
    }
  /** Nobody knows whether it was posted, so it is not posted again. */
  | {
      readonly kind: 'reminder-unconfirmed'
      readonly meeting: Meeting
      readonly startAt: number
      readonly leadMinutes: number
    }
  /** The bot may not write in the meeting's place. */
  | { readonly kind: 'place-closed'; readonly meeting: Meeting; readonly startAt: number | null }
  /** It was not opened from its start to its end. */
  | {
      readonly kind: 'start-missed'
      readonly meeting: Meeting
      readonly startAt: number
      readonly reason: ErrorCode | null
    }
  /** It is live, and what it is to be like could not be had from the PBX; tried again all the while. */
  | {
      readonly kind: 'not-carried-out'
      readonly meeting: Meeting
      readonly what: 'record' | 'lock' | 'mute'
      readonly reason: ErrorCode
      /** It is not tried again: the PBX cannot do it for some of those who came. */
      readonly isFinal?: true
    }
  /** These of the invited could not be read or rung any more. */
  | { readonly kind: 'invitees-unknown'; readonly meeting: Meeting; readonly typed: readonly string[] }
  /**
   * Its room was deleted on the PBX. `meeting.room` is the one that is held in its place; null: none could be had, and one is taken
   * at each start.
   */
  | { readonly kind: 'room-gone'; readonly meeting: Meeting; readonly number: string }
  /** The platform did not take its event; tried again every hour. `remedy`: what to do about it, where that is known. */
  | { readonly kind: 'event-refused'; readonly meeting: Meeting; readonly remedy: Message | null }
  /** Its event was changed so that this cannot be followed, or taken away (`meeting.event.conflict`): choose. */
  | { readonly kind: 'event-conflict'; readonly meeting: Meeting; readonly now: Occurrence | null }
  /** The PBX shows something else than confbot (`meeting.conflict`): choose. */
  | { readonly kind: 'conflict'; readonly meeting: Meeting; readonly now: Occurrence | null }

/** Where a message stands. */
export interface StandingMessage {
  readonly place: Place
  readonly messageId: string
}
