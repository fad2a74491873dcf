import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Word } from '#command-kit/define-command.ts'
import { textToWords, tokenize, wordsToText } from '#command-kit/tokenize.ts'
import { word } from './words.ts'

const texts = (typed: string) => tokenize(typed).map(({ text }) => text)

describe('tokenize', () => {
  it('separates words at spaces, commas and line breaks, and remembers the commas', () => {
    expect(textToWords('1001, Anna  Bob\nCarol')).toEqual([
      word('1001'),
      word('Anna', { afterComma: true }),
      word('Bob'),
      word('Carol', { afterComma: true }),
    ])
  })

  it.each([
    ['straight', '"Sprint review"'],
    ['English', '“Sprint review”'],
    ['German', '„Sprint review“'],
    ['Swedish', '”Sprint review”'],
    ['mixed by a phone', '“Sprint review"'],
    ['French', '«Sprint review»'],
    ['reversed guillemets', '»Sprint review«'],
    ['single guillemets', '‹Sprint review›'],
    ['single', "'Sprint review'"],
    ['typographic single', '‘Sprint review’'],
    ['low single', '‚Sprint review‘'],
    ['full-width', '＂Sprint review＂'],
  ])('takes off %s quotes', (_name, typed) => {
    expect(tokenize(`${typed} next`)).toEqual([
      { ...word('Sprint review', { quoted: true }), prefix: '' },
      { ...word('next'), prefix: '' },
    ])
  })

  it('keeps apostrophes and inches in words', () => {
    expect(texts(`Bob's O’Brien 5" 'tis don't`)).toEqual(["Bob's", 'O’Brien', '5"', "'tis", "don't"])
  })

  it('closes a single quote only at the end of a word', () => {
    expect(texts("'Bob's plan' next")).toEqual(["Bob's plan", 'next'])
  })

  it('keeps what stands before a quote that gives a value', () => {
    expect(tokenize('subject:"Sprint review" name=“Board room”')).toEqual([
      { ...word('Sprint review', { quoted: true }), prefix: 'subject:' },
      { ...word('Board room', { quoted: true }), prefix: 'name=' },
    ])
  })

  it('reads an escaped quote as a quote', () => {
    expect(texts(String.raw`"say \"hi\" to \\ all"`)).toEqual([String.raw`say "hi" to \ all`])
  })

  it('keeps an empty quoted word', () => {
    expect(textToWords('""')).toEqual([word('', { quoted: true })])
  })

  it('says what is open when a quote is not closed', () => {
    expect(() => tokenize('start "Sprint review')).toThrowError(
      expect.objectContaining({ code: 'input.unterminated-quote', details: { blanks: { typed: '"Sprint review' } } }),
    )
  })

  it.each([
    ['apostrophes', "a='b ".repeat(20_000)],
    ['opening single quotes', "'a ".repeat(30_000)],
    ['quoted words', '"a" '.repeat(25_000)],
    ['commas', ','.repeat(100_000)],
  ])('reads a long text full of %s in one pass', (_name, typed) => {
    expect(() => tokenize(typed)).not.toThrow()
  })
})

describe('wordsToText', () => {
  it('quotes only what needs it', () => {
    const words = [word('1001'), word('Anna Meier', { quoted: true, afterComma: true }), word("O'Brien")]
    expect(wordsToText(words)).toBe(`1001, "Anna Meier" O'Brien`)
  })

  it('writes what is read back to the same words', () => {
    const anyWord: fc.Arbitrary<Word> = fc.record({
      text: fc.string({ unit: fc.constantFrom(...`aé1+<@>:='"“”‘’«\\,. `), maxLength: 8 }),
      quoted: fc.boolean(),
      afterComma: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 6 }), (words) => {
        const read = textToWords(wordsToText(words))
        expect(read.map(({ text }) => text)).toEqual(words.map(({ text }) => text))
        expect(read.slice(1).map(({ afterComma }) => afterComma)).toEqual(words.slice(1).map((one) => one.afterComma))
        for (const [at, one] of words.entries()) if (one.quoted) expect(read[at]?.quoted).toBe(true)
      }),
    )
  })
})
