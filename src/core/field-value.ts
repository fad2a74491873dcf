/** Whether two values of a room's field are the same: a PBX may give back in other words what it was told. */
import type { FieldValue, RoomField, RoomFieldValues } from './contracts/conference-provider.ts'

/** Lists as sets, times as instants, JSON by what it means; nothing, an empty text and an empty list are all nothing. */
export function isSameValue({ kind }: Pick<RoomField, 'kind'>, a: FieldValue, b: FieldValue): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b)
  switch (kind) {
    case 'list':
      return setOf(a) === setOf(b)
    case 'time':
      return Date.parse(String(a)) === Date.parse(String(b)) || a === b
    case 'json':
      return a === b || meaning(a) === meaning(b)
    default:
      return String(a) === String(b)
  }
}

const isNothing = (value: FieldValue): boolean => value === null || value === ''

const setOf = (value: FieldValue): string =>
  [...new Set(String(value).split(/\s*,\s*/))].filter(Boolean).sort().join(',')

const meaning = (value: FieldValue): string => {
  try {
    return JSON.stringify(JSON.parse(String(value)))
  } catch {
    return String(value)
  }
}

/** Fields that the room shows otherwise than they were asked for. What it does not show at all, and secrets, nobody knows. */
export const notAsAsked = (
  declared: readonly RoomField[],
  asked: RoomFieldValues,
  shown: RoomFieldValues,
): readonly RoomField[] =>
  declared.filter((field) => {
    const [wanted, is] = [asked[field.id], shown[field.id]]
    return wanted !== undefined && is !== undefined && !field.secret && !isSameValue(field, wanted, is)
  })

/** What belongs together, in the order of the vendor. */
export const fieldGroups = (
  fields: readonly RoomField[],
): readonly (readonly [RoomField['group'], readonly RoomField[]])[] => [...Map.groupBy(fields, ({ group }) => group)]
