/**
 * The fields of a Yeastar S-Series room. Source: S-Series API v2.0.0, "Query Conference" and "Edit a Conference". Rooms are not
 * made by the API, so that none is ever given to create.
 */
import type { RoomField } from '#core/contracts/conference-provider.ts'

/** "The following characters are NOT allowed", in names. */
export const forbiddenInNames = '&\'<>`|$]\\"'
/** "Only numbers and * are allowed", in passwords. How long they may be is not documented. */
export const pinPattern = /^[0-9*]+$/

const changeable = { create: 'never', update: 'optional' } as const
const pin = { kind: 'digits', also: '*', min: 1, group: 'access', secret: true } as const

export const roomFields: readonly RoomField[] = [
  { id: 'number', kind: 'digits', label: 'yeastar-s.field.number', group: 'room', create: 'never', update: 'never' },
  {
    id: 'name',
    kind: 'text',
    label: 'yeastar-s.field.name',
    min: 1,
    forbids: forbiddenInNames,
    group: 'room',
    ...changeable,
  },
  {
    id: 'participantepassword',
    label: 'yeastar-s.field.participantepassword',
    pin: { of: 'callers' },
    ...pin,
    ...changeable,
  },
  {
    id: 'moderatorpassword',
    label: 'yeastar-s.field.moderatorpassword',
    pin: { of: 'moderators' },
    ...pin,
    ...changeable,
  },
  {
    id: 'moderators',
    kind: 'list',
    entries: 'digits',
    options: true,
    label: 'yeastar-s.field.moderators',
    group: 'access',
    ...changeable,
  },
  {
    id: 'waitformoderator',
    kind: 'boolean',
    label: 'yeastar-s.field.waitformoderator',
    group: 'access',
    ...changeable,
  },
  { id: 'allowinvite', kind: 'boolean', label: 'yeastar-s.field.allowinvite', group: 'access', ...changeable },
  { id: 'mute', kind: 'boolean', label: 'yeastar-s.field.mute', group: 'audio', ...changeable },
  { id: 'musiconhold', kind: 'boolean', label: 'yeastar-s.field.musiconhold', group: 'audio', ...changeable },
  {
    id: 'prompt',
    kind: 'choice',
    label: 'yeastar-s.field.prompt',
    choices: ['default', 'exten', 'none'],
    choiceLabels: {
      default: 'yeastar-s.choice.prompt.default',
      exten: 'yeastar-s.choice.prompt.exten',
      none: 'yeastar-s.choice.prompt.none',
    },
    group: 'audio',
    ...changeable,
  },
]
