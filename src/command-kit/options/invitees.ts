/** Whom to ring. The words are kept as typed, since numbers and names can only be judged with the rules of a PBX. */
import type { Word } from '#core/word.ts'
import { toPlainCharacters } from '#lib/plain-characters.ts'
import { makeOption, type OptionBuilder } from './make-option.ts'

export const invitees: OptionBuilder<readonly Word[]> = (spec) =>
  makeOption({ suggests: 'invitee', ...spec }, { base: 'lines', rest: true, people: 'several' }, (words) =>
    words.map((word) => ({ ...word, text: toPlainCharacters(word.text) })),
  )
