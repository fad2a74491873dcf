/** RingMe's wire shapes to our own. */
import type {
  FieldValue,
  Period,
  Recording,
  Room,
  RoomFieldValues,
  RoomReading,
} from '#core/contracts/conference-provider.ts'
import { say } from '#text/message.ts'
import type { VendorProblem } from '../failure.ts'
import type { Limit } from '../rate-limit.ts'
import { conferenceValues } from './fields.ts'
import { ConferenceFields, type ConferenceReply, ErrorReply, type ExtensionReply, type RecordReply } from './schema.ts'

/** `0003*8001` is dialled as 8001 within its client. */
export const nameToNumber = (name: string): string => name.slice(name.lastIndexOf('*') + 1).split('@', 1)[0] ?? ''

export function wireToRoom(extension: ExtensionReply, conference: ConferenceReply): Room {
  const number = nameToNumber(extension.name)
  const properties: Readonly<Record<string, FieldValue | undefined>> = conference
  return {
    id: extension.id,
    number,
    subject: extension.label ?? '',
    // An outside number that leads here is a setting elsewhere.
    dialIn: null,
    hasPin: Boolean(conference.pin),
    fields: {
      name: number,
      label: extension.label ?? null,
      status: extension.status ?? null,
      ...Object.fromEntries(Object.keys(ConferenceFields.shape).map((id) => [id, properties[id] ?? null])),
    },
  }
}

/** Nothing of a conference is told while it goes on. */
export const unknownReading: RoomReading = { participants: null, locked: null, recording: null, muted: null }

/**
 * All properties that the platform told of, with what is to change. Whether the call keeps those that are left out is not documented.
 * null where it cannot be: moderators have a PIN only where participants have one.
 */
export function mergeConference(present: ConferenceReply, values: RoomFieldValues): RoomFieldValues | null {
  const told = Object.entries(present).flatMap(([id, value]) => (value === undefined ? [] : [[id, value]]))
  const merged = emptyToNull({ ...Object.fromEntries(told), ...conferenceValues(values) })
  return isPossible(merged) ? merged : null
}

export const isPossible = ({ pin, moderator_pin }: RoomFieldValues): boolean => Boolean(pin) || !moderator_pin

const emptyToNull = (values: RoomFieldValues): RoomFieldValues =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, value === '' ? null : value]))

export const wireToRecording = (wire: RecordReply): Recording => ({
  id: wire.record_uuid,
  startedAt: timeToInstant(wire.start_time_gmt),
  endedAt: timeToInstant(wire.hangup_time_gmt),
  durationSeconds: wire.duration ?? null,
  fileName: wire.file_name || null,
  sizeBytes: wire.record_file_size ?? null,
})

/** `2021-01-01 00:00:05.98`, in GMT; null for what is none. */
function timeToInstant(time: string | null | undefined): number | null {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(time ?? '')
  const instant = parts ? Date.parse(`${parts[1]}T${parts[2]}Z`) : Number.NaN
  return Number.isNaN(instant) ? null : instant
}

export const instantToTime = (instant: number): string => new Date(instant).toISOString().slice(0, 19).replace('T', ' ')

/** The parts of a period that one request each may ask for: none ends after the month that follows its first. */
export function splitPeriod({ from, until }: Period): readonly Period[] {
  const periods: Period[] = []
  for (let start = from; start <= until; ) {
    const first = new Date(start)
    const end = Math.min(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 2) - 1000, until)
    periods.push({ from: start, until: end })
    start = end + 1000
  }
  return periods
}

/** Which right is missing, by the machine's word for it. */
const remedies = {
  app_access_type_deny: 'ringme.remedy.app_access_type_deny',
  user_access_type_deny: 'ringme.remedy.user_access_type_deny',
  user_blocked: 'ringme.remedy.user_blocked',
  access_denied: 'ringme.remedy.access_denied',
  client_not_found: 'ringme.remedy.client_not_found',
} as const
const isRemedied = (status: string): status is keyof typeof remedies => Object.hasOwn(remedies, status)

/** That the application is unknown or may not sign in so, in OAuth's words. */
const loginErrors = ['invalid_client', 'unauthorized_client', 'invalid_grant']

export function wireToProblem(body: unknown): VendorProblem | null {
  const wire = ErrorReply.safeParse(body).data
  const status = wire?.status ?? wire?.error ?? undefined
  const message = wire?.message || wire?.error_description || status
  if (!message) return null
  return {
    message,
    vendorCode: status,
    code: loginErrors.includes(wire?.error ?? '')
      ? 'provider.unauthorized'
      : status === 'rate_limit_exceeded'
        ? 'provider.rate-limited'
        : undefined,
    remedy: status !== undefined && isRemedied(status) ? say(remedies[status]) : undefined,
  }
}

/** `X-RateLimit-Reset` is in seconds from now; the limit is that of an hour, shared by all applications of the client. */
export function headersToLimit(headers: Readonly<Record<string, string | undefined>>): Limit | null {
  const [remaining, seconds] = [headers['x-ratelimit-remaining'], headers['x-ratelimit-reset']].map((value) =>
    value !== undefined && /^\d+$/.test(value.trim()) ? Number(value) : null,
  )
  return typeof remaining === 'number' && typeof seconds === 'number' ? { remaining, resetMs: seconds * 1000 } : null
}

/** null: it leads to no place that is as safe as the platform itself. */
export function recordUrlToLink(recordUrl: string, baseUrl: string): string | null {
  if (!URL.canParse(recordUrl)) return null
  const { protocol, username, password, href } = new URL(recordUrl)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && new URL(baseUrl).protocol === 'http:')
  return isSafe && !username && !password ? href : null
}
