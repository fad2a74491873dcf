/** A meeting, or all of its dates from one on, does not take place any more, or does again. */
import type { Attempt } from '../../attempt.ts'
import type { Meeting, Scope } from '../../meeting.ts'
import { splitSeries } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { changedMeeting, permitChange } from './change.ts'
import { whichDates } from './change-input.ts'
import { dateInWords, nextOccurrence, unknownDate } from './dates.ts'
import { findComing, meetingOf, over, refuseCancelled } from './find.ts'
import { withoutDate } from './skip.ts'
import { storeScheduled } from './store-scheduled.ts'
import type { ChangedMeeting, MeetingInput } from './verbs.ts'
import { changeStored } from './write-meeting.ts'

/** Its room is given back by the job that tells the PBX, once no conference is live in it. */
export async function cancel(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput & { readonly scope?: Scope | undefined },
): Promise<ChangedMeeting> {
  const { meeting: found, occurrence } = await findComing(verbs, attempt, input)
  permitChange(attempt, found)
  const scope = found.rule === null ? 'all' : input.scope
  if (scope === undefined) throw whichDates(found, occurrence, ['this', 'later', 'all'])
  const of = scope === 'all' ? 'all dates' : `${dateInWords(found, occurrence)}${scope === 'later' ? ' and later' : ''}`
  attempt.about(`${found.subject}: ${of}`, found.id)
  const { meeting } = await changeStored(verbs, attempt, found, (current) => {
    refuseCancelled(current)
    return { meeting: cancelled(current, occurrence.date, scope, verbs.clock.now()) }
  })
  return changedMeeting(verbs, meeting, scope === 'all' ? null : undefined)
}

function cancelled(current: Meeting, date: string, scope: Scope, now: number): Meeting {
  if (scope === 'this') return withoutDate(current, date)
  const whole: Meeting = { ...current, state: 'cancelled', sequence: current.sequence + 1 }
  if (scope === 'all') return whole
  const { before } = splitAt(current, date)
  if (!before) return whole
  const ended: Meeting = { ...current, ...before, sequence: current.sequence + 1 }
  // Where nothing to come is left, it can be taken back as a whole.
  return nextOccurrence(ended, now) ? ended : whole
}

function splitAt(meeting: Meeting, date: string) {
  try {
    return splitSeries(meeting, date)
  } catch (error) {
    // Somebody changed the series meanwhile.
    if (error instanceof RangeError) throw unknownDate(meeting, date, [])
    throw error
  }
}

export async function reinstate(verbs: Verbs, attempt: Attempt, input: MeetingInput): Promise<ChangedMeeting> {
  const found = await meetingOf(verbs, attempt, input.meeting)
  permitChange(attempt, found)
  if (found.state === 'over') throw over(found)
  if (found.state === 'scheduled') return changedMeeting(verbs, found)
  const meeting = await storeScheduled(verbs, attempt, found, (current) =>
    current.state === 'cancelled' ? { ...current, sequence: current.sequence + 1 } : current,
  )
  return changedMeeting(verbs, meeting)
}
