/// <reference lib="esnext.temporal" />
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OccurrenceChange, Series } from '#core/meeting.ts'
import {
  isSkipped,
  type Occurrence,
  occurrenceOf,
  occurrencesFrom,
  rekeyChanges,
  splitSeries,
} from '#core/occurrence.ts'
import { addMinutes } from '#lib/wall-time.ts'
import { moment } from '#test/support/odd-zones.ts'
import { property } from '#test/support/property.ts'
import { datesByDefinition, ruleShape, shapeText } from '#test/support/rules.ts'

const series = (start: string, rest: Partial<Series> = {}): Series => ({
  start,
  timeZone: 'Europe/Berlin',
  durationMinutes: 60,
  rule: 'FREQ=DAILY',
  changes: {},
  ...rest,
})
const ever = Number.NEGATIVE_INFINITY
const utc = (at: number) => new Date(at).toISOString().slice(0, 16)
const datesOf = (occurrences: readonly Occurrence[]) => occurrences.map(({ date }) => date)
const startsOf = (occurrences: readonly Occurrence[]) => occurrences.map(({ start, startAt }) => [start, utc(startAt)])

describe('a series across a clock change', () => {
  it('stays at its wall time, whatever the instant', () => {
    expect(startsOf(occurrencesFrom(series('2026-03-27T09:00'), ever, 4))).toEqual([
      ['2026-03-27T09:00', '2026-03-27T08:00'],
      ['2026-03-28T09:00', '2026-03-28T08:00'],
      ['2026-03-29T09:00', '2026-03-29T07:00'],
      ['2026-03-30T09:00', '2026-03-30T07:00'],
    ])
  })

  it('is moved by the gap on the one day that has no such time, and says so', () => {
    const found = occurrencesFrom(series('2026-03-28T02:30'), ever, 3)
    expect(startsOf(found)).toEqual([
      ['2026-03-28T02:30', '2026-03-28T01:30'],
      ['2026-03-29T03:30', '2026-03-29T01:30'],
      ['2026-03-30T02:30', '2026-03-30T00:30'],
    ])
    expect(datesOf(found)).toEqual(['2026-03-28T02:30', '2026-03-29T02:30', '2026-03-30T02:30'])
    expect(found.map(({ clockChange, isMoved }) => [clockChange, isMoved])).toEqual([
      ['none', false],
      ['skipped', false],
      ['none', false],
    ])
  })

  it('takes the first of two such times, and says so', () => {
    const found = occurrencesFrom(series('2026-10-24T02:30'), ever, 3)
    expect(found.map(({ startAt, offsetMinutes, clockChange }) => [utc(startAt), offsetMinutes, clockChange])).toEqual([
      ['2026-10-24T00:30', 120, 'none'],
      ['2026-10-25T00:30', 120, 'doubled'],
      ['2026-10-26T01:30', 60, 'none'],
    ])
  })

  it.each([
    ['America/New_York', '2026-03-07T02:30', ['2026-03-07T07:30', '2026-03-08T07:30', '2026-03-09T06:30']],
    ['America/Sao_Paulo', '2018-11-03T00:00', ['2018-11-03T03:00', '2018-11-04T03:00', '2018-11-05T02:00']],
    ['America/Sao_Paulo', '2018-02-16T23:30', ['2018-02-17T01:30', '2018-02-18T01:30', '2018-02-19T02:30']],
    ['Australia/Lord_Howe', '2026-10-03T02:15', ['2026-10-02T15:45', '2026-10-03T15:45', '2026-10-04T15:15']],
    ['Australia/Lord_Howe', '2026-04-04T01:45', ['2026-04-03T14:45', '2026-04-04T14:45', '2026-04-05T15:15']],
    ['Africa/Casablanca', '2026-02-14T02:30', ['2026-02-14T01:30', '2026-02-15T01:30', '2026-02-16T02:30']],
    ['America/Nuuk', '2026-03-27T23:30', ['2026-03-28T01:30', '2026-03-29T01:30', '2026-03-30T00:30']],
    ['UTC', '2026-03-28T02:30', ['2026-03-28T02:30', '2026-03-29T02:30', '2026-03-30T02:30']],
    // There was no 30 December: what was planned for it falls together with the next day's.
    ['Pacific/Apia', '2011-12-29T12:00', ['2011-12-29T22:00', '2011-12-30T22:00', '2011-12-30T22:00']],
  ])('in %s from %s on', (timeZone, start, starts) => {
    expect(occurrencesFrom(series(start, { timeZone }), ever, 3).map(({ startAt }) => utc(startAt))).toEqual(starts)
  })

  it('goes on as much later as it began, be it by a day', () => {
    const morning = series('2026-03-28T02:30')
    expect(datesOf(occurrencesFrom(morning, Date.parse('2026-03-29T02:29Z'), 1))).toEqual(['2026-03-29T02:30'])
    const whole = series('2011-12-29T12:00', { timeZone: 'Pacific/Apia', durationMinutes: 1440 })
    const at = Date.parse('2011-12-31T21:59Z')
    expect(datesOf(occurrencesFrom(whole, at, 2))).toEqual(['2011-12-30T12:00', '2011-12-31T12:00'])
    const moved = { '2011-12-29T12:00': { kind: 'changed', start: '2011-12-30T12:00' } } as const
    expect(datesOf(occurrencesFrom({ ...whole, changes: moved }, at, 1))).toEqual(['2011-12-29T12:00'])
  })

  it('lasts as long as ever', () => {
    const night = series('2026-03-29T01:00', { durationMinutes: 180 })
    expect(occurrencesFrom(night, ever, 1).map(({ endAt }) => utc(endAt))).toEqual(['2026-03-29T03:00'])
  })
})

describe('the next occurrences', () => {
  const daily = series('2026-01-05T09:00')
  const at = (wall: string) => Date.parse(`${wall}+01:00`)

  it('include the one that is not over', () => {
    expect(datesOf(occurrencesFrom(daily, at('2026-01-10T09:59'), 1))).toEqual(['2026-01-10T09:00'])
    expect(datesOf(occurrencesFrom(daily, at('2026-01-10T10:00'), 1))).toEqual(['2026-01-11T09:00'])
  })

  it('include those of the day before that last long', () => {
    const long = series('2026-01-05T09:00', { durationMinutes: 1440 })
    expect(datesOf(occurrencesFrom(long, at('2026-01-10T08:59'), 2))).toEqual(['2026-01-09T09:00', '2026-01-10T09:00'])
  })

  it('are the only one of a meeting without a rule, until it is over', () => {
    const once = series('2026-01-05T09:00', { rule: null })
    expect(datesOf(occurrencesFrom(once, ever, 5))).toEqual(['2026-01-05T09:00'])
    expect(occurrencesFrom(once, at('2026-01-05T10:00'), 5)).toEqual([])
  })

  it('end with the series', () => {
    const three = series('2026-01-05T09:00', { rule: 'FREQ=DAILY;COUNT=3' })
    expect(occurrencesFrom(three, ever, 9)).toHaveLength(3)
    expect(occurrencesFrom(three, at('2026-01-07T10:00'), 9)).toEqual([])
  })

  it('leave out those that were skipped', () => {
    const changes = { '2026-01-06T09:00': { kind: 'skipped' }, '2026-01-07T09:00': { kind: 'skipped' } } as const
    expect(datesOf(occurrencesFrom({ ...daily, changes }, ever, 2))).toEqual(['2026-01-05T09:00', '2026-01-08T09:00'])
  })

  it('have those that were moved where they are now', () => {
    const changes = {
      '2026-01-06T09:00': { kind: 'changed', start: '2026-01-08T08:00' },
      '2026-01-09T09:00': { kind: 'changed', start: '2026-01-02T15:00' },
    } as const
    const moved = { ...daily, changes }
    expect(occurrencesFrom(moved, ever, 5).map(({ date, start, isMoved }) => [date, start, isMoved])).toEqual([
      ['2026-01-09T09:00', '2026-01-02T15:00', true],
      ['2026-01-05T09:00', '2026-01-05T09:00', false],
      ['2026-01-07T09:00', '2026-01-07T09:00', false],
      ['2026-01-06T09:00', '2026-01-08T08:00', true],
      ['2026-01-08T09:00', '2026-01-08T09:00', false],
    ])
    // Moved from before that instant to after it, and the other way.
    expect(datesOf(occurrencesFrom(moved, at('2026-01-07T10:00'), 3))).toEqual([
      '2026-01-06T09:00',
      '2026-01-08T09:00',
      '2026-01-10T09:00',
    ])
  })

  it('have the subject and the length of their own', () => {
    const changes = {
      '2026-01-05T09:00': { kind: 'changed', subject: 'Kick-off', durationMinutes: 90 },
      '2026-01-06T09:00': { kind: 'changed', start: '2026-01-06T09:00' },
    } as const
    expect(
      occurrencesFrom({ ...daily, changes }, ever, 2).map(({ subject, endAt, isMoved }) => [
        subject,
        utc(endAt),
        isMoved,
      ]),
    ).toEqual([
      ['Kick-off', '2026-01-05T09:30', false],
      [null, '2026-01-06T09:00', false],
    ])
  })

  it('pay no attention to changes of what is no occurrence', () => {
    const changes = {
      '2026-01-04T09:00': { kind: 'changed', start: '2026-01-06T12:00' },
      '2026-01-06T10:00': { kind: 'changed', start: '2026-01-06T13:00' },
    } as const
    expect(occurrencesFrom({ ...daily, changes }, ever, 9)).toEqual(occurrencesFrom(daily, ever, 9))
  })
})

describe('one occurrence', () => {
  const changes = {
    '2026-01-06T09:00': { kind: 'skipped' },
    '2026-01-07T09:00': { kind: 'changed', start: '2026-01-07T11:00' },
    '2026-01-10T09:00': { kind: 'skipped' },
  } as const
  const workdays = series('2026-01-05T09:00', { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', changes })

  it('is known by what the rule says, wherever it was moved to', () => {
    expect(occurrenceOf(workdays, '2026-01-07T09:00')).toMatchObject({ start: '2026-01-07T11:00', isMoved: true })
    expect(occurrenceOf(workdays, '2026-01-07T11:00')).toBeNull()
    expect(occurrenceOf(workdays, '2026-01-08T09:00')).toEqual(occurrencesFrom(workdays, ever, 3)[2])
  })

  it.each(['2026-01-02T09:00', '2026-01-10T09:00', '2026-01-08T09:01', '2026-01-06T09:00', 'constructor', ''])(
    'is none at %j',
    (date) => {
      expect(occurrenceOf(workdays, date)).toBeNull()
    },
  )

  it('is skipped only if it would take place', () => {
    expect(isSkipped(workdays, '2026-01-06T09:00')).toBe(true)
    expect(isSkipped(workdays, '2026-01-07T09:00')).toBe(false)
    // A Saturday
    expect(isSkipped(workdays, '2026-01-10T09:00')).toBe(false)
    expect(isSkipped(workdays, 'constructor')).toBe(false)
  })
})

describe('a series cut in two', () => {
  const changes = {
    '2026-01-06T09:00': { kind: 'changed', start: '2026-01-20T09:00' },
    '2026-01-08T09:00': { kind: 'skipped' },
    '2026-01-09T09:00': { kind: 'changed', subject: 'Review' },
  } as const
  const nine = series('2026-01-05T09:00', { rule: 'FREQ=DAILY;COUNT=9', changes })

  it('divides its dates and its changes', () => {
    expect(splitSeries(nine, '2026-01-08T09:00')).toEqual({
      before: {
        ...nine,
        rule: 'FREQ=DAILY;UNTIL=20260107',
        changes: { '2026-01-06T09:00': changes['2026-01-06T09:00'] },
      },
      after: {
        ...nine,
        start: '2026-01-08T09:00',
        rule: 'FREQ=DAILY;COUNT=6',
        changes: {
          '2026-01-08T09:00': changes['2026-01-08T09:00'],
          '2026-01-09T09:00': changes['2026-01-09T09:00'],
        },
      },
    })
  })

  it('leaves nothing before its first occurrence', () => {
    expect(splitSeries(nine, '2026-01-05T09:00')).toEqual({ before: null, after: nine })
    const once = series('2026-01-05T09:00', { rule: null })
    expect(splitSeries(once, once.start)).toEqual({ before: null, after: once })
  })

  it('leaves nothing where all before was skipped', () => {
    const skipped = { ...nine, changes: { '2026-01-05T09:00': { kind: 'skipped' } } } as const
    expect(splitSeries(skipped, '2026-01-06T09:00')).toEqual({
      before: null,
      after: { ...nine, start: '2026-01-06T09:00', rule: 'FREQ=DAILY;COUNT=8', changes: {} },
    })
  })

  it('is cut only at a date of its own', () => {
    expect(() => splitSeries(nine, '2026-01-05T10:00')).toThrow(RangeError)
    expect(() => splitSeries(nine, '2026-01-14T09:00')).toThrow(RangeError)
  })
})

it('changes stay with their day when the series is held at another time', () => {
  const changes = {
    '2026-01-06T09:00': { kind: 'skipped' },
    '2026-01-07T09:00': { kind: 'changed', start: '2026-01-08T11:00' },
  } as const
  expect(rekeyChanges(changes, '09:00', '14:30')).toEqual({
    '2026-01-06T14:30': changes['2026-01-06T09:00'],
    '2026-01-07T14:30': changes['2026-01-07T09:00'],
  })
})

/** What Temporal makes of a list of wall times and their changes. */
function occurrencesByTemporal(dates: readonly string[], { timeZone, durationMinutes, changes }: Series) {
  return dates
    .flatMap((date) => {
      const change = changes[date]
      if (change?.kind === 'skipped') return []
      const start = Temporal.PlainDateTime.from(change?.start ?? date).toZonedDateTime(timeZone)
      const end = start.add({ minutes: change?.durationMinutes ?? durationMinutes })
      return [
        {
          date,
          start: start.toPlainDateTime().toString({ smallestUnit: 'minute' }),
          startAt: start.epochMilliseconds,
          endAt: end.epochMilliseconds,
          offsetMinutes: start.offsetNanoseconds / 60e9,
          subject: change?.subject ?? null,
        },
      ]
    })
    .sort((a, b) => a.startAt - b.startAt || (a.date < b.date ? -1 : 1))
}

const change = (date: string): fc.Arbitrary<OccurrenceChange> =>
  fc.oneof(
    fc.constant({ kind: 'skipped' as const }),
    fc
      .tuple(
        fc.integer({ min: -30_000, max: 30_000 }),
        fc.integer({ min: 1, max: 1440 }),
        fc.integer({ min: 1, max: 7 }),
      )
      .map(([minutes, durationMinutes, parts]) => ({
        kind: 'changed' as const,
        ...(parts & 1 && { start: addMinutes(date, minutes) }),
        ...(parts & 2 && { durationMinutes }),
        ...(parts & 4 && { subject: 'Another' }),
      })),
  )

/** A series that begins near a clock change, its dates, and an instant about its time. */
const anySeries = fc
  .tuple(moment, ruleShape, fc.integer({ min: 1, max: 1440 }), fc.boolean())
  .map(([{ zone, wall }, shape, durationMinutes, doesCount]) => {
    const dates = datesByDefinition(shape, wall, 30)
    const end = doesCount ? `COUNT=${dates.length}` : `UNTIL=${dates.at(-1)?.slice(0, 10).replaceAll('-', '')}`
    return {
      dates,
      series: { start: wall, timeZone: zone, durationMinutes, rule: `${shapeText(shape)};${end}`, changes: {} },
    }
  })
  .filter(({ dates }) => dates.length > 0)
  .chain(({ dates, series }) =>
    fc
      .tuple(
        fc.subarray([...dates], { maxLength: Math.min(8, dates.length) }),
        fc.constantFrom(...dates),
        fc.integer({ min: -3000, max: 3000 }),
      )
      .chain(([changed, near, minutes]) =>
        fc.tuple(...changed.map((date) => fc.tuple(fc.constant(date), change(date)))).map((changes) => ({
          dates,
          near,
          series: { ...series, changes: Object.fromEntries(changes) },
          from: Date.parse(`${near}Z`) + minutes * 60_000,
        })),
      ),
  )

property(
  'occurrences are where Temporal has them, however they were changed, and from any instant on',
  'occurrence.from',
  fc.tuple(anySeries, fc.integer({ min: 1, max: 12 })),
  { runs: 400 },
  () =>
    ([{ dates, series, from }, limit]) => {
      const all = occurrencesByTemporal(dates, series)
      const shown = (occurrences: readonly Occurrence[]) =>
        occurrences.map(({ isMoved: _, clockChange: __, ...rest }) => rest)
      expect(shown(occurrencesFrom(series, from, limit))).toEqual(
        all.filter(({ endAt }) => endAt > from).slice(0, limit),
      )
      expect(shown(dates.flatMap((date) => occurrenceOf(series, date) ?? []))).toEqual(
        all.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
      )
    },
)

property('a series that is cut in two keeps its occurrences', 'occurrence.split', anySeries, { runs: 200 }, () => {
  const all = (series: Series | null) => (series ? occurrencesFrom(series, ever, 99) : [])
  return ({ series, near }) => {
    const { before, after } = splitSeries(series, near)
    expect(all(before).every(({ date }) => date < near)).toBe(true)
    expect(all(after).every(({ date }) => date >= near)).toBe(true)
    const both = [...all(before), ...all(after)]
    expect(both.sort((a, b) => a.startAt - b.startAt || (a.date < b.date ? -1 : 1))).toEqual(all(series))
  }
})
