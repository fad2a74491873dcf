/** Telling a meeting's owner what went wrong: rather twice than never, and once as far as it can be known. */
import type { Person, Place } from '../../actor.ts'
import type { Announcement, OwnerNotice } from '../../announcement.ts'
import type { LeasedJob } from '../../contracts/job-queue.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import type { Telling } from './tell-once.ts'

/** What nobody could be told for so long is in the log alone. */
const giveUpMs = 24 * 3_600_000

/**
 * `key` names what it is about, `since` is when that happened. Resolves also when the owner can never be told; rejects with
 * `chat.*` when the job is to be tried again.
 */
export async function tellOwner(
  { teller, people, clock, logger }: Pick<Telling, 'teller' | 'people' | 'clock' | 'logger'>,
  job: LeasedJob,
  notice: OwnerNotice,
  key: string,
  since: number,
): Promise<void> {
  const facts = { meeting: notice.meeting.id, notice: notice.kind }
  const mark = `told:${key}`
  const { to, what } = await addressOwner(people, notice)
  if (!to) return logger.warn(facts, 'the owner of a meeting is gone, and nobody could be told in their place')
  const wasTold = async () => {
    try {
      return (await teller.findTold(to, mark, since)) !== null
    } catch (error) {
      if (isConfbotError(error, 'chat.unconfirmed', 'chat.cannot-post')) return false
      throw error
    }
  }
  try {
    if (job.tries > 0 && (await wasTold())) return
    await teller.tell(to, what, mark)
  } catch (error) {
    const isInVain = isConfbotError(error, 'chat.cannot-post') || clock.now() - since > giveUpMs
    if (!isInVain) throw error
    logger.warn({ ...errorFacts(error), ...facts }, 'the owner of a meeting could not be told')
  }
}

/**
 * Slack takes messages to people whose accounts are gone as it takes others. What their meetings' owners would be told is then said
 * where the meeting is; `to` is null where nobody else would read it there.
 */
export async function addressOwner(
  people: Telling['people'],
  notice: OwnerNotice,
): Promise<{ readonly to: Person | Place | null; readonly what: Announcement }> {
  const { owner, place } = notice.meeting
  const isGone = (await people.find(owner).catch(() => owner)) === null
  if (!isGone) return { to: owner, what: notice }
  const isSaid = place.kind === 'channel' && notice.kind !== 'place-closed'
  return { to: isSaid ? place : null, what: { kind: 'owner-gone', meeting: notice.meeting, notice } }
}
