/// <reference lib="esnext.temporal" />
/** Zones in which clocks have done odd things, and the changes themselves, as Node's own Temporal knows them. */
import fc from 'fast-check'

/** By an hour, by half of one, at midnight, around Ramadan, on days decided late, by a whole day, and not at all. */
const oddZones = [
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Gaza',
  'Pacific/Apia',
  'America/Nuuk',
  'UTC',
] as const

const from = Date.UTC(1975, 0, 1)
const to = Date.UTC(2037, 11, 31)
const minuteMs = 60_000

const instant = fc.integer({ min: from / minuteMs, max: to / minuteMs }).map((minutes) => minutes * minuteMs)

/** Minutes from the clock change that follows a random instant, or null: that instant. */
const fromChange = fc.oneof(
  { arbitrary: fc.integer({ min: -90, max: 90 }), weight: 4 },
  { arbitrary: fc.integer({ min: -30 * 60, max: 30 * 60 }), weight: 1 },
  { arbitrary: fc.constant(null), weight: 1 },
)

function nextChange(at: number, zone: string): number | null {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? null
}

export interface Moment {
  readonly zone: string
  readonly at: number
  /** What clocks in the zone would show if they kept the offset that they have at another time of that day. */
  readonly wall: string
}

/** Most of them within 90 minutes of a clock change; the wall time may be one that was skipped. */
export const moment: fc.Arbitrary<Moment> = fc
  .tuple(fc.constantFrom(...oddZones), instant, fromChange, fc.integer({ min: -60, max: 60 }))
  .map(([zone, random, minutes, shift]) => {
    const at = minutes === null ? random : (nextChange(random, zone) ?? random) + minutes * minuteMs
    const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime()
    return { zone, at, wall: shown.add({ minutes: shift }).toString({ smallestUnit: 'minute' }) }
  })
