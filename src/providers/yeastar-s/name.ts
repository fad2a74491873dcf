/** What a Yeastar S-Series room is called. */

import { firstCharacters } from '#lib/first-characters.ts'
import { forbiddenInNames } from './fields.ts'

/** Not documented: a name that fits its pages. */
export const subjectMax = 60

/** What it refuses in a name becomes a space. */
export function subjectToName(subject: string): string {
  const allowed = [...subject].map((one) => (forbiddenInNames.includes(one) ? ' ' : one)).join('')
  const name = firstCharacters(allowed.replace(/\s+/g, ' ').trim(), subjectMax).trim()
  return name || 'Conference'
}
