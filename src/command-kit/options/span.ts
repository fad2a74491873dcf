/** A stretch of calendar days: `today`, `tomorrow`, `week`, `next week`, `month`, `10 days`, `2w`, `Friday`, `24 December`. */

import { readDatePhrase } from '#lib/date-phrase.ts'
import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

/** Whole days in the reader's own zone. */
export type DaySpan =
  /** `fromDay` 0: today. */
  | { readonly fromDay: number; readonly days: number }
  /** From Monday to Sunday; 0: this one. */
  | { readonly week: number }
  /** For `readDatePhrase`, which knows it as a day once it is told today's. */
  | { readonly day: string }

const named = new Map<string, DaySpan>([
  ['today', { fromDay: 0, days: 1 }],
  ['tomorrow', { fromDay: 1, days: 1 }],
  ['week', { fromDay: 0, days: 7 }],
  ['month', { fromDay: 0, days: 31 }],
  ['this week', { week: 0 }],
  ['next week', { week: 1 }],
])
/** Before all days that anybody asks for. */
const longAgo = '2000-01-01T00:00'
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
      if (days >= 1 && days <= maxDays) return { fromDay: 0, days }
      return readDatePhrase(text, longAgo).kind === 'no-time' ? { day: text } : problem(say('form.problem.span'))
    }),
  )
