/** How a scheduled event repeats, within what Discord allows (resources/guild-scheduled-event, "System limitations"). */
import { z } from 'zod'
import type { Problem } from '../refusal.ts'
import { Instant } from './fields.ts'

const frequencies = { yearly: 0, monthly: 1, weekly: 2, daily: 3 } as const
const weekday = z.int().min(0).max(6)

/** `end`, `count` and `by_year_day` cannot be set from outside. */
export const RecurrenceRule = z.strictObject({
  start: Instant,
  end: z.null().optional(),
  frequency: z.int().min(0).max(3),
  interval: z.int().min(1),
  by_weekday: z.array(weekday).nullish(),
  by_n_weekday: z.array(z.strictObject({ n: z.int().min(1).max(5), day: weekday })).nullish(),
  by_month: z.array(z.int().min(1).max(12)).nullish(),
  by_month_day: z.array(z.int().min(1).max(31)).nullish(),
  by_year_day: z.null().optional(),
  count: z.null().optional(),
})

/** Days (0 Monday) that a daily event can be held to. */
const dailySets = ['0,1,2,3,4', '1,2,3,4,5', '0,1,2,3,6', '4,5', '5,6', '0,6']

export function findRecurrenceProblems(value: unknown): Problem[] {
  if (value === null || value === undefined) return []
  const rule = value as z.infer<typeof RecurrenceRule>
  const { frequency, interval } = rule
  const weekdays = rule.by_weekday ?? []
  const nWeekdays = rule.by_n_weekday ?? []
  const months = rule.by_month ?? []
  const monthDays = rule.by_month_day ?? []
  const kinds = [weekdays.length > 0, nWeekdays.length > 0, months.length + monthDays.length > 0]
  const sentences = [
    kinds.filter(Boolean).length > 1 && 'by_weekday, by_n_weekday and by_month with by_month_day exclude each other.',
    interval > 1 &&
      !(frequency === frequencies.weekly && interval === 2) &&
      'Only a weekly rule can have an interval of 2.',
    weekdays.length > 0 && frequency < frequencies.weekly && 'by_weekday belongs to daily and weekly rules.',
    frequency === frequencies.weekly && weekdays.length > 1 && 'A weekly rule can have one weekday.',
    frequency === frequencies.daily &&
      weekdays.length > 0 &&
      !dailySets.includes(weekdays.toSorted().join(',')) &&
      'A daily rule can have certain sets of weekdays only.',
    nWeekdays.length > 0 && frequency !== frequencies.monthly && 'by_n_weekday belongs to monthly rules.',
    nWeekdays.length > 1 && 'A monthly rule can have one day.',
    frequency === frequencies.monthly && nWeekdays.length === 0 && 'A monthly rule needs by_n_weekday.',
    months.length + monthDays.length > 0 && frequency !== frequencies.yearly && 'by_month belongs to yearly rules.',
    frequency === frequencies.yearly &&
      (months.length !== 1 || monthDays.length !== 1) &&
      'A yearly rule needs one month and one day of it.',
  ]
  return sentences
    .filter((sentence) => sentence !== false)
    .map((message) => ({ path: ['recurrence_rule'], code: 'RECURRENCE_RULE_INVALID', message }))
}
