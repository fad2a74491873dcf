/**
 * What RingMe's conference rooms are made of: those of the extension, then the properties of its conference. Sources: RingMe API,
 * "Internal Number (/extension/)" and "Conference (/conference/)", which states neither lengths nor ranges.
 */
import type { RoomField, RoomFieldValues } from '#core/contracts/conference-provider.ts'

/** Where `max_members` is empty. */
export const maxParticipants = 100
/** Not documented: a name that fits a telephone's display. */
export const subjectMax = 60
/** Of those that confbot makes: how long a PIN may be is not documented either. */
export const pinDigits = 6

const optional = { create: 'optional', update: 'optional' } as const
const pin = { kind: 'digits', group: 'access', secret: true, ...optional } as const

/** Set when the extension is made, and never again: whether it can be changed is not documented. */
const extensionFields: readonly RoomField[] = [
  { id: 'name', kind: 'digits', label: 'ringme.field.name', group: 'room', create: 'required', update: 'never' },
  { id: 'label', kind: 'text', label: 'ringme.field.label', group: 'room', create: 'optional', update: 'never' },
  {
    id: 'status',
    kind: 'choice',
    label: 'ringme.field.status',
    choices: ['active', 'blocked'],
    choiceLabels: { active: 'ringme.choice.active', blocked: 'ringme.choice.blocked' },
    group: 'room',
    create: 'never',
    update: 'never',
  },
]

const conferenceFields: readonly RoomField[] = [
  { id: 'max_members', kind: 'integer', label: 'ringme.field.max_members', group: 'room', ...optional },
  {
    id: 'record_enabled',
    kind: 'boolean',
    label: 'ringme.field.record_enabled',
    default: false,
    group: 'room',
    ...optional,
  },
  { id: 'pin', label: 'ringme.field.pin', pin: { of: 'callers' }, ...pin },
  { id: 'moderator_pin', label: 'ringme.field.moderator_pin', pin: { of: 'moderators' }, requires: 'pin', ...pin },
  {
    id: 'mute_non_moderator',
    kind: 'boolean',
    label: 'ringme.field.mute_non_moderator',
    default: false,
    group: 'access',
    ...optional,
  },
  {
    id: 'announce_caller_name',
    kind: 'boolean',
    label: 'ringme.field.announce_caller_name',
    default: false,
    group: 'audio',
    ...optional,
  },
  { id: 'enter_sound', kind: 'integer', label: 'ringme.field.enter_sound', group: 'audio', ...optional },
  {
    id: 'music_on_hold_sound',
    kind: 'integer',
    label: 'ringme.field.music_on_hold_sound',
    group: 'audio',
    ...optional,
  },
]

export const roomFields: readonly RoomField[] = [...extensionFields, ...conferenceFields]

const conferenceIds = new Set(conferenceFields.map(({ id }) => id))

/** Those that are properties of the conference. */
export const conferenceValues = (values: RoomFieldValues): RoomFieldValues =>
  Object.fromEntries(Object.entries(values).filter(([id]) => conferenceIds.has(id)))
