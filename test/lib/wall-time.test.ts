/// <reference lib="esnext.temporal" />
import { describe, expect, it } from 'vitest'
import {
  addMinutes,
  instantToWall,
  isWallTime,
  offsetText,
  placeWallTime,
  wallClock,
  wallDate,
} from '#lib/wall-time.ts'
import { type Moment, moment } from '#test/support/odd-zones.ts'
import { property } from '#test/support/property.ts'

/** What Temporal makes of it; its way for times that are skipped or come twice is that of RFC 5545. */
function placedByTemporal(wall: string, zone: string) {
  const plain = Temporal.PlainDateTime.from(wall)
  const [first, last] = (['earlier', 'later'] as const).map((disambiguation) =>
    plain.toZonedDateTime(zone, { disambiguation }),
  )
  const placed = plain.toZonedDateTime(zone, { disambiguation: 'compatible' })
  const isSkipped = !placed.toPlainDateTime().equals(plain)
  const isDoubled = !isSkipped && first?.epochMilliseconds !== last?.epochMilliseconds
  return {
    at: placed.epochMilliseconds,
    wall: placed.toPlainDateTime().toString({ smallestUnit: 'minute' }),
    offsetMinutes: placed.offsetNanoseconds / 60e9,
    change: isSkipped ? 'skipped' : isDoubled ? 'doubled' : 'none',
  }
}

describe('a wall time', () => {
  it.each(['2026-12-01T15:00', '2024-02-29T00:00', '0001-01-01T00:00', '9999-12-31T23:59'])('can be %s', (text) => {
    expect(isWallTime(text)).toBe(true)
  })

  it.each([
    '2026-04-31T10:00',
    '2026-02-29T10:00',
    '2026-12-01T24:00',
    '2026-12-01T10:60',
    '2026-12-01 10:00',
    '2026-12-01T10:00Z',
    '2026-12-01T10:00:00',
    '2026-12-01T9:00',
    '0000-01-01T00:00',
    '12026-01-01T00:00',
    '',
  ])('cannot be %j', (text) => {
    expect(isWallTime(text)).toBe(false)
  })

  it('has a date and a time of day', () => {
    expect(wallDate('2026-12-01T15:00')).toBe('2026-12-01')
    expect(wallClock('2026-12-01T15:00')).toBe('15:00')
  })

  it('is counted on over days, months and years', () => {
    expect(addMinutes('2026-12-31T23:30', 45)).toBe('2027-01-01T00:15')
    expect(addMinutes('2028-03-01T00:00', -1)).toBe('2028-02-29T23:59')
  })

  it.each([
    ['9999-12-31T23:59', 1],
    ['0001-01-01T00:00', -1],
    ['2026-01-01T00:00', Number.MAX_SAFE_INTEGER],
  ])('does not leave the years that can be written: %s and %i minutes', (wall, minutes) => {
    expect(() => addMinutes(wall, minutes)).toThrow(RangeError)
  })
})

describe('the instant of a wall time', () => {
  it.each([
    ['on any day', '2026-12-01T15:00', 'Europe/Berlin', '2026-12-01T14:00Z', '2026-12-01T15:00', 60, 'none'],
    ['in a skipped hour', '2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30Z', '2026-03-29T03:30', 120, 'skipped'],
    ['right after it', '2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00Z', '2026-03-29T03:00', 120, 'none'],
    ['in a doubled hour', '2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30Z', '2026-10-25T02:30', 120, 'doubled'],
    ['right after it', '2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T02:00Z', '2026-10-25T03:00', 60, 'none'],
    ['in New York', '2026-03-08T02:15', 'America/New_York', '2026-03-08T07:15Z', '2026-03-08T03:15', -240, 'skipped'],
    [
      'at a skipped midnight',
      '2018-11-04T00:00',
      'America/Sao_Paulo',
      '2018-11-04T03:00Z',
      '2018-11-04T01:00',
      -120,
      'skipped',
    ],
    [
      'before a doubled midnight',
      '2018-02-17T23:30',
      'America/Sao_Paulo',
      '2018-02-18T01:30Z',
      '2018-02-17T23:30',
      -120,
      'doubled',
    ],
    [
      'in a skipped half hour',
      '2026-10-04T02:10',
      'Australia/Lord_Howe',
      '2026-10-03T15:40Z',
      '2026-10-04T02:40',
      660,
      'skipped',
    ],
    [
      'after a skipped half hour',
      '2026-10-04T02:40',
      'Australia/Lord_Howe',
      '2026-10-03T15:40Z',
      '2026-10-04T02:40',
      660,
      'none',
    ],
    [
      'in a doubled half hour',
      '2026-04-05T01:45',
      'Australia/Lord_Howe',
      '2026-04-04T14:45Z',
      '2026-04-05T01:45',
      660,
      'doubled',
    ],
    [
      'as Ramadan begins',
      '2026-02-15T02:30',
      'Africa/Casablanca',
      '2026-02-15T01:30Z',
      '2026-02-15T02:30',
      60,
      'doubled',
    ],
    [
      'as Ramadan is over',
      '2026-03-22T02:30',
      'Africa/Casablanca',
      '2026-03-22T02:30Z',
      '2026-03-22T03:30',
      60,
      'skipped',
    ],
    [
      'on a day that never was',
      '2011-12-30T12:00',
      'Pacific/Apia',
      '2011-12-30T22:00Z',
      '2011-12-31T12:00',
      840,
      'skipped',
    ],
    ['on the day before it', '2011-12-29T23:59', 'Pacific/Apia', '2011-12-30T09:59Z', '2011-12-29T23:59', -600, 'none'],
    [
      'on the eve, by an hour',
      '2026-03-28T23:30',
      'America/Nuuk',
      '2026-03-29T01:30Z',
      '2026-03-29T00:30',
      -60,
      'skipped',
    ],
    ['where clocks never change', '2026-03-29T02:30', 'UTC', '2026-03-29T02:30Z', '2026-03-29T02:30', 0, 'none'],
  ])('%s: %s in %s', (_, wall, zone, at, shown, offsetMinutes, change) => {
    expect(placeWallTime(wall, zone)).toEqual({ at: Date.parse(at), wall: shown, offsetMinutes, change })
    expect(placedByTemporal(wall, zone)).toEqual({ at: Date.parse(at), wall: shown, offsetMinutes, change })
  })

  property(
    'is where Temporal has it',
    'wall-time.place',
    moment,
    { runs: 3000 },
    () =>
      ({ wall, zone }: Moment) =>
        expect(placeWallTime(wall, zone)).toEqual(placedByTemporal(wall, zone)),
  )

  property(
    'shows that wall time again, unless it was skipped',
    'wall-time.back',
    moment,
    { runs: 1000 },
    () =>
      ({ wall, zone }: Moment) => {
        const placed = placeWallTime(wall, zone)
        expect(instantToWall(placed.at, zone)).toBe(placed.wall)
        if (placed.change !== 'skipped') expect(placed.wall).toBe(wall)
        else expect(placed.wall > wall).toBe(true)
      },
  )
})

property(
  'an instant is shown as Temporal shows it',
  'wall-time.shown',
  moment,
  { runs: 1000 },
  () =>
    ({ at, zone }: Moment) => {
      const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()
      expect(instantToWall(at, zone)).toBe(shown.toString({ smallestUnit: 'minute' }))
      expect(instantToWall(at + 59_999, zone)).toBe(instantToWall(at, zone))
    },
)

it.each([
  [0, '+00:00'],
  [60, '+01:00'],
  [-570, '-09:30'],
  [345, '+05:45'],
  [840, '+14:00'],
])('writes an offset of %i minutes as %s', (minutes, text) => {
  expect(offsetText(minutes)).toBe(text)
})
