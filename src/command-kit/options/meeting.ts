/** Which meeting: its short code or its subject; without it the only one here. */
import { makeOption, type OptionBuilder, readOne } from './make-option.ts'
import { checkLength } from './text.ts'

export const meeting: OptionBuilder<string> = (spec) =>
  makeOption(
    { suggests: 'meeting', ...spec },
    { base: 'string', max: 255, names: true },
    readOne((typed) => checkLength(typed.replace(/\s+/g, ' ').trim(), 1, 255)),
  )
