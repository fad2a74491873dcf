import { describe, expect, it } from 'vitest'
import { valuesToRaw } from '#command-kit/raw-input.ts'
import { validateInput } from '#command-kit/validate.ts'
import { spanToString } from '#text/format.ts'
import { sampleCommands } from './sample-kit.ts'

const [, greet] = sampleCommands([])
const validate = (values: Record<string, string>) => {
  if (!greet) throw new Error('no sample')
  return validateInput(greet, valuesToRaw(greet, values).raw)
}

describe('validateInput', () => {
  it('gives typed input, and undefined for what is absent', () => {
    expect(validate({ subject: 'Review', for: '1h', loud: 'yes' })).toEqual({
      isValid: true,
      input: { subject: 'Review', who: undefined, pin: undefined, for: 3_600_000, loud: true, in: undefined },
    })
  })

  it('tells all problems at once', () => {
    const validation = validate({ pin: 'x', for: 'soon' })
    if (validation.isValid) throw new Error('was valid')
    expect(validation.problems.map(({ option, isMissing }) => [option, isMissing])).toEqual([
      ['subject', true],
      ['pin', false],
      ['for', false],
    ])
    expect(spanToString(validation.problems[1]?.message ?? '')).toBe('Give 3 to 6 digits.')
  })

  it('asks for one of several that may each do, where none was given', () => {
    if (!greet) throw new Error('no sample')
    const either = { ...greet, oneOf: [['pin', 'for']] }
    const read = (values: Record<string, string>) => validateInput(either, valuesToRaw(either, values).raw)
    expect(read({ subject: 'Review', for: '1h' })).toMatchObject({ isValid: true })
    expect(read({ subject: 'Review' })).toMatchObject({ problems: [{ option: 'pin', isMissing: true }] })
  })
})
