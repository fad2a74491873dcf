import { describe, expect, it } from 'vitest'
import type { Series } from '#core/meeting.ts'
import { dateNamed, dateTyped } from '#core/service/meetings/dates.ts'

const now = Date.UTC(2026, 10, 20, 9)
const series: Series = {
  start: '2026-11-03T15:00',
  timeZone: 'Europe/Berlin',
  durationMinutes: 60,
  rule: 'FREQ=WEEKLY',
  changes: {
    '2026-11-24T15:00': { kind: 'changed', start: '2026-11-26T10:00' },
    '2026-12-01T15:00': { kind: 'skipped' },
    '2026-12-08T15:00': { kind: 'changed', start: '2026-12-15T18:00' },
  },
}
const named = (typed: string, of = series) => {
  const date = dateTyped(of, typed, now)
  switch (date.kind) {
    case 'found':
    case 'skipped':
      return `${date.kind} ${date.occurrence.date} at ${date.occurrence.start}`
    case 'several':
      return date.occurrences.map(({ start }) => start).join(' or ')
    case 'unknown':
      return date.kind
  }
}

describe('a date of a series', () => {
  it.each([
    ['2026-11-17T15:00', 'found 2026-11-17T15:00 at 2026-11-17T15:00'],
    ['2026-11-17 15:00', 'found 2026-11-17T15:00 at 2026-11-17T15:00'],
    ['2026-11-17', 'found 2026-11-17T15:00 at 2026-11-17T15:00'],
    // Where it was, and where it is.
    ['2026-11-24T15:00', 'found 2026-11-24T15:00 at 2026-11-26T10:00'],
    ['2026-11-26T10:00', 'found 2026-11-24T15:00 at 2026-11-26T10:00'],
    ['2026-11-24', 'found 2026-11-24T15:00 at 2026-11-26T10:00'],
    ['2026-11-26', 'found 2026-11-24T15:00 at 2026-11-26T10:00'],
    ['2026-12-01T15:00', 'skipped 2026-12-01T15:00 at 2026-12-01T15:00'],
    ['2026-12-01', 'skipped 2026-12-01T15:00 at 2026-12-01T15:00'],
    ['2026-12-15', '2026-12-15T15:00 or 2026-12-15T18:00'],
    ['2026-12-16', 'unknown'],
    ['2026-10-27', 'unknown'],
    ['2026-02-31', 'unknown'],
    // A button of the time when it was at 14:00.
    ['2026-11-17T14:00', 'found 2026-11-17T15:00 at 2026-11-17T15:00'],
    ['next Thursday', 'found 2026-11-24T15:00 at 2026-11-26T10:00'],
    ['1 December', 'skipped 2026-12-01T15:00 at 2026-12-01T15:00'],
    ['2026-11-26T09:00:00Z', 'found 2026-11-24T15:00 at 2026-11-26T10:00'],
    ['whenever', 'unknown'],
  ])('typed as %s is: %s', (typed, expected) => {
    expect(named(typed)).toBe(expected)
  })

  it('is the one that there is, where a button names what took place once at another time', () => {
    const once: Series = { ...series, rule: null, changes: {} }
    expect(named('2026-10-01T09:00', once)).toBe('found 2026-11-03T15:00 at 2026-11-03T15:00')
    expect(named('2026-10-01', once)).toBe('unknown')
  })

  it('is not taken from what an object has by itself', () => {
    expect(dateNamed(series, 'constructor').kind).toBe('unknown')
    expect(dateNamed(series, '__proto__').kind).toBe('unknown')
  })
})
