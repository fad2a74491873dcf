/** Which known words are meant by a mistyped one. */
import { editDistance } from '#lib/edit-distance.ts'

/** Longer words are no typing errors, and are not compared at length. */
const maxLength = 40

/** The known words that are near enough to `typed`, nearest first: few letters wrong, or begun and not finished. */
export function nearestWords(typed: string, known: Iterable<string>): string[] {
  const word = typed.slice(0, maxLength).toLowerCase()
  const tolerance = word.length <= 3 ? 1 : word.length <= 6 ? 2 : 3
  return [...known]
    .map((candidate) => ({
      candidate,
      distance: word.length >= 2 && candidate.startsWith(word) ? 0.5 : editDistance(word, candidate),
    }))
    .filter(({ distance }) => distance <= tolerance)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate)
}
