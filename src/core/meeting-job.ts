/** What the jobs of meetings do, as data that is stored. */
import type { WallTime } from '#lib/wall-time.ts'
import { type Person, personKey } from './actor.ts'

export type MeetingJob =
  /** Enqueues what comes next in a meeting; ends it when nothing is left. `since`: what was due earlier was seen to. */
  | { readonly kind: 'plan'; readonly meetingId: string; readonly since: number }
  /** `startAt`: the start that is reminded of; the job holds only while the occurrence starts then. */
  | {
      readonly kind: 'remind'
      readonly meetingId: string
      readonly date: WallTime
      readonly startAt: number
      readonly leadMinutes: number
    }
  | { readonly kind: 'open'; readonly meetingId: string; readonly date: WallTime; readonly startAt: number }
  /** Brings the meeting's card up to date. */
  | { readonly kind: 'card'; readonly meetingId: string }
  /** Brings a message that reminded of a meeting up to date: its start was moved, or somebody answered. */
  | { readonly kind: 'correct'; readonly delivery: string }
  /** `at`: the instant that was asked for, which tells this time of asking from others. */
  | {
      readonly kind: 'snooze'
      readonly meetingId: string
      readonly date: WallTime
      readonly person: Person
      readonly at: number
    }
  /** Tells the PBX of the next occurrence, where it keeps schedules. */
  | { readonly kind: 'tell-pbx'; readonly meetingId: string }
  /** Compares what a PBX shows of all meetings with what it was told. */
  | { readonly kind: 'read-pbx'; readonly pbx: string }
  /** Brings a meeting and the event that shows its next date into step, both ways. */
  | { readonly kind: 'tell-event'; readonly meetingId: string }
  /** Compares what a workspace shows of all meetings with what it was told. */
  | { readonly kind: 'read-events'; readonly platform: string; readonly workspaceId: string }
  /** Looks for meetings that nothing is planned for. */
  | { readonly kind: 'watch' }

export const planKey = (meetingId: string) => `plan:${meetingId}`
export const cardKey = (meetingId: string) => `card:${meetingId}`
export const tellPbxKey = (meetingId: string) => `tell-pbx:${meetingId}`
export const readPbxKey = (pbx: string) => `read-pbx:${pbx}`
export const tellEventKey = (meetingId: string) => `tell-event:${meetingId}`
/** `workspace`: its `workspaceKey`. */
export const readEventsKey = (workspace: string) => `read-events:${workspace}`
export const openKey = (meetingId: string, date: WallTime) => `open:${meetingId}:${date}`
/** Also the mark of the message: a start and a lead time are reminded of once. */
export const remindKey = (meetingId: string, date: WallTime, startAt: number, leadMinutes: number) =>
  `remind:${meetingId}:${date}:${leadMinutes}:${startAt}`
/** Asked again, it is put off anew. */
export const snoozeKey = (meetingId: string, date: WallTime, person: Omit<Person, 'name'>) =>
  `snooze:${meetingId}:${date}:${personKey(person)}`
export const watchKey = 'watch'
export const correctKey = (delivery: string) => `correct:${delivery}`

/** The job of a kind: `JobOf<'remind'>`. */
export type JobOf<Kind extends MeetingJob['kind']> = Extract<MeetingJob, { readonly kind: Kind }>
