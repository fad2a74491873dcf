/** The form for a room's fields, made from what the provider declares. */
import type { Pbx, RoomField } from '#core/contracts/conference-provider.ts'
import { type Span, say } from '#text/message.ts'
import type { Form, FormField } from '../form.ts'

const bases: Record<RoomField['kind'], FormField['base']> = {
  text: 'string',
  lines: 'lines',
  digits: 'string',
  integer: 'integer',
  boolean: 'choice',
  choice: 'choice',
  time: 'string',
  zone: 'string',
  language: 'string',
  json: 'lines',
}

export function roomForm(
  path: string,
  purpose: 'create' | 'update',
  pbx: Pbx,
  given: Readonly<Record<string, string>>,
): Form {
  const { room, ...rest } = given
  return {
    path,
    title: say(purpose === 'create' ? 'admin.room-form.create' : 'admin.room-form.edit'),
    submit: say(purpose === 'create' ? 'admin.room-form.create-now' : 'admin.room-form.edit-now'),
    fields: [
      ...(purpose === 'update' && room === undefined ? [roomField] : []),
      ...pbx.definition.roomFields
        .filter((field) => field[purpose] !== 'never')
        .map((field) => fieldOf(field, purpose, rest)),
    ],
    carried: { ...(room !== undefined && { room }), pbx: pbx.name },
  }
}

const roomField: FormField = {
  name: 'room',
  label: say('admin.room-form.number'),
  base: 'string',
  required: true,
  suggests: true,
}

function fieldOf(field: RoomField, purpose: 'create' | 'update', given: Readonly<Record<string, string>>): FormField {
  const label: Span = { kind: 'message', key: field.label, blanks: {} }
  const initial = given[`fields.${field.id}`]
  const choices = field.kind === 'boolean' ? ['yes', 'no'] : field.choices
  return {
    name: `fields.${field.id}`,
    label,
    base: bases[field.kind],
    required: purpose === 'create' && field.create === 'required',
    ...hintOf(field),
    ...(choices && { choices: choices.map((value) => ({ value, label: value })) }),
    ...(field.min !== undefined && field.kind !== 'choice' && { min: field.min }),
    ...(field.max !== undefined && field.kind !== 'choice' && { max: field.max }),
    ...(initial !== undefined && !field.secret && { initial }),
  }
}

/** The vendor's default is told, and never sent as if it had been chosen. */
function hintOf(field: RoomField): { hint?: Span } {
  const hints: Span[] = []
  if (field.onlyWith)
    hints.push(say('admin.room-form.only-with', { field: field.onlyWith.field, values: field.onlyWith.values.join(', ') }))
  if (field.default !== undefined && field.default !== null)
    hints.push(say('admin.room-form.default', { value: String(field.default) }))
  const [first, second] = hints
  if (first === undefined) return {}
  return { hint: second === undefined ? first : say('admin.room-form.two-hints', { first, second }) }
}
