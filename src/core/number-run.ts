/** Neighbouring words that look like numbers: where one number ends and the next begins. */
import { parsePhoneNumber } from '#lib/phone-number.ts'
import type { PbxPolicy } from './contracts/conference-provider.ts'
import { isExtension, isShort } from './dial-guard.ts'

export interface NumberRun {
  readonly words: readonly string[]
  /** The numbers that the words are; null where it must be asked. */
  readonly pieces: readonly string[] | null
  /** What may be meant, where it must be asked: pieces that are each an extension or a valid number, the longest first. */
  readonly readings: readonly (readonly string[])[]
}

/** Enough to know that there are several, and to offer them. */
const maxReadings = 6
/** No number is longer: 15 digits (ITU-T E.164) and the 00 that may stand for the plus. */
const maxDigits = 17

export const looksLikeNumber = (text: string): boolean => /^\+?[\d\s.()/*#-]+$/.test(text) && /\d/.test(text)

/**
 * Splits words by the rule of product.md, section 3: white space ends a number; where joining neighbours would also give a valid
 * one, it is ambiguous.
 *
 * Two neighbours that each stand complete by themselves are not joined: a valid international number and, after it, an extension
 * or another international number. `+4930901800 1001` is two people, although +49309018001001 would be a valid number (German
 * numbers have no fixed length, and the numbering plan takes many more digits after a Berlin number). After a national number
 * it is asked.
 *
 * Between two commas (`isGroup`, in a list that uses them) spaces may well stand inside a number, so the words are one where
 * that is the only reading, and it is asked where there are several.
 */
export function splitNumbers(words: readonly string[], isGroup: boolean, policy: PbxPolicy): readonly NumberRun[] {
  if (isGroup) {
    const readings = readingsOf(words, policy)
    const [only] = readings
    if (only && readings.length === 1) return [certain(words, only)]
    return [only || hasJoin(words, policy) ? { words, pieces: null, readings } : certain(words, words)]
  }
  const runs: string[][] = []
  for (const word of words) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before !== undefined && !standApart(before, word, policy)) run.push(word)
    else runs.push([word])
  }
  return runs.map((run) =>
    hasJoin(run, policy) ? { words: run, pieces: null, readings: readingsOf(run, policy) } : certain(run, run),
  )
}

const certain = (words: readonly string[], pieces: readonly string[]): NumberRun => ({ words, pieces, readings: [] })

const isInternational = (text: string, policy: PbxPolicy) => /^(?:\+|00)/.test(text) && isNumber(text, policy)

const standApart = (before: string, word: string, policy: PbxPolicy) =>
  isInternational(before, policy) && (isExtension(word, policy) || isInternational(word, policy))

const isNumber = (text: string, policy: PbxPolicy) =>
  !isShort(text) && parsePhoneNumber(text, policy.countries[0]) !== null

/** Whether some neighbours would together be a valid number. */
const hasJoin = (words: readonly string[], policy: PbxPolicy) =>
  words.some((_, start) => endsAt(words, start, policy).some((end) => end > start + 1))

/** The readings, longest pieces first, at most `maxReadings`. */
function readingsOf(words: readonly string[], policy: PbxPolicy): readonly (readonly string[])[] {
  const readingsFrom: (readonly (readonly string[])[])[] = []
  readingsFrom[words.length] = [[]]
  for (let start = words.length - 1; start >= 0; start--)
    readingsFrom[start] = endsAt(words, start, policy)
      .flatMap((end) => (readingsFrom[end] ?? []).map((rest) => [words.slice(start, end).join(' '), ...rest]))
      .slice(0, maxReadings)
  return readingsFrom[0] ?? []
}

/** Where a piece that begins at `start` and stands by itself may end, farthest first. */
function endsAt(words: readonly string[], start: number, policy: PbxPolicy): readonly number[] {
  const ends: number[] = []
  for (let end = start + 1; end <= words.length; end++) {
    const text = words.slice(start, end).join(' ')
    if (text.replace(/\D/g, '').length > maxDigits) break
    if ((end === start + 1 && isExtension(text, policy)) || isNumber(text, policy)) ends.unshift(end)
  }
  return ends
}
