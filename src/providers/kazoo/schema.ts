/**
 * KAZOO's wire shapes: only what is used, tolerant of keys that are left out. Sources: the Crossbar schemas `conferences` and
 * `conferences.profile`, `cb_conferences` (what is answered, `_read_only`), `ecallmgr_fs_conferences_shared` (what became of a dial), "Configuring Conferences" (the flat participants and
 * `admins` of older versions), Vinix's page "Update Conference" (its own error body).
 */
import { z } from 'zod'

const text = z.string().nullish()
const flag = z.boolean().nullish()
const integer = z.number().int().nullish()
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
/** Of digits, which old documents may hold as numbers. */
const texts = z.array(z.union([z.string(), z.number()]).transform(String)).nullish()

/** `auth_token` stands beside the data; no life of it is told. */
export const TokenReply = z.object({
  auth_token: z.string().min(1),
  data: z.object({ account_id: z.string().min(1) }),
})
export type TokenReply = z.output<typeof TokenReply>

const channelVars = { speak: flag, talking: flag, is_moderator: flag }

/** What is told of a leg stands in `conference_channel_vars`, or beside the rest. */
export const Participant = z.object({
  participant_id: z.union([z.number().int(), z.string().min(1)]).transform(String),
  call_id: text,
  caller_id_name: text,
  caller_id_number: text,
  conference_channel_vars: z.object(channelVars).nullish(),
  ...channelVars,
})
export type Participant = z.output<typeof Participant>

/** `moderators` in the code, `admins` in the documents. */
const RealTime = z.object({
  members: integer,
  moderators: integer,
  admins: integer,
  is_locked: flag,
  participants: z.array(Participant).nullish(),
})

/** The numbers and PINs by which somebody comes in. */
const Entrance = z.looseObject({ numbers: texts, pins: texts })

/** A room as it is stored, with all its keys and no other, and what is live of it. */
export const Conference = z.looseObject({
  id: z.string().min(1),
  name: text,
  conference_numbers: texts,
  member: Entrance.nullish(),
  moderator: Entrance.nullish(),
  _read_only: RealTime.nullish(),
})
export type Conference = z.output<typeof Conference>

export const ConferenceReply = z.object({ data: Conference })

export const ConferenceListReply = z.object({
  data: z.array(Conference),
  /** Opaque; absent with the last page. */
  next_start_key: z.union([z.string(), z.number()]).nullish(),
})

export const ParticipantListReply = z.object({ data: z.array(Participant) })

/** An action is answered with a word, or with the room; neither says that anything was done. */
export const ActionReply = z.union([z.object({ status: z.literal('success') }), z.object({ data: z.json() })])

/** `hangup_cause`: of a call that failed, in FreeSWITCH's words. */
const Outcome = { status: text, message: text, hangup_cause: text }
export const DialReply = z.object({
  data: z.union([
    z.string(),
    z.object({ ...Outcome, endpoint_responses: listOf(z.object({ ...Outcome, call_id: text })) }),
  ]),
})
export type DialReply = z.output<typeof DialReply>

/** Stock KAZOO: `error` is the status as text, `data` holds what is wrong by field and rule. */
export const KazooError = z.object({
  status: z.enum(['error', 'fatal']),
  message: text,
  error: text,
  data: z.unknown(),
})
export const VinixError = z.object({ code: z.string(), message: z.string() })

/** What comes over the WebSocket: answers to what was sent, and events. */
export const SocketMessage = z.object({
  action: z.string(),
  request_id: text,
  status: text,
  data: z.unknown(),
})
export const EventData = z.object({ conference_id: z.string().min(1), event: text })
