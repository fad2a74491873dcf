import fc from 'fast-check'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { skippingDays, zoneToVtimezone } from '#calendar/vtimezone.ts'
import { instantToWall, placeWallTime } from '#lib/wall-time.ts'
import { property } from '#test/support/property.ts'

const from = Date.UTC(2024, 0, 1)
const to = Date.UTC(2031, 0, 1)
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Gaza',
  'America/Nuuk',
  'Asia/Kathmandu',
  'UTC',
]

const readBack = new Map(
  zones.map((zone) => [zone, new ICAL.Timezone(ICAL.Component.fromString(zoneToVtimezone(zone, 2024, 2030)))]),
)

/** The instant that another program makes of what clocks show, with the zone as the file tells it. */
function instantBy(zone: ICAL.Timezone, wall: string): number {
  const time = ICAL.Time.fromDateTimeString(`${wall}:00`)
  time.zone = zone
  return time.toUnixTime() * 1000
}

property(
  'another program finds the instant of every wall time where we do',
  'vtimezone.walls',
  fc.tuple(fc.constantFrom(...zones), fc.integer({ min: from, max: to - 1 })),
  { runs: 3000 },
  () =>
    ([name, at]) => {
      const zone = readBack.get(name)
      const wall = instantToWall(at, name)
      const placed = placeWallTime(wall, name)
      // What clocks skip or show twice is read in one way or the other; files tell such dates one by one.
      if (!zone || placed.change !== 'none') return
      expect(instantBy(zone, wall)).toBe(placed.at)
    },
)

test('to the minute on both sides of a change, half an hour at Lord Howe included', () => {
  const zone = readBack.get('Australia/Lord_Howe')
  if (!zone) throw new Error('no zone')
  // 2026-04-05 at 02:00 daylight time clocks go back to 01:30: 15:00 UTC of the day before.
  const walls = ['2026-04-05T01:29', '2026-04-05T02:00', '2026-10-04T01:59', '2026-10-04T02:30']
  expect(walls.map((wall) => new Date(instantBy(zone, wall)).toISOString().slice(0, 16))).toEqual([
    '2026-04-04T14:29',
    '2026-04-04T15:30',
    '2026-10-03T15:29',
    '2026-10-03T15:30',
  ])
})

test('days on which clocks skip some time are those of the zone, also where they skip midnight or a whole day', () => {
  expect(skippingDays('Europe/Berlin', 2026, 2027)).toEqual(['2026-03-29', '2027-03-28'])
  expect(skippingDays('America/Sao_Paulo', 2018, 2018)).toEqual(['2018-11-04'])
  expect(skippingDays('Pacific/Apia', 2011, 2011)).toEqual(['2011-09-24', '2011-12-30'])
  expect(skippingDays('Asia/Kolkata', 2026, 2036)).toEqual([])
})
