import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Series } from '#core/meeting.ts'
import { occurrenceOf, occurrencesFrom } from '#core/occurrence.ts'
import { changeAll, changeOne, restoreOne, skipOne } from '#core/service/meetings/reschedule.ts'
import { property } from '#test/support/property.ts'

const now = Date.UTC(2026, 10, 20, 9)
/** Tuesdays at 15:00. */
const weekly: Series = {
  start: '2026-11-03T15:00',
  timeZone: 'Europe/Berlin',
  durationMinutes: 60,
  rule: 'FREQ=WEEKLY',
  changes: {},
}
const tuesday = '2026-11-24T15:00'
const starts = (series: Series, limit = 3) => occurrencesFrom(series, now, limit).map(({ start }) => start)

describe('one date', () => {
  it('takes another time, length or name, and what is as in the series is no change', () => {
    const moved = changeOne(weekly, tuesday, { start: '2026-11-25T10:00' }, 'Review')
    expect(starts(moved)).toEqual(['2026-11-25T10:00', '2026-12-01T15:00', '2026-12-08T15:00'])
    const longer = changeOne(moved, tuesday, { durationMinutes: 90, subject: 'Retro' }, 'Review')
    expect(longer.changes).toEqual({
      [tuesday]: { kind: 'changed', start: '2026-11-25T10:00', durationMinutes: 90, subject: 'Retro' },
    })
    const back = changeOne(longer, tuesday, { start: tuesday, durationMinutes: 60, subject: 'Review' }, 'Review')
    expect(back).toEqual(weekly)
  })

  it('is skipped and taken back in', () => {
    const skipped = skipOne(weekly, tuesday)
    expect(starts(skipped, 1)).toEqual(['2026-12-01T15:00'])
    expect(restoreOne(skipped, tuesday)).toEqual(weekly)
    expect(starts(changeOne(skipped, tuesday, { start: '2026-11-24T16:00' }, 'Review'), 1)).toEqual([
      '2026-11-24T16:00',
    ])
  })
})

describe('all dates', () => {
  const changed: Series = {
    ...weekly,
    changes: {
      [tuesday]: { kind: 'changed', start: '2026-11-25T10:00', subject: 'Retro' },
      '2026-12-01T15:00': { kind: 'skipped' },
      '2026-12-08T15:00': { kind: 'changed', start: '2026-12-09T08:00' },
      '2026-11-10T15:00': { kind: 'skipped' },
    },
  }

  it('stay on their days at another time of day, with their own changes', () => {
    expect(changeAll(changed, tuesday, { start: '2026-11-24T16:30' }, now)).toEqual({
      date: '2026-11-24T16:30',
      dropped: [],
      series: {
        ...weekly,
        start: '2026-11-03T16:30',
        changes: {
          '2026-11-24T16:30': { kind: 'changed', subject: 'Retro' },
          '2026-12-01T16:30': { kind: 'skipped' },
          '2026-12-08T16:30': { kind: 'changed', start: '2026-12-09T08:00' },
          '2026-11-10T16:30': { kind: 'skipped' },
        },
      },
    })
  })

  it('are moved by as many days, and what was said of single ones is dropped: those to come are told', () => {
    const moved = changeAll(changed, tuesday, { start: '2026-11-26T16:30' }, now)
    expect(moved?.series).toEqual({ ...weekly, start: '2026-11-05T16:30', changes: {} })
    expect(moved?.dropped).toEqual(['2026-11-24T16:30', '2026-12-01T16:30', '2026-12-08T16:30'])
  })

  it.each([
    ['FREQ=WEEKLY;BYDAY=TU', '2026-11-26T15:00', 'FREQ=WEEKLY;BYDAY=TH'],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20261222',
      '2026-11-19T15:00',
      'FREQ=WEEKLY;INTERVAL=2;UNTIL=20261217;BYDAY=TH',
    ],
    ['FREQ=WEEKLY;BYDAY=TU;UNTIL=20261222', '2026-11-26T15:00', 'FREQ=WEEKLY;UNTIL=20261224;BYDAY=TH'],
    ['FREQ=WEEKLY;BYDAY=TU,TH', '2026-11-25T15:00', null],
    ['FREQ=DAILY;COUNT=100', '2026-11-26T15:00', 'FREQ=DAILY;COUNT=100'],
    ['FREQ=MONTHLY;BYDAY=4TU', '2026-11-25T15:00', 'FREQ=MONTHLY;BYDAY=4WE'],
    ['FREQ=MONTHLY;BYDAY=-1TU', '2026-11-26T15:00', 'FREQ=MONTHLY;BYDAY=-1TH'],
    ['FREQ=MONTHLY;BYMONTHDAY=24', '2026-11-26T15:00', 'FREQ=MONTHLY;BYMONTHDAY=26'],
    ['FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1', '2026-11-26T15:00', null],
    ['FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24', '2026-12-01T15:00', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1'],
  ])('by %s, moved to %s, follow the rule that was meant, or it has to be given', (rule, start, expected) => {
    const series = { ...weekly, start: '2026-09-01T15:00', rule }
    const [first] = occurrencesFrom(series, now, 1)
    const date = first?.date ?? ''
    expect(changeAll(series, date, { start }, now)?.series.rule ?? null).toBe(expected)
  })

  it('begin anew by another rule, and keep of single changes what still fits', () => {
    const anew = changeAll(changed, tuesday, { start: '2026-12-01T15:00', rule: 'FREQ=WEEKLY;INTERVAL=2' }, now)
    expect(anew?.series).toEqual({
      ...weekly,
      start: '2026-12-01T15:00',
      rule: 'FREQ=WEEKLY;INTERVAL=2',
      changes: { '2026-12-01T15:00': { kind: 'skipped' } },
    })
    expect(anew?.dropped).toEqual([tuesday, '2026-12-08T15:00'])
  })

  it('begin where they began when the rule that is given is the one they have', () => {
    expect(changeAll(weekly, tuesday, { start: '2026-11-24T16:00', rule: 'FREQ=WEEKLY' }, now)?.series.start).toBe(
      '2026-11-03T16:00',
    )
  })

  it('keep their wall times in another zone', () => {
    const { series } = changeAll(weekly, tuesday, { timeZone: 'America/New_York' }, now) ?? { series: weekly }
    expect([starts(series, 1), occurrencesFrom(series, now, 1)[0]?.startAt]).toEqual([
      [tuesday],
      Date.UTC(2026, 10, 24, 20),
    ])
  })

  it('are one date when they are not to be repeated any more', () => {
    const once = changeAll(changed, tuesday, { start: '2026-11-24T16:00', rule: null }, now)
    expect(once?.series).toMatchObject({ start: '2026-11-24T16:00', rule: null, changes: {} })
    expect(once?.dropped).toHaveLength(3)
  })

  property(
    'of whatever rule, moved: the date that was moved is where it was moved to, and none but single changes are lost',
    'reschedule.all',
    fc.record({
      rule: fc.constantFrom(
        'FREQ=DAILY',
        'FREQ=DAILY;INTERVAL=3',
        'FREQ=WEEKLY',
        'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
        'FREQ=MONTHLY',
        'FREQ=MONTHLY;BYDAY=1TU',
        'FREQ=MONTHLY;BYMONTHDAY=3',
        'FREQ=YEARLY',
        'FREQ=WEEKLY;BYDAY=MO,TU',
      ),
      nth: fc.nat(10),
      days: fc.integer({ min: -20, max: 20 }),
      minute: fc.nat(1439),
    }),
    { runs: 400 },
    () =>
      ({ rule, nth, days, minute }) => {
        const series = { ...weekly, rule }
        const date = occurrencesFrom(series, Number.NEGATIVE_INFINITY, 11)[nth]?.date ?? ''
        const at = Date.parse(`${date.slice(0, 10)}T00:00Z`) + (days * 1440 + minute) * 60_000
        const start = new Date(at).toISOString().slice(0, 16)
        const moved = changeAll(series, date, { start }, now)
        if (!moved) return expect(days).not.toBe(0)
        expect(occurrenceOf(moved.series, start)?.date).toBe(start)
        expect(moved.dropped).toEqual([])
      },
  )
})
