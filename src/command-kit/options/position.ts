/** A tile of a video room's picture, or none: `off`, or -1 as a PBX calls it. */
import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

export const position: OptionBuilder<number | 'off'> = (spec) =>
  makeOption(
    spec,
    { base: 'string', max: 3 },
    readOne((typed) => {
      const word = toPlainCharacters(typed).trim().toLowerCase()
      if (word === 'off' || word === '-1') return 'off'
      return /^[0-8]$/.test(word) ? Number(word) : problem(say('video.position.problem'))
    }),
  )
