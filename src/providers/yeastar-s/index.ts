/**
 * Yeastar S-Series, API v2.0.0: what it can do and what its rooms are made of. Source: the vendor's "API Interfaces Overview" and
 * the page of each call.
 */
import { defineProvider } from '../define-provider.ts'
import { YeastarSSettings } from './config.ts'
import { roomFields } from './fields.ts'
import { subjectMax, subjectToName } from './name.ts'
import { createYeastarS } from './provider.ts'

const yes = { support: 'yes' } as const

/** Not documented: calls at once that the largest model carries. */
const maxParticipants = 120

export const yeastarS = defineProvider({
  id: 'yeastar-s',
  name: 'Yeastar S-Series',
  settings: YeastarSSettings,
  capabilities: {
    createRoom: { support: 'no', why: 'yeastar-s.capability.rooms-by-hand' },
    updateRoom: yes,
    deleteRoom: { support: 'no', why: 'yeastar-s.capability.rooms-by-hand' },
    instantRoom: yes,
    readPin: yes,
    readChairPin: yes,
    mute: yes,
    muteAll: yes,
    end: { support: 'detour', how: 'yeastar-s.capability.end' },
    kick: yes,
    lock: { support: 'detour', how: 'yeastar-s.capability.lock', by: 'confbot' },
    record: { support: 'policy', how: 'yeastar-s.capability.record' },
    listRecordings: { support: 'detour', how: 'yeastar-s.capability.recordings' },
    fetchRecording: yes,
    linkRecording: { support: 'no', why: 'yeastar-s.capability.link' },
    deleteRecording: { support: 'no', why: 'yeastar-s.capability.delete-recording' },
    flagRecording: { support: 'detour', how: 'yeastar-s.capability.flag', by: 'confbot' },
    schedule: { support: 'no', why: 'yeastar-s.capability.schedule' },
    chairman: { support: 'no', why: 'yeastar-s.capability.chairman' },
    layout: { support: 'no', why: 'yeastar-s.capability.audio' },
    position: { support: 'no', why: 'yeastar-s.capability.audio' },
    queryRooms: { support: 'no', why: 'yeastar-s.capability.query' },
    fieldOptions: yes,
    servers: { support: 'no', why: 'yeastar-s.capability.servers' },
    hints: yes,
    entry: { support: 'no', why: 'room.capability.no-entry' },
    speakCode: { support: 'no', why: 'room.capability.no-spoken-code' },
  },
  traits: {
    roster: true,
    dialProgress: false,
    talking: false,
    participantNumber: true,
    muteState: false,
    lockState: false,
    recordingState: false,
  },
  roomFields,
  quantities: {
    maxParticipants,
    subjectMax,
    // How long a password may be is not documented.
    pinDigits: 6,
    requestsPerMinute: null,
    // Two while nobody is in the room.
    requestsPerReading: 1,
  },
  planToFields: ({ subject, pin }) => ({
    name: subjectToName(subject),
    ...(pin !== null && { participantepassword: pin }),
  }),
  create: createYeastarS,
})
