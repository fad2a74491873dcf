/** Yes or no. `--name` alone means yes. */
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

const answers = new Map([
  ...['yes', 'y', 'true', 'on', '1'].map((word) => [word, true] as const),
  ...['no', 'n', 'false', 'off', '0'].map((word) => [word, false] as const),
])

export const flag: OptionBuilder<boolean> = (spec) =>
  makeOption(
    spec,
    { base: 'boolean' },
    readOne((typed) => answers.get(typed.toLowerCase()) ?? problem(say('form.problem.boolean'))),
  )
