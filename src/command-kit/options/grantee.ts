/** To whom something is granted: a person or a group of the chat, by mention, or everybody. */
import { type Grantee, grantees } from '#core/access.ts'
import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

export const grantee: OptionBuilder<Grantee> = (spec) =>
  makeOption(
    spec,
    { base: 'string', max: 100, people: 'one' },
    readOne((typed) => {
      const text = toPlainCharacters(typed).trim()
      if (/^@?every(?:body|one)$/i.test(text)) return grantees.everybody
      const [, sign = '', id = ''] = /^<@([!&]?)([A-Za-z0-9_-]{1,40})>$/.exec(text) ?? []
      if (id !== '') return sign === '&' ? grantees.group(id) : grantees.user(id)
      return problem(say(text.startsWith('<!subteam^') ? 'form.problem.user-group' : 'form.problem.grantee'))
    }),
  )
