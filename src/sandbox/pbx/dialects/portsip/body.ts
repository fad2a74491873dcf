/** What PortSIP takes in the bodies of its conference calls: the create and update tables of the vendor's page, with every limit. */
import { z } from 'zod'
import { dateTimeToInstant } from './date-time.ts'
import { invalid } from './wire.ts'

/** Lengths are counted in characters, not in UTF-16 units. */
function text(min: number, max: number) {
  return z.string().refine((value) => {
    const length = [...value].length
    return length >= min && length <= max
  }, `between ${min} and ${max} characters`)
}

function integer(min: number, max: number) {
  return z.int32().min(min).max(max)
}

const dateTime = z.string().refine((value) => dateTimeToInstant(value) !== undefined, 'an RFC 3339 date-time')

function doesNotThrow(run: () => unknown): boolean {
  try {
    run()
    return true
  } catch {
    return false
  }
}

const timeZone = z.string().refine(
  // Intl takes offsets too, which are no IANA names.
  (value) => /^[A-Za-z]/.test(value) && doesNotThrow(() => new Intl.DateTimeFormat('en', { timeZone: value })),
  'an IANA time zone name',
)
const languageTag = z
  .string()
  .refine((value) => doesNotThrow(() => Intl.getCanonicalLocales(value)), 'a BCP 47 language tag')
const serialisedJson = z
  .string()
  .refine((value) => doesNotThrow(() => JSON.parse(value)), 'JSON serialised as a string')
const pin = z.string().regex(/^[0-9]{3,6}$/, 'between 3 and 6 digits')

const subject = text(1, 64)
const capacity = integer(1, 200)

const videoFields = {
  height: integer(144, 1920).optional(),
  width: integer(144, 1920).optional(),
  bitrate: integer(128, 10240).optional(),
  framerate: integer(5, 30).optional(),
  layout: z.enum(['LAYOUT0', 'LAYOUT1', 'LAYOUT2', 'LAYOUT3', 'LAYOUT4', 'LAYOUT6', 'LAYOUT9']).optional(),
}

const changeableFields = {
  control: z.enum(['FREE', 'MASTER']).optional(),
  ...videoFields,
  language: languageTag.optional(),
  admin_pin: pin.optional(),
  room_pin: pin.optional(),
  enable_prompt: z.boolean().optional(),
  timezone: timeZone.optional(),
  scheduled_start_at: dateTime.optional(),
  scheduled_end_at: dateTime.optional(),
  numbers: text(0, 128).optional(),
  external_invitees: z.string().optional(),
  custom_options: serialisedJson.optional(),
  // In the vendor's OpenAPI file alone, not on the page.
  internal_invitees: z.array(z.string()).optional(),
  outbound_caller_ids: z
    .array(
      z.strictObject({
        provider_id: z.string(),
        caller_id: text(1, 64),
        description: text(0, 1024).optional(),
      }),
    )
    .optional(),
}

/*
 * The document does not say what becomes of fields it does not name, nor of null. Refusing them is this sandbox's choice: a
 * misspelt field shows at once.
 */
export const RoomCreation = z.strictObject({
  extension_number: text(3, 64).regex(/^[0-9]{3,64}$/, 'digits only'),
  mode: z.enum(['AUDIO', 'VIDEO']),
  subject,
  capacity,
  enable_recording: z.boolean().optional(),
  ...changeableFields,
})
export type RoomCreation = z.infer<typeof RoomCreation>

/** Number, mode and recording on creation cannot be changed any more. */
export const RoomUpdate = z.strictObject({
  subject: subject.exactOptional(),
  capacity: capacity.exactOptional(),
  ...changeableFields,
})
export type RoomUpdate = z.infer<typeof RoomUpdate>

/** "Only valid in VIDEO mode" is taken by its word: in an audio room these fields are refused. */
export function refuseVideoFields(mode: 'AUDIO' | 'VIDEO', body: RoomCreation | RoomUpdate): void {
  const given = Object.keys(videoFields).filter((field) => field in body)
  if (mode === 'AUDIO' && given.length > 0) throw invalid(`${given.join(', ')}: only valid in VIDEO mode`)
}

/** `number` is marked optional, but nothing says whom an invitation without one would ring: it is required here. */
export const Invitation = z.strictObject({ number: z.string().min(1) })

export const Position = z.strictObject({ position: integer(-1, 8).optional() })

/** The page leaves this body out; the OpenAPI file has participant ids. Tiles are 0 to 8, so there is room for nine. */
export const Layout = z.strictObject({ items: z.array(z.string()).max(9) })

const serverLimits = { max_rooms: z.int32(), max_participants: z.int32() }

export const ServerCreation = z
  .strictObject({
    name: text(1, 64),
    enabled: z.boolean().optional(),
    ipv4: z.ipv4().optional(),
    ipv6: z.ipv6().optional(),
    ...serverLimits,
  })
  .refine((body) => body.ipv4 !== undefined || body.ipv6 !== undefined, 'at least one of ipv4 and ipv6')
export type ServerCreation = z.infer<typeof ServerCreation>

export const ServerUpdate = z.strictObject({ enabled: z.boolean(), ...serverLimits }).partial()
