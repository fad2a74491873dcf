/** A whole number. */

import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

export const integer: OptionBuilder<number, { readonly min?: number; readonly max?: number }> = (spec) => {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = spec
  return makeOption(
    spec,
    {
      base: 'integer',
      ...(spec.min !== undefined && { min: spec.min }),
      ...(spec.max !== undefined && { max: spec.max }),
    },
    readOne((typed) => {
      const digits = toPlainCharacters(typed)
      if (!/^[-+]?\d{1,16}$/.test(digits)) return problem(say('form.problem.integer'))
      const value = Number(digits)
      if (value < min) return problem(say('form.problem.at-least', { min }))
      return value > max ? problem(say('form.problem.at-most', { max })) : value
    }),
  )
}
