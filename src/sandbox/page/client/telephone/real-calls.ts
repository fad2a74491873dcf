/** What the page says of calls where the PBXs are real ones. */
import { kindToName } from './kinds.ts'
import type { RealPbx } from './shapes.ts'

const list = new Intl.ListFormat('en')

/** `Calls are real: they go through the PBX office (KAZOO).` */
export function realCallsToWords(real: readonly RealPbx[]): string {
  const named = real.map(({ name, kind }) => `${name} (${kindToName(kind)})`)
  return `Calls are real: they go through the ${named.length === 1 ? 'PBX' : 'PBXs'} ${list.format(named)}.`
}
