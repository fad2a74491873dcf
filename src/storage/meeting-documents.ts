/** Meetings and what belongs to them as they are read back: through a schema, as `documents.ts` says. */
import { z } from 'zod'
import type { Person } from '#core/actor.ts'
import type { StandingMessage } from '#core/announcement.ts'
import type { PbxSchedule } from '#core/contracts/conference-provider.ts'
import type { Delivery } from '#core/contracts/store.ts'
import type { Answer, Meeting, MeetingEvent, OccurrenceChange } from '#core/meeting.ts'
import type { MeetingJob } from '#core/meeting-job.ts'
import type { Word } from '#core/word.ts'
import { oneOf, StoredPerson, StoredPlace } from './documents.ts'

const StoredSchedule: z.ZodType<PbxSchedule> = z.object({
  subject: z.string(),
  startAt: z.number(),
  endAt: z.number(),
  timeZone: z.string(),
  externalInvitees: z.string().nullable(),
})

const StoredChange: z.ZodType<OccurrenceChange> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('skipped') }),
  z.object({
    kind: z.literal('changed'),
    start: z.string().exactOptional(),
    durationMinutes: z.number().exactOptional(),
    subject: z.string().exactOptional(),
  }),
])

const StoredWord: z.ZodType<Word> = z.object({ text: z.string(), quoted: z.boolean(), afterComma: z.boolean() })

const StoredEvent: z.ZodType<MeetingEvent> = z.object({
  date: z.string(),
  id: z.string().nullable(),
  told: z.object({
    subject: z.string(),
    startAt: z.number(),
    endAt: z.number(),
    room: z.object({ number: z.string(), dialIn: z.string().nullable(), hasPin: z.boolean() }).nullable(),
  }),
  interested: z.object({ count: z.number(), people: z.array(StoredPerson) }),
  conflict: z
    .object({
      found: z.object({ subject: z.string(), startAt: z.number(), endAt: z.number() }).nullable(),
      seenAt: z.number(),
    })
    .nullable(),
} satisfies Record<keyof MeetingEvent, z.ZodType>)

const StoredMeeting: z.ZodType<Meeting> = z.object({
  id: z.string(),
  start: z.string(),
  timeZone: z.string(),
  durationMinutes: z.number(),
  rule: z.string().nullable(),
  changes: z.record(z.string(), StoredChange),
  subject: z.string(),
  state: oneOf<Meeting['state']>({ scheduled: 'scheduled', cancelled: 'cancelled', over: 'over' }),
  owner: StoredPerson,
  place: StoredPlace,
  pbx: z.string(),
  room: z.object({ id: z.string(), number: z.string(), dialIn: z.string().nullable(), hasPin: z.boolean() }).nullable(),
  who: z.array(StoredWord),
  names: z.record(z.string(), z.string()).exactOptional(),
  unnumbered: z.array(z.string()).exactOptional(),
  externalInvitees: z.string().nullable(),
  reminderMinutes: z.array(z.number()),
  areRemindersPaused: z.boolean(),
  options: z.object({
    ring: z.boolean(),
    record: z.boolean(),
    lock: z.boolean(),
    muteOnEntry: z.boolean(),
    close: z.boolean(),
    // Meetings of before have none, nor an event.
    event: z.boolean().default(false),
  }),
  createdAt: z.number(),
  changedAt: z.number(),
  sequence: z.number(),
  onPbx: StoredSchedule.nullable(),
  conflict: z.object({ found: StoredSchedule.nullable(), seenAt: z.number() }).nullable(),
  event: StoredEvent.nullable().default(null),
  continuedBy: z.string().exactOptional(),
  revision: z.number(),
} satisfies Record<keyof Meeting, z.ZodType>)

const meetingId = z.string()
const StoredJob = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan'), meetingId, since: z.number() }),
  z.object({
    kind: z.literal('remind'),
    meetingId,
    date: z.string(),
    startAt: z.number(),
    leadMinutes: z.number(),
  }),
  z.object({ kind: z.literal('open'), meetingId, date: z.string(), startAt: z.number() }),
  z.object({ kind: z.literal('card'), meetingId }),
  z.object({ kind: z.literal('correct'), delivery: z.string() }),
  z.object({ kind: z.literal('snooze'), meetingId, date: z.string(), person: StoredPerson, at: z.number() }),
  z.object({ kind: z.literal('tell-pbx'), meetingId }),
  z.object({ kind: z.literal('read-pbx'), pbx: z.string() }),
  z.object({ kind: z.literal('tell-event'), meetingId }),
  z.object({ kind: z.literal('read-events'), platform: z.string(), workspaceId: z.string() }),
  z.object({ kind: z.literal('watch') }),
])

const StoredMessage: z.ZodType<StandingMessage> = z.object({ place: StoredPlace, messageId: z.string() })

const StoredDelivery: z.ZodType<Delivery> = z.object({
  key: z.string(),
  meetingId: z.string(),
  date: z.string().nullable(),
  kind: oneOf<Delivery['kind']>({ card: 'card', reminder: 'reminder', notice: 'notice' }),
  startAt: z.number().nullable(),
  leadMinutes: z.number().nullable(),
  place: StoredPlace,
  state: oneOf<Delivery['state']>({
    sending: 'sending',
    sent: 'sent',
    unconfirmed: 'unconfirmed',
    missed: 'missed',
    refused: 'refused',
    corrected: 'corrected',
  }),
  beganAt: z.number(),
  settledAt: z.number().nullable(),
  message: StoredMessage.nullable(),
} satisfies Record<keyof Delivery, z.ZodType>)

const StoredAnswer = oneOf<Answer>({ coming: 'coming', late: 'late', declined: 'declined' })

/** Rises when the shape of a stored meeting changes in a way that `documentToMeeting` has to know. */
export const meetingDocumentVersion = 1

export const documentToMeeting = (version: number, text: string): Meeting => {
  if (version !== meetingDocumentVersion) throw new Error(`unknown version ${version} of a stored meeting`)
  return StoredMeeting.parse(JSON.parse(text))
}
export const documentToJob = (text: string): MeetingJob => StoredJob.parse(JSON.parse(text))
/** Only what can be read back. */
export const jobToDocument = (job: MeetingJob): string => JSON.stringify(job satisfies z.output<typeof StoredJob>)
export const documentToPerson = (text: string): Person => StoredPerson.parse(JSON.parse(text))
export const wordToAnswer = (word: string): Answer => StoredAnswer.parse(word)

/** The members as they stand in the row's columns, `place` and `message` as JSON. */
export const membersToDelivery = (
  members: Readonly<Record<keyof Delivery, string | number | null>> & { readonly place: string },
): Delivery =>
  StoredDelivery.parse({
    ...members,
    place: JSON.parse(members.place),
    message: members.message === null ? null : JSON.parse(String(members.message)),
  })
