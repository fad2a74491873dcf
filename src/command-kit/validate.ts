/** Words to typed input, or all that is wrong with them at once. */
import { say } from '#text/message.ts'
import type { AnyCommand } from './define-command.ts'
import { problemOf } from './options/make-option.ts'
import type { InputProblem, RawInput } from './raw-input.ts'

export type Validation =
  | { readonly isValid: true; readonly input: Readonly<Record<string, unknown>> }
  | { readonly isValid: false; readonly problems: readonly InputProblem[] }

export function validateInput(command: AnyCommand, raw: RawInput): Validation {
  const input = new Map<string, unknown>()
  const problems: InputProblem[] = []
  for (const [name, option] of Object.entries(command.options)) {
    const words = raw.get(name)
    if (!words || words.length === 0) {
      if (option.required) problems.push({ option: name, message: say('form.problem.missing'), isMissing: true })
      else input.set(name, undefined)
      continue
    }
    const read = option.schema.safeParse(words)
    if (read.success) input.set(name, read.data)
    else problems.push({ option: name, message: problemOf(read.error), isMissing: false })
  }
  for (const names of command.oneOf ?? []) {
    const [first] = names
    if (first !== undefined && !names.some((name) => raw.has(name)))
      problems.push({ option: first, message: say('form.problem.missing'), isMissing: true })
  }
  return problems.length === 0 ? { isValid: true, input: Object.fromEntries(input) } : { isValid: false, problems }
}
