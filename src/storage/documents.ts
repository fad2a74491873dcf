/**
 * What is stored as JSON text, and how it is read back. Reading goes through a schema: the file may have been edited, restored
 * or written by another version. What a schema does not name is lost, so each must name every member, the optional ones, too.
 */
import { z } from 'zod'
import type { Person, Place } from '#core/actor.ts'
import type { Conference, EndReason, InvitationState, NotCalled } from '#core/conference.ts'
import type { AuditEntry } from '#core/contracts/store.ts'

/** Each word of a type: none can be forgotten, as in a list, and then not be read back. */
export const oneOf = <Word extends string>(words: { readonly [Each in Word]: Each }): z.ZodType<Word> => z.enum(words)

export const StoredPerson: z.ZodType<Person> = z.object({
  platform: z.string(),
  workspaceId: z.string(),
  userId: z.string(),
  name: z.string(),
})

export const StoredPlace: z.ZodType<Place> = z.object({
  platform: z.string(),
  workspaceId: z.string(),
  channelId: z.string(),
  threadId: z.string().exactOptional(),
  kind: z.enum(['channel', 'direct', 'people']),
  isPrivate: z.literal(true).exactOptional(),
} satisfies Record<keyof Place, z.ZodType>)

const StoredConference: z.ZodType<Conference> = z.object({
  id: z.string(),
  subject: z.string(),
  pbx: z.string(),
  occurrence: z.object({ meetingId: z.string(), date: z.string() }).nullable(),
  schedule: z
    .object({
      endAt: z.number(),
      closes: z.boolean(),
      record: z.enum(['off', 'due', 'done']),
      lock: z.enum(['off', 'due', 'done']),
      mutedThrough: z.number().nullable(),
    })
    .nullable(),
  roomId: z.string(),
  roomNumber: z.string(),
  dialIn: z.string().nullable(),
  roomAsFound: z.object({ locked: z.boolean(), recording: z.boolean(), muted: z.boolean() }).exactOptional(),
  instant: z.literal(true).exactOptional(),
  hasPin: z.boolean(),
  state: z.enum(['live', 'ended']),
  startedAt: z.number(),
  startedBy: StoredPerson,
  chair: StoredPerson,
  place: StoredPlace,
  endedAt: z.number().nullable(),
  endReason: oneOf<EndReason>({
    command: 'command',
    empty: 'empty',
    alone: 'alone',
    'too-long': 'too-long',
    scheduled: 'scheduled',
    'room-gone': 'room-gone',
    'pbx-gone': 'pbx-gone',
  }).nullable(),
  endedBy: StoredPerson.nullable(),
  locked: z.boolean().nullable(),
  recording: z.boolean().nullable(),
  closed: z.object({ since: z.number(), through: z.number() }).nullable().exactOptional(),
  changedAt: z.number(),
  invitations: z.array(
    z.object({
      code: z.string(),
      name: z.string().nullable(),
      number: z.string(),
      person: StoredPerson.nullable(),
      invitedBy: StoredPerson,
      invitedAt: z.number(),
      state: oneOf<InvitationState>({
        'not-rung': 'not-rung',
        invited: 'invited',
        ringing: 'ringing',
        joined: 'joined',
        left: 'left',
        busy: 'busy',
        'no-answer': 'no-answer',
        'wrong-number': 'wrong-number',
        failed: 'failed',
        'not-joined': 'not-joined',
        rung: 'rung',
      }),
      callId: z.string().nullable(),
    }),
  ),
  notCalled: z
    .array(
      z.object({
        person: StoredPerson,
        why: oneOf<NotCalled['why']>({ 'no-number': 'no-number', declined: 'declined' }),
      }),
    )
    .exactOptional(),
  participants: z.array(
    z.object({
      code: z.string(),
      legId: z.string(),
      name: z.string().nullable(),
      number: z.string().nullable(),
      person: StoredPerson.nullable(),
      invitation: z.string().nullable(),
      joinedAt: z.number(),
      leftAt: z.number().nullable(),
      muted: z.boolean().nullable(),
      mutedBy: StoredPerson.nullable(),
      chairman: z.boolean().nullable(),
      talking: z.boolean().nullable(),
    }),
  ),
  keptOut: z.array(z.object({ number: z.string(), until: z.number() })),
  emptySince: z.number().nullable(),
  aloneSince: z.number().nullable(),
  warnedAt: z.number().nullable(),
  keepUntil: z.number().nullable(),
  longestUntil: z.number().nullable(),
  recordingCount: z.number().nullable(),
  mayGoOn: z.literal(true).exactOptional(),
  revision: z.number(),
} satisfies Record<keyof Conference, z.ZodType>)

const StoredAuditEntry: z.ZodType<AuditEntry & { readonly seq: number }> = z.object({
  seq: z.number(),
  at: z.number(),
  actor: StoredPerson,
  place: StoredPlace.nullable(),
  action: z.string(),
  target: z.string(),
  result: z.enum(['done', 'refused', 'failed']),
  detail: z.string(),
  intent: z.string(),
  conferenceId: z.string().nullable(),
})

/** Rises when the shape of a stored conference changes in a way that `documentToConference` has to know. */
export const conferenceDocumentVersion = 2

const Members = z.record(z.string(), z.unknown())

export const documentToConference = (version: number, text: string): Conference => {
  switch (version) {
    case 1:
      // Of the time before meetings.
      return StoredConference.parse({ ...Members.parse(JSON.parse(text)), occurrence: null, schedule: null })
    case conferenceDocumentVersion:
      return StoredConference.parse(JSON.parse(text))
    default:
      throw new Error(`unknown version ${version} of a stored conference`)
  }
}
export const documentToPlace = (text: string): Place => StoredPlace.parse(JSON.parse(text))
export const documentToMembers = (text: string): readonly string[] => z.array(z.string()).parse(JSON.parse(text))
export const documentToAuditEntry = (text: string) => StoredAuditEntry.parse(JSON.parse(text))

/** Members of a person, and no more: what calls itself one is often an actor with a phone number and a time zone. */
const personToJson = ({ platform, workspaceId, userId, name }: Person): Person => ({
  platform,
  workspaceId,
  userId,
  name,
})
const placeToJson = ({ platform, workspaceId, channelId, threadId, kind }: Place): Place => ({
  platform,
  workspaceId,
  channelId,
  ...(threadId !== undefined && { threadId }),
  kind,
})

/** The canonical JSON of a record: these members in this order, no white space. What the hash chain covers. */
export const auditEntryToDocument = (seq: number, entry: AuditEntry): string =>
  JSON.stringify({
    seq,
    at: entry.at,
    actor: personToJson(entry.actor),
    place: entry.place && placeToJson(entry.place),
    action: entry.action,
    target: entry.target,
    result: entry.result,
    detail: entry.detail,
    intent: entry.intent,
    conferenceId: entry.conferenceId,
  })
