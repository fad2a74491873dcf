/** The form for a room's fields, made from what the provider declares. */
import type { Pbx, Room, RoomField } from '#core/contracts/conference-provider.ts'
import { type MessageKey, type Span, say } from '#text/message.ts'
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
  list: 'string',
}

/** `given` is what was typed (`fields.subject`, …), `present` the room as it is: both fill the form, the first over the second. */
export function roomForm(
  purpose: 'create' | 'update',
  pbx: Pick<Pbx, 'name' | 'definition'>,
  given: Readonly<Record<string, string>>,
  present?: Room,
): Form {
  const { room } = given
  const fits = ({ onlyWith }: RoomField) =>
    !present || !onlyWith || onlyWith.values.includes(String(present.fields[onlyWith.field]))
  const all = pbx.definition.roomFields
  const declared = all.filter((field) => field[purpose] !== 'never' && fits(field))
  return {
    path: purpose === 'create' ? 'confadmin room create' : 'confadmin room edit',
    title: say(purpose === 'create' ? 'admin.room-form.create' : 'admin.room-form.edit'),
    submit: say(purpose === 'create' ? 'admin.room-form.create-now' : 'admin.room-form.edit-now'),
    fields: [
      ...(purpose === 'update' && room === undefined ? [roomField] : []),
      ...declared.map((field) =>
        fieldOf(field, all, purpose, given[`fields.${field.id}`] ?? presentValue(field, present)),
      ),
    ],
    carried: { ...(room !== undefined && { room }), pbx: pbx.name },
  }
}

const valueText = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)

/** As the form's own choices say it: `Sound only (AUDIO)`. */
export function shownValue({ choiceLabels = {} }: RoomField, value: string | number | boolean): Span {
  const text = valueText(value)
  const label = choiceLabels[text]
  return label === undefined ? text : say('room.choice', { label: plain(label), value: text })
}

const plain = (key: MessageKey): Span => ({ kind: 'message', key, blanks: {} })

function presentValue(field: RoomField, present: Room | undefined): string | undefined {
  const value = present?.fields[field.id]
  if (value === undefined || value === null) return undefined
  return valueText(value)
}

const roomField: FormField = {
  name: 'room',
  label: say('admin.room-form.number'),
  base: 'string',
  required: true,
  suggests: true,
}

function fieldOf(
  field: RoomField,
  all: readonly RoomField[],
  purpose: 'create' | 'update',
  initial: string | undefined,
): FormField {
  const choices = field.kind === 'boolean' ? ['yes', 'no'] : field.choices
  return {
    name: `fields.${field.id}`,
    label: plain(field.label),
    base: bases[field.kind],
    required: purpose === 'create' && field.create === 'required',
    ...hintOf(field, all),
    ...(choices && { choices: choices.map((value) => ({ value, label: shownValue(field, value) })) }),
    ...(field.min !== undefined && field.kind !== 'choice' && { min: field.min }),
    ...(field.max !== undefined && field.kind !== 'choice' && { max: field.max }),
    ...(field.secret ? { secret: true } : initial !== undefined && { initial }),
  }
}

/** The vendor's default is told, and never sent as if it had been chosen. */
function hintOf(field: RoomField, all: readonly RoomField[]): { hint?: Span } {
  const hints: Span[] = []
  const other = all.find(({ id }) => id === field.onlyWith?.field)
  if (field.onlyWith)
    hints.push(
      say('admin.room-form.only-with', {
        field: other ? plain(other.label) : field.onlyWith.field,
        values: field.onlyWith.values.join(', '),
      }),
    )
  if (field.default !== undefined && field.default !== null)
    hints.push(say('admin.room-form.default', { value: shownValue(field, field.default) }))
  const [first, second] = hints
  if (first === undefined) return {}
  return { hint: second === undefined ? first : say('admin.room-form.two-hints', { first, second }) }
}
