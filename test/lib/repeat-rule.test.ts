import { expect, it } from 'vitest'
import { describeRule, readRule, saysDays, writeRule } from '#lib/repeat-rule.ts'

it('takes a rule apart', () => {
  expect(
    readRule('FREQ=MONTHLY;INTERVAL=3;BYMONTH=1,7;BYMONTHDAY=-1,15;BYDAY=2TU,-1FR;BYSETPOS=1;WKST=SU;COUNT=5'),
  ).toEqual({
    freq: 'monthly',
    interval: 3,
    months: [1, 7],
    monthDays: [-1, 15],
    days: [
      { weekday: 2, nth: 2 },
      { weekday: 5, nth: -1 },
    ],
    setPos: [1],
    weekStart: 0,
    count: 5,
    until: null,
  })
})

it.each([
  ['FREQ=DAILY;UNTIL=20270601', '2027-06-01T23:59'],
  ['FREQ=DAILY;UNTIL=20270601T120000', '2027-06-01T12:00'],
])('%s ends at %s', (rule, until) => {
  expect(readRule(rule).until).toBe(until)
})

it.each([
  '',
  'FREQ',
  'FREQ=',
  'FREQ=DAILY;',
  'FREQ=DAILY;X=1',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=DAILY;INTERVAL=-1',
  'FREQ=DAILY;COUNT=0',
  'FREQ=DAILY;COUNT=99999',
  'FREQ=DAILY;BYMONTH=13',
  'FREQ=MONTHLY;BYMONTHDAY=0',
  'FREQ=MONTHLY;BYMONTHDAY=32',
  'FREQ=MONTHLY;BYDAY=6MO',
  'FREQ=MONTHLY;BYDAY=0MO',
  'FREQ=MONTHLY;BYDAY=',
  'FREQ=WEEKLY;BYMONTHDAY=1',
  'FREQ=MONTHLY;BYSETPOS=1',
  'FREQ=DAILY;WKST=XX',
  'FREQ=DAILY;UNTIL=2027',
  'FREQ=DAILY;UNTIL=20270601T240000',
  'FREQ=YEARLY;BYWEEKNO=3',
  'FREQ=YEARLY;BYYEARDAY=3',
  'FREQ=YEARLY;BYMONTHDAY=1;BYDAY=20MO',
])('%j is no rule for meetings', (rule) => {
  expect(describeRule(rule)).toBeNull()
})

it('knows which rules leave their day to the start', () => {
  const rules = [
    'FREQ=DAILY',
    'FREQ=WEEKLY',
    'FREQ=WEEKLY;BYDAY=MO',
    'FREQ=MONTHLY',
    'FREQ=MONTHLY;BYMONTHDAY=1',
    'FREQ=YEARLY;BYMONTH=1',
  ]
  expect(rules.map((rule) => saysDays(readRule(rule)))).toEqual([true, false, true, false, true, false])
})

it.each([
  'FREQ=DAILY',
  'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270531;BYDAY=TU,TH;WKST=SU',
  'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=-1,1',
  'FREQ=MONTHLY;UNTIL=20270601T120059;BYDAY=-1FR,1MO',
  'FREQ=YEARLY;BYMONTH=2,11;BYDAY=MO;BYSETPOS=-1',
])('writes %s as it reads it', (rule) => {
  expect(writeRule(readRule(rule))).toBe(rule)
})
