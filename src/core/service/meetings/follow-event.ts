/** Taking over what somebody made of a meeting's event: that date follows. */

import { firstCharacters } from '#lib/first-characters.ts'
import type { FoundEvent, Meeting, MeetingEvent } from '../../meeting.ts'
import { asSchedule } from '../../mirrored-event.ts'
import type { Occurrence } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { takeOver } from './follow.ts'
import { followShown } from './follow-shown.ts'

/** No subject that is typed is longer; a longer name of an event is cut, and told so. */
const subjectMax = 64

/** False: it cannot be followed, see `followShown`. */
export async function followEvent(
  verbs: Verbs,
  meeting: Meeting,
  event: MeetingEvent,
  occurrence: Occurrence,
  found: FoundEvent,
): Promise<boolean> {
  const subject = firstCharacters(found.subject.trim(), subjectMax).trim()
  const shown = asSchedule({ ...found, subject: subject === '' ? event.told.subject : subject })
  const followed = followShown(meeting, occurrence, asSchedule(event.told), shown, verbs.clock.now())
  if (!followed) return false
  const next = { ...event, date: followed.occurrence.date, told: { ...event.told, ...found }, conflict: null }
  await takeOver(
    verbs,
    meeting,
    occurrence,
    { ...followed, meeting: { ...followed.meeting, event: next } },
    {
      kind: 'moved-by-event',
      action: 'follow the event',
      target: `${meeting.subject} as its event shows it`,
    },
  )
  return true
}
