/** When people are reminded of a meeting, and whether at all. */
import type { Attempt } from '../../attempt.ts'
import type { Meeting } from '../../meeting.ts'
import type { Verbs } from '../deps.ts'
import { changedMeeting, permitChange } from './change.ts'
import { leadTimes } from './draft.ts'
import { meetingOf, over, refuseCancelled } from './find.ts'
import type { ChangedMeeting, MeetingInput } from './verbs.ts'
import { changeStored } from './write-meeting.ts'

/** Lead times that are given hold from now on, also where reminders were paused. */
export async function remind(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput & { readonly reminders: readonly number[] | 'pause' | 'resume' },
): Promise<ChangedMeeting> {
  const { reminders } = input
  const found = await meetingOf(verbs, attempt, input.meeting)
  permitChange(attempt, found)
  const change = (current: Meeting): Meeting => {
    refuseCancelled(current)
    if (current.state === 'over') throw over(current)
    if (typeof reminders === 'string') return { ...current, areRemindersPaused: reminders === 'pause' }
    return { ...current, areRemindersPaused: false, reminderMinutes: leadTimes(reminders) }
  }
  attempt.about(
    `${found.subject}: ${typeof reminders === 'string' ? reminders : reminders.join(', ') || 'off'}`,
    found.id,
  )
  const { meeting } = await changeStored(verbs, attempt, found, (current) => ({ meeting: change(current) }))
  return changedMeeting(verbs, meeting)
}
