/** A stretch of calendar days from today on: `today`, `tomorrow`, `week`, `month`, `10 days`, `2w`. */

import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

/** Whole days in the reader's own zone. */
export interface DaySpan {
  /** 0: today. */
  readonly fromDay: number
  readonly days: number
}

const named = new Map<string, DaySpan>([
  ['today', { fromDay: 0, days: 1 }],
  ['tomorrow', { fromDay: 1, days: 1 }],
  ['week', { fromDay: 0, days: 7 }],
  ['month', { fromDay: 0, days: 31 }],
])
const maxDays = 366

export const span: OptionBuilder<DaySpan> = (spec) =>
  makeOption(
    spec,
    { base: 'string', max: 30 },
    readOne((typed) => {
      const text = toPlainCharacters(typed).trim().toLowerCase()
      const found = named.get(text)
      if (found) return found
      const [, count, unit] = /^(\d{1,3})\s?(d|days?|w|weeks?)$/.exec(text) ?? []
      const days = Number(count) * (unit?.startsWith('w') ? 7 : 1)
      return days >= 1 && days <= maxDays ? { fromDay: 0, days } : problem(say('form.problem.span'))
    }),
  )
