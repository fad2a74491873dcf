/** PortSIP PBX, version 22: what it can do. Source: PortSIP REST API 22.3, "Conference", and its Pub/Sub pages. */

import { firstCharacters } from '#lib/first-characters.ts'
import { defineProvider } from '../define-provider.ts'
import { hasSystemLogin, PortsipSettings } from './config.ts'
import { maxParticipants, pinDigits, roomFields, serverFields, subjectMax } from './fields.ts'
import { createPortsip } from './provider.ts'

const yes = { support: 'yes' } as const

export const portsip = defineProvider({
  id: 'portsip',
  name: 'PortSIP PBX',
  settings: PortsipSettings,
  capabilities: {
    createRoom: yes,
    updateRoom: yes,
    deleteRoom: yes,
    instantRoom: { support: 'no', why: 'room.capability.no-instant' },
    readPin: yes,
    readChairPin: yes,
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
    layout: yes,
    position: yes,
    queryRooms: yes,
    fieldOptions: { support: 'no', why: 'room.capability.no-options' },
    servers: yes,
    hints: { support: 'detour', how: 'room.capability.hints-of-calls' },
    entry: { support: 'no', why: 'room.capability.no-entry' },
    speakCode: { support: 'no', why: 'room.capability.no-spoken-code' },
  },
  lacks: (settings) => ({
    ...(!hasSystemLogin(settings) && { servers: { support: 'no', why: 'server.no-system-login' } }),
    ...(settings.wsiUrl === undefined && { hints: { support: 'no', why: 'room.capability.no-room-events' } }),
  }),
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
  serverFields,
  // Requests: version 16.2 and later; 1000 before. An administrator can change it in system.ini.
  quantities: { maxParticipants, subjectMax, pinDigits: pinDigits[1], requestsPerMinute: 5000, requestsPerReading: 2 },
  planToFields: ({ number, subject, pin, capacity }, purpose) => ({
    ...(purpose === 'create' && { extension_number: number, mode: 'AUDIO' }),
    subject: firstCharacters(subject, subjectMax),
    capacity: Math.min(Math.max(capacity, 1), maxParticipants),
    ...(pin !== null && { room_pin: pin }),
  }),
  create: createPortsip,
})
