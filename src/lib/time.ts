/** Wall time in named zones. The only user of date-fns-tz. */
import { getTimezoneOffset } from 'date-fns-tz/getTimezoneOffset'
import { createMemo } from './memo.ts'

/** A zone by its name in the IANA time zone database; offsets such as `+02:00` and `Z` are no zones. */
export const isTimeZone = (name: string): boolean => /^[A-Za-z]{2}/.test(name) && !Number.isNaN(getTimezoneOffset(name))

/** The names that can be offered: one for each zone, and UTC. `isTimeZone` also knows their older names. */
export const timeZones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone').map(toPresentName)]

/** A zone as Intl names it, by the name that is offered for it. */
export function toPresentName(zone: string): string {
  const newer = renamed[zone]
  return newer !== undefined && isTimeZone(newer) ? newer : zone
}

/** The CLDR keeps the names that zones had first; people look for those that the IANA gives them today. */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/**
 * How far ahead of UTC clocks in `zone` are at the instant `at`, in minutes; exact since 1972, when zones gave up seconds. Asked of
 * Intl itself (docs/decisions/0004): date-fns-tz offers no offset of an instant but through dates of the process's own zone,
 * which are wrong where that zone's clocks skip an hour, or by formatting.
 */
export function offsetMinutesAt(at: number, zone: string): number {
  const minute = Math.floor(at / 60_000)
  return offsets(`${minute} ${zone}`, () => {
    const parts = offsetFormat(zone).formatToParts(minute * 60_000)
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  })
}

/** Meetings begin at the same full hours again and again. */
const offsets = createMemo<number>(20_000)

/** `GMT`, `GMT+05:30`. To make one costs more than to ask it a hundred times. */
const offsetFormat = (zone: string): Intl.DateTimeFormat =>
  offsetFormats(zone, () => new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }))
const offsetFormats = createMemo<Intl.DateTimeFormat>(200)

export type ZonedStyle = 'time' | 'date' | 'date-time'

/** `15:00`, `Tue 1 Dec 2026` or `Tue 1 Dec 2026, 15:00 +01:00`: the instant `at` as clocks in `zone` show it. */
export function formatInZone(at: number, zone: string, style: ZonedStyle): string {
  const wall = new Date(at + offsetMinutesAt(at, zone) * 60_000)
  const time = wall.toISOString().slice(11, 16)
  if (style === 'time') return time
  const date = `${weekdays[wall.getUTCDay()]} ${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`
  return style === 'date' ? date : `${date}, ${time} ${offsetText(at, zone)}`
}

/** `+01:00` */
function offsetText(at: number, zone: string): string {
  const minutes = offsetMinutesAt(at, zone)
  const clock = new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16)
  return `${minutes < 0 ? '-' : '+'}${clock}`
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
