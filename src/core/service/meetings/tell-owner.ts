/** Telling a meeting's owner what went wrong: rather twice than never, and once as far as it can be known. */
import type { OwnerNotice } from '../../announcement.ts'
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
  { teller, clock, logger }: Pick<Telling, 'teller' | 'clock' | 'logger'>,
  job: LeasedJob,
  what: OwnerNotice,
  key: string,
  since: number,
): Promise<void> {
  const { owner, id } = what.meeting
  const mark = `told:${key}`
  const wasTold = async () => {
    try {
      return (await teller.findTold(owner, mark, since)) !== null
    } catch (error) {
      if (isConfbotError(error, 'chat.unconfirmed', 'chat.cannot-post')) return false
      throw error
    }
  }
  try {
    if (job.tries > 0 && (await wasTold())) return
    await teller.tell(owner, what, mark)
  } catch (error) {
    const isInVain = isConfbotError(error, 'chat.cannot-post') || clock.now() - since > giveUpMs
    if (!isInVain) throw error
    logger.warn({ ...errorFacts(error), meeting: id, notice: what.kind }, 'the owner of a meeting could not be told')
  }
}
