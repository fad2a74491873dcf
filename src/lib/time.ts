/** Wall time in named zones. The only user of date-fns-tz. */
import { formatInTimeZone } from 'date-fns-tz'
import { createMemo } from './memo.ts'

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
export const timeZones = (): readonly string[] => [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').map((name) => {
    const newer = renamed[name]
    return newer !== undefined && isTimeZone(newer) ? newer : name
  }),
]

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
 * How far ahead of UTC clocks in `zone` are at the instant `at`, in minutes; exact since 1972, when zones gave up seconds. Only
 * the offset is asked of date-fns-tz: its other fields pass through a date of the process's own zone and are wrong where that
 * zone's clocks skip an hour.
 */
export function offsetMinutesAt(at: number, zone: string): number {
  const minute = Math.floor(at / 60_000)
  return offsets(`${minute} ${zone}`, () => {
    const text = formatInTimeZone(minute * 60_000, zone, 'xxx')
    const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(text) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  })
}

/** To ask takes some 20 µs, and meetings begin at the same full hours again and again. */
const offsets = createMemo<number>(20_000)

export type ZonedStyle = 'time' | 'date' | 'date-time'

/** `15:00`, `Tue 1 Dec 2026` or `Tue 1 Dec 2026, 15:00 +01:00`: the instant `at` as clocks in `zone` show it. */
export function formatInZone(at: number, zone: string, style: ZonedStyle): string {
  const wall = new Date(at + offsetMinutesAt(at, zone) * 60_000)
  const time = wall.toISOString().slice(11, 16)
  if (style === 'time') return time
  const date = `${weekdays[wall.getUTCDay()]} ${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`
  return style === 'date' ? date : `${date}, ${time} ${formatInTimeZone(at, zone, 'xxx')}`
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
