/** What confbot keeps of a room of an Asterisk, which has no rooms to make: a ConfBridge is there as long as somebody is in it. */
import type { RoomField } from '#core/contracts/conference-provider.ts'

export const maxParticipants = 200
export const subjectMax = 120
const pinDigits = [4, 16] as const

export const roomFields: readonly RoomField[] = [
  {
    id: 'number',
    kind: 'digits',
    label: 'asterisk.field.number',
    min: 2,
    max: 20,
    group: 'room',
    create: 'required',
    update: 'never',
  },
  {
    id: 'subject',
    kind: 'text',
    label: 'asterisk.field.subject',
    min: 1,
    max: subjectMax,
    group: 'room',
    create: 'optional',
    update: 'optional',
  },
  {
    id: 'max_participants',
    kind: 'integer',
    label: 'asterisk.field.max_participants',
    min: 1,
    max: maxParticipants,
    holds: 'people',
    default: maxParticipants,
    group: 'room',
    create: 'optional',
    update: 'optional',
  },
  {
    id: 'pin',
    kind: 'digits',
    label: 'asterisk.field.pin',
    min: pinDigits[0],
    max: pinDigits[1],
    pin: { of: 'callers', clears: true },
    group: 'access',
    secret: true,
    create: 'optional',
    update: 'optional',
  },
]
