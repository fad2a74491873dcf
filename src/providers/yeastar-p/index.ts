/** Yeastar P-Series (appliance, software and cloud edition), OpenAPI v1.0: what it can do and what its rooms are made of. */

import { firstCharacters } from '#lib/first-characters.ts'
import { defineProvider } from '../define-provider.ts'
import { YeastarPSettings } from './config.ts'
import { nameMax, roomFields } from './fields.ts'
import { createYeastarP } from './provider.ts'

const yes = { support: 'yes' } as const

export const yeastarP = defineProvider({
  id: 'yeastar-p',
  name: 'Yeastar P-Series',
  settings: YeastarPSettings,
  capabilities: {
    createRoom: yes,
    updateRoom: yes,
    deleteRoom: yes,
    instantRoom: yes,
    readPin: yes,
    readChairPin: yes,
    mute: yes,
    muteAll: yes,
    end: { support: 'detour', how: 'room.capability.end-by-kicking' },
    kick: yes,
    lock: { support: 'detour', how: 'yeastar-p.capability.lock', by: 'confbot' },
    record: { support: 'policy', how: 'yeastar-p.capability.record' },
    listRecordings: { support: 'detour', how: 'yeastar-p.capability.recordings' },
    fetchRecording: yes,
    linkRecording: { support: 'no', why: 'yeastar-p.capability.link' },
    deleteRecording: { support: 'unknown' },
    flagRecording: { support: 'detour', how: 'yeastar-p.capability.flag', by: 'confbot' },
    schedule: { support: 'no', why: 'yeastar-p.capability.schedule' },
    chairman: { support: 'no', why: 'yeastar-p.capability.chairman' },
    layout: { support: 'no', why: 'yeastar-p.capability.no-video' },
    position: { support: 'no', why: 'yeastar-p.capability.no-video' },
    queryRooms: { support: 'no', why: 'yeastar-p.capability.query' },
    fieldOptions: yes,
    servers: { support: 'no', why: 'yeastar-p.capability.servers' },
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
  // How many people a room holds is not documented, nor is a limit of requests.
  quantities: {
    maxParticipants: 100,
    subjectMax: nameMax,
    pinDigits: 6,
    requestsPerMinute: null,
    // Two while nobody is in the room.
    requestsPerReading: 1,
  },
  planToFields: ({ number, subject, pin }, purpose) => ({
    ...(purpose === 'create' && { number }),
    name: firstCharacters(subject, nameMax) || number,
    ...(pin !== null && { partic_password: pin }),
  }),
  create: createYeastarP,
})
