/** Names that were probably meant by a word that matches none. */
import { editDistance } from './edit-distance.ts'
import { foldName } from './fold-name.ts'

/** Longer texts are no mistyped names, and are not compared at length. */
const maxLength = 100

/** At most `limit` of `names`, the nearest first; none that is further away than a third of the letters typed. */
export function nearestNames(typed: string, names: readonly string[], limit: number): readonly string[] {
  if (typed.length > maxLength) return []
  const wanted = foldName(typed)
  return names
    .map((name) => ({ name, distance: distanceTo(wanted, foldName(name)) }))
    .filter(({ distance }) => distance <= Math.ceil(wanted.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ name }) => name)
}

/** Changes to the whole name or to one of its words; none where it begins with what was typed. */
function distanceTo(wanted: string, name: string): number {
  if (name.startsWith(wanted)) return 0
  return Math.min(...[name, ...name.split(' ')].map((part) => editDistance(wanted, part)))
}
