import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRepeatPhrase } from '#lib/repeat-phrase.ts'
import { describeRule } from '#lib/repeat-rule.ts'
import { property } from '../support/property.ts'

/** A Wednesday. */
const now = '2026-11-25T10:00'
const read = (phrase: string) => readRepeatPhrase(phrase, now)

describe('once', () => {
  it.each(['', '  ', 'no', 'once', 'never', 'None', 'does not repeat', 'one time'])('%j', (phrase) => {
    expect(read(phrase)).toEqual({ kind: 'none' })
  })
})

describe('a rule', () => {
  it.each([
    // Days
    ['daily', 'FREQ=DAILY'],
    ['every day', 'FREQ=DAILY'],
    ['each day', 'FREQ=DAILY'],
    ['every 2 days', 'FREQ=DAILY;INTERVAL=2'],
    ['every other day', 'FREQ=DAILY;INTERVAL=2'],
    ['every third day', 'FREQ=DAILY;INTERVAL=3'],
    // Weeks
    ['weekly', 'FREQ=WEEKLY'],
    ['every week', 'FREQ=WEEKLY'],
    ['once a week', 'FREQ=WEEKLY'],
    ['every 2 weeks', 'FREQ=WEEKLY;INTERVAL=2'],
    ['every two weeks', 'FREQ=WEEKLY;INTERVAL=2'],
    ['every second week', 'FREQ=WEEKLY;INTERVAL=2'],
    ['every other week', 'FREQ=WEEKLY;INTERVAL=2'],
    ['once every 2 weeks', 'FREQ=WEEKLY;INTERVAL=2'],
    ['fortnightly', 'FREQ=WEEKLY;INTERVAL=2'],
    ['biweekly', 'FREQ=WEEKLY;INTERVAL=2'],
    ['every fortnight', 'FREQ=WEEKLY;INTERVAL=2'],
    // Weekdays
    ['every weekday', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['weekdays', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['every working day', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['every weekend', 'FREQ=WEEKLY;BYDAY=SA,SU'],
    ['every Tuesday', 'FREQ=WEEKLY;BYDAY=TU'],
    ['Mondays', 'FREQ=WEEKLY;BYDAY=MO'],
    ['on Mon, Wed and Fri', 'FREQ=WEEKLY;BYDAY=MO,WE,FR'],
    ['every Fri/Mon', 'FREQ=WEEKLY;BYDAY=MO,FR'],
    ['weekly on Mon, Wed & Fri', 'FREQ=WEEKLY;BYDAY=MO,WE,FR'],
    ['every 2 weeks on Tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['Tue and Thu every 2 weeks', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH'],
    ['every second Tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['every 2nd Tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['every other Tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['every 3 Fridays', 'FREQ=WEEKLY;INTERVAL=3;BYDAY=FR'],
    // Months
    ['monthly', 'FREQ=MONTHLY'],
    ['every month', 'FREQ=MONTHLY'],
    ['every 3 months', 'FREQ=MONTHLY;INTERVAL=3'],
    ['every second month', 'FREQ=MONTHLY;INTERVAL=2'],
    ['quarterly', 'FREQ=MONTHLY;INTERVAL=3'],
    ['every quarter', 'FREQ=MONTHLY;INTERVAL=3'],
    ['monthly on the 15th', 'FREQ=MONTHLY;BYMONTHDAY=15'],
    ['monthly on day 15', 'FREQ=MONTHLY;BYMONTHDAY=15'],
    ['monthly on the 1st and 15th', 'FREQ=MONTHLY;BYMONTHDAY=1,15'],
    ['every 15th of the month', 'FREQ=MONTHLY;BYMONTHDAY=15'],
    ['on the 15th of every month', 'FREQ=MONTHLY;BYMONTHDAY=15'],
    ['every second of the month', 'FREQ=MONTHLY;BYMONTHDAY=2'],
    ['last day of the month', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
    ['every second month on the 5th', 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5'],
    // The n-th weekday
    ['the second Tuesday of the month', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['every 2nd Tuesday of the month', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['second Tuesday of every month', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['first Monday every month', 'FREQ=MONTHLY;BYDAY=1MO'],
    ['every first Monday', 'FREQ=MONTHLY;BYDAY=1MO'],
    ['every last Friday', 'FREQ=MONTHLY;BYDAY=-1FR'],
    ['every last Friday of the month', 'FREQ=MONTHLY;BYDAY=-1FR'],
    ['every first and third Monday', 'FREQ=MONTHLY;BYDAY=1MO,3MO'],
    ['monthly on the first Friday', 'FREQ=MONTHLY;BYDAY=1FR'],
    ['every 3 months on the second Tuesday', 'FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU'],
    ['last workday of the month', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
    // Years
    ['yearly', 'FREQ=YEARLY'],
    ['annually', 'FREQ=YEARLY'],
    ['every 2 years', 'FREQ=YEARLY;INTERVAL=2'],
    ['every 1 December', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1'],
    ['every December 1st', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1'],
    ['every year on 29 Feb', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'],
    ['every fourth Thursday of November', 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'],
    // Its end
    ['every Friday until June', 'FREQ=WEEKLY;UNTIL=20270531;BYDAY=FR'],
    ['until June every Friday', 'FREQ=WEEKLY;UNTIL=20270531;BYDAY=FR'],
    ['every Friday until November', 'FREQ=WEEKLY;UNTIL=20271031;BYDAY=FR'],
    ['every Friday through June', 'FREQ=WEEKLY;UNTIL=20270630;BYDAY=FR'],
    ['every Friday until the end of June', 'FREQ=WEEKLY;UNTIL=20270630;BYDAY=FR'],
    ['every Friday until June 2028', 'FREQ=WEEKLY;UNTIL=20280531;BYDAY=FR'],
    ['every Friday until 30 June', 'FREQ=WEEKLY;UNTIL=20270630;BYDAY=FR'],
    ['every Friday till 2027-06-30', 'FREQ=WEEKLY;UNTIL=20270630;BYDAY=FR'],
    ['every Friday until 1.12.', 'FREQ=WEEKLY;UNTIL=20261201;BYDAY=FR'],
    ['every Friday until 1.12', 'FREQ=WEEKLY;UNTIL=20261201;BYDAY=FR'],
    ['every Friday until 2027', 'FREQ=WEEKLY;UNTIL=20261231;BYDAY=FR'],
    ['every Friday until Friday', 'FREQ=WEEKLY;UNTIL=20261127;BYDAY=FR'],
    ['daily until the end of the month', 'FREQ=DAILY;UNTIL=20261130'],
    ['daily until end of year', 'FREQ=DAILY;UNTIL=20261231'],
    ['every Friday 10 times', 'FREQ=WEEKLY;COUNT=10;BYDAY=FR'],
    ['every Friday 10x', 'FREQ=WEEKLY;COUNT=10;BYDAY=FR'],
    ['every Friday for 10 weeks', 'FREQ=WEEKLY;COUNT=10;BYDAY=FR'],
    ['every 2 weeks for 5 weeks', 'FREQ=WEEKLY;INTERVAL=2;COUNT=3'],
    ['weekdays for 2 weeks', 'FREQ=WEEKLY;COUNT=10;BYDAY=MO,TU,WE,TH,FR'],
    ['daily for two weeks', 'FREQ=DAILY;COUNT=14'],
    ['monthly for a year', 'FREQ=MONTHLY;COUNT=12'],
    // RFC 5545
    ['FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=MO'],
    ['rrule:freq=weekly;interval=2;byday=tu,th', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH'],
    ['FREQ=WEEKLY;UNTIL=20270601', 'FREQ=WEEKLY;UNTIL=20270601'],
  ])('%s', (phrase, rule) => {
    expect(read(phrase)).toEqual({ kind: 'rule', rule, time: null })
  })
})

describe('a rule with its time', () => {
  it.each([
    ['every second Tuesday 9:30 until June', 'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270531;BYDAY=TU', '09:30'],
    ['every weekday at 9', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '09:00'],
    ['9:30 every Friday', 'FREQ=WEEKLY;BYDAY=FR', '09:30'],
    ['every Friday 3pm', 'FREQ=WEEKLY;BYDAY=FR', '15:00'],
    ['every Friday 9:30 until 1.12', 'FREQ=WEEKLY;UNTIL=20261201;BYDAY=FR', '09:30'],
    ['every Friday until 30 June 9:30', 'FREQ=WEEKLY;UNTIL=20270630;BYDAY=FR', '09:30'],
    ['every morning at 9', 'FREQ=DAILY', '09:00'],
    ['every Friday evening at 8', 'FREQ=WEEKLY;BYDAY=FR', '20:00'],
    ['every night at 1', 'FREQ=DAILY', '01:00'],
    ['daily at midnight', 'FREQ=DAILY', '00:00'],
    ['RRULE:FREQ=DAILY;COUNT=5 at 9:30', 'FREQ=DAILY;COUNT=5', '09:30'],
  ])('%s', (phrase, rule, time) => {
    expect(read(phrase)).toEqual({ kind: 'rule', rule, time })
  })
})

const ambiguous: [string, string[]][] = [
  ['every Friday 3:00', ['every friday at 03:00', 'every friday at 15:00']],
  ['FREQ=DAILY 3:00', ['FREQ=DAILY at 03:00', 'FREQ=DAILY at 15:00']],
  ['every third Friday', ['every 3 weeks on friday', 'every 3rd friday of the month']],
  [
    'every fourth Thursday 9:00 6 times',
    ['every 4 weeks on thursday 6 times at 09:00', 'every 4th thursday of the month 6 times at 09:00'],
  ],
  ['every Friday until 01/02', ['every friday until 2027-01-02', 'every friday until 2027-02-01']],
  ['every Wed until Wed', ['every wed until 2026-11-25', 'every wed until 2026-12-02']],
]

describe('what is ambiguous', () => {
  it.each(ambiguous)('%s', (phrase, candidates) => {
    expect(read(phrase)).toEqual({ kind: 'ambiguous', candidates })
  })

  it.each(ambiguous)('%s: each answer is a rule of its own', (_, candidates) => {
    const rules = candidates.map(read)
    expect(rules.map(({ kind }) => kind)).toEqual(candidates.map(() => 'rule'))
    expect(new Set(rules.map((rule) => JSON.stringify(rule))).size).toBe(candidates.length)
  })
})

describe('what cannot be read', () => {
  it.each([
    'every',
    'every blue moon',
    'every Monday bob',
    'every 0 days',
    'every first week',
    'every other weekday',
    'every Friday midnight',
    'every 2 hours',
    'every 31 April',
    'every 30 February',
    'every 32nd of the month',
    'every June',
    'every month on Friday',
    'every sixth Friday of the month',
    'twice a week',
    'bimonthly',
    '2 weeks',
    '10 times',
    'tomorrow',
    'every Friday until Christmas',
    'every Friday until',
    'every Friday until 31 April',
    'every Friday until June 10 times',
    'every Friday 9:00 10:00',
    'every Friday 9:30 until 30 June 10:00',
    'every Friday 25:00',
    'every Friday 0 times',
    'weekly for 3 months',
    'monthly on the 31st for 6 months',
    'FREQ=HOURLY',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;BYDAY=2MO',
    'FREQ=WEEKLY;BYHOUR=9',
    'FREQ=WEEKLY;COUNT=2;UNTIL=20270601',
    'FREQ=WEEKLY;UNTIL=20270601T120000Z',
    'FREQ=WEEKLY;UNTIL=20270231',
    'FREQ=WEEKLY;FREQ=DAILY',
    'FREQ=WEEKLY bob',
    'BYDAY=MO',
    'FREQ=YEARLY;BYMONTHDAY=1;BYDAY=20MO',
    'x'.repeat(201),
  ])('%s', (phrase) => {
    expect(read(phrase)).toEqual({ kind: 'unreadable' })
  })
})

const words = [
  'every',
  'each',
  'day',
  'week',
  'weeks',
  'month',
  '2',
  '15',
  'second',
  'third',
  'last',
  'Tuesday',
  'mon',
  'and',
  'of',
  'the',
  'until',
  'June',
  '9:30',
  '3:00',
  'at',
  'for',
  'times',
  '10',
  'weekly',
  'monthly',
  'yearly',
  '1st',
  '01/02',
  'Dec',
  'year',
  'weekday',
  'night',
  'midnight',
]
const phrases = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.constantFrom(...words), { maxLength: 9 }).map((chosen) => chosen.join(' ')),
  fc.array(fc.constantFrom(...words), { maxLength: 7 }).map((chosen) => `every ${chosen.join(' ')}`),
  fc
    .array(
      fc.constantFrom(
        'FREQ=',
        'WEEKLY',
        'MONTHLY',
        ';',
        ',',
        'BYDAY=',
        'MO',
        '-1',
        '2',
        'UNTIL=',
        '20270601',
        'COUNT=',
        '9',
        '=',
        ' 9:30',
      ),
      { maxLength: 9 },
    )
    .map((chosen) => `FREQ=MONTHLY;${chosen.join('')}`),
)
property(
  'reads or refuses whatever is typed, and writes only rules that it reads',
  'repeat-phrase.hostile',
  phrases,
  { runs: 4000 },
  () => (phrase) => {
    const result = read(phrase)
    const answers = result.kind === 'ambiguous' ? result.candidates.map(read) : [result]
    if (result.kind === 'ambiguous') expect(result.candidates.length).toBeLessThanOrEqual(5)
    for (const answer of answers) {
      if (result.kind === 'ambiguous') expect([phrase, answer.kind]).toEqual([phrase, 'rule'])
      if (answer.kind !== 'rule') continue
      expect(describeRule(answer.rule)).not.toBeNull()
      expect(read(answer.rule)).toEqual({ ...answer, time: null })
      expect(answer.time ?? '09:30').toMatch(/^([01]\d|2[0-3]):[0-5]\d$/)
    }
  },
)
