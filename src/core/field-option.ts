/** What people type for a field whose values only the PBX knows: the value itself, the label, or the number that begins a label. */
import { foldName } from '#lib/fold-name.ts'
import { nearestNames } from '#lib/nearest.ts'
import { say } from '#text/message.ts'
import type { FieldOption, RoomField } from './contracts/conference-provider.ts'
import { ConfbotError } from './errors.ts'

/** Told as what may have been meant, or as examples. */
const maxNear = 5

/**
 * The text with values in the place of what was meant by it. Where the PBX told of no options the text is left as it is. Throws
 * `input.invalid`, with those that are spelt nearly so.
 */
export function resolveOptions(field: RoomField, options: readonly FieldOption[], typed: string): string {
  if (options.length === 0 || typed.trim() === '') return typed
  if (field.kind !== 'list') return oneValue(field, options, typed.trim())
  return partsOf(typed)
    .flatMap((part) => entriesOf(field, options, part))
    .join(',')
}

const partsOf = (typed: string): readonly string[] =>
  typed.split(/[,;\n]/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))

/** Whatever is meant by each of its parts. */
export const isTooLong = ({ kind, max }: RoomField, typed: string): boolean =>
  kind === 'list' && max !== undefined && new Set(partsOf(typed)).size > max

/** A label may hold spaces, and spaces may stand between entries, too. */
function entriesOf(field: RoomField, options: readonly FieldOption[], part: string): readonly string[] {
  const whole = matching(options, part)
  if (whole !== null) return [whole]
  const words = part.split(/\s+/)
  const each = words.map((word) => matching(options, word))
  if (words.length > 1 && each.every((one) => one !== null)) return each
  return [oneValue(field, options, part)]
}

function oneValue(field: RoomField, options: readonly FieldOption[], typed: string): string {
  const found = matching(options, typed)
  if (found !== null) return found
  const labels = options.map(({ label }) => label)
  const near = nearestNames(typed, labels, maxNear)
  const values = (near.length > 0 ? near : labels.slice(0, maxNear)).join(', ')
  throw new ConfbotError('input.invalid', {
    option: field.id,
    blanks: {
      option: field.id,
      problem: say(near.length > 0 ? 'admin.field.option-near' : 'admin.field.option', { typed, values }),
    },
  })
}

/** null: none, or several that are as near as each other. */
function matching(options: readonly FieldOption[], typed: string): string | null {
  const wanted = foldName(typed)
  const ways: readonly ((option: FieldOption) => boolean)[] = [
    ({ value }) => value === typed,
    ({ label }) => foldName(label) === wanted,
    ({ value }) => foldName(value) === wanted,
    // Some write the number of an extension behind its name: `Ada<1001>`.
    ({ label }) => label.split(/[\s<>()]+/).some((word) => foldName(word) === wanted),
    ({ label }) => foldName(label).startsWith(wanted),
  ]
  for (const isMeant of ways) {
    const found = new Set(options.filter(isMeant).map(({ value }) => value))
    if (found.size > 1) return null
    const [only] = found
    if (only !== undefined) return only
  }
  return null
}
