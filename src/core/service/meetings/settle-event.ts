/** An event was changed so that its meeting cannot follow, or taken away: what becomes of both is said by whoever may change it. */
import type { Attempt } from '../../attempt.ts'
import { ConfbotError } from '../../errors.ts'
import type { Meeting, MeetingEvent } from '../../meeting.ts'
import { occurrenceOf } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { changedMeeting, permitChange } from './change.ts'
import { findMeeting } from './find.ts'
import { withoutDate } from './skip.ts'
import type { ChangedMeeting, EventChoice, MeetingInput } from './verbs.ts'
import { changeStored } from './write-meeting.ts'

/** Rejects with `meeting.event-settled` where nothing is to be chosen any more. */
export async function settleEvent(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput & { readonly keep: EventChoice },
): Promise<ChangedMeeting> {
  const { meeting: found } = await findMeeting(verbs, attempt, { meeting: input.meeting })
  permitChange(attempt, found)
  const { meeting } = await changeStored(verbs, attempt, found, (current) => {
    const { event } = current
    if (!event?.conflict) throw new ConfbotError('meeting.event-settled', { blanks: { name: current.subject } })
    attempt.about(`${current.subject}: ${chosen[input.keep]}`, current.id)
    return { meeting: settled(current, event, input.keep) }
  })
  return changedMeeting(verbs, meeting)
}

/** As the audit tells it. */
const chosen = { event: 'its event as confbot has it', skip: 'no date without its event', none: 'no event' } as const

/** What is to be done on the platform follows from what is stored. */
function settled(current: Meeting, event: MeetingEvent, keep: EventChoice): Meeting {
  const found = event.conflict?.found ?? null
  switch (keep) {
    case 'event':
      return { ...current, event: found && { ...event, told: { ...event.told, ...found }, conflict: null } }
    case 'none':
      return { ...current, event: { ...event, id: null, conflict: null } }
    case 'skip': {
      const without = { ...current, event: { ...event, conflict: null } }
      return occurrenceOf(current, event.date) ? withoutDate(without, event.date) : without
    }
  }
}
