/** Storing what others (a PBX, a platform) were told of a meeting, and show: no change of the meeting, so nothing follows from it. */
import type { Repositories } from '../../contracts/store.ts'
import { isConfbotError } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import type { Verbs } from '../deps.ts'
import { nextOccurrence } from './dates.ts'

const maxTries = 5

/**
 * Stores what was told, or that there is a conflict, on the newest state of the meeting; null where it is gone, or `change` says
 * that nothing is to be stored any more.
 */
export async function noteTold(
  { store, clock }: Pick<Verbs, 'store' | 'clock'>,
  read: Meeting,
  change: (current: Meeting) => Partial<Pick<Meeting, 'onPbx' | 'conflict' | 'room' | 'event'>> | null,
  also: (tx: Repositories) => Promise<void>,
): Promise<Meeting | null> {
  let current: Meeting | null = read
  for (let tries = 1; current; tries++) {
    const changes = change(current)
    if (!changes) return null
    const next: Meeting = { ...current, ...changes, revision: current.revision + 1 }
    try {
      await store.transaction(async (tx) => {
        await tx.meetings.save(next, nextOccurrence(next, clock.now())?.startAt ?? null)
        await also(tx)
      })
      return next
    } catch (error) {
      if (!isConfbotError(error, 'store.conflict') || tries === maxTries) throw error
      current = await store.meetings.get(read.id)
    }
  }
  return null
}
