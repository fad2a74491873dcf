/** Who in the conference: a code, a name, a number, a mention; and `all` or `others` where several may be meant. */

import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { isMention } from '../chosen-people.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

interface ParticipantSpec {
  /** `all`: also the words `all` and `others`. */
  readonly allows: 'one' | 'all'
  /** Also somebody of the chat who is not in the room, by mention. */
  readonly people?: boolean
}

const maxLength = 100
/** Codes of several, as a button that undoes something holds them; a PBX has no more people in a room than fit. */
const codes = /^p\d{1,6}(?:,p\d{1,6}){1,999}$/

export const participant: OptionBuilder<string, ParticipantSpec> = (spec) =>
  makeOption(
    { suggests: 'participant', ...spec },
    { base: 'string', max: maxLength, ...(spec.people && { people: 'one' }) },
    readOne((typed) => {
      const name = typed.replace(/\s+/g, ' ').trim()
      const word = toPlainCharacters(name).toLowerCase()
      if (name === '') return problem(say('form.problem.missing'))
      // A mention with something beside it: chosen in one field of a form, and typed in the other.
      if (!isMention(name) && name.split(' ').some(isMention)) return problem(say('form.problem.once'))
      if (word === 'all' || word === 'others')
        return spec.allows === 'all' ? word : problem(say('form.problem.one-participant'))
      if (spec.allows === 'all' && codes.test(word)) return word
      return [...name].length > maxLength ? problem(say('form.problem.too-long', { max: maxLength })) : name
    }),
  )
