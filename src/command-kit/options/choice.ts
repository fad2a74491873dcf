/** One of a few values, typed as the value or as its label. */

import { spanToString } from '#text/format.ts'
import { type MessageKey, say } from '#text/message.ts'
import type { Option } from '../define-command.ts'
import { makeOption, type OptionSpec, problem, readOne } from './make-option.ts'

interface ChoiceSpec<Value extends string> extends OptionSpec {
  readonly choices: readonly { readonly value: Value; readonly label: MessageKey }[]
}

export function choice<const Value extends string>(spec: ChoiceSpec<Value> & { readonly required: true }): Option<Value>
export function choice<const Value extends string>(
  spec: ChoiceSpec<Value> & { readonly required?: false },
): Option<Value | undefined>
export function choice<const Value extends string>(spec: ChoiceSpec<Value>): Option<Value> {
  const { choices } = spec
  return makeOption(
    spec,
    { base: 'choice', choices },
    readOne((typed) => {
      const wanted = typed.toLowerCase()
      const found =
        choices.find(({ value }) => value.toLowerCase() === wanted) ??
        choices.find(({ label }) => labelOf(label).toLowerCase() === wanted)
      return found
        ? found.value
        : problem(say('form.problem.choice', { choices: choices.map(({ value }) => value).join(', ') }))
    }),
  )
}

const labelOf = (key: MessageKey) => spanToString({ kind: 'message', key, blanks: {} })
