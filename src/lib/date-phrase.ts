/** When something is to be, as people write it: a moment, a day with a time, a length of time from now. Nothing is guessed. */
import { addDays, type CalendarDate, toCalendarDate } from './calendar-date.ts'
import { readDay } from './day-phrase.ts'
import { textToDuration } from './duration.ts'
import { phraseToWords, wordToWeekday } from './phrase-words.ts'
import { minutesToClock, readTime } from './time-of-day.ts'
import { type WallTime, wallClock, wallDate } from './wall-time.ts'

export type DatePhrase =
  /**
   * `elapsedMs`: it was said as a length of time from now ("in 2 hours"); `wall` counts it on a clock that is not changed in
   * between, and only who knows the zone can tell the moment.
   */
  | { readonly kind: 'certain'; readonly wall: WallTime; readonly elapsedMs?: number }
  /** RFC 3339 with an offset: `at` in UTC milliseconds, the wall time as typed. It may be past: that needs the zone. */
  | { readonly kind: 'instant'; readonly at: number; readonly wall: WallTime; readonly offsetMinutes: number }
  /** 2 to 5, in order, none past. `half`: of the day; `order`: of day and month. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly WallTime[]; readonly about: 'day' | 'half' | 'order' }
  /** `date` is the first of `dates`, of which there are several when the day is not certain either. None is past. */
  | { readonly kind: 'no-time'; readonly date: CalendarDate; readonly dates: readonly CalendarDate[] }
  /** The latest it can mean. A time without a day is one of today: the same time tomorrow is for the caller to offer. */
  | { readonly kind: 'past'; readonly wall: WallTime }
  /** 31 April, 25:00, Monday 1 December when that is a Tuesday. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'unreadable' }

const maxLength = 200
const maxCandidates = 5

/**
 * `now` is what clocks show where the asker is; the zone of the process plays no part. Every word must be understood.
 *
 * - Times of day: see time-of-day.ts. Days: see day-phrase.ts.
 * - A time without a day is today's; past, it is `past`, unless it can be meant in either half of the day: then the next of each
 *   are the candidates.
 * - A bare number from 1 to 12 behind a weekday may be an hour of either half or a day of the month: the hours are the candidates.
 * - Midnight without a day is the next one; that of a day is its beginning or its end.
 * - RFC 3339 and ISO 8601 with seconds are read when these are 0: meetings are kept to the minute.
 */
export function readDatePhrase(text: string, now: WallTime): DatePhrase {
  if (text.length > maxLength) return { kind: 'unreadable' }
  const exact = readExact(text, now)
  if (exact) return exact
  const words = phraseToWords(text)
  const elapsed = readElapsed(words, now)
  if (elapsed) return elapsed
  const bare = readBareHour(words, now)
  if (bare) return bare
  const { time, rest } = readTime(words)
  const today = wallDate(now)
  const day = readDay(rest, today)
  if (time.kind === 'unreadable' || day.kind === 'unreadable') return { kind: 'unreadable' }
  if (time.kind === 'impossible' || day.kind === 'impossible') return { kind: 'impossible' }
  if (time.kind !== 'times') return day.kind === 'days' ? withoutTime(day.dates, today) : { kind: 'unreadable' }
  const { minutes, isEitherHalf } = time
  if (day.kind !== 'days') {
    const walls = isEitherHalf ? nextOfEach(minutes, now) : minutes.map((one) => toWall(today, one))
    return chosen(walls, now, isEitherHalf ? 'half' : 'day')
  }
  const walls = day.dates.flatMap((date) => minutes.map((one) => toWall(date, one)))
  return chosen(walls, now, day.dates.length > 1 ? day.about : isEitherHalf ? 'half' : 'day')
}

/** `Friday 3`. null: something else, or but one of its readings is yet to come. */
function readBareHour(words: readonly string[], now: WallTime): DatePhrase | null {
  const [day = '', hour = ''] = words.slice(-2)
  if (wordToWeekday(day) === undefined || !/^(?:[1-9]|1[0-2])$/.test(hour)) return null
  const walls = ['am', 'pm'].flatMap((half) => {
    const read = readDatePhrase([...words.slice(0, -1), `${hour}${half}`].join(' '), now)
    return read.kind === 'certain' ? [read.wall] : read.kind === 'ambiguous' ? read.candidates : []
  })
  const read = chosen(walls, now, 'day')
  return read.kind === 'ambiguous' ? read : null
}

function withoutTime(dates: readonly CalendarDate[], today: CalendarDate): DatePhrase {
  const [date, ...others] = dates.filter((one) => one >= today)
  if (date !== undefined) return { kind: 'no-time', date, dates: [date, ...others] }
  return { kind: 'past', wall: `${dates.at(-1) ?? today}T00:00` }
}

function chosen(walls: readonly (WallTime | null)[], now: WallTime, about: 'day' | 'half' | 'order'): DatePhrase {
  const possible = [...new Set(walls.filter((wall) => wall !== null))].sort()
  const candidates = possible.filter((wall) => wall >= now)
  const [first] = candidates
  const latest = possible.at(-1)
  if (latest === undefined || candidates.length > maxCandidates) return { kind: 'unreadable' }
  if (first === undefined) return { kind: 'past', wall: latest }
  if (candidates.length === 1) return { kind: 'certain', wall: first }
  const isOneDay = candidates.every((wall) => wallDate(wall) === wallDate(first))
  return { kind: 'ambiguous', candidates, about: isOneDay ? 'half' : about }
}

/** Minutes of 1440 and more are in the next day. */
function toWall(date: CalendarDate, minutes: number): WallTime | null {
  const day = addDays(date, Math.floor(minutes / 1440))
  return day && `${day}T${minutesToClock(minutes)}`
}

const nextOfEach = (minutes: readonly number[], now: WallTime) =>
  minutes.map((one) => {
    const today = toWall(wallDate(now), one)
    return today !== null && today >= now ? today : toWall(wallDate(now), one + 1440)
  })

const exactForm = /^(\d{4})-(\d\d)-(\d\d)[t ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ?(z|[+-]\d\d(?::?\d\d)?))?$/i

/** RFC 3339, and ISO 8601 without an offset. null: something else. */
function readExact(text: string, now: WallTime): DatePhrase | null {
  const parts = exactForm.exec(text.trim())
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0))
  const date = toCalendarDate(year ?? 0, month ?? 0, day ?? 0)
  const offset = readOffset(parts[8])
  if (date === null || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60 || offset === undefined)
    return { kind: 'impossible' }
  if (second !== 0 || Number(parts[7] ?? 0) !== 0) return { kind: 'unreadable' }
  const wall = `${date}T${parts[4]}:${parts[5]}`
  if (offset !== null)
    return { kind: 'instant', at: Date.parse(`${wall}:00Z`) - offset * 60_000, wall, offsetMinutes: offset }
  return wall < now ? { kind: 'past', wall } : { kind: 'certain', wall }
}

/** Minutes; null: none given; undefined: there is no such offset. */
function readOffset(text: string | undefined): number | null | undefined {
  if (text === undefined) return null
  if (/^z$/i.test(text)) return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(3).replace(':', ''))
  // "-00:00" is UTC as well (RFC 3339, 4.3).
  return hours > 23 || minutes > 59 ? undefined : (hours * 60 + minutes) * (text.startsWith('-') ? -1 : 1) || 0
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** `in 2 hours`, `45 min from now`, `now`. Days and weeks alone say only which day. */
function readElapsed(words: readonly string[], now: WallTime): DatePhrase | null {
  const phrase = words.join(' ')
  const [, after, before] = /^(?:in (.+)|(.+) from now)$/.exec(phrase) ?? []
  const length = after ?? before ?? ''
  const ms = phrase === 'now' || phrase === 'right now' ? 0 : textToDuration(length)
  if (ms === null || (ms > 0 && !/\d ?[hms]|hour|min/.test(length))) return null
  if (ms % 60_000 !== 0) return { kind: 'unreadable' }
  const wall = toWall(wallDate(now), minutesOf(wallClock(now)) + ms / 60_000)
  return wall === null ? { kind: 'impossible' } : { kind: 'certain', wall, elapsedMs: ms }
}
