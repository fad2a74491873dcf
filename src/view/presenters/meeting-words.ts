/** What is said of meetings again and again: when, how long, how long before, who is invited. */
import type { Meeting, Series } from '#core/meeting.ts'
import { looksLikeNumber } from '#core/number-run.ts'
import type { Occurrence } from '#core/occurrence.ts'
import { maskPhoneNumber, toPlainNumber } from '#lib/phone-number.ts'
import { instantToWall, offsetText, type WallTime, wallClock, wallDate } from '#lib/wall-time.ts'
import { moment, type Span, say } from '#text/message.ts'

const weekdays = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'] as const
const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

/** 0 is Sunday. */
export const weekdayWords = (weekday: number): Span => say(`meeting.day.${weekdays[weekday] ?? 'su'}`)
/** 1 to 12. */
export const monthWords = (month: number): Span => say(`meeting.month.${months[month - 1] ?? 1}`)

/** `Tue 1 Dec 2026` */
export function dateWords(wall: WallTime): Span {
  const day = new Date(`${wallDate(wall)}T00:00Z`)
  return say('meeting.date', {
    weekday: weekdayWords(day.getUTCDay()),
    day: day.getUTCDate(),
    month: monthWords(day.getUTCMonth() + 1),
    year: String(day.getUTCFullYear()),
  })
}

/** `Tue 1 Dec 2026, 15:00–16:00`, as clocks of the meeting show it. */
export function spanWords(
  { timeZone }: Pick<Series, 'timeZone'>,
  { startAt, endAt }: Pick<Occurrence, 'startAt' | 'endAt'>,
): Span {
  const [start, end] = [instantToWall(startAt, timeZone), instantToWall(endAt, timeZone)]
  const blanks = { date: dateWords(start), start: wallClock(start), end: wallClock(end) }
  return wallDate(start) === wallDate(end)
    ? say('meeting.span', blanks)
    : say('meeting.span-days', { ...blanks, endDate: dateWords(end) })
}

/** `Europe/Berlin (UTC+01:00)`: the zone, and how far ahead its clocks are then. */
export const zoneWords = (
  { timeZone }: Pick<Series, 'timeZone'>,
  { offsetMinutes }: Pick<Occurrence, 'offsetMinutes'>,
): Span => say('meeting.zone', { zone: timeZone, offset: offsetText(offsetMinutes) })

/** Wall time, zone and offset, and the reader's own time. */
export const whenWords = (series: Pick<Series, 'timeZone'>, occurrence: Occurrence): Span =>
  say('meeting.when-for-you', {
    span: spanWords(series, occurrence),
    zone: zoneWords(series, occurrence),
    at: moment(occurrence.startAt),
  })

/** As one date among several of the same meeting, with what is special about it. */
export const dateLine = (series: Series, occurrence: Occurrence): Span[] =>
  [
    spanWords(series, occurrence),
    say('meeting.offset', { offset: offsetText(occurrence.offsetMinutes) }),
    moment(occurrence.startAt),
    ...dateNotes(series, occurrence),
  ].flatMap((span, index) => (index === 0 ? [span] : [' · ', span]))

/** That it was moved or renamed, and what a clock change makes of it. */
export function dateNotes(series: Series, occurrence: Occurrence): Span[] {
  const { date, startAt, clockChange, isMoved, subject } = occurrence
  const changed = series.changes[date]
  const meant = (changed?.kind === 'changed' ? changed.start : undefined) ?? date
  const shown = instantToWall(startAt, series.timeZone)
  return [
    ...(isMoved ? [say('meeting.moved', { was: wallWords(date, shown) })] : []),
    ...(subject === null ? [] : [say('meeting.renamed', { subject })]),
    ...(clockChange === 'skipped'
      ? [say('meeting.hour-skipped', { was: wallClock(meant), is: wallClock(shown) })]
      : []),
    ...(clockChange === 'doubled' ? [say('meeting.hour-doubled', { time: wallClock(shown) })] : []),
  ]
}

/** The time alone where it is of the same day as `beside`. */
function wallWords(wall: WallTime, beside: WallTime): Span {
  if (wallDate(wall) === wallDate(beside)) return wallClock(wall)
  return say('meeting.at', { date: dateWords(wall), time: wallClock(wall) })
}

/** `45 min`, `1 h`, `1 h 30 min` */
export function durationWords(total: number): Span {
  const hours = Math.floor(total / 60)
  const minutes = total % 60
  if (hours === 0) return say('meeting.minutes', { minutes })
  return minutes === 0 ? say('meeting.hours', { hours }) : say('meeting.hours-minutes', { hours, minutes })
}

const leadUnits = [
  [10_080, 'weeks'],
  [1_440, 'days'],
  [60, 'hours'],
  [1, 'minutes'],
] as const

/** `1 day before`, `at the start` */
export function leadWords(minutes: number): Span {
  if (minutes === 0) return say('meeting.lead.start')
  const [size, unit] = leadUnits.find(([size]) => minutes % size === 0) ?? leadUnits[3]
  return say(`meeting.lead.${unit}`, { count: minutes / size })
}

/** `1 day before, 10 minutes before` */
export const leadList = (reminderMinutes: readonly number[]): Span =>
  reminderMinutes.length === 0 ? say('meeting.reminders.none') : listed(reminderMinutes.map(leadWords))

const mentionForm = /^<@!?([A-Za-z0-9_-]{1,40})>$/

/** Names as they were written, mentions, and numbers masked; at most `max` of them. */
export function whoWords({ who, owner, names = {} }: Pick<Meeting, 'who' | 'owner' | 'names'>, max: number): Span {
  if (who.length === 0) return say('meeting.invited.nobody')
  const shown = who.slice(0, max).map(({ text }): Span => {
    const userId = mentionForm.exec(text)?.[1]
    if (userId === undefined) return looksLikeNumber(text) ? maskPhoneNumber(toPlainNumber(text)) : text
    return mentionOf(userId, owner, names)
  })
  return listed(who.length <= max ? shown : [...shown, say('meeting.invited.more', { count: who.length - max })])
}

/** Who of the invited is not rung for want of a number; at most `max` of them. null: nobody is rung, or everybody can be. */
export function unnumberedWords(
  { unnumbered = [], owner, names = {}, options }: Pick<Meeting, 'unnumbered' | 'owner' | 'names' | 'options'>,
  max: number,
): Span | null {
  if (unnumbered.length === 0 || !options.ring) return null
  const shown = unnumbered.slice(0, max).map((userId) => mentionOf(userId, owner, names))
  const people =
    unnumbered.length <= max ? shown : [...shown, say('meeting.invited.more', { count: unnumbered.length - max })]
  return say('meeting.invited.no-number', { people: listed(people) })
}

function mentionOf(
  userId: string,
  { platform, workspaceId }: Meeting['owner'],
  names: NonNullable<Meeting['names']>,
): Span {
  const name = Object.hasOwn(names, userId) ? names[userId] : undefined
  return { kind: 'mention', platform, workspaceId, userId, name: name ?? userId }
}

/** One after the other, as one. */
export const listed = ([first, ...others]: readonly Span[]): Span =>
  first === undefined ? '' : others.length === 0 ? first : say('meeting.list', { first, rest: listed(others) })
