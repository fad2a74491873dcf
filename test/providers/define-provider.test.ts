import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Answer, Capability, RoomField } from '#core/contracts/conference-provider.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { defineProvider } from '#providers/define-provider.ts'

const no = { support: 'no', why: 'room.capability.no-room-events' } as const
const nothing = {
  createRoom: no,
  updateRoom: no,
  deleteRoom: no,
  instantRoom: no,
  readPin: no,
  readChairPin: no,
  mute: no,
  muteAll: no,
  end: no,
  fetchRecording: no,
  layout: no,
  position: no,
  queryRooms: no,
  fieldOptions: no,
  servers: no,
  kick: no,
  lock: no,
  record: no,
  listRecordings: no,
  linkRecording: no,
  deleteRecording: no,
  flagRecording: no,
  schedule: no,
  chairman: no,
  hints: no,
  entry: no,
  speakCode: no,
} as const satisfies Record<Capability, Answer>

const least = {
  async check() {},
  diagnose: () => [],
  listRooms: async () => [],
  getRoom: async (id: string) => ({ id, number: id, subject: '', dialIn: null, hasPin: false, fields: {} }),
  readRoom: async () => ({ locked: null, recording: null, muted: null, participants: [] }),
  invite: async () => ({ callId: null }),
  async close() {},
}

const field: RoomField = {
  id: 'subject',
  kind: 'text',
  label: 'room.field.subject',
  group: 'room',
  create: 'required',
  update: 'optional',
}

const facts = {
  id: 'acme-pbx',
  name: 'Acme PBX',
  settings: z.strictObject({ url: z.url() }),
  traits: {
    roster: true,
    dialProgress: false,
    talking: false,
    participantNumber: false,
    muteState: false,
    lockState: false,
    recordingState: false,
  },
  roomFields: [field],
  quantities: { maxParticipants: 10, subjectMax: 10, pinDigits: null, requestsPerMinute: null, requestsPerReading: 1 },
  planToFields: () => ({}),
} as const

const define = (more: { id?: string; roomFields?: readonly RoomField[] }) => () =>
  defineProvider({ ...facts, capabilities: nothing, create: () => least, ...more })

const deps = { name: 'office', clock: createSystemClock(), logger: createSilentLogger() }

describe('defining a provider', () => {
  it('asks for the methods of what is answered with yes, and for no others', async () => {
    const locking = { ...least, lockRoom: async () => {}, unlockRoom: async () => {} }
    const capabilities = { ...nothing, lock: { support: 'yes' } } as const
    const provider = defineProvider({ ...facts, capabilities, create: () => locking }).create(
      { url: 'https://a' },
      deps,
    )
    await provider.lockRoom('1')
    // @ts-expect-error: it answers muting with no
    expect(provider.muteAll).toBeUndefined()
    // @ts-expect-error: locking is promised, and there is no method for it
    defineProvider({ ...facts, capabilities, create: () => least })
    // @ts-expect-error: an answer is missing
    defineProvider({ ...facts, capabilities: {}, create: () => least })
  })

  it('opens with settings of any origin, which it checks', async () => {
    const defined = defineProvider({ ...facts, capabilities: nothing, create: () => least })
    expect(defined.open({ url: 'https://pbx.example.com' }, deps)).toBe(least)
    expect(() => defined.open({ url: 'no address' }, deps)).toThrow(z.ZodError)
  })

  it('answers for one instance by its settings, without connecting', () => {
    const locking = { ...least, lockRoom: async () => {}, unlockRoom: async () => {} }
    const capabilities = { ...nothing, lock: { support: 'yes' } } as const
    const defined = defineProvider({
      ...facts,
      capabilities,
      lacks: ({ url }) => (url.startsWith('https') ? {} : { lock: no }),
      create: () => locking,
    })
    expect(defined.ofInstance({ url: 'https://pbx.example.com' }).capabilities.lock).toEqual({ support: 'yes' })
    expect(defined.ofInstance({ url: 'http://pbx.example.com' }).capabilities.lock).toEqual(no)
    expect(defined.capabilities.lock).toEqual({ support: 'yes' })
  })

  it('asks what moderators key in where it is done only so, and nowhere else', () => {
    const capabilities = { ...nothing, lock: { support: 'keypad', code: '*92', keyedBy: 'moderator' } } as const
    const keyed = { ...facts, capabilities, create: () => least }
    expect(() => defineProvider(keyed)).toThrow('chairKeys')
    expect(defineProvider({ ...keyed, chairKeys: 'ringme.chair-keys' })).toHaveProperty('chairKeys')
    const able = { ...facts, capabilities: nothing, create: () => least }
    expect(() => defineProvider({ ...able, chairKeys: 'ringme.chair-keys' })).toThrow('chairKeys')
  })

  it.each<[string, { id?: string; roomFields?: readonly RoomField[] }]>([
    ['the id Acme PBX is not in kebab-case', { id: 'Acme PBX' }],
    ['the room field subject is there twice', { roomFields: [field, field] }],
    ['5 is more than 4', { roomFields: [{ ...field, min: 5, max: 4 }] }],
    ['choices and kind do not agree', { roomFields: [{ ...field, kind: 'choice' }] }],
    ['choices and kind do not agree', { roomFields: [{ ...field, choices: ['A'] }] }],
    [
      'B has a label and is no choice',
      { roomFields: [{ ...field, kind: 'choice', choices: ['A'], choiceLabels: { B: 'room.choice.audio' } }] },
    ],
    ['a secret has no default to show', { roomFields: [{ ...field, secret: true, default: '1234' }] }],
    ['there is no field mode', { roomFields: [{ ...field, onlyWith: { field: 'mode', values: ['A'] } }] }],
    [
      'mode is never C',
      {
        roomFields: [
          { ...field, id: 'mode', kind: 'choice', choices: ['A', 'B'] },
          { ...field, onlyWith: { field: 'mode', values: ['A', 'C'] } },
        ],
      },
    ],
    // @ts-expect-error: no such key in the catalogue
    ['the catalogue has no room.field.nonsense', { roomFields: [{ ...field, label: 'room.field.nonsense' }] }],
  ])('stops at the start when %s', (problem, more) => {
    expect(define(more)).toThrow(problem)
  })
})
