import { describe, expect, it } from 'vitest'
import { normalizeCharacters, normalizeText } from '#command-kit/normalize.ts'

describe('normalizeText', () => {
  it.each([
    ['a telephone link becomes its number in one word', '<tel:+4930901800|+49 30 901800>', '+4930901800'],
    ['spaces in a telephone link are dropped', '<tel:+49 30 901800>', '+4930901800'],
    ['a mail link becomes the address', '<mailto:bob@example.org|bob@example.org>', 'bob@example.org'],
    ['a mention keeps its id alone', '<@U012ABC|bob>', '<@U012ABC>'],
    ['a Discord mention stays', '<@!1234>', '<@!1234>'],
    ['a channel keeps its id alone', '<#C012ABC|general>', '<#C012ABC>'],
    ['a group keeps its id alone', '<!subteam^S1|@team>', '<!subteam^S1>'],
    ['a call to everybody is only words', '<!here>', '@here'],
    ['a link becomes what was typed', 'see <http://example.org|example.org>', 'see example.org'],
    ['a link without a label becomes its address', '<https://example.org/a?b=c>', 'https://example.org/a?b=c'],
    ['entities are decoded', 'R&amp;D &lt;x&gt;', 'R&D <x>'],
    ['entities are decoded once', '&amp;lt;', '&lt;'],
    ['an open angle bracket stays', 'a < b', 'a < b'],
  ])('%s', (_title, typed, expected) => {
    expect(normalizeText(typed)).toBe(expected)
  })
})

describe('normalizeCharacters', () => {
  it.each([
    ['no-break spaces', 'a\u00a0b\u202fc\u2009d', 'a b c d'],
    ['tabs and ideographic spaces', 'a\tb\u3000c', 'a b c'],
    ['line ends of every kind', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['zero-width and byte order marks', 'a\u200bb\ufeffc\u2060d', 'abcd'],
    ['bidirectional controls', '\u202eabc\u202c\u2066d\u2069', 'abcd'],
    ['control characters', 'a\u0000b\u001bc\u009bd', 'abcd'],
  ])('makes %s plain', (_title, typed, expected) => {
    expect(normalizeCharacters(typed)).toBe(expected)
  })

  it('leaves typography and joined emoji as they are', () => {
    const text = 'Q3 – “Review” 👩‍💻'
    expect(normalizeCharacters(text)).toBe(text)
  })

  it('does not read markup, which forms do not make', () => {
    expect(normalizeCharacters('&amp; <@U1|bob>')).toBe('&amp; <@U1|bob>')
  })
})
