/** One date of a meeting does not take place, or does again. */
import type { Attempt } from '../../attempt.ts'
import { ConfbotError } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import { isSkipped, type Occurrence, occurrenceOf, occurrencesFrom } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { changedMeeting, permitChange } from './change.ts'
import { dateInWords, dateTyped, unknownDate, unskipped } from './dates.ts'
import { findComing, meetingOf, refuseCancelled } from './find.ts'
import { restoreOne, skipOne } from './reschedule.ts'
import { storeScheduled } from './store-scheduled.ts'
import type { ChangedMeeting, MeetingInput } from './verbs.ts'
import { changeStored } from './write-meeting.ts'

/** Without a date: the next one that has not begun. What takes place once is cancelled. */
export async function skip(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput,
): Promise<ChangedMeeting & { readonly skipped: Occurrence }> {
  const { clock } = verbs
  const found = await findComing(verbs, attempt, input)
  permitChange(attempt, found.meeting)
  const now = clock.now()
  const notBegun = input.date === undefined ? found.next.find(({ startAt }) => startAt > now) : undefined
  const { date } = notBegun ?? found.occurrence
  const { meeting, skipped } = await changeStored(verbs, attempt, found.meeting, (current) => {
    refuseCancelled(current)
    const occurrence = occurrenceOf(current, date)
    if (!occurrence) throw unknownDate(current, date, [])
    attempt.about(`${current.subject} on ${dateInWords(current, occurrence)}`, current.id)
    return { meeting: withoutDate(current, date), skipped: occurrence }
  })
  return { ...changedMeeting(verbs, meeting), skipped }
}

export const withoutDate = (meeting: Meeting, date: string): Meeting => ({
  ...(meeting.rule === null ? { ...meeting, state: 'cancelled' } : skipOne(meeting, date)),
  sequence: meeting.sequence + 1,
})

/** Without a date: the next that is skipped. One that takes place already is left as it is. */
export async function restore(verbs: Verbs, attempt: Attempt, input: MeetingInput): Promise<ChangedMeeting> {
  const now = verbs.clock.now()
  const found = await meetingOf(verbs, attempt, input.meeting)
  permitChange(attempt, found)
  refuseCancelled(found)
  const occurrence = skippedDate(found, input.date, now)
  if (!isSkipped(found, occurrence.date)) return changedMeeting(verbs, found, occurrence)
  if (occurrence.endAt <= now)
    throw new ConfbotError('input.past-time', { option: 'date', blanks: { time: dateInWords(found, occurrence) } })
  attempt.about(`${found.subject} on ${dateInWords(found, occurrence)}`, found.id)
  const meeting = await storeScheduled(verbs, attempt, found, (current) => {
    refuseCancelled(current)
    return { ...restoreOne(current, occurrence.date), sequence: current.sequence + 1 }
  })
  return changedMeeting(verbs, meeting, occurrenceOf(meeting, occurrence.date))
}

function skippedDate(meeting: Meeting, typed: string | undefined, now: number): Occurrence {
  const all = occurrencesFrom(unskipped(meeting), now, maxLooked).filter(({ date }) => isSkipped(meeting, date))
  if (typed === undefined) {
    const [next] = all
    if (next) return next
    throw unknownDate(meeting, '', [])
  }
  const named = dateTyped(meeting, typed, now)
  if (named.kind === 'skipped' || named.kind === 'found') return named.occurrence
  throw unknownDate(meeting, typed, all.slice(0, 5))
}

/** A skipped date further ahead has to be named. */
const maxLooked = 100
