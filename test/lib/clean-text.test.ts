import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText, cutText } from '#lib/clean-text.ts'

describe('text for a chat', () => {
  it('is cut between characters, and says so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (text, max) => {
        const cut = cutText(text, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        expect(cut.isWellFormed()).toBe(true)
        if (text.length > max) expect(cut.endsWith('…')).toBe(true)
        else expect(cut).toBe(text)
      }),
    )
    expect(cutText('a👍b👍', 3)).toBe('a…')
  })

  it('has neither control characters nor halves of characters', () => {
    expect(cleanText('a\u0000\u001b[1mb\r\n\tc\ud83dd\u202ee')).toBe('a[1mb\n\tc\ufffdde')
  })
})
