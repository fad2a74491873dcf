/**
 * KAZOO, as sold by Vinix among others: what it can do and what its rooms are made of. Sources: Crossbar, "Configuring
 * Conferences" and `cb_conferences`; Vinix, "Update Conference".
 */

import { firstCharacters } from '#lib/first-characters.ts'
import { defineProvider } from '../define-provider.ts'
import { requestsPerMinute } from './client.ts'
import { KazooSettings } from './config.ts'
import { nameMax, roomFields } from './fields.ts'
import { createKazoo } from './provider.ts'

const yes = { support: 'yes' } as const
const unknown = { support: 'unknown' } as const

/** What KAZOO's own markup for calls (Pivot) takes for `maxParticipants`; the schema of rooms names no limit. */
const maxParticipants = 250

export const kazoo = defineProvider({
  id: 'kazoo',
  name: 'KAZOO',
  operators: ['Vinix'],
  settings: KazooSettings,
  capabilities: {
    createRoom: yes,
    updateRoom: yes,
    deleteRoom: yes,
    instantRoom: { support: 'no', why: 'room.capability.no-instant' },
    readPin: yes,
    readChairPin: yes,
    mute: yes,
    muteAll: { support: 'detour', how: 'kazoo.capability.mute-all' },
    end: { support: 'detour', how: 'room.capability.end-by-kicking' },
    kick: yes,
    lock: yes,
    // There is an action, of which the message that it sends inside lacks what that message must have; and where a recording of a
    // conference lands is not documented.
    record: unknown,
    listRecordings: unknown,
    fetchRecording: unknown,
    linkRecording: unknown,
    deleteRecording: unknown,
    flagRecording: unknown,
    schedule: { support: 'no', why: 'kazoo.capability.no-schedule' },
    chairman: { support: 'no', why: 'kazoo.capability.no-chair' },
    layout: { support: 'no', why: 'kazoo.capability.no-video' },
    position: { support: 'no', why: 'kazoo.capability.no-video' },
    queryRooms: { support: 'no', why: 'kazoo.capability.no-query' },
    fieldOptions: { support: 'no', why: 'room.capability.no-options' },
    servers: { support: 'no', why: 'kazoo.capability.no-servers' },
    hints: yes,
    entry: { support: 'no', why: 'room.capability.no-entry' },
    speakCode: { support: 'no', why: 'room.capability.no-spoken-code' },
  },
  lacks: ({ websocketUrl }) =>
    websocketUrl === undefined ? { hints: { support: 'no', why: 'kazoo.capability.no-socket' } } : {},
  traits: {
    roster: true,
    dialProgress: true,
    talking: true,
    participantNumber: true,
    muteState: true,
    lockState: true,
    recordingState: false,
  },
  roomFields,
  quantities: {
    maxParticipants,
    subjectMax: nameMax,
    // The schema takes digits, as many as one likes.
    pinDigits: 6,
    requestsPerMinute,
    requestsPerReading: 1,
  },
  planToFields: ({ number, subject, pin, capacity }, purpose) => ({
    name: firstCharacters(subject, nameMax) || number,
    ...(purpose === 'create' && {
      conference_numbers: number,
      // Whoever is no moderator would come in muted.
      'member.join_muted': false,
    }),
    max_participants: Math.min(Math.max(capacity, 1), maxParticipants),
    ...(pin !== null && { 'member.pins': pin }),
  }),
  create: createKazoo,
})
