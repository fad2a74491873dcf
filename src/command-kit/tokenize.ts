/** Typed text to words: quotes of every kind, commas, line breaks. One pass, so that its time grows with the length alone. */
import { ConfbotError } from '#core/errors.ts'
import type { Word } from '#core/word.ts'

/** A word, and what stood before its opening quote: `subject:` in `subject:"Sprint review"`. */
export interface Token extends Word {
  readonly prefix: string
}

/** What closes a quote, by what opened it. Phones and word processors pair them in many ways, so a family closes itself. */
const double = '"“”‟＂'
const guillemets = '«»'
const singleGuillemets = '‹›'
const single = "'‘’‛＇"
const closersOf = new Map<string, string>([
  ...[...double, '„'].map((opener) => [opener, double] as const),
  ...[...guillemets].map((opener) => [opener, guillemets] as const),
  ...[...singleGuillemets].map((opener) => [opener, singleGuillemets] as const),
  ...[...single, '‚'].map((opener) => [opener, single] as const),
])

const isSpace = (character: string | undefined) => character === ' ' || character === '\n'
const isSeparator = (character: string | undefined) =>
  character === ',' || character === '，' || character === '、' || character === '\n'
const isBoundary = (character: string | undefined) =>
  character === undefined || isSpace(character) || isSeparator(character)

/** `text` is normalised already. Throws `input.unterminated-quote`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let afterComma = false
  /** No single quote closes from here on: said once, so that a text full of apostrophes is not searched again and again. */
  let noSingleCloserFrom = Number.POSITIVE_INFINITY

  const closerFrom = (opener: number): number | null => {
    const closers = closersOf.get(text.charAt(opener))
    if (closers === undefined) return null
    const isApostrophe = closers === single
    if (isApostrophe && opener >= noSingleCloserFrom) return null
    for (let at = opener + 1; at < text.length; at++) {
      const character = text.charAt(at)
      if (character === '\\') at++
      // Inside words a single quote is an apostrophe.
      else if (closers.includes(character) && !(isApostrophe && !isBoundary(text[at + 1]))) return at
    }
    if (!isApostrophe)
      throw new ConfbotError('input.unterminated-quote', { blanks: { typed: text.slice(opener, opener + 40) } })
    noSingleCloserFrom = opener
    return null
  }

  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (isSeparator(character)) afterComma = tokens.length > 0
    if (isBoundary(character)) {
      at++
      continue
    }
    const start = at
    let token: Token | undefined
    for (; at < text.length && !isBoundary(text[at]); at++) {
      if (at > start && !isAssigning(text[at - 1])) continue
      const end = closerFrom(at)
      if (end === null) continue
      token = { text: withoutEscapes(text.slice(at + 1, end)), quoted: true, afterComma, prefix: text.slice(start, at) }
      at = end + 1
      break
    }
    tokens.push(token ?? { text: text.slice(start, at), quoted: false, afterComma, prefix: '' })
    afterComma = false
  }
  return tokens
}

/** A quote opens at the start of a word and after the sign of `name:value` and `name=value`. */
const isAssigning = (character: string | undefined) => character === ':' || character === '：' || character === '='

const withoutEscapes = (text: string) => text.replace(/\\(["'“”„‟＂«»‹›‘’‚‛＇\\])/g, '$1')

/** The words of a list that no option names are looked for in. */
export const textToWords = (text: string): Word[] => tokenize(text).map(tokenToWord)

export const tokenToWord = ({ text, quoted, afterComma, prefix }: Token): Word =>
  prefix === '' ? { text, quoted, afterComma } : { text: prefix + text, quoted: false, afterComma }

const needsQuotes = /[\s,，、]|(?:^|[:：=])["“”„‟＂«»‹›'‘’‚‛＇]/

/** Text that `textToWords` reads back to the same words. */
export function wordsToText(words: readonly Word[]): string {
  return words
    .map(({ text, quoted, afterComma }, index) => {
      const isPlain = !quoted && text !== '' && !needsQuotes.test(text)
      const written = isPlain ? text : `"${text.replace(/["“”‟＂\\]/g, '\\$&')}"`
      return (index === 0 ? '' : afterComma ? ', ' : ' ') + written
    })
    .join('')
}
