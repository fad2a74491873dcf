/** Taking over what somebody changed on the PBX, and saying so in the channel. */
import { z } from 'zod'
import { systemActor } from '../../actor.ts'
import { createAttempt } from '../../attempt.ts'
import type { Pbx, ShownSchedule } from '../../contracts/conference-provider.ts'
import type { Meeting } from '../../meeting.ts'
import { type Occurrence, occurrenceOf } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { followPbx } from './follow-pbx.ts'
import { sayOnce } from './say-once.ts'
import { changeStored } from './write-meeting.ts'

/** By meeting: what was taken over and is to be said in its channel. */
const unsaid = 'pbx-moves-unsaid'
const Unsaid = z.object({ key: z.string(), date: z.string(), was: z.number() })

class ChangedMeanwhile extends Error {}

/** False: it cannot be followed, see `followPbx`. Where the meeting was changed meanwhile nothing is done, and it is compared again later. */
export async function follow(
  verbs: Verbs,
  pbx: Pbx,
  meeting: Meeting,
  occurrence: Occurrence,
  found: ShownSchedule | null,
): Promise<boolean> {
  const { store, clock } = verbs
  const { id, onPbx, revision, place, subject } = meeting
  const followed = onPbx && followPbx(meeting, occurrence, onPbx, found, clock.now())
  if (!followed) return false
  const key = `moved:${id}:${revision + 1}`
  const attempt = createAttempt(store, { actor: systemActor, place, intent: key, action: 'follow the PBX' }, clock.now)
  attempt.about(`${subject} as ${pbx.name} shows it`)
  const said = { key, date: followed.occurrence.date, was: occurrence.startAt }
  try {
    await changeStored(verbs, attempt, meeting, (current) => {
      if (current.revision !== revision) throw new ChangedMeanwhile()
      return {
        meeting: followed.meeting,
        also: async (tx) => {
          if (followed.isMoved) await tx.settings.set(unsaid, id, JSON.stringify(said))
        },
      }
    })
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error
    return true
  }
  await sayFollowed(verbs, id)
  return true
}

/** Says what is left to be said. What cannot be said now stays. */
export async function sayFollowed(verbs: Verbs, meetingId: string): Promise<void> {
  const { store } = verbs
  const text = await store.settings.get(unsaid, meetingId)
  if (text === null) return
  const { key, date, was } = Unsaid.parse(JSON.parse(text))
  const meeting = await store.meetings.get(meetingId)
  const now = meeting?.state === 'scheduled' ? occurrenceOf(meeting, date) : null
  if (meeting && now) {
    const what = { kind: 'moved-on-pbx', meeting, was, now } as const
    if (!(await sayOnce(verbs, { key, meeting, date, to: meeting.place, what }))) return
  }
  await store.settings.set(unsaid, meetingId, null)
}

/** Meetings of which something is left to be said. */
export const unsaidOf = async ({ store }: Pick<Verbs, 'store'>): Promise<readonly string[]> =>
  Object.keys(await store.settings.list(unsaid))
