/**
 * Asterisk, and what is built on it: what confbot does with ConfBridge, AMI, ARI and the dialplan of docs/asterisk/. Sources: Asterisk
 * 22's documentation of these, tried on 22.10.
 */

import { firstCharacters } from '#lib/first-characters.ts'
import { defineProvider } from '../define-provider.ts'
import { AsteriskSettings, hasAri } from './config.ts'
import { maxParticipants, roomFields, subjectMax } from './fields.ts'
import { createAsterisk } from './provider.ts'

const yes = { support: 'yes' } as const
const noVideo = { support: 'no', why: 'asterisk.capability.no-video' } as const
const noAri = { support: 'no', why: 'asterisk.capability.no-ari' } as const

export const asterisk = defineProvider({
  id: 'asterisk',
  name: 'Asterisk',
  settings: AsteriskSettings,
  capabilities: {
    createRoom: { support: 'detour', how: 'asterisk.capability.kept-rooms' },
    updateRoom: { support: 'detour', how: 'asterisk.capability.kept-rooms' },
    deleteRoom: { support: 'detour', how: 'asterisk.capability.kept-rooms' },
    instantRoom: { support: 'no', why: 'asterisk.capability.no-instant' },
    readPin: { support: 'detour', how: 'asterisk.capability.kept-rooms' },
    readChairPin: { support: 'no', why: 'asterisk.capability.no-chair-pin' },
    schedule: { support: 'detour', how: 'asterisk.capability.kept-schedule' },
    mute: yes,
    muteAll: { support: 'detour', how: 'asterisk.capability.mute-all' },
    end: { support: 'detour', how: 'room.capability.end-by-kicking' },
    kick: yes,
    lock: yes,
    record: { support: 'detour', how: 'asterisk.capability.record' },
    listRecordings: yes,
    fetchRecording: yes,
    deleteRecording: yes,
    linkRecording: { support: 'no', why: 'asterisk.capability.no-link' },
    flagRecording: { support: 'detour', how: 'asterisk.capability.flag', by: 'confbot' },
    chairman: { support: 'no', why: 'asterisk.capability.no-chair' },
    layout: noVideo,
    position: noVideo,
    queryRooms: { support: 'no', why: 'asterisk.capability.no-query' },
    fieldOptions: { support: 'no', why: 'room.capability.no-options' },
    servers: { support: 'no', why: 'asterisk.capability.no-servers' },
    hints: yes,
    entry: yes,
    speakCode: yes,
  },
  lacks: (settings) =>
    hasAri(settings)
      ? {}
      : { listRecordings: noAri, fetchRecording: noAri, deleteRecording: noAri, flagRecording: noAri },
  traits: {
    roster: true,
    dialProgress: true,
    talking: true,
    participantNumber: true,
    muteState: true,
    lockState: true,
    recordingState: true,
  },
  needsVault: true,
  roomFields,
  // Nothing of AMI limits how often it is asked.
  quantities: { maxParticipants, subjectMax, pinDigits: 6, requestsPerMinute: null, requestsPerReading: 2 },
  planToFields: ({ number, subject, pin, capacity }, purpose) => ({
    ...(purpose === 'create' && { number }),
    subject: firstCharacters(subject, subjectMax) || number,
    max_participants: Math.min(Math.max(capacity, 1), maxParticipants),
    ...(pin !== null && { pin }),
  }),
  create: createAsterisk,
})
