import { expect, it } from 'vitest'
import {
  canStartOn,
  describeRule,
  isFollowed,
  possibleStarts,
  type RuleParts,
  saysDays,
  writeRule,
} from '#lib/repeat-rule.ts'

const parts = (rule: string): RuleParts => {
  const found = describeRule(rule)
  if (!found) throw new Error(`not a rule: ${rule}`)
  return found
}

it('takes a rule apart', () => {
  expect(
    describeRule('FREQ=MONTHLY;INTERVAL=3;BYMONTH=1,7;BYMONTHDAY=-1,15;BYDAY=2TU,-1FR;BYSETPOS=1;WKST=SU;COUNT=5'),
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
  expect(parts(rule).until).toBe(until)
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
  expect(rules.map((rule) => saysDays(parts(rule)))).toEqual([true, false, true, false, true, false])
})

it.each([
  ['FREQ=DAILY', ['2026-11-25', '2026-11-26', '2026-11-27']],
  // Its interval begins with the first one.
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', ['2026-12-01', '2026-12-08', '2026-12-15']],
  ['FREQ=MONTHLY;BYDAY=-1FR', ['2026-11-27', '2026-12-25', '2027-01-29']],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', ['2026-11-30', '2026-12-31', '2027-01-29']],
  ['FREQ=MONTHLY;BYMONTHDAY=31', ['2026-12-31', '2027-01-31', '2027-03-31']],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', ['2028-02-29', '2032-02-29', '2036-02-29']],
  ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', ['2026-11-26', '2027-11-25', '2028-11-23']],
  // The start decides, so that every day can be one.
  ['FREQ=WEEKLY', ['2026-11-25', '2026-11-26', '2026-11-27']],
  ['FREQ=YEARLY;BYMONTH=2', ['2027-02-01', '2027-02-02', '2027-02-03']],
  // Its end is not looked at.
  ['FREQ=WEEKLY;BYDAY=WE;UNTIL=20200101', ['2026-11-25', '2026-12-02', '2026-12-09']],
  ['FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2', []],
])('%s can start on %j', (rule, dates) => {
  expect(possibleStarts(parts(rule), '2026-11-25', 3)).toEqual(dates)
  expect(dates.every((date) => canStartOn(parts(rule), date))).toBe(true)
})

it('cannot start in between', () => {
  expect(canStartOn(parts('FREQ=WEEKLY;BYDAY=TU'), '2026-11-25')).toBe(false)
})

it('knows what is followed, and what is only read', () => {
  expect(isFollowed(parts('FREQ=YEARLY;BYDAY=20MO'))).toBe(true)
  expect(isFollowed(parts('FREQ=YEARLY;BYMONTHDAY=1;BYDAY=20MO'))).toBe(false)
})

it.each([
  'FREQ=DAILY',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU;UNTIL=20270531T235959',
  'FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=10',
  'FREQ=MONTHLY;BYDAY=1MO,-1FR',
  'FREQ=YEARLY;BYMONTH=2,11;BYDAY=MO;BYSETPOS=-1',
])('writes %s as it reads it', (rule) => {
  expect(writeRule(parts(rule))).toBe(rule)
})
