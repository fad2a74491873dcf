import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { datesOf, parseRule } from '#lib/recurrence.ts'
import { readSchedule } from '#lib/schedule-phrase.ts'
import { isWallTime } from '#lib/wall-time.ts'
import { property } from '../support/property.ts'

/** A Wednesday. */
const now = '2026-11-25T10:00'
const read = (when: string, repeat: string, at = now) => readSchedule({ when, repeat }, at)

describe('once', () => {
  it.each(['', 'none', 'once'])('is what %j means', (repeat) => {
    expect(read('tomorrow 3pm', repeat)).toEqual({ kind: 'certain', start: '2026-11-26T15:00', rule: null })
  })

  it('is read as any date', () => {
    expect(read('in 2 hours', '')).toMatchObject({ start: '2026-11-25T12:00', elapsedMs: 7_200_000, rule: null })
    expect(read('3:00', '')).toMatchObject({ kind: 'ambiguous', about: 'half', rule: null })
    expect(read('31 april 9:00', '')).toEqual({ kind: 'impossible' })
    expect(read('', '')).toEqual({ kind: 'unreadable' })
    expect(read('from tomorrow 3pm', '')).toMatchObject({ start: '2026-11-26T15:00' })
  })
})

describe('a series', () => {
  it.each([
    ['', 'every second Tuesday 9:30 until June', '2026-12-01T09:30', 'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270531;BYDAY=TU'],
    // From now on: today as long as the hour is to come.
    ['', 'every Wednesday 9:30', '2026-12-02T09:30', 'FREQ=WEEKLY;BYDAY=WE'],
    ['', 'every Wednesday 10:00', '2026-11-25T10:00', 'FREQ=WEEKLY;BYDAY=WE'],
    ['', 'daily 15:00', '2026-11-25T15:00', 'FREQ=DAILY'],
    ['', 'last workday of the month 9:00', '2026-11-30T09:00', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
    ['9:30', 'every Tuesday until June', '2026-12-01T09:30', 'FREQ=WEEKLY;UNTIL=20270531;BYDAY=TU'],
    ['at 9:30', 'FREQ=WEEKLY;BYDAY=TU', '2026-12-01T09:30', 'FREQ=WEEKLY;BYDAY=TU'],
    ['9:30', 'every Tuesday 9:30', '2026-12-01T09:30', 'FREQ=WEEKLY;BYDAY=TU'],
    ['tomorrow 9:30', 'weekly until June', '2026-11-26T09:30', 'FREQ=WEEKLY;UNTIL=20270531'],
    ['Friday', 'every Friday 9:30', '2026-11-27T09:30', 'FREQ=WEEKLY;BYDAY=FR'],
    ['1 Dec 9:30', 'every Tuesday', '2026-12-01T09:30', 'FREQ=WEEKLY;BYDAY=TU'],
    ['1 Dec 9:30', 'every Tuesday 9:30', '2026-12-01T09:30', 'FREQ=WEEKLY;BYDAY=TU'],
    ['from 2 Dec', 'every Tuesday at 9:30', '2026-12-08T09:30', 'FREQ=WEEKLY;BYDAY=TU'],
    ['starting on 2 Dec 9:30', 'every Tuesday', '2026-12-08T09:30', 'FREQ=WEEKLY;BYDAY=TU'],
    ['from today', 'every day 9:30', '2026-11-26T09:30', 'FREQ=DAILY'],
    // Of the two orders of 01/02 one is a Monday.
    ['01/02 9:00', 'every Monday', '2027-02-01T09:00', 'FREQ=WEEKLY;BYDAY=MO'],
  ])('%s | %s', (when, repeat, start, rule) => {
    expect(read(when, repeat)).toEqual({ kind: 'certain', start, rule })
  })

  it('reads as itself again', () => {
    const first = read('', 'every second Tuesday 9:30 until June')
    if (first.kind !== 'certain') throw new Error(first.kind)
    expect(read(first.start, first.rule ?? 'none')).toEqual(first)
  })

  it('keeps what is to be asked about its start', () => {
    expect(read('Wednesday 3pm', 'weekly')).toEqual({
      kind: 'ambiguous',
      about: 'day',
      candidates: ['2026-11-25T15:00', '2026-12-02T15:00'],
      rule: 'FREQ=WEEKLY',
    })
    expect(read('yesterday 3pm', 'weekly')).toEqual({ kind: 'past', wall: '2026-11-24T15:00', rule: 'FREQ=WEEKLY' })
    expect(read('2026-12-01T15:00:00+01:00', 'weekly')).toMatchObject({
      kind: 'instant',
      offsetMinutes: 60,
      rule: 'FREQ=WEEKLY',
    })
  })

  it('asks for the day when neither says it', () => {
    expect(read('', 'weekly 9:30')).toMatchObject({
      kind: 'ambiguous',
      about: 'day',
      candidates: ['2026-11-26T09:30', '2026-11-27T09:30', '2026-11-28T09:30', '2026-11-29T09:30', '2026-11-30T09:30'],
    })
    expect(read('', 'weekly')).toEqual({ kind: 'unreadable' })
  })

  it('asks for the time when neither says it', () => {
    const rule = 'FREQ=WEEKLY;BYDAY=TU'
    const tuesday = { kind: 'no-time', date: '2026-12-01', dates: ['2026-12-01'], rule }
    expect(read('', 'every Tuesday')).toEqual(tuesday)
    expect(read('starting tomorrow', 'every Tuesday')).toEqual(tuesday)
  })

  it('does not move a day that was given to one that the rule has', () => {
    expect(read('tomorrow 9:30', 'every Tuesday')).toEqual({
      kind: 'ambiguous',
      about: 'day',
      candidates: ['2026-12-01T09:30', '2026-12-08T09:30'],
      rule: 'FREQ=WEEKLY;BYDAY=TU',
    })
    expect(read('tomorrow 9:30', 'every Tuesday until 1 Dec')).toEqual({ kind: 'impossible' })
  })

  it('has a time in one of the two', () => {
    expect(read('tomorrow 3pm', 'every Thursday at 9:00')).toEqual({ kind: 'unreadable' })
    expect(read('3pm', 'every Thursday at 9:00').kind).toBe('unreadable')
  })

  it.each([
    ['', 'every Tuesday 9:30 until yesterday'],
    ['tomorrow 3pm', 'weekly until today'],
    ['', 'FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2 9:00'],
  ])('%s | %s takes place never', (when, repeat) => {
    expect(read(when, repeat)).toEqual({ kind: 'no-occurrence' })
  })

  it('says when it is the repetition that cannot be read', () => {
    expect(read('tomorrow 3pm', 'every blue moon')).toEqual({ kind: 'rule-unreadable' })
  })
})

describe('an ambiguous repetition', () => {
  it.each([
    ['', 'every third Friday 9:30'],
    ['3:00', 'every Tuesday'],
    ['', 'every Tuesday 3:00'],
    ['tomorrow 9:30', 'weekly until 01/02'],
  ])('%s | %s: each answer settles it', (when, repeat) => {
    const asked = read(when, repeat)
    if (asked.kind !== 'rule-ambiguous') throw new Error(asked.kind)
    expect(asked.candidates.map((answer) => read(when, answer).kind)).toEqual(asked.candidates.map(() => 'certain'))
  })
})

const whens = [
  '',
  'tomorrow 9:30',
  '1 dec',
  '3:00',
  '9:30',
  'friday 3pm',
  'from 2 dec',
  'from friday 9:00',
  '01/02 9:00',
  'wed midnight',
  '2027-02-28 9:00',
  'in 3 hours',
  'tomorrow',
]
const repeats = [
  '',
  'daily',
  'every day 9:30',
  'weekly',
  'every Tuesday',
  'every second Tuesday 9:30 until June',
  'every Mon and Thu 10 times',
  'every third Friday',
  'monthly on the 31st',
  'last workday of the month 16:30',
  'every first Monday until 2028',
  'yearly',
  'every 29 February',
  'every 2 weeks on Sat and Sun 8:00',
  'FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=2;WKST=SU',
  'every weekday until 1 Dec',
]
const walls = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2100, 0, 1) / 60_000 })
  .map((minutes) => new Date(minutes * 60_000).toISOString().slice(0, 16))
property(
  'a certain start is the first date of its rule, and to come',
  'schedule-phrase.start',
  fc.tuple(fc.constantFrom(...whens), fc.constantFrom(...repeats), walls),
  { runs: 1000 },
  () =>
    ([when, repeat, at]) => {
      const result = read(when, repeat, at)
      if (result.kind === 'certain') {
        expect(isWallTime(result.start) && result.start >= at).toBe(true)
        if (result.rule !== null)
          expect(datesOf(parseRule(result.rule, result.start), result.start, { limit: 1 })).toEqual([result.start])
      }
      if (result.kind === 'ambiguous') {
        const answers = result.candidates.map((start) => read(start, result.rule ?? 'none', at))
        expect(answers).toEqual(result.candidates.map((start) => ({ kind: 'certain', start, rule: result.rule })))
      }
    },
)
