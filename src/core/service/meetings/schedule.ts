/** Scheduling a meeting: all is read and checked first, then its room is held, its card posted, and only then it is stored. */
import type { Attempt } from '../../attempt.ts'
import type { Meeting } from '../../meeting.ts'
import { canDo, permit, type Verbs } from '../deps.ts'
import { draftNew } from './draft.ts'
import { holdRoom } from './hold-room.ts'
import { addMeeting, postNew } from './post-card.ts'
import type { MeetingVerbs, ScheduleInput } from './verbs.ts'

export async function schedule(
  verbs: Verbs,
  attempt: Attempt,
  input: ScheduleInput,
): ReturnType<MeetingVerbs['schedule']> {
  permit(attempt, 'meeting.schedule')
  attempt.about(input.subject)
  const { draft, pbx } = await draftNew(verbs, attempt, input)
  const room = await holdRoom(verbs, pbx, draft.meeting, input.pin)
  const meeting: Meeting = { ...draft.meeting, room }
  attempt.about(room ? `${meeting.subject} in room ${room.number}` : meeting.subject, meeting.id)
  const added = await postNew(verbs, pbx, meeting)
  await addMeeting(verbs, attempt, added)
  const [occurrence = null] = draft.next
  return {
    meeting,
    occurrence,
    next: draft.next,
    isShown: added.isShown,
    isOnPbx: canDo(pbx, 'schedule') ? true : null,
  }
}
