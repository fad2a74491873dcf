/** What was given for each option, in words: made from values, and values from it. */
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import type { Word } from '#core/word.ts'
import { type Message, say } from '#text/message.ts'
import { joinAssignments } from './assignment-words.ts'
import type { AnyCommand, Option } from './define-command.ts'
import { normalizeCharacters } from './normalize.ts'
import { textToWords, wordsToText } from './tokenize.ts'

/** Words by option name; no entry for what was not given. */
export type RawInput = ReadonlyMap<string, readonly Word[]>

export interface InputProblem {
  readonly option: string
  readonly message: Message
  /** Required and not given. */
  readonly isMissing: boolean
}

/** `Object.hasOwn`, so that a hostile name never reaches a prototype. */
export const optionNamed = (command: AnyCommand, name: string): Option | undefined =>
  Object.hasOwn(command.options, name) ? command.options[name] : undefined

/**
 * From text by option name, as forms and buttons send it. Fields of an option of pairs come as `option.field`. Blank values
 * count as not given. Throws `input.form-changed` for names that the command does not have.
 */
export function valuesToRaw(
  command: AnyCommand,
  values: Readonly<Record<string, string>>,
): { raw: RawInput; problems: readonly InputProblem[] } {
  const raw = new Map<string, readonly Word[]>()
  const problems: InputProblem[] = []
  for (const [key, value] of Object.entries(values)) {
    const [name = '', ...field] = key.split('.')
    const option = optionNamed(command, name)
    if (!option || (field.length > 0 && !option.facts.pairs)) throw new ConfbotError('input.form-changed')
    const text = normalizeCharacters(value).trim()
    if (text === '') continue
    try {
      const words = field.length > 0 ? [plainWord(`${field.join('.')}=${text}`)] : textToOptionWords(option, text)
      if (words.length > 0) raw.set(name, [...(raw.get(name) ?? []), ...words])
    } catch (error) {
      if (!isConfbotError(error, 'input.unterminated-quote')) throw error
      problems.push({ option: name, message: say('form.problem.quote'), isMissing: false })
    }
  }
  return { raw, problems }
}

const plainWord = (text: string): Word => ({ text, quoted: false, afterComma: false })
const textToOptionWords = (option: Option, text: string) => (option.facts.rest ? textToWords(text) : [plainWord(text)])

/** Text by option name that `valuesToRaw` reads back. Without secrets: this is what buttons and forms carry. */
export function rawToValues(command: AnyCommand, raw: RawInput): Record<string, string> {
  // In the order of the options, so that the same input always makes the same button.
  const given = Object.entries(command.options).filter(([name, { facts }]) => raw.has(name) && !facts.secret)
  return Object.fromEntries(given.map(([name, option]) => [name, wordsToOptionText(option, raw.get(name) ?? [])]))
}

/** As it would be typed for that option. */
export const wordsToOptionText = (option: Option, words: readonly Word[]) =>
  option.facts.rest ? wordsToText(words) : words.map((word) => word.text).join(' ')

/** What was typed, for a command's own form: secrets included, pairs as `option.field`. */
export function rawToGiven(command: AnyCommand, raw: RawInput): Record<string, string> {
  const given = new Map<string, string>()
  for (const [name, words] of raw) {
    const option = optionNamed(command, name)
    if (!option) continue
    if (!option.facts.pairs) given.set(name, wordsToOptionText(option, words))
    else
      for (const { text } of joinAssignments(words)) {
        const at = text.indexOf('=')
        if (at > 0) given.set(`${name}.${text.slice(0, at)}`, text.slice(at + 1))
      }
  }
  return Object.fromEntries(given)
}
