/**
 * What an Asterisk says, only as far as it is used. Sources: Asterisk 22, AMI events `ConfbridgeList`, `ConfbridgeListRooms`,
 * `CoreShowChannel`, actions `CoreSettings`, `Getvar`; ARI model `StoredRecording`. And what confbot keeps of its rooms.
 */
import { z } from 'zod'

/** `ConfbridgeListRooms`, an item. */
export const RoomItem = z.object({
  Conference: z.string(),
  Locked: z.string().optional(),
  Muted: z.string().optional(),
})
export type RoomItem = z.output<typeof RoomItem>

/** `ConfbridgeList`, an item. */
export const LegItem = z.object({
  Channel: z.string().min(1),
  Uniqueid: z.string().min(1),
  CallerIDNum: z.string().optional(),
  CallerIDName: z.string().optional(),
  Muted: z.string().optional(),
  Talking: z.string().optional(),
})
export type LegItem = z.output<typeof LegItem>

export const ChannelItem = z.object({ Channel: z.string().min(1), Uniqueid: z.string() })

export const CoreSettingsReply = z.object({ AsteriskVersion: z.string() })

export const GetvarReply = z.object({ Value: z.string() })

export const StoredRecordings = z.array(z.object({ name: z.string(), format: z.string().optional() }))
export type StoredRecordings = z.output<typeof StoredRecordings>

/** `error` is of the server itself, `message` of what was asked. */
export const AriProblem = z.union([
  z.object({ message: z.string() }),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error })),
])

const Schedule = z.object({
  subject: z.string(),
  startAt: z.number(),
  endAt: z.number(),
  timeZone: z.string(),
  externalInvitees: z.string().nullable(),
})

/** A room as confbot keeps it in the place of the PBX. */
export const KeptRoom = z.object({
  number: z.string(),
  subject: z.string(),
  pin: z.string().nullable(),
  maxParticipants: z.number(),
  schedule: Schedule.nullable(),
})
export type KeptRoom = z.output<typeof KeptRoom>
export const KeptRooms = z.array(KeptRoom)
