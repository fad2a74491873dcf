import { describe, expect, it } from 'vitest'
import { decodeAction, encodeAction, fitsAction } from '#command-kit/action-ref.ts'

describe('encodeAction', () => {
  it('is short for what buttons usually hold', () => {
    const text = encodeAction({ path: 'conf callback', input: { who: 'p12', in: 'k3x9ab' } })
    expect(text).toBe('conf callback?who=p12&in=k3x9ab')
    expect(text.length).toBeLessThanOrEqual(75)
  })

  it('marks what was asked already', () => {
    expect(encodeAction({ path: 'conf end', input: {}, confirmed: true })).toBe('!conf end')
  })

  it('marks what opens its form', () => {
    const asForm = { path: 'conf start', input: { who: '1001' }, asForm: true } as const
    expect(encodeAction(asForm)).toBe('~conf start?who=1001')
    expect(decodeAction('~conf start?who=1001')).toEqual(asForm)
  })

  it('leaves letters of every script as they are', () => {
    expect(encodeAction({ path: 'conf name', input: { name: 'Zoë 50% & Жанна' } })).toBe(
      'conf name?name=Zoë 50%25 %26 Жанна',
    )
  })
})

describe('decodeAction', () => {
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
    '~!conf end',
    'conf mute\n',
    `conf mute?who=${'x'.repeat(5000)}`,
  ])('gives null for %j', (text) => {
    expect(decodeAction(text)).toBeNull()
  })
})

describe('fitsAction', () => {
  it('counts the encoded text', () => {
    const ref = { path: 'conf end', input: { in: 'abc' } }
    expect(fitsAction(ref, 15)).toBe(true)
    expect(fitsAction(ref, 14)).toBe(false)
  })
})
