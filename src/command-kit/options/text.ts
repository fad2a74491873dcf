/** Somebody's own words: one word or a quoted text, kept as typed. */
import { say } from '#text/message.ts'
import type { Option } from '../define-command.ts'
import { makeOption, type OptionBuilder, type OptionSpec, type Problem, problem, readOne } from './make-option.ts'

interface TextLimits {
  /** Length in characters; 1 to 3000 unless told (3000 is the most that Slack's text input takes). */
  readonly min?: number
  readonly max?: number
  /** May have several lines. */
  readonly lines?: boolean
  /** Never in a button, a log or a suggestion. */
  readonly secret?: boolean
}

const maxTextLength = 3000

export const text: OptionBuilder<string, TextLimits> = makeText

/** A short text that needs no quotes as the last option, whose words are left to it: names, and paths of commands. */
export const words: OptionBuilder<string, { readonly max?: number }> = (spec) => makeText({ max: 255, ...spec })

function makeText(spec: OptionSpec & TextLimits): Option<string> {
  const { min = 1, max = maxTextLength, lines = false, secret = false } = spec
  return makeOption(
    spec,
    { base: lines ? 'lines' : 'string', min, max, ...(secret && { secret }) },
    readOne((typed) => checkLength(lines ? typed.trim() : typed.replace(/\s+/g, ' ').trim(), min, max)),
  )
}

export function checkLength(value: string, min: number, max: number): string | Problem {
  const { length } = [...value]
  if (length < min) return problem(min === 1 ? say('form.problem.missing') : say('form.problem.too-short', { min }))
  return length > max ? problem(say('form.problem.too-long', { max })) : value
}
