/** What a PBX is told of a meeting, and whether what it shows is that. */
import type { PbxSchedule, ShownSchedule } from './contracts/conference-provider.ts'
import type { Meeting } from './meeting.ts'
import { occurrencesFrom } from './occurrence.ts'

const minuteMs = 60_000
/** Seconds do not count: a PBX may drop them. */
export const toMinute = (at: number): number => Math.floor(at / minuteMs) * minuteMs

/** The occurrence that goes on at `now`, else the next one; null: nothing. `subjectMax`: in characters. */
export function wantedOnPbx(meeting: Meeting, subjectMax: number, now: number): PbxSchedule | null {
  const [next] = meeting.state === 'scheduled' ? occurrencesFrom(meeting, now, 1) : []
  if (!next) return null
  return {
    subject: [...(next.subject ?? meeting.subject)].slice(0, subjectMax).join('').trim(),
    startAt: next.startAt,
    endAt: next.endAt,
    timeZone: meeting.timeZone,
    externalInvitees: meeting.externalInvitees,
  }
}

/**
 * By instants, to the minute: a PBX may write a time with another offset. The zone is not compared, since it moves nothing, and
 * zones have several names.
 */
export function isSameSchedule(a: ShownSchedule | null, b: ShownSchedule | null): boolean {
  if (!a || !b) return a === b
  return (
    toMinute(a.startAt) === toMinute(b.startAt) &&
    toMinute(a.endAt) === toMinute(b.endAt) &&
    a.subject.trim() === b.subject.trim() &&
    (a.externalInvitees ?? '').trim() === (b.externalInvitees ?? '').trim()
  )
}
