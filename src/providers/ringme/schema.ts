/**
 * RingMe's wire shapes: only what is used, and empty fields as null. Sources: RingMe API, "Conference (/conference/)", "Internal
 * Number (/extension/)", "Callback (/callback/)", "Conversation Records (/record/)", "Extension Number Events (/event/)".
 */
import { z } from 'zod'

const text = z.string().nullish()
const integer = z.number().int().nullish()
const flag = z.boolean().nullish()

export const TokenReply = z.object({
  access_token: z.string().min(1),
  /** Seconds; some operators leave it out. */
  expires_in: z.number().positive().nullish(),
})
export type TokenReply = z.output<typeof TokenReply>

/** `error` and `error_description`: of OAuth's own errors (RFC 6749, 5.2). */
export const ErrorReply = z.object({ message: text, status: text, error: text, error_description: text })

/** `name`: `<prefix of the client>*<number>`. */
export const ExtensionReply = z.object({
  id: z.number().int().transform(String),
  name: z.string().min(1),
  type: z.string(),
  label: text,
  status: text,
})
export type ExtensionReply = z.output<typeof ExtensionReply>

export const ExtensionListReply = z.array(ExtensionReply)

/** The properties of a conference that may be seen, by the names under which they are declared; the PINs are not among them. */
export const ConferenceFields = z.object({
  announce_caller_name: flag,
  enter_sound: integer,
  max_members: integer,
  mute_non_moderator: flag,
  music_on_hold_sound: integer,
  record_enabled: flag,
})

/** `pin` is there even where it is empty: what lacks it is something else. */
export const ConferenceReply = ConferenceFields.extend({ pin: z.string().nullable(), moderator_pin: text })
export type ConferenceReply = z.output<typeof ConferenceReply>

export const CallbackReply = z.object({ call_api_id: text, call_id: text })

export const RecordReply = z.object({
  record_uuid: z.string().min(1),
  /** GMT, `YYYY-MM-DD HH:MM:SS`, sometimes with a fraction. */
  start_time_gmt: text,
  hangup_time_gmt: text,
  /** Seconds. */
  duration: z.number().nullish(),
  file_name: text,
  /** Bytes. */
  record_file_size: z.number().nullish(),
})
export type RecordReply = z.output<typeof RecordReply>

export const RecordListReply = z.array(RecordReply)

export const StorageUrlReply = z.object({ record_url: z.string().min(1) })

export const HookReply = z.object({
  id: z.number().int().transform(String),
  url: text,
  event_type: text,
})
export type HookReply = z.output<typeof HookReply>
export const HookListReply = z.array(HookReply)
