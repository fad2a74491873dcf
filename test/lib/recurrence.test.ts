import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { canStartOn, countLeft, datesOf, parseRule, possibleStarts, type Rule, untilBefore } from '#lib/recurrence.ts'
import { NoRule, readRule } from '#lib/repeat-rule.ts'
import { addMinutes } from '#lib/wall-time.ts'
import { property } from '#test/support/property.ts'
import { datesByDefinition, type RuleShape, ruleShape, shapeText, startTime } from '#test/support/rules.ts'

/** Monday */
const start = '2026-01-05T09:30'

const refusalOf = (text: string, from = start): string => {
  try {
    return `read as ${parseRule(text, from).text}`
  } catch (error) {
    if (error instanceof NoRule) return error.message
    throw error
  }
}

const daysOf = (text: string, from: string, limit: number) =>
  datesOf(parseRule(text, from), from, { limit }).map((date) => date.slice(0, 10))

describe('a rule', () => {
  it.each([
    ['FREQ=DAILY', 'FREQ=DAILY'],
    ['RRULE:FREQ=DAILY', 'FREQ=DAILY'],
    [' freq=weekly;wkst=mo;byday=fr,mo,fr;interval=1 ', 'FREQ=WEEKLY;BYDAY=MO,FR'],
    ['BYDAY=-1FR,+2FR,MO;INTERVAL=2;FREQ=MONTHLY', 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR,MO,2FR'],
    ['FREQ=MONTHLY;BYMONTHDAY=15,-1,1', 'FREQ=MONTHLY;BYMONTHDAY=-1,1,15'],
    ['FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10,3', 'FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU'],
    [
      'FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR;COUNT=012',
      'FREQ=MONTHLY;COUNT=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    ],
    ['FREQ=WEEKLY;WKST=SU;INTERVAL=2', 'FREQ=WEEKLY;INTERVAL=2;WKST=SU'],
  ])('is kept in one way of writing: %s', (text, canonical) => {
    expect(parseRule(text, start).text).toBe(canonical)
    expect(parseRule(canonical, start).text).toBe(canonical)
  })

  it.each([
    ['20260301', '20260301'],
    ['20260301T093000', '20260301'],
    ['20260301T235959', '20260301'],
    ['20260301T092959', '20260228'],
    ['20260301T000000', '20260228'],
  ])('that runs until %s keeps its last day, %s', (until, lastDay) => {
    expect(parseRule(`FREQ=DAILY;UNTIL=${until}`, start).text).toBe(`FREQ=DAILY;UNTIL=${lastDay}`)
  })

  it.each([
    ['', 'unreadable'],
    ['every day', 'unreadable'],
    ['FREQ=DAILY;', 'unreadable'],
    ['FREQ=FORTNIGHTLY', 'unreadable: FREQ'],
    ['INTERVAL=2', 'unreadable: FREQ'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'unreadable: FREQ'],
    ['FREQ=DAILY;INTERVAL=0', 'unreadable: INTERVAL'],
    ['FREQ=DAILY;INTERVAL=-1', 'unreadable: INTERVAL'],
    ['FREQ=DAILY;INTERVAL=1,2', 'unreadable: INTERVAL'],
    ['FREQ=DAILY;INTERVAL=1e3', 'unreadable: INTERVAL'],
    ['FREQ=DAILY;COUNT=0', 'unreadable: COUNT'],
    ['FREQ=DAILY;COUNT=10000', 'unreadable: COUNT'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20260301', 'unreadable: UNTIL'],
    ['FREQ=DAILY;UNTIL=20260231', 'unreadable: UNTIL'],
    ['FREQ=DAILY;UNTIL=20260301T2430', 'unreadable: UNTIL'],
    ['FREQ=DAILY;UNTIL=2026-03-01', 'unreadable: UNTIL'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'unreadable: BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'unreadable: BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,,2', 'unreadable: BYMONTHDAY'],
    ['FREQ=YEARLY;BYMONTH=13', 'unreadable: BYMONTH'],
    ['FREQ=YEARLY;BYMONTH=-1', 'unreadable: BYMONTH'],
    ['FREQ=WEEKLY;BYDAY=XX', 'unreadable: BYDAY'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'unreadable: BYDAY'],
    ['FREQ=YEARLY;BYDAY=54MO', 'unreadable: BYDAY'],
    ['FREQ=WEEKLY;WKST=1MO', 'unreadable: WKST'],
    ['FREQ=DAILY;COLOUR=RED', 'unreadable: COLOUR'],
    ['FREQ=DAILY;EXDATE=20260301', 'unreadable: EXDATE'],
  ])('is not %j', (text, refusal) => {
    expect(refusalOf(text)).toBe(refusal)
  })

  it('is not too long to be one', () => {
    expect(refusalOf(`FREQ=MONTHLY;BYMONTHDAY=${'1,'.repeat(600)}1`)).toBe('unreadable')
  })

  it.each([
    ['FREQ=HOURLY', 'FREQ'],
    ['FREQ=DAILY;BYHOUR=9,15', 'BYHOUR'],
    ['FREQ=DAILY;BYMINUTE=30', 'BYMINUTE'],
    ['FREQ=DAILY;BYSECOND=0', 'BYSECOND'],
    ['FREQ=YEARLY;BYYEARDAY=100', 'BYYEARDAY'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'BYWEEKNO'],
    ['RSCALE=HEBREW;FREQ=YEARLY', 'RSCALE'],
    ['FREQ=DAILY;UNTIL=20260301T093000Z', 'UNTIL'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY'],
    ['FREQ=DAILY;BYDAY=1MO', 'BYDAY'],
    ['FREQ=DAILY;BYSETPOS=1', 'BYSETPOS'],
    // rrule-temporal takes these for other dates than RFC 5545 does.
    ['FREQ=YEARLY;BYDAY=53MO', 'BYDAY'],
    ['FREQ=YEARLY;BYDAY=WE,1MO', 'BYDAY'],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=WE,1MO', 'BYDAY'],
    ['FREQ=YEARLY;BYMONTHDAY=1;BYDAY=2MO', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY'],
  ])('of a meeting is not %s', (text, part) => {
    expect(refusalOf(text)).toBe(`unsupported: ${part}`)
  })

  it.each([
    'FREQ=DAILY;UNTIL=20260104',
    'FREQ=DAILY;UNTIL=20260105T000000',
    'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31',
    'FREQ=DAILY;INTERVAL=7;BYDAY=TU',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6',
    'FREQ=MONTHLY;INTERVAL=12;BYMONTH=2',
    'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2',
  ])('that never comes true is refused: %s', (text) => {
    expect(refusalOf(text)).toBe('no-occurrence')
  })
})

describe('the dates of a rule', () => {
  it('are those of the examples of RFC 5545 section 3.8.5.3', () => {
    const from = '1997-09-02T09:00'
    expect(daysOf('FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH', from, 99).join(' ')).toBe(
      '1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16',
    )
    expect(daysOf('FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '1997-09-22T09:00', 99).join(' ')).toBe(
      '1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16',
    )
    expect(daysOf('FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', from, 5).join(' ')).toBe(
      '1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13',
    )
    expect(
      daysOf('FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', '1996-11-05T09:00', 3).join(' '),
    ).toBe('1996-11-05 2000-11-07 2004-11-02')
    expect(daysOf('FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04T09:00', 99).join(' ')).toBe(
      '1997-09-04 1997-10-07 1997-11-06',
    )
    expect(daysOf('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997-08-05T09:00', 99).join(' ')).toBe(
      '1997-08-05 1997-08-10 1997-08-19 1997-08-24',
    )
    expect(daysOf('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '1997-08-05T09:00', 99).join(' ')).toBe(
      '1997-08-05 1997-08-17 1997-08-19 1997-08-31',
    )
  })

  it('leave out the months and years that have no such day', () => {
    expect(daysOf('FREQ=MONTHLY', '2026-01-31T10:00', 4)).toEqual([
      '2026-01-31',
      '2026-03-31',
      '2026-05-31',
      '2026-07-31',
    ])
    expect(daysOf('FREQ=YEARLY', '2024-02-29T10:00', 3)).toEqual(['2024-02-29', '2028-02-29', '2032-02-29'])
  })

  it('are the start alone without a rule', () => {
    expect(datesOf(null, start, { limit: 5 })).toEqual([start])
    expect(datesOf(null, start, { from: '2026-01-05T09:31', limit: 5 })).toEqual([])
  })

  it('begin with the first match where the start is none, and are counted from there', () => {
    expect(daysOf('FREQ=WEEKLY;BYDAY=WE;COUNT=2', start, 9)).toEqual(['2026-01-07', '2026-01-14'])
    // Every second week is counted from the start's own.
    expect(daysOf('FREQ=WEEKLY;BYDAY=SA;INTERVAL=2', '2026-01-11T10:00', 2)).toEqual(['2026-01-24', '2026-02-07'])
  })

  it('include the last day', () => {
    expect(daysOf('FREQ=DAILY;UNTIL=20260107', start, 9)).toEqual(['2026-01-05', '2026-01-06', '2026-01-07'])
  })

  it('are not more than asked for', () => {
    const rule = parseRule('FREQ=DAILY', start)
    expect(datesOf(rule, start, { limit: 0 })).toEqual([])
    expect(datesOf(rule, start, { limit: 2 })).toHaveLength(2)
  })

  it('end with the years that can be written', () => {
    expect(daysOf('FREQ=YEARLY;INTERVAL=4000', start, 9)).toEqual(['2026-01-05', '6026-01-05'])
  })

  property(
    'are those that the words of RFC 5545 say, one by one and from anywhere',
    'recurrence.definition',
    fc.tuple(ruleShape, startTime, fc.nat({ max: 9 })),
    { runs: 500 },
    () =>
      ([shape, from, index]: [RuleShape, string, number]) => {
        const dates = datesByDefinition(shape, from, 10)
        const read = refusalOf(shapeText(shape), from)
        if (read === 'no-occurrence') return expect(dates).toEqual([])
        const rule = parseRule(shapeText(shape), from)
        expect(datesOf(rule, from, { limit: 10 }).slice(0, dates.length)).toEqual(dates)
        const later = dates[index]
        if (later === undefined) return
        const rest = dates.slice(index)
        const datesFrom = (wall: string, limit: number) => datesOf(rule, from, { from: wall, limit })
        expect(datesFrom(later, 10 - index).slice(0, rest.length)).toEqual(rest)
        expect(datesFrom(addMinutes(later, 1), 9 - index).slice(0, rest.length - 1)).toEqual(rest.slice(1))
      },
  )
})

/**
 * What ical.js reads right. It yields the start even where that does not follow the rule, so these starts do; it makes 1 March of
 * a 29 February that the rule leaves to the start, so the rules say their days; it knows BYSETPOS in months alone, and looks
 * without end for some daily rules.
 */
const ordinaryRule = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('FREQ=DAILY', 'FREQ=DAILY;INTERVAL=2', 'FREQ=DAILY;INTERVAL=10'),
      fc
        .tuple(
          fc.constantFrom(1, 2, 3, 5),
          fc.subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], { minLength: 1 }),
          fc.constantFrom('MO', 'SU'),
        )
        .map(([interval, days, weekStart]) => `FREQ=WEEKLY;INTERVAL=${interval};BYDAY=${days};WKST=${weekStart}`),
      fc
        .tuple(
          fc.constantFrom(1, 2, 6),
          fc.uniqueArray(fc.constantFrom(-1, -2, ...Array.from({ length: 31 }, (_, day) => day + 1)), {
            minLength: 1,
            maxLength: 3,
          }),
        )
        .map(([interval, days]) => `FREQ=MONTHLY;INTERVAL=${interval};BYMONTHDAY=${days}`),
      fc
        .tuple(
          fc.constantFrom(1, 2, 3),
          fc.constantFrom('1MO', '2TU', '3WE', '4TH', '-1FR', '-2SU', '1SA,3SA', '1MO,-1MO'),
        )
        .map(([interval, days]) => `FREQ=MONTHLY;INTERVAL=${interval};BYDAY=${days}`),
      fc.constantFrom('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1'),
      fc
        .tuple(
          fc.constantFrom(1, 2),
          fc.integer({ min: 1, max: 12 }),
          fc.constantFrom('BYMONTHDAY=7', 'BYMONTHDAY=29', 'BYDAY=1MO', 'BYDAY=-1SU'),
        )
        .map(([interval, month, day]) => `FREQ=YEARLY;INTERVAL=${interval};BYMONTH=${month};${day}`),
    ),
    fc.oneof(
      fc.constant(''),
      fc.integer({ min: 1, max: 20 }).map((count) => `;COUNT=${count}`),
      fc.integer({ min: 2031, max: 2034 }).map((year) => `;UNTIL=${year}1015T235900`),
    ),
    startTime,
  )
  .filter(([text, , random]) => refusalOf(text, random) !== 'no-occurrence')
  .map(([text, end, random]) => {
    const from = datesOf(parseRule(text, random), random, { limit: 1 })[0] ?? random
    return { text: text + end, from }
  })

function datesByIcal(text: string, from: string, limit: number): readonly string[] {
  const dates = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateTimeString(`${from}:00`))
  const found: string[] = []
  for (let date = dates.next(); date && found.length < limit; date = dates.next())
    found.push(date.toString().slice(0, 16))
  return found
}

property(
  'another library finds the same dates',
  'recurrence.ical',
  ordinaryRule,
  { runs: 800 },
  () =>
    ({ text, from }) =>
      expect(datesOf(parseRule(text, from), from, { limit: 15 })).toEqual(datesByIcal(text, from, 15)),
)

describe('a series', () => {
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
    expect(possibleStarts(readRule(rule), '2026-11-25', 3)).toEqual(dates)
    expect(dates.every((date) => canStartOn(readRule(rule), date))).toBe(true)
  })

  it('cannot start in between', () => {
    expect(canStartOn(readRule('FREQ=WEEKLY;BYDAY=TU'), '2026-11-25')).toBe(false)
  })
})

describe('a series cut in two', () => {
  it('ends on the day before, at whatever time it is', () => {
    const rule = parseRule('FREQ=DAILY;COUNT=9', start)
    const before = untilBefore(rule, '2026-01-08T09:30')
    expect(before.text).toBe('FREQ=DAILY;UNTIL=20260107')
    expect(datesOf(before, '2026-01-05T00:00', { limit: 9 })).toHaveLength(3)
    expect(untilBefore(before, '2026-01-20T09:30')).toEqual(before)
  })

  it('goes on with what is left to count', () => {
    const rule = parseRule('FREQ=WEEKLY;COUNT=9;BYDAY=MO,WE', start)
    expect(countLeft(rule, start, '2026-01-12T09:30').text).toBe('FREQ=WEEKLY;COUNT=7;BYDAY=MO,WE')
    expect(countLeft(rule, start, start)).toEqual(rule)
    expect(() => countLeft(rule, start, '2027-01-04T09:30')).toThrow(new NoRule('no-occurrence'))
  })

  it('keeps its last day', () => {
    const rule = parseRule('FREQ=DAILY;UNTIL=20260301', start)
    expect(countLeft(rule, start, '2026-01-12T09:30')).toEqual(rule)
  })

  property(
    'has the dates that it had',
    'recurrence.cut',
    fc.tuple(ruleShape, startTime, fc.integer({ min: 1, max: 12 }), fc.nat()),
    { runs: 500 },
    () =>
      ([shape, from, count, random]: [RuleShape, string, number, number]) => {
        const text = `${shapeText(shape)};COUNT=${count}`
        // No rule is followed for longer than 40 years without a date, and no count for longer than that.
        const horizon = addMinutes(from, 20 * 365 * 24 * 60)
        const datesIn = (rule: Rule, first: string) =>
          datesOf(rule, first, { limit: 20 }).filter((date) => date < horizon)
        if (refusalOf(text, from) === 'no-occurrence') return
        const rule = parseRule(text, from)
        const dates = datesIn(rule, from)
        expect(dates).toEqual(datesIn(parseRule(shapeText(shape), from), from).slice(0, count))
        const index = random % (dates.length || 1)
        const cut = dates[index]
        if (cut === undefined) return
        expect(datesIn(countLeft(rule, from, cut), cut)).toEqual(dates.slice(index))
        expect(datesIn(untilBefore(rule, cut), from)).toEqual(dates.slice(0, index))
      },
  )
})
