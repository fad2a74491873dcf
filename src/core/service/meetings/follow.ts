/** Taking over what somebody changed elsewhere (on the PBX, among the platform's events), and saying so in the channel. */
import { z } from 'zod'
import { systemActor } from '../../actor.ts'
import { createAttempt } from '../../attempt.ts'
import type { Pbx, ShownSchedule } from '../../contracts/conference-provider.ts'
import type { Meeting } from '../../meeting.ts'
import { type Occurrence, occurrenceOf } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { followPbx } from './follow-pbx.ts'
import type { Followed } from './follow-shown.ts'
import { sayOnce } from './say-once.ts'
import { changeStored } from './write-meeting.ts'
import { writtenDown } from './written-down.ts'

const Unsaid = z.object({
  key: z.string(),
  date: z.string(),
  was: z.number(),
  kind: z.enum(['moved-on-pbx', 'moved-by-event']).default('moved-on-pbx'),
})
/** By meeting: what was taken over and is to be said in its channel. */
const unsaid = writtenDown('pbx-moves-unsaid', Unsaid)

/** Where it was changed. */
export interface Elsewhere {
  /** How it is told of in the channel. */
  readonly kind: 'moved-on-pbx' | 'moved-by-event'
  /** What the audit record calls it, and what it was done to. */
  readonly action: string
  readonly target: string
}

class ChangedMeanwhile extends Error {}

/** False: it cannot be followed, see `followPbx`. Where the meeting was changed meanwhile nothing is done, and it is compared again later. */
export async function follow(
  verbs: Verbs,
  pbx: Pbx,
  meeting: Meeting,
  occurrence: Occurrence,
  found: ShownSchedule | null,
): Promise<boolean> {
  const { onPbx, subject } = meeting
  const followed = onPbx && followPbx(meeting, occurrence, onPbx, found, verbs.clock.now())
  if (!followed) return false
  const target = `${subject} as ${pbx.name} shows it`
  await takeOver(verbs, meeting, occurrence, followed, { kind: 'moved-on-pbx', action: 'follow the PBX', target })
  return true
}

/** Stores what became of `meeting`, unless that was changed meanwhile, and says it where it was moved. */
export async function takeOver(
  verbs: Verbs,
  meeting: Meeting,
  { startAt: was }: Occurrence,
  followed: Followed,
  { kind, action, target }: Elsewhere,
): Promise<void> {
  const { store, clock } = verbs
  const { id, revision, place } = meeting
  const key = `moved:${id}:${revision + 1}`
  const attempt = createAttempt(store, { actor: systemActor, place, intent: key, action }, clock.now)
  attempt.about(target)
  const said = { key, date: followed.occurrence.date, was, kind }
  try {
    await changeStored(verbs, attempt, meeting, (current) => {
      if (current.revision !== revision) throw new ChangedMeanwhile()
      return {
        meeting: followed.meeting,
        also: async (tx) => {
          if (followed.isMoved) await unsaid.note(tx, id, said)
        },
      }
    })
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error
    return
  }
  await sayFollowed(verbs, id)
}

/** Says what is left to be said. What cannot be said now stays. */
export async function sayFollowed(verbs: Verbs, meetingId: string): Promise<void> {
  const { store } = verbs
  const left = await unsaid.read(store, meetingId)
  if (left === null) return
  const { key, date, was, kind } = left
  const meeting = await store.meetings.get(meetingId)
  const now = meeting?.state === 'scheduled' ? occurrenceOf(meeting, date) : null
  if (meeting && now) {
    const what = { kind, meeting, was, now } as const
    if (!(await sayOnce(verbs, { key, meeting, date, to: meeting.place, what }))) return
  }
  await unsaid.note(store, meetingId, null)
}

/** Meetings of which something is left to be said. */
export const unsaidOf = ({ store }: Pick<Verbs, 'store'>): Promise<readonly string[]> => unsaid.ids(store)
