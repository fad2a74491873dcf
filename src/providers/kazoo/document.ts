/** Room fields as they stand in KAZOO's documents: nested, with real lists, numbers and objects, and back. Source: the schema `conferences`. */
import type { FieldValue, RoomField, RoomFieldValues } from '#core/contracts/conference-provider.ts'
import type { Document } from './client.ts'
import { roomFields } from './fields.ts'

/** Either a switch or a text. */
const switchOrText: ReadonlySet<string> = new Set(['play_entry_tone', 'play_exit_tone'])
const switches = new Map([
  ...['true', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', 'no', 'off'].map((word) => [word, false] as const),
])

/** What is empty is null: to a PATCH, that takes the key away. */
export function valuesToDocument(values: RoomFieldValues): Document {
  const document = {}
  for (const [id, value] of Object.entries(values)) put(document, id.split('.'), valueToWire(fieldOf(id), value))
  return document
}

/** Values of all fields that may be seen; null: the PBX does not have it, or did not tell. */
export const documentToFields = (document: Document): Readonly<Record<string, FieldValue>> =>
  Object.fromEntries(
    roomFields
      .filter((field) => field.secret !== true)
      .map((field) => [field.id, wireToValue(field, at(document, field.id.split('.')))]),
  )

/** As a PATCH would leave it: objects are joined, null takes a key away. */
export function mergeDocuments(document: Document, changes: Document): Document {
  const merged: Record<string, unknown> = { ...document }
  for (const [key, change] of Object.entries(changes)) {
    if (change === null) delete merged[key]
    else if (isDocument(change)) merged[key] = mergeDocuments(asDocument(merged[key]), change)
    else merged[key] = change
  }
  return merged
}

/** Whether something is to be put in the place of a whole object, which a PATCH would join with it. */
export const replacesObjects = (values: RoomFieldValues): boolean =>
  Object.entries(values).some(([id, value]) => fieldOf(id)?.kind === 'json' && Boolean(value))

/** The same changes, which also take away what is no longer in objects that are to be replaced. */
export function withReplacedObjects(room: Document, values: RoomFieldValues): Document {
  const changes = { ...valuesToDocument(values) }
  for (const [id, change] of Object.entries(changes))
    if (fieldOf(id)?.kind === 'json' && isDocument(change)) changes[id] = difference(asDocument(room[id]), change)
  return changes
}

/** What makes `wanted` of `present` where objects are joined. */
const difference = (present: Document, wanted: Document): Document => ({
  ...Object.fromEntries(Object.keys(present).map((key) => [key, null])),
  ...Object.fromEntries(
    Object.entries(wanted).map(([key, value]) => [
      key,
      isDocument(value) && isDocument(present[key]) ? difference(present[key], value) : value,
    ]),
  ),
})

/** Without what is null: a new document has nothing to take away. */
export const withoutNull = (document: Document): Document => mergeDocuments({}, document)

function valueToWire(field: RoomField | undefined, value: FieldValue): unknown {
  if (field?.kind === 'list')
    return String(value ?? '')
      .split(',')
      .filter(Boolean)
  if (value === null || value === '') return null
  if (field?.kind === 'json') return JSON.parse(String(value))
  // Numbers are chosen from, not written.
  if (field?.kind === 'choice') return Number(value)
  if (field && switchOrText.has(field.id)) return switches.get(String(value).toLowerCase()) ?? value
  return value
}

function wireToValue({ kind }: RoomField, value: unknown): FieldValue {
  if (value === undefined || value === null) return null
  if (kind === 'list') return Array.isArray(value) ? value.join(',') : null
  if (kind === 'json') return JSON.stringify(value)
  if (kind === 'boolean') return typeof value === 'boolean' ? value : null
  if (kind === 'integer') return typeof value === 'number' ? value : null
  return typeof value === 'object' ? null : String(value)
}

const fieldOf = (id: string) => roomFields.find((field) => field.id === id)

function at(document: Document, [key = '', ...rest]: readonly string[]): unknown {
  return rest.length === 0 ? document[key] : at(asDocument(document[key]), rest)
}

function put(document: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    document[key] = value
    return
  }
  const inner = { ...asDocument(document[key]) }
  document[key] = inner
  put(inner, rest, value)
}

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const asDocument = (value: unknown): Document => (isDocument(value) ? value : {})
