/**
 * PortSIP's wire shapes: only what is used, and empty fields as null. Source: PortSIP REST API 22.3, "Conference" (fields
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

export const RoomReply = RoomFields.extend({ id: Id, room_pin: text, admin_pin: text })
export type RoomReply = z.output<typeof RoomReply>

export const RoomListReply = z.object({ count: integer, items: listOf(RoomReply) })

export const CreatedReply = z.object({ id: Id })

export const StatusReply = z.object({ locked: flag, muted: flag, recording: flag })
export type StatusReply = z.output<typeof StatusReply>

export const ParticipantReply = z.object({
  id: Id,
  display_name: text,
  muted: flag,
  chairman: flag,
  /** From 0; -1: not shown. */
  position: integer,
})
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

/** The server fields, by the names under which they are declared. */
export const ServerFields = z.object({
  name: text,
  enabled: flag,
  ipv4: text,
  ipv6: text,
  max_rooms: integer,
  max_participants: integer,
  type: text,
})

export const ServerReply = ServerFields.extend({ id: Id })
export type ServerReply = z.output<typeof ServerReply>

export const ServerListReply = z.object({ count: integer, items: listOf(ServerReply) })

export const ServerStatusReply = z.object({
  status: z.string(),
  rooms_count: integer,
  participants_count: integer,
  /** Percent, as the PBX shows them. */
  cpu_usage: z.number().nullish(),
  memory_usage: z.number().nullish(),
})
export type ServerStatusReply = z.output<typeof ServerStatusReply>

/** What WSI answers to a command; `status` 0: done, -1: not. */
export const WsiReply = z.object({ command: z.string(), status: z.number(), error: text })
export type WsiReply = z.output<typeof WsiReply>

const CallParties = z.object({ caller: text, callee: text, destination: text })

/** What `cdr_events` tells of; which of these an event carries depends on its kind. */
export const CallEvent = CallParties.extend({
  event_type: z.string().regex(/^(call|cdr)_/),
  call_targets: listOf(CallParties),
})
export type CallEvent = z.output<typeof CallEvent>
