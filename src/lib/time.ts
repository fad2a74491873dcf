/** Wall time in named zones. The only user of date-fns-tz. */
import { formatInTimeZone } from 'date-fns-tz'

/** A zone by its name in the IANA time zone database; offsets such as `+02:00` are no zones. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The names that can be offered: one for each zone, and UTC. `isTimeZone` also knows their older names. */
export const timeZones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')]

const patterns = { time: 'HH:mm', date: 'EEE d MMM yyyy', 'date-time': 'EEE d MMM yyyy, HH:mm xxx' } as const
export type ZonedStyle = keyof typeof patterns

/** `15:00`, `Tue 1 Dec 2026` or `Tue 1 Dec 2026, 15:00 +01:00`: the instant `at` as clocks in `zone` show it. */
export const formatInZone = (at: number, zone: string, style: ZonedStyle): string =>
  formatInTimeZone(at, zone, patterns[style])
