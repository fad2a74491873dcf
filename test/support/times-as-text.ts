/** What the time functions make of the days on which clocks change, as one text, for a comparison of processes. */
import { occurrencesFrom } from '#core/occurrence.ts'
import { formatInZone } from '#lib/time.ts'
import { addMinutes, instantToWall, placeWallTime } from '#lib/wall-time.ts'

const zones = ['UTC', 'America/New_York', 'Australia/Lord_Howe', 'Europe/Berlin', 'Africa/Casablanca', 'America/Nuuk']

/** Each in one of the zones, and so perhaps in that of the process. */
const days = ['2026-02-15', '2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01']

const quarterHours = Array.from({ length: 96 }, (_, index) => index * 15)

export const timesAsText = (): string =>
  days.flatMap((day) => zones.flatMap((zone) => [...placesOn(day, zone), ...seriesAround(day, zone)])).join('\n')

const placesOn = (day: string, zone: string) =>
  quarterHours.map((minutes) => {
    const wall = addMinutes(`${day}T00:00`, minutes)
    const at = Date.parse(`${wall}Z`)
    const placed = JSON.stringify(placeWallTime(wall, zone))
    return `${zone} ${wall} ${placed} ${instantToWall(at, zone)} ${formatInZone(at, zone, 'date-time')}`
  })

const seriesAround = (day: string, timeZone: string) =>
  ['00:30', '01:45', '02:30', '23:30'].map((clock) => {
    const start = addMinutes(`${day}T${clock}`, -3 * 24 * 60)
    const series = { start, timeZone, durationMinutes: 45, rule: 'FREQ=DAILY;COUNT=6', changes: {} }
    return `${timeZone} ${JSON.stringify(occurrencesFrom(series, 0, 9))}`
  })
