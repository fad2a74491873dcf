/**
 * Meetings as an iCalendar file (RFC 5545), the only user of ical-generator. A meeting keeps its UID for ever, and its SEQUENCE
 * rises with it; what became of single dates of a series is told as EXDATE and RECURRENCE-ID. There is no PIN in it, and no number
 * of anybody who is invited.
 */
import ical, { type ICalCalendar, ICalCalendarMethod, type ICalDateTimeValue, ICalEventStatus } from 'ical-generator'
import type { Meeting } from '#core/meeting.ts'
import { type Occurrence, occurrenceOf, occurrencesFrom } from '#core/occurrence.ts'
import { formatPhoneNumber } from '#lib/phone-number.ts'
import { readRule, writeRule } from '#lib/repeat-rule.ts'
import { instantToWall, placeWallTime, type WallTime, wallClock } from '#lib/wall-time.ts'
import { spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import { skippingDays, wallStamp, zoneToVtimezone } from './vtimezone.ts'

export interface CalendarOptions {
  /** What the calendar is called; absent: nothing, for a file that holds one meeting. */
  readonly name?: string | undefined
  readonly now: number
}

/** How far ahead zones are told, and dates that a clock change moves. */
const yearsAhead = 10
type Years = readonly [from: number, to: number]

/** A whole calendar: what a private address answers with. */
export const meetingsToIcs = (meetings: readonly Meeting[], options: CalendarOptions): string =>
  write(meetings, options, ICalCalendarMethod.PUBLISH)

/** One meeting, to be put into a calendar by hand. When it was cancelled, the file takes it out again. */
export function meetingToIcs(meeting: Meeting, now: number): string {
  const method = meeting.state === 'cancelled' ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH
  return write([meeting], { now }, method)
}

function write(meetings: readonly Meeting[], { name, now }: CalendarOptions, method: ICalCalendarMethod): string {
  const starts = meetings.map((one) => placeWallTime(one.start, one.timeZone).at)
  const yearOf = (at: number) => new Date(at).getUTCFullYear()
  const years: Years = [yearOf(Math.min(now, ...starts)), yearOf(Math.max(now, ...starts)) + yearsAhead]
  const calendar = ical({
    ...(name !== undefined && { name: nameLine(name) }),
    method,
    prodId: { company: 'confbot', product: 'confbot', language: 'EN' },
    timezone: { name: null, generator: (zone) => zoneToVtimezone(zone, ...years) },
  })
  for (const meeting of meetings) addMeeting(calendar, meeting, now, years)
  return calendar.toString()
}

function addMeeting(calendar: ICalCalendar, meeting: Meeting, now: number, years: Years): void {
  const first = firstDate(meeting)
  if (!first) return
  const shared = {
    id: `${meeting.id}-${meeting.createdAt.toString(36)}@confbot`,
    sequence: meeting.sequence,
    stamp: new Date(now),
    created: new Date(meeting.createdAt),
    lastModified: new Date(meeting.changedAt),
    timezone: meeting.timeZone,
    location: locationOf(meeting),
    description: spanToString(say('calendar.description', { code: meeting.id })),
    ...(meeting.state === 'cancelled' && { status: ICalEventStatus.CANCELLED }),
  }
  const end = (startAt: number, minutes: number) => wall(instantToWall(startAt + minutes * 60_000, meeting.timeZone))
  if (meeting.rule === null) {
    const only = occurrenceOf(meeting, meeting.start)
    if (!only) return
    calendar.createEvent({
      ...shared,
      summary: only.subject ?? meeting.subject,
      start: wall(only.start),
      end: end(only.startAt, minutesOf(only)),
    })
    return
  }
  const { at } = placeWallTime(first, meeting.timeZone)
  calendar.createEvent({
    ...shared,
    summary: meeting.subject,
    start: wall(first),
    end: end(at, meeting.durationMinutes),
    repeating: [ruleLine(meeting.rule, meeting.timeZone), ...skippedLines(meeting)].join('\n'),
  })
  for (const one of differing(meeting, years))
    calendar.createEvent({
      ...shared,
      recurrenceId: wall(one.date),
      summary: one.subject ?? meeting.subject,
      start: wall(one.start),
      end: end(one.startAt, minutesOf(one)),
    })
}

const minutesOf = ({ startAt, endAt }: Occurrence) => Math.round((endAt - startAt) / 60_000)

/** ical-generator writes the name as it is, unlike all other texts (RFC 5545, 3.3.11): a line break would begin a line of its own. */
const nameLine = (name: string) =>
  name
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)

/** The first date that the rule gives, whatever became of it. */
function firstDate(meeting: Meeting): WallTime | null {
  const untouched = { ...meeting, changes: {} }
  return occurrencesFrom(untouched, 0, 1)[0]?.date ?? null
}

/** Dates that a program which knows only the rule would put elsewhere: changed ones, and those that a clock change skips. */
function differing(meeting: Meeting, years: Years): readonly Occurrence[] {
  const { timeZone, start, changes } = meeting
  const changed = Object.keys(changes).flatMap((date) => occurrenceOf(meeting, date) ?? [])
  // All dates of a rule are at one time of day.
  const shifted = skippingDays(timeZone, ...years)
    .map((day) => `${day}T${wallClock(start)}`)
    .filter((date) => changes[date] === undefined && placeWallTime(date, timeZone).change === 'skipped')
    .flatMap((date) => occurrenceOf(meeting, date) ?? [])
  return [...changed, ...shifted]
}

/** RFC 5545, 3.3.10: UNTIL is an instant where the start has a zone. */
function ruleLine(rule: string, timeZone: string): string {
  const { until, ...parts } = readRule(rule)
  const line = `RRULE:${writeRule({ ...parts, until: null })}`
  return until === null ? line : `${line};UNTIL=${wallStamp(instantToWall(placeWallTime(until, timeZone).at, 'UTC'))}Z`
}

function skippedLines({ changes, timeZone }: Meeting): string[] {
  const skipped = Object.entries(changes).flatMap(([date, change]) => (change.kind === 'skipped' ? [date] : []))
  return skipped.length === 0 ? [] : [`EXDATE;TZID=${timeZone}:${skipped.map(wallStamp).join(',')}`]
}

function locationOf({ room, pbx }: Meeting): string {
  if (!room) return spanToString(say('calendar.location.later', { pbx }))
  const where = say('calendar.location.room', { room: room.number })
  const said = room.dialIn ? say('calendar.location.dial', { number: formatPhoneNumber(room.dialIn), where }) : where
  return spanToString(said)
}

/** ical-generator writes what such an object (as Day.js makes them) formats: what clocks show, and no zone of this process. */
function wall(time: WallTime): ICalDateTimeValue {
  const [date = '', clock = ''] = wallStamp(time).split('T')
  const written = {
    format: (pattern?: string) => (pattern === 'HHmmss' ? clock : date),
    isValid: () => true,
    toDate: () => new Date(`${time}Z`),
    toJSON: () => time,
    tz: () => written,
    utc: () => written,
  }
  return written
}
