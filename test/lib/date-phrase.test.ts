import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDatePhrase } from '#lib/date-phrase.ts'
import { isWallTime } from '#lib/wall-time.ts'
import { property } from '../support/property.ts'

/** A Wednesday. */
const now = '2026-11-25T10:00'
const read = (phrase: string, at = now) => readDatePhrase(phrase, at)

describe('what is certain', () => {
  it.each([
    // ISO 8601
    ['2026-12-01 15:00', '2026-12-01T15:00'],
    ['2026-12-01T15:00', '2026-12-01T15:00'],
    ['2026-12-01t15:00:00', '2026-12-01T15:00'],
    ['  2026-12-01T15:00:00.000 ', '2026-12-01T15:00'],
    ['2026-12-01 3pm', '2026-12-01T15:00'],
    ['2026/12/01 9:00', '2026-12-01T09:00'],
    ['2026.12.1 9:00', '2026-12-01T09:00'],
    ['3pm 2026-12-01', '2026-12-01T15:00'],
    // Months by name
    ['1 dec 15:00', '2026-12-01T15:00'],
    ['1 Dec, 15:00', '2026-12-01T15:00'],
    ['Dec 1st at 3pm', '2026-12-01T15:00'],
    ['Dec. 1 at 3 p.m.', '2026-12-01T15:00'],
    ['December 1, 2026 3pm', '2026-12-01T15:00'],
    ['the 1st of December at noon', '2026-12-01T12:00'],
    ['1. Dec 9:00', '2026-12-01T09:00'],
    ['1-Dec-2027 9:00', '2027-12-01T09:00'],
    ['5 may 2027 9:00', '2027-05-05T09:00'],
    ['2027 may 5 9:00', '2027-05-05T09:00'],
    ['first of may at 9', '2027-05-01T09:00'],
    ['twenty first of may 9:00', '2027-05-21T09:00'],
    ['Tuesday 1 December 9:00', '2026-12-01T09:00'],
    ['tue, dec 1st, 9am', '2026-12-01T09:00'],
    ['29 feb 2028 9:00', '2028-02-29T09:00'],
    ['１ Ｄｅｃ １５：００', '2026-12-01T15:00'],
    // Without a year: the next one of that name.
    ['24 nov 9:00', '2027-11-24T09:00'],
    ['25 nov 11:00', '2026-11-25T11:00'],
    ['1 jan 9:00', '2027-01-01T09:00'],
    // Figures that leave no doubt
    ['13/02 15:00', '2027-02-13T15:00'],
    ['2/13 15:00', '2027-02-13T15:00'],
    ['13-02-2027 15:00', '2027-02-13T15:00'],
    ['13/2/27 15:00', '2027-02-13T15:00'],
    ['05/05 15:00', '2027-05-05T15:00'],
    ['1.12. 15:00', '2026-12-01T15:00'],
    ['1.12 15:00', '2026-12-01T15:00'],
    ['1.2.2027 10:00', '2027-02-01T10:00'],
    ['01.02.27 10:00', '2027-02-01T10:00'],
    // Of two orders one is past.
    ['12/11/2026 9:00', '2026-12-11T09:00'],
    // A day of the month
    ['the 15th at 9', '2026-12-15T09:00'],
    ['30th 9:00', '2026-11-30T09:00'],
    ['the 31st 9:00', '2026-12-31T09:00'],
    ['Monday the 7th 9am', '2026-12-07T09:00'],
    // Relative days
    ['tomorrow 3pm', '2026-11-26T15:00'],
    ['3pm tomorrow', '2026-11-26T15:00'],
    ['tmrw 3pm', '2026-11-26T15:00'],
    ['today 11:00', '2026-11-25T11:00'],
    ['today at 10:00', '2026-11-25T10:00'],
    ['day after tomorrow 10am', '2026-11-27T10:00'],
    ['the day after tomorrow at 10am', '2026-11-27T10:00'],
    ['in 3 days at 9:00', '2026-11-28T09:00'],
    ['in three days at 9:00', '2026-11-28T09:00'],
    ['in 3d at 9:00', '2026-11-28T09:00'],
    ['in two weeks 9am', '2026-12-09T09:00'],
    ['in a week at 10:00', '2026-12-02T10:00'],
    ['in a fortnight at 10:00', '2026-12-09T10:00'],
    ['3 days from now at 9', '2026-11-28T09:00'],
    ['in a month at 10:00', '2026-12-25T10:00'],
    ['in 2 years at 10:00', '2028-11-25T10:00'],
    // Weekdays
    ['Mon 9:30', '2026-11-30T09:30'],
    ['on Friday at 3pm', '2026-11-27T15:00'],
    ['this Friday 3pm', '2026-11-27T15:00'],
    ['coming friday 3pm', '2026-11-27T15:00'],
    ['next Tuesday at 14h', '2026-12-01T14:00'],
    ['next wednesday 9:00', '2026-12-02T09:00'],
    ['friday next week 9:00', '2026-12-04T09:00'],
    ['next week friday 9:00', '2026-12-04T09:00'],
    ['Friday of next week at 9', '2026-12-04T09:00'],
    ['friday this week 9:00', '2026-11-27T09:00'],
    // Of today's hours this one is over.
    ['wednesday 9:30', '2026-12-02T09:30'],
    // Times
    ['15:00', '2026-11-25T15:00'],
    ['3pm', '2026-11-25T15:00'],
    ['3 pm', '2026-11-25T15:00'],
    ['3:05 pm', '2026-11-25T15:05'],
    ['3.05pm', '2026-11-25T15:05'],
    ['315pm', '2026-11-25T15:15'],
    ['15:00pm', '2026-11-25T15:00'],
    ['at 15', '2026-11-25T15:00'],
    ['at 1500', '2026-11-25T15:00'],
    ['1500 hrs', '2026-11-25T15:00'],
    ['14h30', '2026-11-25T14:30'],
    ['14h', '2026-11-25T14:00'],
    ['14 h', '2026-11-25T14:00'],
    ['noon', '2026-11-25T12:00'],
    ['12:30', '2026-11-25T12:30'],
    ['12pm', '2026-11-25T12:00'],
    ['tomorrow 12am', '2026-11-26T00:00'],
    ['tomorrow 0:30', '2026-11-26T00:30'],
    ['tomorrow 03:00', '2026-11-26T03:00'],
    ['tomorrow 9', '2026-11-26T09:00'],
    ['tomorrow 9.30', '2026-11-26T09:30'],
    ['fri 9.30', '2026-11-27T09:30'],
    ["tomorrow 9 o'clock", '2026-11-26T09:00'],
    ['tomorrow half past nine', '2026-11-26T09:30'],
    ['tomorrow quarter past 9', '2026-11-26T09:15'],
    ['tomorrow at quarter to 10', '2026-11-26T09:45'],
    ['tomorrow 20 minutes to 9pm', '2026-11-26T20:40'],
    ['quarter to 12pm tomorrow', '2026-11-26T11:45'],
    // Parts of the day
    ['tomorrow morning at 9', '2026-11-26T09:00'],
    ['tomorrow morning 3:00', '2026-11-26T03:00'],
    ['3 in the afternoon', '2026-11-25T15:00'],
    ['tomorrow evening at 8', '2026-11-26T20:00'],
    ['this evening 7:30', '2026-11-25T19:30'],
    ['tonight at 8', '2026-11-25T20:00'],
    ['tonight at 1am', '2026-11-26T01:00'],
    // Midnight to come
    ['midnight', '2026-11-26T00:00'],
    ['tonight at midnight', '2026-11-26T00:00'],
    ['today at midnight', '2026-11-26T00:00'],
    // Of the two halves of the day one is over.
    ['today 3:00', '2026-11-25T15:00'],
  ])('%s', (phrase, wall) => {
    expect(read(phrase)).toEqual({ kind: 'certain', wall })
  })

  it('is an hour of today as long as it is to come', () => {
    expect(read('12:01', '2026-11-25T12:01')).toEqual({ kind: 'certain', wall: '2026-11-25T12:01' })
    expect(read('12:00', '2026-11-25T12:01')).toEqual({ kind: 'past', wall: '2026-11-25T12:00' })
  })

  it('is a 29 February that this or the next year has', () => {
    expect(read('29 feb 9:00', '2027-11-25T10:00')).toEqual({ kind: 'certain', wall: '2028-02-29T09:00' })
    expect(read('29 feb 9:00')).toEqual({ kind: 'impossible' })
  })
})

describe('lengths of time from now', () => {
  it.each([
    ['in 2 hours', '2026-11-25T12:00', 120],
    ['in 45 min', '2026-11-25T10:45', 45],
    ['in 1h30', '2026-11-25T11:30', 90],
    ['in half an hour', '2026-11-25T10:30', 30],
    ['in an hour', '2026-11-25T11:00', 60],
    ['in 1 day 2 hours', '2026-11-26T12:00', 1560],
    ['2 hours from now', '2026-11-25T12:00', 120],
    ['in 20 hours', '2026-11-26T06:00', 1200],
    ['now', '2026-11-25T10:00', 0],
  ])('%s', (phrase, wall, minutes) => {
    expect(read(phrase)).toEqual({ kind: 'certain', wall, elapsedMs: minutes * 60_000 })
  })

  it('are whole minutes', () => {
    expect(read('in 90 seconds').kind).toBe('unreadable')
    expect(read('in 1.5 hours')).toMatchObject({ wall: '2026-11-25T11:30' })
  })

  it('do not reach beyond the calendar', () => {
    expect(read('in 99999999 hours').kind).toBe('impossible')
  })
})

describe('instants', () => {
  it.each([
    ['2026-12-01T15:00:00+01:00', '2026-12-01T14:00:00Z', 60],
    ['2026-12-01T15:00Z', '2026-12-01T15:00:00Z', 0],
    ['2026-12-01 15:00:00z', '2026-12-01T15:00:00Z', 0],
    ['2026-12-01T15:00-05:30', '2026-12-01T20:30:00Z', -330],
    ['2026-12-01T15:00:00.00+0100', '2026-12-01T14:00:00Z', 60],
    ['2026-12-01T15:00:00-00:00', '2026-12-01T15:00:00Z', 0],
    // Whether it is past is for who knows the zone.
    ['2020-12-01T15:00:00Z', '2020-12-01T15:00:00Z', 0],
  ])('%s', (phrase, utc, offsetMinutes) => {
    expect(read(phrase)).toEqual({
      kind: 'instant',
      at: Date.parse(utc),
      wall: `${phrase.slice(0, 10)}T15:00`,
      offsetMinutes,
    })
  })

  it.each([
    ['2026-12-01T15:00:30Z', 'unreadable'],
    ['2026-12-01T15:00:00.5Z', 'unreadable'],
    ['2026-12-01T15:00+25:00', 'impossible'],
    ['2026-12-01T15:00+01:60', 'impossible'],
    ['2026-12-01T24:00Z', 'impossible'],
    ['2026-02-29T15:00Z', 'impossible'],
  ])('%s is %s', (phrase, kind) => {
    expect(read(phrase)).toEqual({ kind })
  })
})

describe('what is ambiguous', () => {
  it.each([
    ['wednesday 3pm', 'day', ['2026-11-25T15:00', '2026-12-02T15:00']],
    ['next friday 3pm', 'day', ['2026-11-27T15:00', '2026-12-04T15:00']],
    ['next sunday 9:00', 'day', ['2026-11-29T09:00', '2026-12-06T09:00']],
    ['friday midnight', 'day', ['2026-11-27T00:00', '2026-11-28T00:00']],
    ['tomorrow night at 1', 'day', ['2026-11-26T01:00', '2026-11-27T01:00']],
    ['tonight at 5', 'day', ['2026-11-25T17:00', '2026-11-26T05:00']],
    ['3:00', 'half', ['2026-11-25T15:00', '2026-11-26T03:00']],
    ['at 3', 'half', ['2026-11-25T15:00', '2026-11-26T03:00']],
    ["6 o'clock", 'half', ['2026-11-25T18:00', '2026-11-26T06:00']],
    ['tomorrow 3:00', 'half', ['2026-11-26T03:00', '2026-11-26T15:00']],
    ['tomorrow at 6', 'half', ['2026-11-26T06:00', '2026-11-26T18:00']],
    ['fri 1:30', 'half', ['2026-11-27T01:30', '2026-11-27T13:30']],
    ['friday 3', 'half', ['2026-11-27T03:00', '2026-11-27T15:00']],
    ['on Friday nine', 'half', ['2026-11-27T09:00', '2026-11-27T21:00']],
    ['wednesday 3', 'day', ['2026-11-25T15:00', '2026-12-02T03:00', '2026-12-02T15:00']],
    ['1 dec 3h30', 'half', ['2026-12-01T03:30', '2026-12-01T15:30']],
    ['half past 3', 'half', ['2026-11-25T15:30', '2026-11-26T03:30']],
    ['01/02 3pm', 'order', ['2027-01-02T15:00', '2027-02-01T15:00']],
    ['01/02/2027 10:00', 'order', ['2027-01-02T10:00', '2027-02-01T10:00']],
    ['1-2-2027 10:00', 'order', ['2027-01-02T10:00', '2027-02-01T10:00']],
    ['01/02 3:00', 'order', ['2027-01-02T03:00', '2027-01-02T15:00', '2027-02-01T03:00', '2027-02-01T15:00']],
    ['wednesday 3:00', 'day', ['2026-11-25T15:00', '2026-12-02T03:00', '2026-12-02T15:00']],
  ])('%s: which %s', (phrase, about, candidates) => {
    expect(read(phrase)).toEqual({ kind: 'ambiguous', about, candidates })
  })

  it('asks which week’s next Friday, unless it is the same to everybody', () => {
    const days = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29']
    const readings = days.map((day) => {
      const phrase = read('next friday 9:00', `${day}T08:00`)
      return phrase.kind === 'ambiguous' ? phrase.candidates.map((wall) => wall.slice(5, 10)) : phrase
    })
    const both = ['11-27', '12-04']
    expect(readings).toEqual([
      both,
      both,
      both,
      both,
      { kind: 'certain', wall: '2026-12-04T09:00' },
      { kind: 'certain', wall: '2026-12-04T09:00' },
      // On Sunday the week has just begun, or is about to end.
      ['12-04', '12-11'],
    ])
  })

  it('asks for the half of the day in the hours of either', () => {
    expect(read('3:00', '2026-11-25T01:00')).toMatchObject({ candidates: ['2026-11-25T03:00', '2026-11-25T15:00'] })
    expect(read('3:00', '2026-11-25T16:00')).toMatchObject({ candidates: ['2026-11-26T03:00', '2026-11-26T15:00'] })
  })

  it('takes an hour from 7 to 12 as it stands, and asks for those from 1 to 6', () => {
    const kinds = Array.from({ length: 24 }, (_, hour) => read(`tomorrow ${hour}:15`).kind)
    expect(kinds.map((kind, hour) => (kind === 'ambiguous' ? hour : null)).filter((hour) => hour !== null)).toEqual([
      1, 2, 3, 4, 5, 6,
    ])
    expect(new Set(kinds)).toEqual(new Set(['certain', 'ambiguous']))
  })
})

describe('a day without a time', () => {
  it.each([
    ['tomorrow', ['2026-11-26']],
    ['tomorrow morning', ['2026-11-26']],
    ['tonight', ['2026-11-25']],
    ['2026-12-01', ['2026-12-01']],
    ['1 dec', ['2026-12-01']],
    ['in 2 days', ['2026-11-27']],
    ['friday', ['2026-11-27']],
    ['wednesday', ['2026-11-25', '2026-12-02']],
    ['next friday', ['2026-11-27', '2026-12-04']],
    ['01/02', ['2027-01-02', '2027-02-01']],
  ])('%s', (phrase, dates) => {
    expect(read(phrase)).toEqual({ kind: 'no-time', date: dates[0], dates })
  })
})

describe('what is past', () => {
  it.each([
    ['today 9:00', '2026-11-25T09:00'],
    ['9:30', '2026-11-25T09:30'],
    ['9am', '2026-11-25T09:00'],
    ['03:00', '2026-11-25T03:00'],
    ['yesterday 3pm', '2026-11-24T15:00'],
    ['3 days ago at 9:00', '2026-11-22T09:00'],
    ['last friday 3pm', '2026-11-20T15:00'],
    ['24 nov 2026 9:00', '2026-11-24T09:00'],
    ['25 nov 9:00', '2026-11-25T09:00'],
    ['2026-11-25T09:59', '2026-11-25T09:59'],
    ['01/02/2026 9:00', '2026-02-01T09:00'],
    ['this morning at 9', '2026-11-25T09:00'],
    ['yesterday', '2026-11-24T00:00'],
    ['friday this week 9:00', '2026-11-27T09:00', '2026-11-28T10:00'],
  ])('%s', (phrase, wall, at = now) => {
    expect(read(phrase, at)).toEqual({ kind: 'past', wall })
  })
})

describe('what there is not', () => {
  it.each([
    '31 April 9:00',
    '31 april',
    '30 Feb 9:00',
    '0 dec 9:00',
    '32 dec 9:00',
    '31/04 10:00',
    '13/13 10:00',
    '31.4. 9:00',
    'the 32nd 9:00',
    '2026-02-30 15:00',
    '2026-13-01 10:00',
    '2026-12-01 25:00',
    'tomorrow 25:00',
    '24:00',
    '9:60',
    'tomorrow 15am',
    'tomorrow 0pm',
    'Monday 1 Dec 9:00',
    'tomorrow friday 9:00',
    'tomorrow morning 15:00',
    'tonight 15:00',
    'in a month at 9:00',
  ])('%s', (phrase) => {
    // 31 January has no day in a month.
    expect(read(phrase, phrase.startsWith('in a month') ? '2027-01-31T08:00' : now)).toEqual({ kind: 'impossible' })
  })
})

describe('what cannot be read', () => {
  it.each([
    '',
    ' ',
    'at',
    'soon',
    'tomorrow 3pm bob',
    'tomorrow 3pm CET',
    '3pm UTC',
    'tomorrow 3pm 4pm',
    'tomorrow 3pm-4pm',
    'tomorrow 3 to 4pm',
    '1 dec 2 dec 9:00',
    'friday in two weeks 9:00',
    'a week from friday 9:00',
    'friday 13',
    '1 dec 15',
    '2 dec 26 9am',
    'dec 9:00',
    'dec 2027',
    'next week 9:00',
    'next month 9:00',
    'next year',
    'weekend 9:00',
    '1500',
    '15',
    '2 hours',
    'in a few days 9:00',
    'in half a week 9:00',
    'in 1.5 days 9:00',
    '1-3 dec 9:00',
    '1-3 9:00',
    '1.12',
    'fri 1.12',
    'tomorrow at 3:00:30',
    'tomorrow 9:5',
    'tomorrow tonight morning 9:00',
    'every friday 9:00',
    'monday tuesday 9:00',
    '31 décembre 9:00',
    'Dec 1st 2nd 9:00',
    '1e3',
    '__proto__',
    'constructor 9:00',
    'x'.repeat(201),
  ])('%s', (phrase) => {
    expect(read(phrase)).toEqual({ kind: 'unreadable' })
  })
})

describe('clock changes of the process’s own zone', () => {
  // Hours that do not exist in New York, Lord Howe, Berlin, St. John's, Cairo, Santiago (at midnight) and Beirut (at midnight).
  const skipped = [
    '2026-03-08T02:30',
    '2026-10-04T02:15',
    '2026-03-29T02:30',
    '2026-04-24T00:30',
    '2026-09-06T00:30',
    '2026-03-29T00:30',
  ]
  it.each(skipped)('%s is read as any other', (wall) => {
    const [date = '', time = ''] = wall.split('T')
    const [year, month = '', day] = date.split('-')
    const name = ['mar', 'apr', 'sep', 'oct'][['03', '04', '09', '10'].indexOf(month)]
    const yesterday = `${new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)}T23:00`
    const certain = { kind: 'certain', wall }
    expect(read(wall, '2026-01-01T00:00')).toEqual(certain)
    expect(read(`${day} ${name} ${year} ${time}`, '2026-01-01T00:00')).toEqual(certain)
    expect(read(`tomorrow ${time}`, yesterday)).toEqual(certain)
    expect(read(`in 1 day at ${time}`, yesterday)).toEqual(certain)
    expect(read(`today ${time}`, `${date}T00:00`)).toEqual(certain)
    expect(read('in 10 min', wall)).toEqual({
      kind: 'certain',
      wall: `${date}T${time.slice(0, 3)}${Number(time.slice(3)) + 10}`,
      elapsedMs: 600_000,
    })
  })

  it('does not lose or gain a day in any of the next 400', () => {
    const at = (days: number) => new Date(Date.UTC(2026, 10, 25) + days * 86_400_000).toISOString().slice(0, 10)
    const wrong = Array.from({ length: 400 }, (_, index) => index + 1).filter((days) => {
      const phrase = read(`in ${days} days at 9:00`)
      return phrase.kind !== 'certain' || phrase.wall !== `${at(days)}T09:00`
    })
    expect(wrong).toEqual([])
  })
})

const words = [
  'tomorrow',
  'today',
  'next',
  'friday',
  'wed',
  '3pm',
  '3',
  ':',
  '9:30',
  'at',
  'in',
  '2',
  'weeks',
  'hours',
  'dec',
  '1st',
  '2026',
  '01/02',
  '1.12.',
  'the',
  'of',
  'midnight',
  'night',
  'tonight',
  'ago',
  'from',
  'now',
  'half',
  'past',
  'to',
  '2026-12-01',
  'T15:00',
  '+01:00',
  '31',
  'feb',
  'may',
  'second',
  'twenty',
  'first',
  'every',
  'month',
  'day',
  'after',
  '-',
  '.',
  '９',
  '\u0000',
  'am',
  "o'clock",
  '99999999999999999999',
]
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((chosen) => chosen.join(' ')),
  fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((chosen) => chosen.join('')),
)
const walls = fc
  .integer({ min: Date.UTC(1971, 0, 1) / 60_000, max: Date.UTC(2150, 0, 1) / 60_000 })
  .map((minutes) => new Date(minutes * 60_000).toISOString().slice(0, 16))

property(
  'reads or refuses whatever is typed, and names only times that there are',
  'date-phrase.hostile',
  fc.tuple(hostile, walls),
  { runs: 3000 },
  () =>
    ([phrase, at]) => {
      const result = read(phrase, at)
      const named =
        result.kind === 'certain' || result.kind === 'past' || result.kind === 'instant'
          ? [result.wall]
          : result.kind === 'ambiguous'
            ? [...result.candidates]
            : result.kind === 'no-time'
              ? result.dates.map((date) => `${date}T00:00`)
              : []
      expect(named.filter((wall) => !isWallTime(wall))).toEqual([])
      if (result.kind === 'certain') expect(result.wall >= at).toBe(true)
      if (result.kind === 'ambiguous') {
        expect(result.candidates.length).toBeGreaterThanOrEqual(2)
        expect(result.candidates.length).toBeLessThanOrEqual(5)
        expect([...new Set(result.candidates)].sort()).toEqual(result.candidates)
        expect(result.candidates.every((wall) => wall >= at)).toBe(true)
      }
      for (const wall of result.kind === 'certain'
        ? [result.wall]
        : result.kind === 'ambiguous'
          ? result.candidates
          : [])
        expect(read(wall, at)).toEqual({ kind: 'certain', wall })
    },
)

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
property(
  'reads a day and time to come in whatever way it is written',
  'date-phrase.written',
  fc.tuple(walls, fc.integer({ min: 0, max: 8_000_000 })),
  { runs: 1000 },
  () =>
    ([at, ahead]) => {
      const wall = new Date(Date.parse(`${at}Z`) + ahead * 60_000).toISOString().slice(0, 16)
      const [date = '', time = ''] = wall.split('T')
      const [year, month, day] = date.split('-').map(Number)
      const name = monthNames[(month ?? 1) - 1]
      const weekday = new Date(`${date}T00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })
      const written = [
        wall,
        `${date} ${time}:00`,
        `${day} ${name} ${year} ${time}`,
        `${name} ${day}, ${year} at ${time}`,
        `${time} on ${weekday}, the ${day}. of ${name?.slice(0, 3)} ${year}`,
        `${day}.${month}.${year} ${time}`,
      ]
      // An hour such as 3:00 has its leading zero here, and so is certain.
      for (const phrase of written) expect([phrase, read(phrase, at)]).toEqual([phrase, { kind: 'certain', wall }])
    },
)
