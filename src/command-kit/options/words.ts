/** All words that are left, as one text: for names and paths of several words that need no quotes. */
import { makeOption, type OptionBuilder } from './make-option.ts'
import { checkLength } from './text.ts'

export const words: OptionBuilder<string, { readonly max?: number }> = (spec) => {
  const max = spec.max ?? 255
  return makeOption(spec, { base: 'string', rest: true, max }, (words) =>
    checkLength(words.map((word) => word.text.trim()).join(' '), 1, max),
  )
}
