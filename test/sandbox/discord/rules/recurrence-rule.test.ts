/** How events may repeat. */
import { expect, test } from 'vitest'
import { findRecurrenceProblems } from '#sandbox/discord/rules/recurrence-rule.ts'

const start = '2026-12-01T09:00:00+00:00'
const rule = (frequency: number, fields = {}) => ({ start, frequency, interval: 1, ...fields })

test.each([
  ['every weekday', rule(3, { by_weekday: [0, 1, 2, 3, 4] })],
  ['every day', rule(3)],
  ['every Wednesday', rule(2, { by_weekday: [2] })],
  ['every other Wednesday', rule(2, { interval: 2, by_weekday: [2] })],
  ['the fourth Wednesday', rule(1, { by_n_weekday: [{ n: 4, day: 2 }] })],
  ['24 July', rule(0, { by_month: [7], by_month_day: [24] })],
])('%s is possible', (_, value) => {
  expect(findRecurrenceProblems(value)).toEqual([])
})

test.each([
  ['every other day', rule(3, { interval: 2 })],
  ['every third week', rule(2, { interval: 3, by_weekday: [2] })],
  ['Monday and Wednesday', rule(2, { by_weekday: [0, 2] })],
  ['daily on Monday and Wednesday', rule(3, { by_weekday: [0, 2] })],
  [
    'two days a month',
    rule(1, {
      by_n_weekday: [
        { n: 1, day: 0 },
        { n: 3, day: 0 },
      ],
    }),
  ],
  ['a day of the month', rule(1, { by_month_day: [24] })],
  ['monthly on a weekday', rule(1, { by_weekday: [0] })],
  ['a month without a day', rule(0, { by_month: [7] })],
  ['weekday and date', rule(2, { by_weekday: [0], by_month: [7], by_month_day: [24] })],
])('%s is not', (_, value) => {
  expect(findRecurrenceProblems(value)[0]).toMatchObject({ path: ['recurrence_rule'] })
})
