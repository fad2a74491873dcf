/** A meeting as it becomes when somebody changed its next occurrence on the PBX. Pure. */
import type { PbxSchedule, ShownSchedule } from '../../contracts/conference-provider.ts'
import type { Meeting } from '../../meeting.ts'
import type { Occurrence } from '../../occurrence.ts'
import { differences } from '../../pbx-schedule.ts'
import { type Followed, followShown } from './follow-shown.ts'

/**
 * As `followShown`, with who is invited by mail, and with what it shows as told. null also where the schedule was taken away.
 */
export function followPbx(
  meeting: Meeting,
  occurrence: Occurrence,
  told: PbxSchedule,
  found: ShownSchedule | null,
  now: number,
): Followed | null {
  const followed = found && followShown(meeting, occurrence, told, found, now)
  if (!followed) return null
  const next: Meeting = {
    ...followed.meeting,
    ...(differences(found, told).invitees && { externalInvitees: found.externalInvitees }),
    onPbx: { ...found, timeZone: found.timeZone ?? told.timeZone },
    conflict: null,
  }
  return { ...followed, meeting: next }
}
