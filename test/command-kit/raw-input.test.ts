import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnyCommand } from '#command-kit/define-command.ts'
import { rawToGiven, rawToValues, valuesToRaw } from '#command-kit/raw-input.ts'
import { sampleCommands } from './sample-kit.ts'
import { word } from './words.ts'

const commandAt = (path: string): AnyCommand => {
  const command = sampleCommands([]).find((one) => one.path === path)
  if (!command) throw new Error(path)
  return command
}
const greet = commandAt('conf greet')
const board = commandAt('conf board')

describe('valuesToRaw', () => {
  it('takes a value as one word, however it is written, and a list as words', () => {
    const { raw } = valuesToRaw(greet, { subject: ' "Sprint" review ', who: '1001\n"Anna Meier"' })
    expect(raw.get('subject')).toEqual([word('"Sprint" review')])
    expect(raw.get('who')).toEqual([word('1001'), word('Anna Meier', { quoted: true, afterComma: true })])
  })

  it('takes blank values for not given', () => {
    expect(valuesToRaw(greet, { subject: ' \u00a0', who: '\n' }).raw.size).toBe(0)
  })

  it('puts the fields of a form together as pairs', () => {
    const { raw } = valuesToRaw(board, { 'fields.subject': 'Board room', 'fields.pin': '', 'fields.capacity': '20' })
    expect(raw.get('fields')?.map(({ text }) => text)).toEqual(['subject=Board room', 'capacity=20'])
  })

  it.each(['colour', 'constructor', '__proto__', 'subject.x', ''])('refuses the unknown name "%s"', (name) => {
    expect(() => valuesToRaw(greet, Object.fromEntries([[name, 'x']]))).toThrowError(
      expect.objectContaining({ code: 'input.form-changed' }),
    )
  })

  it('says at which option a quote is open', () => {
    expect(valuesToRaw(greet, { who: '"Anna' }).problems).toMatchObject([{ option: 'who' }])
  })
})

describe('rawToValues', () => {
  it('leaves secrets out', () => {
    const { raw } = valuesToRaw(greet, { subject: 'Review', pin: '2468' })
    expect(rawToValues(greet, raw)).toEqual({ subject: 'Review' })
  })

  it('gives values that are read back to the same words', () => {
    const text = fc.string({ unit: fc.constantFrom(...`aé1+<@>:='"“’\\,\n. `), maxLength: 12 })
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), (subject, who) => {
        const words = who.map((one) => word(one, { quoted: true }))
        const raw = new Map([
          ['subject', [word(subject.trim())]],
          ['who', words],
        ])
        const again = valuesToRaw(greet, rawToValues(greet, raw)).raw
        expect(again.get('subject')?.map((one) => one.text) ?? ['']).toEqual([subject.trim()])
        expect(again.get('who')?.map((one) => one.text) ?? []).toEqual(who)
      }),
    )
  })
})

describe('rawToGiven', () => {
  it('gives a command’s own form each field by itself', () => {
    const { raw } = valuesToRaw(board, { fields: 'capacity=20 subject="Board room"' })
    expect(rawToGiven(board, raw)).toEqual({ 'fields.capacity': '20', 'fields.subject': 'Board room' })
  })
})
