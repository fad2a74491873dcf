/** A PIN: digits that are a secret. */

import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

/** 3 to 6 digits unless told. `orNone`: also the word `none`. */
export const digits: OptionBuilder<
  string,
  { readonly min?: number; readonly max?: number; readonly orNone?: boolean }
> = (spec) => {
  const { min = 3, max = 6 } = spec
  return makeOption(
    spec,
    { base: 'string', min, max, secret: true },
    readOne((typed) => {
      const value = toPlainCharacters(typed).toLowerCase()
      if (spec.orNone && value === 'none') return value
      return /^\d+$/.test(value) && value.length >= min && value.length <= max
        ? value
        : problem(say('form.problem.digits', { min, max }))
    }),
  )
}
