import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinPeople, splitPeople } from '#command-kit/chosen-people.ts'
import { textToWords } from '#command-kit/tokenize.ts'

describe('a field beside which people can be chosen', () => {
  it('takes the chosen out of a list, and keeps what is left apart', () => {
    expect(splitPeople('+4930 <@U1> 901800 "Anna Berg" <@!U2>', 'several')).toEqual({
      typed: '+4930, 901800 "Anna Berg"',
      userIds: ['U1', 'U2'],
    })
    expect(splitPeople('1001, "<@U1>"', 'several')).toEqual({ typed: '1001', userIds: ['U1'] })
  })

  it('leaves alone what holds nobody', () => {
    for (const value of ['', '1001,1002', '"Anna', 'a <@U1'])
      expect(splitPeople(value, 'several')).toEqual({ typed: value, userIds: [] })
  })

  it('is one or the other where only one person is meant', () => {
    expect(splitPeople('<@U1>', 'one')).toEqual({ typed: '', userIds: ['U1'] })
    expect(splitPeople('O"Neil <@U1>', 'one')).toEqual({ typed: 'O"Neil <@U1>', userIds: [] })
  })

  it('adds whom somebody chose without changing what the typed words mean', () => {
    expect(joinPeople({ typed: '1001 1002', userIds: ['U1'] })).toBe('1001 1002 <@U1>')
    expect(joinPeople({ typed: '1002, +49 30 901800', userIds: ['U1'] })).toBe('1002, +49 30 901800, <@U1>')
    expect(joinPeople({ typed: '', userIds: ['U1', 'U2'] })).toBe('<@U1> <@U2>')
  })

  it('gives the same people and words again when it is put together and taken apart', () => {
    const texts = fc.array(fc.stringMatching(/^[a-z0-9+]{1,6}$/), { maxLength: 4 })
    const separators = fc.constantFrom(' ', ', ', '\n')
    fc.assert(
      fc.property(texts, separators, fc.array(fc.stringMatching(/^U[A-Z0-9]{1,8}$/)), (words, separator, userIds) => {
        const again = splitPeople(joinPeople({ typed: words.join(separator), userIds }), 'several')
        expect(textToWords(again.typed).map(({ text }) => text)).toEqual(words)
        expect(again.userIds).toEqual(userIds)
      }),
    )
  })
})
