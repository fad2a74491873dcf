/**
 * Wall time: what clocks show, without a zone, and where it lies in time. A text, so that it compares, sorts and is stored as it
 * is read.
 */
import { offsetMinutesAt } from './time.ts'

/** `YYYY-MM-DDTHH:mm`, years 0001 to 9999. */
export type WallTime = string

const minuteMs = 60_000

/** The years that have four digits. */
const earliest = Date.parse('0001-01-01T00:00Z')
const afterLatest = Date.UTC(10_000, 0)

/** Zones are up to 14 hours ahead of UTC and up to 12 behind: the instant meant lies less than this from the wall time as UTC. */
const farthestMs = 15 * 60 * minuteMs

/** The shape and the date: there is no 31 April. */
export const isWallTime = (text: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && new Date(asUtc(text)).toJSON()?.startsWith(text) === true

/** What clocks show so many minutes later, where no clock change lies between. RangeError outside of the years 0001 to 9999. */
export function addMinutes(wall: WallTime, minutes: number): WallTime {
  const sum = asUtc(wall) + minutes * minuteMs
  if (!(sum >= earliest && sum < afterLatest)) throw new RangeError(`${wall} and ${minutes} minutes is no wall time`)
  return utcToWall(sum)
}

/** `YYYY-MM-DD` */
export const wallDate = (wall: WallTime): string => wall.slice(0, 10)

/** `HH:mm` */
export const wallClock = (wall: WallTime): string => wall.slice(11)

export interface PlacedWallTime {
  readonly at: number
  /** As clocks show it at `at`: another than was asked for where `change` is `skipped`. */
  readonly wall: WallTime
  /** How far ahead of UTC clocks are at `at`. */
  readonly offsetMinutes: number
  readonly change: ClockChange
}

/** Whether a clock change skips a wall time, or shows it twice. */
export type ClockChange = 'none' | 'skipped' | 'doubled'

/**
 * The instant at which clocks in `zone` show `wall`. A time that is skipped is counted with the offset before the change, so it
 * moves forward by the gap; of one that comes twice the first is taken (RFC 5545 section 3.3.5). Exact since 1972.
 */
export function placeWallTime(wall: WallTime, zone: string): PlacedWallTime {
  const utc = asUtc(wall)
  const before = offsetMinutesAt(utc - farthestMs, zone)
  const after = offsetMinutesAt(utc + farthestMs, zone)
  const placed = (at: number, offsetMinutes: number, change: ClockChange): PlacedWallTime => ({
    at,
    wall: utcToWall(at + offsetMinutes * minuteMs),
    offsetMinutes,
    change,
  })
  const byBefore = utc - before * minuteMs
  if (before === after) return placed(byBefore, before, 'none')
  const byAfter = utc - after * minuteMs
  const isAfterValid = offsetMinutesAt(byAfter, zone) === after
  if (offsetMinutesAt(byBefore, zone) === before) return placed(byBefore, before, isAfterValid ? 'doubled' : 'none')
  return isAfterValid ? placed(byAfter, after, 'none') : placed(byBefore, after, 'skipped')
}

/** What clocks in `zone` show at the instant `at`, to the minute. */
export const instantToWall = (at: number, zone: string): WallTime =>
  utcToWall(at + offsetMinutesAt(at, zone) * minuteMs)

/** `+01:00`, as RFC 3339 writes it. */
export function offsetText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes)
  const twoDigits = (part: number) => String(part).padStart(2, '0')
  return `${offsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

const asUtc = (wall: WallTime): number => Date.parse(`${wall}Z`)

const utcToWall = (at: number): WallTime => new Date(at).toISOString().slice(0, 16)
