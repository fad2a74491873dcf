/** The forms for the fields of rooms and servers, and how their values are shown: made from what the provider declares. */
import type { ConferenceServer, FieldOption, Pbx, Room, RoomField } from '#core/contracts/conference-provider.ts'
import { fieldGroups } from '#core/field-value.ts'
import type { OptionsByField, SecretsSet } from '#core/service/room-admin.ts'
import { bold, type MessageKey, quiet, type Span, say } from '#text/message.ts'
import { type CardNode, fields, text } from '../card.ts'
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
  {
    options,
    secrets,
    note,
  }: { readonly options?: OptionsByField; readonly secrets?: SecretsSet; readonly note?: Span } = {},
): Form {
  const { room } = given
  return {
    path: purpose === 'create' ? 'confadmin room create' : 'confadmin room edit',
    title: say(purpose === 'create' ? 'admin.room-form.create' : 'admin.room-form.edit'),
    submit: say(purpose === 'create' ? 'admin.room-form.create-now' : 'admin.room-form.edit-now'),
    fields: [
      ...(purpose === 'update' && room === undefined ? [roomField] : []),
      ...declaredFields(pbx.definition.roomFields, purpose, given, present, options, secrets),
    ],
    ...(note !== undefined && { note }),
    carried: { ...(room !== undefined && { room }), pbx: pbx.name },
  }
}

/** Likewise for a conference server. */
export function serverForm(
  purpose: 'create' | 'update',
  pbx: Pick<Pbx, 'name' | 'definition'>,
  given: Readonly<Record<string, string>>,
  present?: ConferenceServer,
): Form {
  const { server } = given
  return {
    path: purpose === 'create' ? 'confadmin server create' : 'confadmin server edit',
    title: say(purpose === 'create' ? 'server.form.create' : 'server.form.edit'),
    submit: say(purpose === 'create' ? 'admin.room-form.create-now' : 'admin.room-form.edit-now'),
    fields: [
      ...(purpose === 'update' && server === undefined ? [serverField] : []),
      ...declaredFields(pbx.definition.serverFields ?? [], purpose, given, present),
    ],
    carried: { ...(server !== undefined && { server }), pbx: pbx.name },
  }
}

function declaredFields(
  all: readonly RoomField[],
  purpose: 'create' | 'update',
  given: Readonly<Record<string, string>>,
  present: Pick<Room, 'fields'> | undefined,
  options: OptionsByField = new Map(),
  secrets: SecretsSet = new Map(),
): FormField[] {
  const fits = ({ onlyWith }: RoomField) =>
    !present || !onlyWith || onlyWith.values.includes(String(present.fields[onlyWith.field]))
  return fieldGroups(all.filter((field) => field[purpose] !== 'never' && fits(field)))
    .flatMap(([, fields]) => fields)
    .map((field) => {
      const initial = given[`fields.${field.id}`] ?? presentValue(field, present)
      const drawn = fieldOf(field, all, purpose, initial)
      const told = field.secret && purpose === 'update' ? keeping(field, drawn, secrets.get(field.id)) : drawn
      return withOptions(field, told, options.get(field.id) ?? [])
    })
}

/** Nobody has to type a secret anew for it to stay. `isSet`: undefined: the PBX does not tell. */
function keeping({ pin }: RoomField, drawn: FormField, isSet: boolean | undefined): FormField {
  const kept = pin?.clears ? say('admin.room-form.keep-or-clear') : say('admin.room-form.keep')
  const hint = joined([drawn.hint, isSet === false ? say('admin.room-form.not-set') : kept])
  return { ...drawn, ...(hint !== undefined && { hint }), ...(isSet !== false && { keeps: true }) }
}

/** The menus of all platforms hold so many; beyond, Discord asks for text, and beyond `maxOptions` Slack does, too. */
const everywhere = 25
const maxOptions = 100
/** Told where they may have to be typed. */
const maxExamples = 3

/** A menu of what the PBX has; a text that may also name them where there are too many. */
function withOptions(field: RoomField, drawn: FormField, options: readonly FieldOption[]): FormField {
  if (options.length === 0) return drawn
  const values = options
    .slice(0, maxExamples)
    .map(({ label }) => label)
    .join(', ')
  const hint =
    options.length > everywhere ? joined([drawn.hint, say('admin.room-form.options', { values })]) : drawn.hint
  const told = { ...drawn, ...(hint !== undefined && { hint }) }
  if (options.length > maxOptions) return told
  const { min: _, max: __, initial, ...rest } = told
  const isList = field.kind === 'list'
  return {
    ...rest,
    base: isList ? 'choices' : 'choice',
    choices: options.map(({ value, label }) => ({ value, label })),
    // A menu has one in each line.
    ...(initial !== undefined && { initial: isList ? initial.split(/[,;\n]\s*/).join('\n') : initial }),
  }
}

/** What is set, by label, in the order of the vendor; of secrets only whether they are. */
export const shownFields = (
  declared: readonly RoomField[],
  values: Room['fields'],
  options: OptionsByField = new Map(),
  secrets: SecretsSet = new Map(),
): [label: Span, value: Span][] =>
  declared.flatMap((field): [Span, Span][] => {
    if (field.secret) return [[plain(field.label), quiet(secretWords(secrets.get(field.id)))]]
    const value = values[field.id]
    return value === null || value === undefined || value === ''
      ? []
      : [[plain(field.label), labelsOf(field, value, options.get(field.id)) ?? shownValue(field, value)]]
  })

function secretWords(isSet: boolean | undefined): Span {
  if (isSet === undefined) return say('command.room-show.secret-untold')
  return isSet ? say('command.room-show.secret-set') : say('command.room-show.secret-not-set')
}

const valueText = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)

/** As people know what it is set to; null where the PBX did not tell that of all of it. */
function labelsOf({ kind }: RoomField, value: string | number | boolean, options: readonly FieldOption[] = []) {
  const entries = kind === 'list' ? String(value).split(/\s*,\s*/) : [String(value)]
  const labels = entries.map((entry) => options.find((one) => one.value === entry)?.label)
  return labels.every((label) => label !== undefined) ? labels.join(', ') : null
}

/** As the form's own choices say it: `Sound only (AUDIO)`. */
function shownValue({ choiceLabels = {} }: RoomField, value: string | number | boolean): Span {
  const text = valueText(value)
  const label = choiceLabels[text]
  return label === undefined ? text : say('room.choice', { label: plain(label), value: text })
}

/** What a field is called and what it is set to. */
export const fieldWords = (field: RoomField, value: string | number | boolean): { field: Span; value: Span } => ({
  field: plain(field.label),
  value: shownValue(field, value),
})

const plain = (key: MessageKey): Span => ({ kind: 'message', key, blanks: {} })

function presentValue(field: RoomField, present: Pick<Room, 'fields'> | undefined): string | undefined {
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

const serverField: FormField = { name: 'server', label: say('server.form.server'), base: 'string', required: true }

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
    ...hintOf(field, all, purpose),
    ...(choices && { choices: choices.map((value) => ({ value, label: shownValue(field, value) })) }),
    ...(field.min !== undefined && field.kind !== 'choice' && { min: field.min }),
    ...(field.max !== undefined && field.kind !== 'choice' && { max: field.max }),
    ...(field.secret ? { secret: true } : initial !== undefined && { initial }),
  }
}

/** The vendor's default is told, and never sent as if it had been chosen. */
function hintOf(field: RoomField, all: readonly RoomField[], purpose: 'create' | 'update'): { hint?: Span } {
  const hints: Span[] = []
  const other = all.find(({ id }) => id === field.onlyWith?.field)
  const needed = all.find(({ id }) => id === field.requires)
  if (field.onlyWith)
    hints.push(
      say('admin.room-form.only-with', {
        field: other ? plain(other.label) : field.onlyWith.field,
        values: field.onlyWith.values.join(', '),
      }),
    )
  if (purpose === 'create' && field.preset !== undefined && field.preset !== null)
    hints.push(say('admin.room-form.preset', { value: shownValue(field, field.preset) }))
  else if (field.default !== undefined && field.default !== null)
    hints.push(say('admin.room-form.default', { value: shownValue(field, field.default) }))
  const { requiredUnless } = field
  const substitute = all.find(({ id }) => id === requiredUnless)
  if (substitute) hints.push(say('server.form.unless', { field: plain(substitute.label) }))
  if (needed) hints.push(say('admin.room-form.requires', { field: plain(needed.label) }))
  if (field.kind === 'list' && !field.options) hints.push(say('admin.room-form.list'))
  if (field.forbids) hints.push(say('admin.room-form.forbids', { characters: [...field.forbids].join(' ') }))
  const hint = joined(hints)
  return hint === undefined ? {} : { hint }
}

/** One sentence after the other. */
const joined = (hints: readonly (Span | undefined)[]): Span | undefined =>
  hints
    .filter((hint) => hint !== undefined)
    .reduce<Span | undefined>(
      (first, second) => (first === undefined ? second : say('admin.room-form.two-hints', { first, second })),
      undefined,
    )

/** Of a room with few fields they stand together, of one with many under what they are about. */
const maxTogether = 24

/** All that is set, as nodes of a card. */
export function shownFieldNodes(
  declared: readonly RoomField[],
  values: Room['fields'],
  options?: OptionsByField,
  secrets?: SecretsSet,
): CardNode[] {
  const groups = fieldGroups(declared).flatMap(([group, members]) => {
    const pairs = shownFields(members, values, options, secrets)
    return pairs.length === 0 ? [] : [{ group, pairs }]
  })
  const all = groups.flatMap(({ pairs }) => pairs)
  if (all.length <= maxTogether) return [fields(...all)]
  return groups.flatMap(({ group, pairs }) => [text(bold(say(`admin.field-group.${group}`))), fields(...pairs)])
}
