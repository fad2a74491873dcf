/** What every renderer of cards keeps to: one suite for all of them, over the gallery and over cards that nobody thought of. */
import { describe, expect, it } from 'vitest'
import { hostileTexts } from '#test/support/hostile-text.ts'
import { property } from '#test/support/property.ts'
import type { Card } from '#view/card.ts'
import { anyCard, gallery } from './card-gallery.ts'

export interface RendererUnderTest<Drawn> {
  readonly draw: (card: Card) => Drawn
  /** What the platform would refuse, or bring to life; checked against its documents, not against our own tables. */
  readonly problems: (drawn: Drawn) => readonly string[]
  /** All that a reader sees, in reading order. */
  readonly words: (drawn: Drawn) => string
}

export function rendererContract<Drawn>(name: string, { draw, problems, words }: RendererUnderTest<Drawn>): void {
  const cardOf = (key: string): Card => gallery[key] ?? expect.fail(`no card ${key}`)

  describe(`${name} keeps the renderer contract`, () => {
    it.each(Object.keys(gallery))('draws a card that is taken: %s', (key) => {
      expect(problems(draw(cardOf(key)))).toEqual([])
    })

    it.each(Object.keys(gallery))('draws the same twice, and leaves the card alone: %s', (key) => {
      const card = cardOf(key)
      const before = structuredClone(card)
      expect(draw(card)).toEqual(draw(card))
      expect(card).toEqual(before)
    })

    it.each(hostileTexts)('shows text as it is written: %s', (text) => {
      const shown = words(draw(cardOf(text)))
      expect(shown.split(text).length - 1).toBeGreaterThanOrEqual(5)
    })

    it('shows everything that a full card has', () => {
      const shown = words(draw(cardOf('full')))
      for (const part of [
        'Sprint review',
        'Live',
        'Alice',
        '8001',
        '+49 30 901800',
        'Bob',
        'Carol',
        'Dora',
        'Emil',
        '14:04',
      ])
        expect(shown).toContain(part)
    })

    it('drops no row without saying how many', () => {
      const shown = words(draw(cardOf('overflowing')))
      const invited = shown.match(/Invited \d+/g)?.length ?? 0
      const said = [...shown.matchAll(/and (\d+) more/g)].map((match) => Number(match[1]))
      if (invited < 200) expect(said).toContain(200 - invited)
      expect(shown).toContain('Everybody')
    })

    it('drops what steers a screen: controls and marks that turn the writing round', () => {
      const shown = words(draw(cardOf('control characters'))) + words(draw(cardOf('right to left')))
      expect(shown).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u)
      expect(shown).toContain('مراجعة')
    })

    property('draws any card so that it is taken', `renderer.${name}`, anyCard, { runs: 150 }, () => (card) => {
      expect(problems(draw(card))).toEqual([])
    })
  })
}
