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
  const parts = typed.split(/[,;\n]/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  return parts.flatMap((part) => entriesOf(field, options, part)).join(',')
}

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
    ({ label }) => label.split(/\s+/).some((word) => foldName(word) === wanted),
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
