/** Reading what people write for a room's fields, against the limits that the provider declares; nothing wrong is ever sent. */
import { toPlainNumber } from '#lib/phone-number.ts'
import { isTimeZone } from '#lib/time.ts'
import { type Span, say } from '#text/message.ts'
import type { FieldValue, RoomField, RoomFieldValues } from './contracts/conference-provider.ts'
import { ConfbotError } from './errors.ts'
import { unknownField } from './near-field.ts'

const truths = new Map([
  ...['yes', 'true', 'on', '1'].map((word) => [word, true] as const),
  ...['no', 'false', 'off', '0'].map((word) => [word, false] as const),
])

/** `field=value` pairs by field id to typed values. Throws for the first that is wrong, naming the field and its limit. */
export function readRoomFields(
  declared: readonly RoomField[],
  assignments: Readonly<Record<string, string>>,
  purpose: 'create' | 'update',
): RoomFieldValues {
  const { values, problems } = checkRoomFields(declared, assignments, purpose)
  const [first] = problems
  if (first) throw first
  if (Object.keys(values).length === 0) throw new ConfbotError('input.missing', { blanks: { option: 'fields' } })
  return values
}

/** The same with all that is wrong; each problem names its field in `details.option`. */
export function checkRoomFields(
  declared: readonly RoomField[],
  assignments: Readonly<Record<string, string>>,
  purpose: 'create' | 'update',
): { readonly values: RoomFieldValues; readonly problems: readonly ConfbotError[] } {
  const values: Record<string, FieldValue> = {}
  const problems: ConfbotError[] = []
  for (const [id, text] of Object.entries(assignments)) {
    const field = declared.find((one) => one.id === id)
    if (!field) problems.push(unknownField(declared, id))
    else if (field[purpose] === 'never')
      problems.push(invalid(field, say(purpose === 'update' ? 'admin.field.fixed' : 'admin.field.read-only')))
    else {
      const value = readRoomField(field, text)
      if (value instanceof ConfbotError) problems.push(value)
      else values[id] = value
    }
  }
  for (const field of declared) {
    const { onlyWith } = field
    const isGiven = assignments[field.id] !== undefined
    if (purpose === 'create' && field.create === 'required' && !isGiven)
      problems.push(invalid(field, say('admin.field.missing')))
    const { requires, requiredUnless } = field
    if (purpose === 'create' && requiredUnless !== undefined && !assignments[field.id] && !assignments[requiredUnless])
      problems.push(invalid(field, say('admin.field.missing-unless', { field: requiredUnless })))
    if (purpose === 'create' && assignments[field.id] && requires !== undefined && !assignments[requires])
      problems.push(invalid(field, say('admin.field.requires', { field: requires })))
    if (purpose === 'create' && isGiven && onlyWith && !onlyWith.values.includes(String(values[onlyWith.field])))
      problems.push(
        invalid(field, say('admin.field.only-with', { field: onlyWith.field, values: onlyWith.values.join(', ') })),
      )
  }
  return { values, problems }
}

/** The typed value, or what is wrong with the text. */
export function readRoomField(field: RoomField, typed: string): FieldValue | ConfbotError {
  if (field.pin && typed.trim().toLowerCase() === 'none')
    return field.pin.clears ? '' : invalid(field, say('admin.field.not-cleared'))
  const text = field.kind === 'digits' || field.kind === 'integer' ? toPlainNumber(typed) : typed
  const min = field.min ?? 0
  const max = field.max ?? Number.POSITIVE_INFINITY
  const length = [...text].length
  switch (field.kind) {
    case 'integer': {
      const value = Number(text)
      if (!/^-?\d+$/.test(text) || value < min || value > max)
        return invalid(
          field,
          Number.isFinite(max) ? say('admin.field.integer', { min, max }) : say('admin.field.integer-from', { min }),
        )
      return value
    }
    case 'boolean': {
      const value = truths.get(text.toLowerCase())
      if (value === undefined) return invalid(field, say('admin.field.boolean'))
      return value
    }
    case 'choice': {
      const value = field.choices?.find((choice) => choice.toLowerCase() === text.toLowerCase())
      if (value === undefined)
        return invalid(field, say('admin.field.choice', { values: field.choices?.join(', ') ?? '' }))
      return value
    }
    case 'digits': {
      const { also = '' } = field
      if (
        ![...text].every((one) => /[0-9]/.test(one) || also.includes(one)) ||
        length < Math.max(min, 1) ||
        length > max
      )
        return invalid(field, digitsNeeded(Math.max(min, 1), max, also))
      return text
    }
    case 'time':
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text) || Number.isNaN(Date.parse(text)))
        return invalid(field, say('admin.field.time'))
      return text
    case 'zone':
      if (!isTimeZone(text)) return invalid(field, say('admin.field.zone'))
      return text
    case 'language':
      if (!isLanguageTag(text)) return invalid(field, say('admin.field.language'))
      return text
    case 'json':
      if (!isJson(text)) return invalid(field, say('admin.field.json'))
      return text
    case 'list':
      return readList(field, text)
    case 'text':
    case 'lines':
      if (field.forbids && [...field.forbids].some((character) => text.includes(character)))
        return invalid(field, say('admin.field.forbidden', { characters: [...field.forbids].join(' ') }))
      if (length < min || length > max)
        return invalid(
          field,
          min === max
            ? say('admin.field.text-exact', { count: min })
            : say('admin.field.text', { min, max: Number.isFinite(max) ? max : 3000 }),
        )
      return text
  }
}

function digitsNeeded(min: number, max: number, also: string): Span {
  const most = Number.isFinite(max) ? max : 100
  if (also) return say('admin.field.digits-and', { min, max: most, characters: [...also].join(' ') })
  return say('admin.field.digits', { min, max: most })
}

/** Entries joined by commas; an empty text is an empty list. */
function readList(field: RoomField, text: string): FieldValue | ConfbotError {
  const { min = 0, max = Number.POSITIVE_INFINITY } = field
  const entries = [...new Set(text.split(/[\s,;]+/).filter(Boolean))]
  if (entries.length < min || entries.length > max)
    return invalid(field, say('admin.field.list', { min, max: Number.isFinite(max) ? max : 100 }))
  if (field.entries === 'digits' && !entries.every((one) => /^[0-9]+$/.test(one)))
    return invalid(field, say('admin.field.list-digits'))
  return entries.join(',')
}

/** The same values with secrets left out of sight. */
export function maskFields(declared: readonly RoomField[], values: RoomFieldValues): Readonly<Record<string, string>> {
  const isSecret = (id: string) => declared.find((field) => field.id === id)?.secret === true
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, isSecret(id) ? '•••' : String(value ?? '')]),
  )
}

const invalid = (field: RoomField, problem: Span) =>
  new ConfbotError('input.invalid', { option: field.id, blanks: { option: field.id, problem } })

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
