/** Which meeting: its short code or its subject, the only one here without it; and which of its dates. */
import { makeOption, type OptionBuilder, readOne } from './make-option.ts'
import { checkLength } from './text.ts'

export const meeting: OptionBuilder<string> = (spec) =>
  makeOption(
    { suggests: 'meeting', ...spec },
    { base: 'string', max: 255, names: true },
    readOne((typed) => checkLength(typed.replace(/\s+/g, ' ').trim(), 1, 255)),
  )

/** As it is written in a button (`2026-12-01T15:00`), or a phrase: only who knows the meeting can read it. */
export const date: OptionBuilder<string> = (spec) =>
  makeOption(
    spec,
    { base: 'string', max: 100, names: true },
    readOne((typed) => checkLength(typed.replace(/\s+/g, ' ').trim(), 1, 100)),
  )
