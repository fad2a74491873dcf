/** Looking at a meeting: its card, posted anew, and the PINs of its room. */
import { createReference } from '#lib/ids.ts'
import type { Place } from '../../actor.ts'
import type { Attempt } from '../../attempt.ts'
import { cardKey } from '../../meeting-job.ts'
import { permit, type Verbs } from '../deps.ts'
import { placeOf } from '../locate.ts'
import { pinsFor } from '../pins.ts'
import { findMeeting } from './find.ts'
import { tellCard } from './post-card.ts'
import type { MeetingInput, MeetingVerbs } from './verbs.ts'

/** It is kept current from now on, like the first one. */
export async function showMeeting(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput,
): ReturnType<MeetingVerbs['showMeeting']> {
  permit(attempt, 'meeting.view')
  const found = await findMeeting(verbs, attempt, input)
  const { meeting, next } = found
  const place = placeOf(attempt)
  const mark = `${cardKey(meeting.id)}:${createReference()}`
  const card = await tellCard(verbs, meeting, next, { to: whereFor(attempt, place), at: place, mark })
  await attempt.commit(async (tx) => {
    await tx.deliveries.begin(card)
    // Whatever was changed while it was being posted.
    await tx.jobs.put({
      key: cardKey(meeting.id),
      dueAt: verbs.clock.now(),
      does: { kind: 'card', meetingId: meeting.id },
      meetingId: meeting.id,
    })
  })
  verbs.events.publish({ kind: 'jobs-enqueued' })
  return { ...found, isShown: card.message !== null }
}

/** Where people are among themselves, the asker gets it. */
const whereFor = ({ actor }: Attempt, place: Place) => (place.kind === 'people' ? actor : place)

export async function meetingPin(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput,
): ReturnType<MeetingVerbs['meetingPin']> {
  permit(attempt, 'conference.pin')
  const { meeting } = await findMeeting(verbs, attempt, input)
  const { room, pbx, owner, place } = meeting
  const matter = { chair: owner, place }
  permit(attempt, 'conference.pin', matter)
  return { meeting, pins: room && (await pinsFor(attempt, verbs.pbxOf(pbx), room.id, matter)) }
}
