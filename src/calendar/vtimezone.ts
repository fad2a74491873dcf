/**
 * A zone as iCalendar tells it (RFC 5545, 3.6.5), from the same zone data that confbot computes with: a calendar must not show
 * another hour than the reminder. Each change of the offset in the given years is told by its date, so that zones whose rules are
 * none (Ramadan, decrees) are told as well as others.
 */
import type { CalendarDate } from '#lib/calendar-date.ts'
import { createMemo } from '#lib/memo.ts'
import { instantToWall, type WallTime } from '#lib/wall-time.ts'

/** An offset that holds from `at` on. */
interface Change {
  readonly at: number
  readonly before: number
  readonly after: number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** No zone changes its offset twice in so short a time; the shortest that is known is the month of Ramadan. */
const stepMs = 5 * 24 * 60 * minuteMs

const written = new Map<string, string>()
const maxWritten = 200
const skipped = createMemo<readonly CalendarDate[]>(maxWritten)

/** The days in these years on which clocks skip some time: few, so that nobody has to look at all others. */
export const skippingDays = (zone: string, fromYear: number, toYear: number): readonly CalendarDate[] =>
  skipped(`${zone} ${fromYear} ${toYear}`, () =>
    changesOf(zone, beginOf(fromYear), endOf(toYear)).flatMap(({ at, before, after }) => {
      const days: CalendarDate[] = []
      const last = isoDay(at + after * minuteMs - 1)
      for (let day = at + before * minuteMs; isoDay(day) <= last && after > before; day += dayMs) days.push(isoDay(day))
      return days
    }),
  )

// Wherever on earth the year begins.
const beginOf = (year: number) => Date.UTC(year - 1, 11, 1)
const endOf = (year: number) => Date.UTC(year + 1, 0, 2)
const isoDay = (localMs: number): CalendarDate => new Date(localMs).toISOString().slice(0, 10)

/** The VTIMEZONE of `zone`, right in the years from `fromYear` to `toYear`; its lines end with CRLF but for the last. */
export function zoneToVtimezone(zone: string, fromYear: number, toYear: number): string {
  const key = `${zone} ${fromYear} ${toYear}`
  const known = written.get(key)
  if (known !== undefined) return known
  if (written.size >= maxWritten) written.clear()
  const text = write(zone, beginOf(fromYear), endOf(toYear))
  written.set(key, text)
  return text
}

function write(zone: string, from: number, to: number): string {
  const first = offsetAt(from, zone)
  const observances = [
    // Whatever came before: the offset that holds at first.
    observance('STANDARD', { at: from, before: first, after: first }, [from]),
    ...groupChanges(changesOf(zone, from, to)).map(([change, times]) =>
      observance(change.after > change.before ? 'DAYLIGHT' : 'STANDARD', change, times),
    ),
  ]
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observances.flat(), 'END:VTIMEZONE'].join('\r\n')
}

/** Minutes ahead of UTC. */
const offsetAt = (at: number, zone: string): number =>
  Math.round((Date.parse(`${instantToWall(at, zone)}Z`) - Math.floor(at / minuteMs) * minuteMs) / minuteMs)

function changesOf(zone: string, from: number, to: number): Change[] {
  const changes: Change[] = []
  let before = offsetAt(from, zone)
  for (let at = from; at < to; at += stepMs) {
    const next = Math.min(at + stepMs, to)
    const after = offsetAt(next, zone)
    if (after === before) continue
    changes.push({ at: whenChanged(zone, at, next, before), before, after })
    before = after
  }
  return changes
}

/** To the minute, between `early`, where `before` holds, and `late`, where it does not. */
function whenChanged(zone: string, early: number, late: number, before: number): number {
  let low = Math.floor(early / minuteMs)
  let high = Math.ceil(late / minuteMs)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle * minuteMs, zone) === before) low = middle
    else high = middle
  }
  return high * minuteMs
}

/** Changes between the same two offsets are one observance. */
function groupChanges(changes: readonly Change[]): [Change, number[]][] {
  const groups = new Map<string, [Change, number[]]>()
  for (const change of changes) {
    const key = `${change.before}>${change.after}`
    const group = groups.get(key)
    if (group) group[1].push(change.at)
    else groups.set(key, [change, [change.at]])
  }
  return [...groups.values()]
}

/** Times are told as clocks showed them just before (3.6.5: "local time" of the offset from which). */
function observance(kind: 'STANDARD' | 'DAYLIGHT', { before, after }: Change, times: readonly number[]): string[] {
  const [first = 0, ...others] = times.map((at) => stamp(at + before * minuteMs))
  return [
    `BEGIN:${kind}`,
    `DTSTART:${first}`,
    // A line each, the first one too: there are programs that take one of a line alone, or these in the place of DTSTART.
    ...(others.length === 0 ? [] : [first, ...others].map((time) => `RDATE:${time}`)),
    `TZOFFSETFROM:${utcOffset(before)}`,
    `TZOFFSETTO:${utcOffset(after)}`,
    `END:${kind}`,
  ]
}

const stamp = (localMs: number) => wallStamp(new Date(localMs).toISOString().slice(0, 16))

/** `20261201T150000`: RFC 5545, 3.3.5, form 1. */
export const wallStamp = (wall: WallTime): string => `${wall.replace(/[-:]/g, '')}00`

/** `+0100`: RFC 5545, 3.3.14. */
function utcOffset(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`
}
