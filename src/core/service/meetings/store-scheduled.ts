/** A change after which a meeting takes place again: where its PBX keeps schedules, it needs a room that it may have given back. */
import type { Attempt } from '../../attempt.ts'
import type { Meeting, MeetingRoom } from '../../meeting.ts'
import type { Verbs } from '../deps.ts'
import { nextOccurrence } from './dates.ts'
import { over } from './find.ts'
import { giveUpHeld, holdRoom } from './hold-room.ts'
import { orUndone } from './post-card.ts'
import { changeStored } from './write-meeting.ts'

/** Rejects with `meeting.over` when no date is left after `change`. */
export async function storeScheduled(
  verbs: Verbs,
  attempt: Attempt,
  found: Meeting,
  change: (current: Meeting) => Meeting,
): Promise<Meeting> {
  const pbx = verbs.pbxOf(found.pbx)
  let leased: MeetingRoom | null = null
  const undo = () => giveUpHeld(verbs, pbx, found, leased)
  const { meeting } = await orUndone(undo, () =>
    changeStored(verbs, attempt, found, async (current) => {
      const scheduled: Meeting = { ...change(current), state: 'scheduled' }
      if (!nextOccurrence(scheduled, verbs.clock.now())) throw over(current)
      if (scheduled.room) return { meeting: scheduled }
      leased ??= await holdRoom(verbs, pbx, current)
      return { meeting: { ...scheduled, room: leased, onPbx: null, conflict: null } }
    }),
  )
  // Somebody else was first, with a room of their own.
  if (meeting.room !== leased) await undo()
  return meeting
}
