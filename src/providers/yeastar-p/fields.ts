/**
 * What a room of a Yeastar P-Series PBX is made of. Source: Yeastar P-Series developer guide, "Add a Scheduled Conference" and "Edit a
 * Scheduled Conference". Lengths are "less than" a number there; what has one character less is right however that is meant.
 */
import type { RoomField } from '#core/contracts/conference-provider.ts'

export const nameMax = 126
const numberMax = 6
const passwordMax = 14

const optional = { create: 'optional', update: 'optional' } as const
/** Keyed in at a telephone. */
const password = { kind: 'digits', min: 1, max: passwordMax, group: 'access', secret: true } as const

export const roomFields: readonly RoomField[] = [
  { id: 'id', kind: 'integer', label: 'yeastar-p.field.id', group: 'room', create: 'never', update: 'never' },
  {
    id: 'number',
    kind: 'digits',
    label: 'yeastar-p.field.number',
    min: 1,
    max: numberMax,
    group: 'room',
    create: 'required',
    update: 'never',
  },
  {
    id: 'name',
    kind: 'text',
    label: 'yeastar-p.field.name',
    min: 1,
    max: nameMax,
    group: 'room',
    create: 'required',
    update: 'optional',
  },
  { id: 'partic_password', label: 'yeastar-p.field.partic_password', pin: { of: 'callers' }, ...password, ...optional },
  {
    id: 'moderator_password',
    label: 'yeastar-p.field.moderator_password',
    pin: { of: 'moderators' },
    ...password,
    ...optional,
  },
  {
    id: 'moderator_list',
    kind: 'list',
    label: 'yeastar-p.field.moderator_list',
    options: true,
    group: 'access',
    ...optional,
  },
  {
    id: 'enb_wait_moderator',
    kind: 'boolean',
    label: 'yeastar-p.field.enb_wait_moderator',
    group: 'access',
    ...optional,
  },
  {
    id: 'allow_partic_invite',
    kind: 'boolean',
    label: 'yeastar-p.field.allow_partic_invite',
    group: 'access',
    ...optional,
  },
  {
    id: 'sound_prompt',
    kind: 'choice',
    label: 'yeastar-p.field.sound_prompt',
    choices: ['default', 'ext_number'],
    choiceLabels: { default: 'yeastar-p.choice.tone', ext_number: 'yeastar-p.choice.extension' },
    group: 'audio',
    ...optional,
  },
  {
    id: 'enb_custom_language',
    kind: 'boolean',
    label: 'yeastar-p.field.enb_custom_language',
    group: 'audio',
    ...optional,
  },
  {
    id: 'prompt_language',
    kind: 'text',
    label: 'yeastar-p.field.prompt_language',
    options: true,
    group: 'audio',
    ...optional,
  },
]
