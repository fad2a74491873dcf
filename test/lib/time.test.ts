import { expect, it } from 'vitest'
import { formatInZone, isTimeZone, timeZones } from '#lib/time.ts'

it.each(['Europe/Berlin', 'UTC', 'Asia/Kolkata', 'Asia/Calcutta', 'America/Argentina/Ushuaia'])('knows %s', (name) => {
  expect(isTimeZone(name)).toBe(true)
})

it.each(['+02:00', '-0530', 'Europe/Entenhausen', 'Berlin', '', ' UTC'])('does not take %j for a zone', (name) => {
  expect(isTimeZone(name)).toBe(false)
})

it('offers zones that it knows', () => {
  expect(timeZones()).toContain('UTC')
  expect(timeZones()).toContain('Europe/Berlin')
  expect(timeZones()).toContain('Asia/Kolkata')
  expect(timeZones()).not.toContain('Asia/Calcutta')
  expect(timeZones().filter((name) => !isTimeZone(name))).toEqual([])
})

it('shows an instant as clocks in the zone show it, whatever the zone of the process', () => {
  const at = Date.UTC(2026, 11, 1, 14, 0)
  expect(formatInZone(at, 'Europe/Berlin', 'time')).toBe('15:00')
  expect(formatInZone(at, 'Asia/Kolkata', 'time')).toBe('19:30')
  expect(formatInZone(at, 'Pacific/Kiritimati', 'date')).toBe('Wed 2 Dec 2026')
  expect(formatInZone(at, 'Europe/Berlin', 'date-time')).toBe('Tue 1 Dec 2026, 15:00 +01:00')
})

it('takes the offset that holds at that instant', () => {
  const before = Date.UTC(2026, 2, 29, 0, 59)
  expect(formatInZone(before, 'Europe/Berlin', 'date-time')).toBe('Sun 29 Mar 2026, 01:59 +01:00')
  expect(formatInZone(before + 60_000, 'Europe/Berlin', 'date-time')).toBe('Sun 29 Mar 2026, 03:00 +02:00')
})

it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'])(
  'is not led astray in %s by a clock change of the process’s own zone',
  (zone) => {
    // Every ten minutes of the days when clocks change in Lord Howe, where this suite runs, and in St. John's and New York.
    const shown = [Date.UTC(2026, 9, 3), Date.UTC(2026, 3, 4), Date.UTC(2026, 2, 8), Date.UTC(2026, 10, 1)].flatMap(
      (day) =>
        Array.from({ length: 288 }, (_, index) => {
          const at = day + index * 600_000
          const theirs = new Intl.DateTimeFormat('en-GB', {
            timeZone: zone,
            hour: '2-digit',
            minute: '2-digit',
          }).format(at)
          return [formatInZone(at, zone, 'time'), theirs]
        }),
    )
    expect(shown.filter(([ours, theirs]) => ours !== theirs)).toEqual([])
  },
)
