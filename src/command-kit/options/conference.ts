/** Which conference, where it is not the one that is live here: `in:` with its number, subject or short code. Never positional. */

import { makeOption, type OptionBuilder, readOne } from './make-option.ts'
import { checkLength } from './text.ts'

export const conference: OptionBuilder<string> = (spec) =>
  makeOption(
    { suggests: 'conference', ...spec, named: true },
    { base: 'string', max: 255, carried: true },
    readOne((typed) => checkLength(typed.replace(/\s+/g, ' ').trim(), 1, 255)),
  )
