/** The words in which people say when: how a phrase is taken apart, and what is a weekday, a month, a number, an ordinal. */
import { toPlainCharacters } from './plain-characters.ts'

/**
 * Lower-case words in one spelling: `Dec. 1st, 3 P.M.` becomes `dec 1st 3 pm`, `1-Dec-2026` becomes `1 dec 2026`, `Mon/Wed`
 * becomes `mon wed`, `two` becomes `2`. Commas go; a dot stays where it says that a number is an ordinal (`1.`, `1.12.`).
 */
export function phraseToWords(phrase: string): string[] {
  return toPlainCharacters(phrase)
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/\b([ap])\. ?m\b\.?/g, '$1m')
    .replace(/\bo'? ?clock\b/g, "o'clock")
    .replace(/[,;，、]/g, ' ')
    .replace(/&/g, ' and ')
    .replace(/\b(\d{1,2})[-/]([a-z]{3,9})[-/](\d{4})\b/g, '$1 $2 $3')
    .replace(/([a-z]{3})\/(?=[a-z]{3})/g, '$1 ')
    .split(/\s+/)
    .map((word) => (/^\d{1,2}\.(?:\d{1,2}\.)?$/.test(word) ? word : word.replace(/\.$/, '')))
    .filter((word) => word !== '')
    .map((word) => numberWords.get(word) ?? word)
}

const numberWords = new Map(
  ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
    (word, index) => [word, String(index + 1)] as const,
  ),
)

const weekdays = new Map<string, number>(
  [
    ['sun', 'sunday'],
    ['mon', 'monday'],
    ['tue', 'tues', 'tuesday'],
    ['wed', 'weds', 'wednesday'],
    ['thu', 'thur', 'thurs', 'thursday'],
    ['fri', 'friday'],
    ['sat', 'saturday'],
  ].flatMap((names, weekday) => names.map((name) => [name, weekday] as const)),
)

/** 0 is Sunday; undefined: not a weekday. */
export const wordToWeekday = (word: string): number | undefined => weekdays.get(word)

/** `mondays`, which can only mean every Monday. */
export const isPluralWeekday = (word: string): boolean => word.endsWith('days') && weekdays.has(word.slice(0, -1))

const months = new Map<string, number>(
  [
    ['jan', 'january'],
    ['feb', 'february'],
    ['mar', 'march'],
    ['apr', 'april'],
    ['may'],
    ['jun', 'june'],
    ['jul', 'july'],
    ['aug', 'august'],
    ['sep', 'sept', 'september'],
    ['oct', 'october'],
    ['nov', 'november'],
    ['dec', 'december'],
  ].flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
)

/** 1 to 12; undefined: not a month. */
export const wordToMonth = (word: string): number | undefined => months.get(word)

const ordinals = new Map<string, number>(
  ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'].map(
    (word, index) => [word, index + 1] as const,
  ),
)

/** `1st`, `1.`, `first` to `tenth`; undefined: not an ordinal. `1nd` counts, since nobody means anything else by it. */
export function wordToOrdinal(word: string): number | undefined {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th|\.)$/.exec(word) ?? []
  return digits === undefined ? ordinals.get(word) : Number(digits)
}

/** Words that say nothing by themselves. */
export const isFiller = (word: string): boolean => fillers.has(word)
const fillers = new Set(['at', 'on', 'the', 'of'])
