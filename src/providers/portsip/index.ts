/**
 * PortSIP PBX, version 22: what it can do and what its rooms are made of. Source: PortSIP REST API, "Conference": limits and
 * defaults are those of "Create a conference room" and "Update a conference room".
 */
import type { RoomField } from '#core/contracts/conference-provider.ts'
import { defineProvider } from '../define-provider.ts'
import { PortsipSettings } from './config.ts'
import { createPortsip } from './provider.ts'

const yes = { support: 'yes' } as const

const maxParticipants = 200
const subjectMax = 64
const pinDigits = [3, 6] as const

const optional = { create: 'optional', update: 'optional' } as const
const onlyVideo = { group: 'video', onlyWith: { field: 'mode', values: ['VIDEO'] } } as const
const pin = { kind: 'digits', min: pinDigits[0], max: pinDigits[1], group: 'access', secret: true } as const

const roomFields: readonly RoomField[] = [
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
  { id: 'room_pin', label: 'room.field.room_pin', ...pin, ...optional },
  { id: 'admin_pin', label: 'room.field.admin_pin', ...pin, ...optional },
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

export const portsip = defineProvider({
  id: 'portsip',
  name: 'PortSIP PBX',
  settings: PortsipSettings,
  capabilities: {
    createRoom: yes,
    updateRoom: yes,
    deleteRoom: yes,
    readPin: yes,
    mute: yes,
    muteAll: yes,
    end: { support: 'detour', how: 'room.capability.end-by-kicking' },
    kick: yes,
    lock: yes,
    record: yes,
    listRecordings: yes,
    linkRecording: yes,
    deleteRecording: yes,
    schedule: yes,
    flagRecording: { support: 'detour', how: 'room.capability.flag-not-shown' },
    chairman: yes,
    fetchRecording: { support: 'no', why: 'room.capability.recording-by-link' },
    layout: { support: 'no', why: 'room.capability.not-yet' },
    position: { support: 'no', why: 'room.capability.not-yet' },
    queryRooms: { support: 'no', why: 'room.capability.not-yet' },
    fieldOptions: { support: 'no', why: 'room.capability.no-options' },
    servers: { support: 'no', why: 'room.capability.not-yet' },
    hints: { support: 'no', why: 'room.capability.no-room-events' },
  },
  traits: {
    roster: true,
    dialProgress: false,
    talking: false,
    // A participant has no number field. Where display_name carries an address it is read, but nothing promises one.
    participantNumber: false,
    muteState: true,
    lockState: true,
    recordingState: true,
  },
  roomFields,
  // Requests: version 16.2 and later; 1000 before. An administrator can change it in system.ini.
  quantities: { maxParticipants, subjectMax, pinDigits, requestsPerMinute: 5000, requestsPerReading: 2 },
  planToFields: ({ number, subject, pin, capacity }, purpose) => ({
    ...(purpose === 'create' && { extension_number: number, mode: 'AUDIO' }),
    subject: [...subject].slice(0, subjectMax).join(''),
    capacity: Math.min(Math.max(capacity, 1), maxParticipants),
    ...(pin !== null && { room_pin: pin }),
  }),
  create: createPortsip,
})
