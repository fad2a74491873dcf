/** Which field was meant by a name that none has: by the vendor's own names, and by the words that people see. */
import { nearestNames } from '#lib/nearest.ts'
import { spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import type { RoomField } from './contracts/conference-provider.ts'
import { ConfbotError } from './errors.ts'

/** Told as what may have been meant, or as examples. */
const maxTold = 3

/** Their ids, nearest first. */
export function nearestFields(fields: readonly RoomField[], typed: string): readonly string[] {
  const byName = new Map(fields.map((field) => [nameOf(field), field.id]))
  const words = wordsOf(typed)
  // The last word says what it is: `room_number`.
  for (const wanted of [words.join(' '), ...words.toReversed()]) {
    const near = nearestNames(wanted, [...byName.keys()], maxTold)
    if (near.length > 0) return near.flatMap((name) => byName.get(name) ?? [])
  }
  return []
}

export function unknownField(fields: readonly RoomField[], typed: string): ConfbotError {
  const near = nearestFields(fields, typed)
  const told = near.length > 0 ? near : fields.slice(0, maxTold).map(({ id }) => id)
  return new ConfbotError('input.unknown-field', {
    option: typed,
    blanks: { typed, fields: told.join(', ') },
    ...(near.length > 0 && { remedy: say('admin.field.near', { fields: told.join(', ') }) }),
  })
}

const wordsOf = (text: string) => text.split(/[\s._-]+/).filter(Boolean)

const nameOf = ({ id, label }: RoomField): string =>
  [...wordsOf(id), spanToString({ kind: 'message', key: label, blanks: {} }, 'en')].join(' ')
