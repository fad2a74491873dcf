/** Scheduling a meeting: all is read and checked first, then its room is held, its card posted, and only then it is stored. */
import type { Attempt } from '../../attempt.ts'
import type { Meeting } from '../../meeting.ts'
import { permit, type Verbs } from '../deps.ts'
import { draftNew } from './draft.ts'
import { giveUpHeld, holdRoom, isOnPbx } from './hold-room.ts'
import { orUndone, postNew } from './post-card.ts'
import type { MeetingVerbs, ScheduleInput } from './verbs.ts'

export async function schedule(
  verbs: Verbs,
  attempt: Attempt,
  input: ScheduleInput,
): ReturnType<MeetingVerbs['schedule']> {
  const { clock, events } = verbs
  permit(attempt, 'meeting.schedule')
  attempt.about(input.subject)
  const { draft, pbx } = await draftNew(verbs, attempt, input)
  const room = await holdRoom(verbs, pbx, draft.meeting, input.pin)
  const meeting: Meeting = { ...draft.meeting, room }
  attempt.about(room ? `${meeting.subject} in room ${room.number}` : meeting.subject, meeting.id)
  const posted = await postNew(verbs, meeting, () => giveUpHeld(verbs, pbx, meeting, room))
  await orUndone(posted.undo, () => attempt.commit((tx) => posted.write(tx, meeting, clock.now())))
  events.publish({ kind: 'meeting-changed', meeting })
  const { next } = draft
  return { meeting, occurrence: next[0] ?? null, next, isShown: posted.isShown, isOnPbx: isOnPbx(verbs, meeting) }
}
