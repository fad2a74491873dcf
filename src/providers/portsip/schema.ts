/**
 * PortSIP's wire shapes: only what is used, and empty fields as null. Source: PortSIP REST API 22.x, "Conference" (fields
 * and their kinds), its OpenAPI file (replies) and "Authentication" (tokens, errors).
 */
import { z } from 'zod'

const Id = z.string().min(1)
const text = z.string().nullish()
const integer = z.number().int().nullish()
const flag = z.boolean().nullish()
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

export const TokenReply = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive(),
  refresh_token: text,
})
export type TokenReply = z.output<typeof TokenReply>

export const ErrorReply = z.object({ errors: z.array(z.object({ code: text, message: text, detail: text })).min(1) })

/** The room fields that may be seen, by the names under which they are declared; the PINs are not among them. */
export const RoomFields = z.object({
  extension_number: z.string().min(1),
  mode: text,
  control: text,
  height: integer,
  width: integer,
  bitrate: integer,
  framerate: integer,
  layout: text,
  subject: text,
  language: text,
  capacity: integer,
  enable_recording: flag,
  enable_prompt: flag,
  timezone: text,
  scheduled_start_at: text,
  scheduled_end_at: text,
  numbers: text,
  external_invitees: text,
  custom_options: text,
})

export const RoomReply = RoomFields.extend({ id: Id, room_pin: text })
export type RoomReply = z.output<typeof RoomReply>

export const RoomListReply = z.object({ count: integer, items: listOf(RoomReply) })

export const CreatedReply = z.object({ id: Id })

export const StatusReply = z.object({ locked: flag, muted: flag, recording: flag })
export type StatusReply = z.output<typeof StatusReply>

export const ParticipantReply = z.object({ id: Id, display_name: text, muted: flag, chairman: flag })
export type ParticipantReply = z.output<typeof ParticipantReply>

export const ParticipantListReply = z.object({ items: listOf(ParticipantReply) })

export const RecordingReply = z.object({
  id: Id,
  answered_at: text,
  ended_at: text,
  /** Seconds. */
  duration: z.number().nullish(),
  file_name: text,
  /** Bytes. */
  file_size: z.number().nullish(),
  file_url: text,
})
export type RecordingReply = z.output<typeof RecordingReply>

export const RecordingListReply = z.object({ items: listOf(RecordingReply) })
