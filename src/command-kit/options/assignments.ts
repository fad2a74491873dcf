/** `field=value` words, for things whose fields only the PBX knows. Secret as a whole, since a field may be a PIN. */
import { say } from '#text/message.ts'
import { joinAssignments } from '../assignment-words.ts'
import { makeOption, type OptionBuilder, problem } from './make-option.ts'

export type Assignments = Readonly<Record<string, string>>

export const assignments: OptionBuilder<Assignments> = (spec) =>
  makeOption(spec, { base: 'lines', rest: true, pairs: true, secret: true }, (words) => {
    const values = new Map<string, string>()
    for (const { text } of joinAssignments(words)) {
      const [, field, value] = /^([A-Za-z][A-Za-z0-9_.-]{0,63})=(.*)$/s.exec(text) ?? []
      if (field === undefined || value === undefined) return problem(say('form.problem.assignment'))
      if (values.has(field)) return problem(say('form.problem.assignment-twice', { field }))
      values.set(field, value)
    }
    return Object.fromEntries(values)
  })
