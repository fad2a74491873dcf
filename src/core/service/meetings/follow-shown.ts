/** A meeting as it becomes when somebody changed its next occurrence elsewhere: on the PBX, or among the platform's events. Pure. */
import { instantToWall, placeWallTime } from '#lib/wall-time.ts'
import type { ShownSchedule } from '../../contracts/conference-provider.ts'
import type { Meeting } from '../../meeting.ts'
import { type Occurrence, occurrenceOf } from '../../occurrence.ts'
import { differences, toMinute } from '../../pbx-schedule.ts'
import { changeAll, changeOne } from './reschedule.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** As far as meetings can be scheduled: five years. */
const maxAheadMs = 5 * 365.25 * dayMs

/** `isMoved`: it takes place at another time, or for longer or shorter. */
export interface Followed {
  readonly meeting: Meeting
  readonly occurrence: Occurrence
  readonly isMoved: boolean
}

/**
 * What differs from what was `told` is taken over: of a series in this occurrence alone; of what takes place once the zone, too.
 * null where it cannot be followed: it was moved into the past, too far ahead, or to what is no length of time; or it goes on
 * already.
 */
export function followShown(
  meeting: Meeting,
  occurrence: Occurrence,
  told: ShownSchedule,
  found: ShownSchedule,
  now: number,
): Followed | null {
  const isStartMoved = toMinute(found.startAt) !== toMinute(told.startAt)
  const isEndMoved = toMinute(found.endAt) !== toMinute(told.endAt)
  const isMoved = isStartMoved || isEndMoved
  const startAt = isStartMoved ? toMinute(found.startAt) : occurrence.startAt
  const endAt = isMoved ? toMinute(found.endAt) : occurrence.endAt
  const durationMs = endAt - startAt
  if (isStartMoved && (Math.min(startAt, occurrence.startAt) <= now || startAt > now + maxAheadMs)) return null
  if (isMoved && (endAt <= now || durationMs < minuteMs || durationMs > dayMs)) return null
  const isOnce = meeting.rule === null
  const isZoneChanged = isOnce && found.timeZone !== null && found.timeZone !== told.timeZone
  const timeZone = isZoneChanged && found.timeZone !== null ? found.timeZone : meeting.timeZone
  const start = instantToWall(startAt, timeZone)
  // An hour that comes twice: its second time has no wall time of its own here.
  if (placeWallTime(start, timeZone).at !== startAt) return null
  const times = {
    ...((isStartMoved || isZoneChanged) && { start }),
    ...(isMoved && { durationMinutes: durationMs / minuteMs }),
  }
  const subject = differences(found, told).subject && found.subject.trim()
  const changed = isOnce
    ? changeAll(meeting, occurrence.date, { ...times, timeZone }, now)
    : {
        series: changeOne(meeting, occurrence.date, { ...times, ...(subject && { subject }) }, meeting.subject),
        date: occurrence.date,
      }
  if (!changed) return null
  const next: Meeting = {
    ...changed.series,
    ...(isOnce && subject && { subject }),
    sequence: meeting.sequence + (isMoved ? 1 : 0),
  }
  const moved = occurrenceOf(next, changed.date)
  return moved && { meeting: next, occurrence: moved, isMoved }
}
