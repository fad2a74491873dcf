/** PortSIP's wire shapes to our own. */
import type {
  ConferenceServer,
  FieldValue,
  PbxSchedule,
  ProviderParticipant,
  Recording,
  Room,
  RoomFieldValues,
  RoomReading,
  ServerStatus,
  ShownSchedule,
} from '#core/contracts/conference-provider.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { isTimeZone } from '#lib/time.ts'
import type { VendorProblem } from '../failure.ts'
import {
  ErrorReply,
  type ParticipantReply,
  type RecordingReply,
  RoomFields,
  type RoomReply,
  ServerFields,
  type ServerReply,
  type ServerStatusReply,
  type StatusReply,
} from './schema.ts'

export function wireToRoom(wire: RoomReply): Room {
  return {
    id: wire.id,
    number: wire.extension_number,
    subject: wire.subject ?? '',
    dialIn: numbersToDialIn(wire.numbers),
    hasPin: Boolean(wire.room_pin),
    fields: valuesOf(RoomFields.shape, wire),
  }
}

const valuesOf = (declared: object, wire: Readonly<Record<string, FieldValue | undefined>>) =>
  Object.fromEntries(Object.keys(declared).map((id) => [id, wire[id] ?? null]))

export const wireToServer = (wire: ServerReply): ConferenceServer => ({
  id: wire.id,
  name: wire.name ?? '',
  fields: valuesOf(ServerFields.shape, wire),
})

export const wireToServerStatus = (wire: ServerStatusReply): ServerStatus => ({
  isOnline: wire.status === 'ONLINE' ? true : wire.status === 'OFFLINE' ? false : null,
  rooms: wire.rooms_count ?? null,
  participants: wire.participants_count ?? null,
  cpuUsage: wire.cpu_usage ?? null,
  memoryUsage: wire.memory_usage ?? null,
})

/** `numbers` is free text for people. It can be dialled only when it is one number and nothing else. */
function numbersToDialIn(numbers: string | null | undefined): string | null {
  const text = numbers?.trim() ?? ''
  const digits = text.replace(/\D/g, '').length
  return /^\+?[\d\s().-]+$/.test(text) && digits >= 3 && digits <= 15 ? text : null
}

export const wireToReading = (status: StatusReply, participants: readonly ParticipantReply[]): RoomReading => ({
  locked: status.locked ?? null,
  recording: status.recording ?? null,
  muted: status.muted ?? null,
  participants: participants.map(wireToParticipant),
})

export const wireToParticipant = (wire: ParticipantReply): ProviderParticipant => ({
  legId: wire.id,
  ...displayNameToCaller(wire.display_name ?? ''),
  muted: wire.muted ?? null,
  chairman: wire.chairman ?? null,
  talking: null,
  callId: null,
  position: wire.position ?? null,
})

/** `"Ada Byron" <sip:1001@pbx.example.com>`: the address stands at the end, where the caller's own words cannot. */
const addressed = /^(?<before>.*?)<(?:sips?|tel):(?<user>[^@;>]*)[^>]*>\s*$/s

/**
 * The number only from an address whose user is one. Text that is a number is a claim of the caller's device: it is no name
 * to show in full, and no number to go by.
 */
function displayNameToCaller(displayName: string): Pick<ProviderParticipant, 'name' | 'number'> {
  const parts = addressed.exec(displayName)?.groups
  const user = decode(parts?.user ?? '')
  const plain = user.replace(/[-.()\s]/g, '')
  const number = /^\+?[0-9]{2,}$/.test(plain) ? plain : null
  const before = (parts?.before ?? displayName)
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/\\(.)/gs, '$1')
    .trim()
  const name = before || (number === null ? user : '')
  if (!isNumber(name)) return { name: name || null, number }
  return { name: number === null ? maskPhoneNumber(name) : null, number }
}

const isNumber = (text: string) => /^\+?[\d\s().-]*\d$/.test(text)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const wireToRecording = (wire: RecordingReply): Recording => ({
  id: wire.id,
  startedAt: timeToInstant(wire.answered_at),
  endedAt: timeToInstant(wire.ended_at),
  durationSeconds: wire.duration ?? null,
  fileName: wire.file_name || null,
  sizeBytes: wire.file_size ?? null,
})

/** RFC 3339 to epoch milliseconds; null for what is none. A time without an offset is no instant. */
function timeToInstant(time: string | null | undefined): number | null {
  const instant = time && /(?:Z|[+-]\d\d:\d\d)$/i.test(time) ? Date.parse(time) : Number.NaN
  return Number.isNaN(instant) ? null : instant
}

/** null: it has no time, its times are no instants, or it takes none, as one that was taken back. */
export function wireToSchedule(wire: RoomReply): ShownSchedule | null {
  const startAt = timeToInstant(wire.scheduled_start_at)
  const endAt = timeToInstant(wire.scheduled_end_at)
  if (startAt === null || endAt === null || endAt <= startAt) return null
  const { timezone, subject, external_invitees } = wire
  return {
    subject: subject ?? '',
    startAt,
    endAt,
    timeZone: timezone && isTimeZone(timezone) ? timezone : null,
    externalInvitees: external_invitees || null,
  }
}

/**
 * How a field is emptied is not documented. So a schedule that is taken back (null) ends as it begins, `now`, and whoever was
 * invited by mail is an empty text, which is a text like any other: nobody of the last meeting may be invited to the next.
 */
export function scheduleToWire(schedule: PbxSchedule | null, now: number): RoomFieldValues {
  const { startAt, endAt, externalInvitees } = schedule ?? { startAt: now, endAt: now, externalInvitees: null }
  return {
    ...(schedule && { subject: schedule.subject, timezone: schedule.timeZone }),
    scheduled_start_at: instantToTime(startAt),
    scheduled_end_at: instantToTime(endAt),
    external_invitees: externalInvitees ?? '',
  }
}

/** In whole seconds, as all examples are. */
const instantToTime = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z')

/**
 * The address under which a recording can be fetched; null when `fileUrl` is not what is documented, a path below
 * `/api/blobs/`. Only the path counts: whatever host stands before it, the link leads to the configured PBX, so that a reply
 * cannot send people elsewhere, and a PBX that names itself by an inner address still gives links that work.
 */
export function fileUrlToLink(fileUrl: string | null | undefined, baseUrl: string): string | null {
  if (!fileUrl || !URL.canParse(fileUrl, baseUrl)) return null
  const { pathname, search } = new URL(fileUrl, baseUrl)
  const blob = /^\/api(\/blobs\/.+)$/.exec(pathname)?.[1]
  return blob === undefined ? null : `${baseUrl.replace(/\/+$/, '')}${blob}${search}`
}

/** `UNAUTHORIZED` comes with HTTP 400; codes that are not known are to be taken for UNKNOWN ("Authentication"). */
export function wireToProblem(body: unknown): VendorProblem | null {
  const [error] = ErrorReply.safeParse(body).data?.errors ?? []
  if (!error) return null
  const message = [error.message, error.detail].filter(Boolean).join(': ')
  return {
    message: message || error.code || 'UNKNOWN',
    vendorCode: error.code ?? undefined,
    code: error.code === 'UNAUTHORIZED' ? 'provider.unauthorized' : undefined,
  }
}
