/** Names in the environment that look like ours but are not: most often a slip of the finger, which must not pass in silence. */
import { nearest } from './nearest.ts'
import type { Problem } from './problem.ts'

/** `known` names may also be set as `NAME_FILE`. */
export function reportUnknownNames(names: readonly string[], known: readonly string[], problems: Problem[]): void {
  for (const name of names) {
    if (isKnown(name, known)) continue
    const meant = nearest(name, known)
    problems.push({
      key: name,
      what: meant ? `is not known. Did you mean ${meant}?` : `is not known. Known: ${known.join(', ')}.`,
    })
  }
}

/** Names that differ from a known one by a slip or two, each with the one that was probably meant. */
export function misspelt(names: readonly string[], known: readonly string[]): { name: string; meant: string }[] {
  return names.flatMap((name) => {
    const meant = isKnown(name, known) ? undefined : nearest(name, known, 2)
    return meant ? [{ name, meant }] : []
  })
}

const isKnown = (name: string, known: readonly string[]) =>
  known.includes(name) || known.some((one) => `${one}_FILE` === name)
