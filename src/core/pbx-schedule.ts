/** What a PBX is told of a meeting, and whether what it shows is that. */

import { firstCharacters } from '#lib/first-characters.ts'
import type { PbxSchedule, ShownSchedule } from './contracts/conference-provider.ts'
import type { Meeting } from './meeting.ts'
import { type Occurrence, occurrencesFrom } from './occurrence.ts'

const minuteMs = 60_000
/** Seconds do not count: a PBX may drop them. */
export const toMinute = (at: number): number => Math.floor(at / minuteMs) * minuteMs

/** `subjectMax`: in characters. */
export const scheduleOf = (meeting: Meeting, occurrence: Occurrence, subjectMax: number): PbxSchedule => ({
  subject: firstCharacters(occurrence.subject ?? meeting.subject, subjectMax).trim(),
  startAt: occurrence.startAt,
  endAt: occurrence.endAt,
  timeZone: meeting.timeZone,
  externalInvitees: meeting.externalInvitees,
})

/** The occurrence that goes on at `now`, else the next one; null: nothing. */
export function wantedOnPbx(meeting: Meeting, subjectMax: number, now: number): PbxSchedule | null {
  const [next] = meeting.state === 'scheduled' ? occurrencesFrom(meeting, now, 1) : []
  return next ? scheduleOf(meeting, next, subjectMax) : null
}

/** What of it differs; the zone is not compared, since it moves nothing, and zones have several names. */
export interface Differences {
  readonly times: boolean
  readonly subject: boolean
  readonly invitees: boolean
}

/** By instants, to the minute: a PBX may drop seconds, or write a time with another offset. */
export const differences = (a: ShownSchedule, b: ShownSchedule): Differences => ({
  times: toMinute(a.startAt) !== toMinute(b.startAt) || toMinute(a.endAt) !== toMinute(b.endAt),
  subject: a.subject.trim() !== b.subject.trim(),
  invitees: (a.externalInvitees ?? '').trim() !== (b.externalInvitees ?? '').trim(),
})

export function isSameSchedule(a: ShownSchedule | null, b: ShownSchedule | null): boolean {
  if (!a || !b) return a === b
  const { times, subject, invitees } = differences(a, b)
  return !times && !subject && !invitees
}
