/** Several in the conference, in an order: each by code, name, number or mention. */
import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem } from './make-option.ts'

const maxLength = 100

/** Commas part those whose names are several words; without any, each word is somebody. */
export const participants: OptionBuilder<readonly string[], { readonly max: number }> = (spec) =>
  makeOption({ suggests: 'participant', ...spec }, { base: 'lines', rest: true }, (words) => {
    const isParted = words.some(({ afterComma }, index) => index > 0 && afterComma)
    const people: string[] = []
    for (const { text, afterComma, quoted } of words) {
      const name = toPlainCharacters(text)
      const last = people.at(-1)
      if (isParted && !afterComma && !quoted && last !== undefined) people[people.length - 1] = `${last} ${name}`
      else people.push(name)
    }
    if (people.some((name) => [...name].length > maxLength))
      return problem(say('form.problem.too-long', { max: maxLength }))
    return people.length > spec.max ? problem(say('form.problem.at-most', { max: spec.max })) : people
  })
