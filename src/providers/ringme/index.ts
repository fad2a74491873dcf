/**
 * RingMe, the platform of Telphin and UCOM4B: what it can do and what its rooms are made of. Sources: RingMe API ver1.0,
 * "Conference (/conference/)" and the pages of the other resources.
 */

import { firstCharacters } from '#lib/first-characters.ts'
import { defineProvider } from '../define-provider.ts'
import { RingmeSettings } from './config.ts'
import { maxParticipants, pinDigits, roomFields, subjectMax } from './fields.ts'
import { createRingme } from './provider.ts'

const yes = { support: 'yes' } as const
const audioOnly = { support: 'no', why: 'ringme.capability.audio' } as const

export const ringme = defineProvider({
  id: 'ringme',
  name: 'RingMe',
  operators: ['Telphin', 'UCOM4B'],
  settings: RingmeSettings,
  capabilities: {
    createRoom: yes,
    updateRoom: yes,
    deleteRoom: yes,
    instantRoom: { support: 'no', why: 'room.capability.no-instant' },
    readPin: yes,
    readChairPin: yes,
    mute: { support: 'keypad', code: '*1' },
    muteAll: { support: 'keypad', code: '*91 / *90', keyedBy: 'moderator' },
    end: { support: 'no', why: 'ringme.capability.end' },
    kick: { support: 'no', why: 'ringme.capability.kick' },
    lock: { support: 'keypad', code: '*92 / *93', keyedBy: 'moderator' },
    record: { support: 'policy', how: 'ringme.capability.record', field: 'record_enabled' },
    listRecordings: { support: 'detour', how: 'ringme.capability.recordings' },
    fetchRecording: yes,
    linkRecording: yes,
    deleteRecording: yes,
    flagRecording: { support: 'detour', how: 'ringme.capability.flag', by: 'confbot' },
    schedule: { support: 'no', why: 'ringme.capability.schedule' },
    chairman: { support: 'no', why: 'ringme.capability.chairman' },
    layout: audioOnly,
    position: audioOnly,
    queryRooms: { support: 'no', why: 'ringme.capability.query' },
    fieldOptions: { support: 'no', why: 'room.capability.no-options' },
    servers: { support: 'no', why: 'ringme.capability.servers' },
    hints: { support: 'detour', how: 'ringme.capability.hints' },
    entry: { support: 'no', why: 'room.capability.no-entry' },
    speakCode: { support: 'no', why: 'room.capability.no-spoken-code' },
  },
  traits: {
    roster: false,
    dialProgress: false,
    talking: false,
    participantNumber: false,
    muteState: false,
    lockState: false,
    recordingState: false,
  },
  roomFields,
  chairKeys: 'ringme.chair-keys',
  lacks: ({ eventSecret }) =>
    eventSecret === undefined ? { hints: { support: 'no', why: 'ringme.capability.no-events' } } : {},
  // The limit is one of requests per hour, whose number is not documented: it is kept to as the platform tells of it.
  quantities: { maxParticipants, subjectMax, pinDigits, requestsPerMinute: null, requestsPerReading: 1 },
  planToFields: ({ number, subject, pin, chairPin, capacity }, purpose) => ({
    ...(purpose === 'create' && { name: number, label: firstCharacters(subject, subjectMax) }),
    max_members: Math.min(Math.max(capacity, 1), maxParticipants),
    ...(pin !== null && { pin }),
    ...(pin !== null && chairPin !== null && chairPin !== pin && { moderator_pin: chairPin }),
  }),
  create: createRingme,
})
