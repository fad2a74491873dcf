/** A meeting as it becomes when somebody changed its next occurrence on the PBX. Pure. */
import { instantToWall, placeWallTime } from '#lib/wall-time.ts'
import type { PbxSchedule, ShownSchedule } from '../../contracts/conference-provider.ts'
import type { Meeting } from '../../meeting.ts'
import { type Occurrence, occurrenceOf } from '../../occurrence.ts'
import { differences, toMinute } from '../../pbx-schedule.ts'
import { changeAll, changeOne } from './reschedule.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** As far as meetings can be scheduled: five years. */
const maxAheadMs = 5 * 365.25 * dayMs

/** With what it shows as told. `isMoved`: it takes place at another time, or for longer or shorter. */
export interface Followed {
  readonly meeting: Meeting
  readonly occurrence: Occurrence
  readonly isMoved: boolean
}

/**
 * What differs from what was `told` is taken over: of a series in this occurrence alone, but for who is invited by mail; of what
 * takes place once the zone, too. null where it cannot be followed: the schedule was taken away, or moved into the past, too far
 * ahead, or to what is no length of time; or it goes on already.
 */
export function followPbx(
  meeting: Meeting,
  occurrence: Occurrence,
  told: PbxSchedule,
  found: ShownSchedule | null,
  now: number,
): Followed | null {
  if (!found) return null
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
  const differs = differences(found, told)
  const subject = differs.subject && found.subject.trim()
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
    ...(differs.invitees && { externalInvitees: found.externalInvitees }),
    sequence: meeting.sequence + (isMoved ? 1 : 0),
    onPbx: { ...found, timeZone: found.timeZone ?? told.timeZone },
    conflict: null,
  }
  const moved = occurrenceOf(next, changed.date)
  return moved && { meeting: next, occurrence: moved, isMoved }
}
