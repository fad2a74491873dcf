/**
 * What PortSIP's rooms and conference servers are made of. Source: PortSIP REST API, "Conference": limits and defaults are those of
 * "Create a conference room", "Update a conference room" and of the same two for servers; the kind of a server is in its OpenAPI
 * file alone.
 */
import type { RoomField } from '#core/contracts/conference-provider.ts'

export const maxParticipants = 200
export const subjectMax = 64
export const pinDigits = [3, 6] as const

const optional = { create: 'optional', update: 'optional' } as const
const onlyVideo = { group: 'video', onlyWith: { field: 'mode', values: ['VIDEO'] } } as const
const pin = { kind: 'digits', min: pinDigits[0], max: pinDigits[1], group: 'access', secret: true } as const

export const roomFields: readonly RoomField[] = [
  {
    id: 'extension_number',
    kind: 'digits',
    label: 'room.field.extension_number',
    min: 3,
    max: 64,
    group: 'room',
    create: 'required',
    update: 'never',
  },
  {
    id: 'mode',
    kind: 'choice',
    label: 'room.field.mode',
    choices: ['AUDIO', 'VIDEO'],
    choiceLabels: { AUDIO: 'room.choice.audio', VIDEO: 'room.choice.video' },
    group: 'room',
    create: 'required',
    update: 'never',
  },
  {
    id: 'subject',
    kind: 'text',
    label: 'room.field.subject',
    min: 1,
    max: subjectMax,
    group: 'room',
    create: 'required',
    update: 'optional',
  },
  {
    id: 'capacity',
    kind: 'integer',
    label: 'room.field.capacity',
    min: 1,
    max: maxParticipants,
    default: 9,
    group: 'room',
    create: 'required',
    update: 'optional',
  },
  { id: 'language', kind: 'language', label: 'room.field.language', group: 'room', ...optional },
  {
    id: 'enable_prompt',
    kind: 'boolean',
    label: 'room.field.enable_prompt',
    default: true,
    group: 'room',
    ...optional,
  },
  {
    id: 'enable_recording',
    kind: 'boolean',
    label: 'room.field.enable_recording',
    default: false,
    group: 'room',
    create: 'optional',
    update: 'never',
  },
  { id: 'room_pin', label: 'room.field.room_pin', pin: { of: 'callers' }, ...pin, ...optional },
  { id: 'admin_pin', label: 'room.field.admin_pin', pin: { of: 'moderators' }, ...pin, ...optional },
  {
    id: 'control',
    kind: 'choice',
    label: 'room.field.control',
    choices: ['FREE', 'MASTER'],
    choiceLabels: { FREE: 'room.choice.free', MASTER: 'room.choice.master' },
    default: 'FREE',
    group: 'access',
    ...optional,
  },
  { id: 'numbers', kind: 'text', label: 'room.field.numbers', max: 128, group: 'access', ...optional },
  { id: 'timezone', kind: 'zone', label: 'room.field.timezone', group: 'schedule', ...optional },
  { id: 'scheduled_start_at', kind: 'time', label: 'room.field.scheduled_start_at', group: 'schedule', ...optional },
  { id: 'scheduled_end_at', kind: 'time', label: 'room.field.scheduled_end_at', group: 'schedule', ...optional },
  // What separates several is not documented: it is sent as it was written.
  { id: 'external_invitees', kind: 'text', label: 'room.field.external_invitees', group: 'schedule', ...optional },
  {
    id: 'height',
    kind: 'integer',
    label: 'room.field.height',
    min: 144,
    max: 1920,
    default: 720,
    ...onlyVideo,
    ...optional,
  },
  {
    id: 'width',
    kind: 'integer',
    label: 'room.field.width',
    min: 144,
    max: 1920,
    default: 1280,
    ...onlyVideo,
    ...optional,
  },
  {
    id: 'bitrate',
    kind: 'integer',
    label: 'room.field.bitrate',
    min: 128,
    max: 10240,
    default: 1024,
    ...onlyVideo,
    ...optional,
  },
  {
    id: 'framerate',
    kind: 'integer',
    label: 'room.field.framerate',
    min: 5,
    max: 30,
    default: 15,
    ...onlyVideo,
    ...optional,
  },
  {
    id: 'layout',
    kind: 'choice',
    label: 'room.field.layout',
    choices: ['LAYOUT0', 'LAYOUT1', 'LAYOUT2', 'LAYOUT3', 'LAYOUT4', 'LAYOUT6', 'LAYOUT9'],
    choiceLabels: {
      LAYOUT0: 'room.choice.layout.auto',
      LAYOUT1: 'room.choice.layout.1',
      LAYOUT2: 'room.choice.layout.2',
      LAYOUT3: 'room.choice.layout.3',
      LAYOUT4: 'room.choice.layout.4',
      LAYOUT6: 'room.choice.layout.6',
      LAYOUT9: 'room.choice.layout.9',
    },
    default: 'LAYOUT0',
    ...onlyVideo,
    ...optional,
  },
  { id: 'custom_options', kind: 'json', label: 'room.field.custom_options', group: 'other', ...optional },
]

/** Of an int32: nothing narrower is documented, and less than none makes no sense. */
const amount = {
  kind: 'integer',
  min: 0,
  max: 2 ** 31 - 1,
  group: 'room',
  create: 'required',
  update: 'optional',
} as const
const address = { kind: 'text', min: 1, group: 'room', create: 'optional', update: 'never' } as const

/** Name and addresses are not among what an update takes. */
export const serverFields: readonly RoomField[] = [
  {
    id: 'name',
    kind: 'text',
    label: 'server.field.name',
    min: 1,
    max: 64,
    group: 'room',
    create: 'required',
    update: 'never',
  },
  { id: 'enabled', kind: 'boolean', label: 'server.field.enabled', default: true, group: 'room', ...optional },
  { id: 'ipv4', label: 'server.field.ipv4', requiredUnless: 'ipv6', ...address },
  { id: 'ipv6', label: 'server.field.ipv6', requiredUnless: 'ipv4', ...address },
  { id: 'max_rooms', label: 'server.field.max_rooms', ...amount },
  { id: 'max_participants', label: 'server.field.max_participants', ...amount },
  {
    id: 'type',
    kind: 'choice',
    label: 'server.field.type',
    choices: ['INTERNAL', 'EXTERNAL'],
    choiceLabels: { INTERNAL: 'server.choice.internal', EXTERNAL: 'server.choice.external' },
    group: 'other',
    create: 'never',
    update: 'never',
  },
]
