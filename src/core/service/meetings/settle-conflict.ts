/** The PBX shows another time than confbot: which of the two holds is said by whoever may change the meeting. */
import { formatInZone } from '#lib/time.ts'
import type { Attempt } from '../../attempt.ts'
import { ConfbotError } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import type { Verbs } from '../deps.ts'
import { changedMeeting, permitChange } from './change.ts'
import { nextOccurrence } from './dates.ts'
import { findMeeting } from './find.ts'
import { followPbx } from './follow-pbx.ts'
import { wantedOn } from './on-pbx.ts'
import { withoutDate } from './skip.ts'
import type { ChangedMeeting, MeetingInput } from './verbs.ts'
import { changeStored } from './write-meeting.ts'

/**
 * `confbot`: the PBX is told again, whatever it shows. `pbx`: what it showed is taken over; where the schedule was taken away there,
 * or moved into the past, the next date does not take place. Rejects with `meeting.no-conflict`, and with `input.too-far` where
 * the PBX shows what no meeting can be.
 */
export async function settleConflict(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput & { readonly keep: 'confbot' | 'pbx' },
): Promise<ChangedMeeting> {
  const { meeting: found } = await findMeeting(verbs, attempt, { meeting: input.meeting })
  permitChange(attempt, found)
  const { meeting } = await changeStored(verbs, attempt, found, (current) => {
    const { conflict } = current
    if (!conflict) throw new ConfbotError('meeting.no-conflict', { blanks: { name: current.subject } })
    attempt.about(`${current.subject}: ${input.keep} holds`, current.id)
    const settled = { ...current, onPbx: conflict.found, conflict: null }
    return { meeting: input.keep === 'confbot' ? settled : asOnPbx(verbs, current, settled) }
  })
  return changedMeeting(verbs, meeting)
}

function asOnPbx(verbs: Verbs, current: Meeting, settled: Meeting): Meeting {
  const now = verbs.clock.now()
  const found = settled.onPbx
  const next = nextOccurrence(current, now)
  const ours = wantedOn(verbs.pbxOf(current.pbx), current, now)
  if (!next || !ours) return settled
  if (!found || found.endAt <= now) return withoutDate(settled, next.date)
  const followed = followPbx(current, next, ours, found, now)
  if (followed) return followed.meeting
  if (found.startAt <= now) return withoutDate(settled, next.date)
  throw new ConfbotError('input.too-far', { blanks: { until: formatInZone(found.startAt, current.timeZone, 'date') } })
}
