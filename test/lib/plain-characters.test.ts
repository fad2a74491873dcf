import { describe, expect, it } from 'vitest'
import { toPlainCharacters } from '#lib/plain-characters.ts'

describe('toPlainCharacters', () => {
  it.each([
    ['full-width digits and plus', '＋４９３０', '+4930'],
    ['full-width letters', 'ＰＴ１Ｈ', 'PT1H'],
    ['dashes of every kind', '1‐2‑3‒4–5—6―7−8', '1-2-3-4-5-6-7-8'],
    ['joiners', 'a\u200db\u200cc', 'abc'],
  ])('makes %s plain', (_title, typed, expected) => {
    expect(toPlainCharacters(typed)).toBe(expected)
  })

  it('leaves letters of other scripts alone', () => {
    expect(toPlainCharacters('Ünïcode Ж')).toBe('Ünïcode Ж')
  })
})
