/** What RingMe takes in its bodies: the tables of the page "Conference", and those of extensions, callbacks and events. */
import { z } from 'zod'

const sound = z.int().positive().nullable()
const pin = z.string().min(1).nullable()

/** The page has no limits but the types. Fields that it does not name are refused, so that a misspelt one shows at once. */
export const ConferenceProperties = z.strictObject({
  announce_caller_name: z.boolean(),
  enter_sound: sound,
  max_members: z.int().positive().nullable(),
  moderator_pin: pin,
  music_on_hold_sound: sound,
  mute_non_moderator: z.boolean(),
  pin,
  record_enabled: z.boolean(),
})
export type ConferenceProperties = z.output<typeof ConferenceProperties>

export const ConferenceChange = ConferenceProperties.partial()

export const conferenceDefaults: ConferenceProperties = {
  announce_caller_name: false,
  enter_sound: null,
  max_members: null,
  moderator_pin: null,
  music_on_hold_sound: null,
  mute_non_moderator: false,
  pin: null,
  record_enabled: false,
}

/** Of `max_members` that is not set. */
export const defaultMembers = 100

const label = z.string()
const status = z.enum(['active', 'blocked'])

/** The page of extensions names phone, queue, ivr and fax; conferences have come to it later. */
export const ExtensionCreation = z.strictObject({
  name: z.string(),
  type: z.enum(['phone', 'queue', 'ivr', 'fax', 'conference']),
  label: label.optional(),
  status: status.default('blocked'),
})
export type ExtensionCreation = z.output<typeof ExtensionCreation>

/** What an administrator changes in the web portal. */
export const ConsoleEdit = ConferenceChange.extend({ label: label.optional(), status: status.optional() })

const number = z.string().min(1)
const text = z.string().nullish()
const soundOfCall = z.int().nullish()

export const CallbackRequest = z.strictObject({
  src_num: z.array(number).min(1),
  dst_num: number,
  allow_public_transfer: z.boolean().nullish(),
  call_duration: z.int().positive().nullish(),
  announce_sound_id: soundOfCall,
  dst_announce_sound_id: soundOfCall,
  caller_id_name: text,
  caller_id_number: text,
  src_ani: text,
  dst_ani: text,
  /** `W` is a pause of one second, `w` of half a second. */
  dst_dtmf: z
    .string()
    .regex(/^[0-9*#Ww]*$/, '0123456789*#Ww alone')
    .nullish(),
  src_caller_id_name: text,
  src_caller_id_number: text,
  transfer_after_src_hangup: text,
  transfer_after_dst_hangup: text,
  wait_for_pickup: z.int().nullish(),
})

const eventTypes = ['dial-in', 'dial-out', 'answer', 'hangup'] as const
export type EventType = (typeof eventTypes)[number]

export const EventRequest = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  event_type: z.enum(eventTypes),
  method: z.enum(['GET', 'POST']),
})
export type EventRequest = z.output<typeof EventRequest>
