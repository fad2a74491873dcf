/**
 * What all option kinds have in common: a kind says its structural facts and how it reads words; everything wrong with the
 * words is a catalogue message, carried through zod as an issue of its own.
 */
import { z } from 'zod'
import type { SuggestionKind } from '#core/suggestion.ts'
import type { Word } from '#core/word.ts'
import { type Message, type MessageKey, say } from '#text/message.ts'
import type { Option, OptionFacts } from '../define-command.ts'

export interface OptionSpec {
  readonly summary: MessageKey
  /** Without it the value of an absent option is `undefined`. */
  readonly required?: boolean
  /** Only by name, never by position. */
  readonly named?: boolean
  readonly suggests?: SuggestionKind
  /** What its field is called in forms; without it after the option. */
  readonly label?: MessageKey
  /** Forms leave it out, unless it was given. */
  readonly rare?: boolean
}

/** Makes options of one kind. `Extra` is what this kind wants to know beside the common things. */
export interface OptionBuilder<Value, Extra = unknown> {
  (spec: OptionSpec & Extra & { readonly required: true }): Option<Value>
  (spec: OptionSpec & Extra & { readonly required?: false }): Option<Value | undefined>
}

/** What is wrong with the words given for an option. */
export class Problem {
  readonly message: Message
  constructor(message: Message) {
    this.message = message
  }
}
export const problem = (message: Message): Problem => new Problem(message)

/** `read` gets at least one word: an option that was not given is never read. */
export function makeOption<Value>(
  spec: OptionSpec,
  facts: OptionFacts,
  read: (words: readonly Word[]) => Value | Problem,
): Option<Value> {
  const schema = z.custom<readonly Word[]>().transform((words, context) => {
    const value = read(words)
    if (!(value instanceof Problem)) return value
    context.addIssue({ code: 'custom', params: { problem: value } })
    return z.NEVER
  })
  return {
    facts: {
      ...facts,
      ...(spec.suggests && { suggests: spec.suggests }),
      ...(spec.label && { label: spec.label }),
      ...(spec.rare && { rare: true }),
    },
    summary: spec.summary,
    required: spec.required ?? false,
    named: spec.named ?? false,
    schema,
  }
}

/** The message of what `makeOption` found wrong. */
export function problemOf(error: z.ZodError): Message {
  for (const issue of error.issues) {
    const found: unknown = issue.code === 'custom' ? issue.params?.problem : undefined
    if (found instanceof Problem) return found.message
  }
  return say('form.problem.invalid')
}

/** For kinds that take one text: reads it, or says that it was given twice. */
export const readOne =
  <Value>(read: (text: string) => Value | Problem) =>
  (words: readonly Word[]): Value | Problem => {
    const [only, ...others] = words
    return only && others.length === 0 ? read(only.text) : problem(say('form.problem.once'))
  }
