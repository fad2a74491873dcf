import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAction, encodeAction, fitsAction } from '#command-kit/action-ref.ts'

const name = fc.stringMatching(/^[a-z][-_a-zA-Z0-9.]{0,10}$/)
const action = fc.record(
  {
    path: fc.stringMatching(/^conf [a-z][a-z-]{0,8}( [a-z]{1,8})?$/),
    input: fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 30 }), { maxKeys: 4, noNullPrototype: true }),
    confirmed: fc.constant(true as const),
  },
  { requiredKeys: ['path', 'input'] },
)

describe('encodeAction', () => {
  it('is short for what buttons usually hold', () => {
    const text = encodeAction({ path: 'conf callback', input: { who: 'p12', in: 'k3x9ab' } })
    expect(text).toBe('conf callback?who=p12&in=k3x9ab')
    expect(text.length).toBeLessThanOrEqual(75)
  })

  it('marks what was asked already', () => {
    expect(encodeAction({ path: 'conf end', input: {}, confirmed: true })).toBe('!conf end')
  })

  it('leaves letters of every script as they are', () => {
    expect(encodeAction({ path: 'conf name', input: { name: 'Zoë 50% & Жанна' } })).toBe(
      'conf name?name=Zoë 50%25 %26 Жанна',
    )
  })
})

describe('decodeAction', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(action, (ref) => {
        expect(decodeAction(encodeAction(ref))).toEqual(ref)
      }),
    )
  })

  it.each([
    '',
    '!',
    'conf',
    'conf mute?',
    'conf mute?who',
    'conf mute?=x',
    'conf mute?who=1&who=2',
    'conf mute?who=1&',
    'conf mute?who=%',
    'conf mute?who=%41',
    'conf mute?__proto__=1',
    'Conf Mute',
    'conf  mute',
    'conf a b c',
    '!!conf end',
    'conf mute\n',
    `conf mute?who=${'x'.repeat(5000)}`,
  ])('gives null for %j', (text) => {
    expect(decodeAction(text)).toBeNull()
  })

  it('reads nothing but what it would write, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'conf mute?who=p3&%25!\n_'), maxLength: 60 }), (text) => {
        const read = decodeAction(text)
        if (read) expect(encodeAction(read)).toBe(text)
      }),
    )
  })
})

describe('fitsAction', () => {
  it('counts the encoded text', () => {
    const ref = { path: 'conf end', input: { in: 'abc' } }
    expect(fitsAction(ref, 15)).toBe(true)
    expect(fitsAction(ref, 14)).toBe(false)
  })
})
