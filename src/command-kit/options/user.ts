/** A person of this chat, by mention. The value is the platform's id. */
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

export const user: OptionBuilder<string> = (spec) =>
  makeOption(
    spec,
    { base: 'user' },
    readOne((typed) => /^<@!?([A-Za-z0-9_-]{1,40})>$/.exec(typed)?.[1] ?? problem(say('form.problem.user'))),
  )
