/** The known word that somebody probably meant. */

/** The closest of `known`, in whatever case, within `maxEdits`: a third of the word's length unless said; undefined when none is. */
export function nearest(
  word: string,
  known: Iterable<string>,
  maxEdits = Math.max(2, Math.floor(word.length / 3)),
): string | undefined {
  let best: { candidate: string; edits: number } | undefined
  for (const candidate of known) {
    const edits = countEdits(word.toLowerCase(), candidate.toLowerCase())
    if (edits <= (best ? best.edits - 1 : maxEdits)) best = { candidate, edits }
  }
  return best?.candidate
}

/** Levenshtein distance: letters added, removed or replaced. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
