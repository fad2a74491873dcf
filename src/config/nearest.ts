/** The known word that somebody probably meant. */
import { editDistance } from '#lib/edit-distance.ts'

/** The closest of `known`, in whatever case, within `maxEdits`: a third of the word's length unless said; undefined when none is. */
export function nearest(
  word: string,
  known: Iterable<string>,
  maxEdits = Math.max(2, Math.floor(word.length / 3)),
): string | undefined {
  let best: { candidate: string; edits: number } | undefined
  for (const candidate of known) {
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (edits <= (best ? best.edits - 1 : maxEdits)) best = { candidate, edits }
  }
  return best?.candidate
}
