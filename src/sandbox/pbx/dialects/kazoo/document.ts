/**
 * What a conference document of KAZOO may hold, by its JSON schemas (conferences.json, conferences.profile.json), and how one is
 * changed. No field is required, and what the schema does not name is kept as it is.
 */
import { invalid, isObject, type ValidationErrors } from './wire.ts'

export type Document = Readonly<Record<string, unknown>>

interface Rule {
  readonly type: 'string' | 'boolean' | 'integer' | 'object' | 'strings' | 'tone'
  readonly min?: number
  readonly max?: number
  readonly values?: readonly number[]
  /** Of each entry of a list. */
  readonly digits?: true
  readonly unique?: true
}

const string = { type: 'string' } as const
const boolean = { type: 'boolean' } as const
const integer = { type: 'integer' } as const
const object = { type: 'object' } as const
const numbers = { type: 'strings', digits: true, unique: true } as const

const joining = {
  join_deaf: boolean,
  join_muted: boolean,
  numbers,
  pins: { type: 'strings', digits: true },
} as const

const rules: Readonly<Record<string, Rule>> = {
  name: { type: 'string', min: 1, max: 128 },
  owner_id: { type: 'string', min: 32, max: 32 },
  conference_numbers: numbers,
  member: object,
  ...prefixed('member', { ...joining, play_entry_prompt: boolean }),
  moderator: object,
  ...prefixed('moderator', joining),
  max_participants: integer,
  play_entry_tone: { type: 'tone' },
  play_exit_tone: { type: 'tone' },
  play_name: boolean,
  play_welcome: boolean,
  require_moderator: boolean,
  wait_for_moderator: boolean,
  focus: string,
  bridge_username: string,
  bridge_password: string,
  caller_controls: string,
  moderator_controls: string,
  controls: object,
  domain: string,
  flags: { type: 'strings' },
  language: string,
  max_members_media: string,
  profile_name: string,
  auto_record: boolean,
  profile: object,
  ...prefixed('profile', {
    'alone-sound': string,
    'announce-count': integer,
    'caller-controls': string,
    'comfort-noise': { type: 'integer', min: 0, max: 10_000 },
    'energy-level': { type: 'integer', min: 0, max: 1800 },
    'enter-sound': string,
    'exit-sound': string,
    interval: { type: 'integer', min: 10, max: 120 },
    'locked-sound': string,
    'max-members': { type: 'integer', min: 2 },
    'max-members-sound': string,
    'moderator-controls': string,
    'moh-sound': string,
    'muted-sound': string,
    rate: { type: 'integer', values: [8000, 12_000, 16_000, 24_000, 32_000, 44_100, 48_000] },
    'unmuted-sound': string,
  }),
}

function prefixed(field: string, parts: Readonly<Record<string, Rule>>): Record<string, Rule> {
  return Object.fromEntries(Object.entries(parts).map(([name, rule]) => [`${field}.${name}`, rule]))
}

/** `member.pins` of a document. Names with hyphens have no dots in them. */
export function fieldOf(document: Document, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), document)
}

/** Texts of a list field; none where there is no such list. */
export function textsOf(document: Document, path: string): readonly string[] {
  const value = fieldOf(document, path)
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

/** Throws a Refusal that names every field at fault. */
export function validate(document: Document): void {
  const errors: Record<string, Record<string, object>> = {}
  for (const [field, rule] of Object.entries(rules)) {
    const value = fieldOf(document, field)
    const problem = value === undefined ? undefined : problemOf(rule, value)
    if (problem) errors[field] = { [problem.rule]: { message: problem.message, value, ...problem.more } }
  }
  if (Object.keys(errors).length > 0) throw invalid(errors satisfies ValidationErrors)
}

interface Problem {
  readonly rule: string
  readonly message: string
  readonly more?: object
}

function problemOf(rule: Rule, value: unknown): Problem | undefined {
  const wrongType = (target: string): Problem => ({
    rule: 'type',
    message: `Value is not of type ${target}`,
    more: { target },
  })
  switch (rule.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrongType('boolean')
    case 'object':
      return isObject(value) ? undefined : wrongType('object')
    case 'tone':
      return typeof value === 'boolean' || (typeof value === 'string' && value !== '')
        ? undefined
        : wrongType('boolean,string')
    case 'string':
      return typeof value === 'string' ? lengthProblem(rule, value) : wrongType('string')
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? rangeProblem(rule, value) : wrongType('integer')
    case 'strings':
      return Array.isArray(value) ? listProblem(rule, value) : wrongType('array')
  }
}

function lengthProblem({ min = 0, max = Number.POSITIVE_INFINITY }: Rule, value: string): Problem | undefined {
  const length = [...value].length
  if (length < min)
    return { rule: 'minLength', message: `String must be at least ${min} characters`, more: { target: min } }
  if (length > max)
    return { rule: 'maxLength', message: `String must not be more than ${max} characters`, more: { target: max } }
  return undefined
}

function rangeProblem({ min, max, values }: Rule, value: number): Problem | undefined {
  if (min !== undefined && value < min)
    return { rule: 'minimum', message: `Value must be at least ${min}`, more: { target: min } }
  if (max !== undefined && value > max)
    return { rule: 'maximum', message: `Value must be at most ${max}`, more: { target: max } }
  if (values && !values.includes(value))
    return { rule: 'enum', message: 'Value not found in enumerated list of values', more: { target: values } }
  return undefined
}

function listProblem({ digits, unique }: Rule, value: readonly unknown[]): Problem | undefined {
  if (!value.every((entry) => typeof entry === 'string'))
    return { rule: 'type', message: 'Value is not of type string', more: { target: 'string' } }
  if (digits && !value.every((entry) => /^[0-9]+$/.test(String(entry))))
    return { rule: 'pattern', message: 'Failed to match pattern', more: { target: '^[0-9]+$' } }
  if (unique && new Set(value).size < value.length)
    return { rule: 'uniqueItems', message: 'List of items is not unique' }
  return undefined
}

/** What somebody sends of a document: neither its id, nor what is private or live. */
export const publicFields = (data: Document): Document =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'id' && !/^(_|pvt_)/.test(name)))

/** PATCH: objects are merged, null takes a key away. */
export function patched(document: Document, patch: Document): Document {
  const result: Record<string, unknown> = { ...document }
  for (const [name, value] of Object.entries(patch)) {
    const present = result[name]
    if (value === null) delete result[name]
    else result[name] = isObject(value) ? patched(isObject(present) ? present : {}, value) : value
  }
  return result
}
