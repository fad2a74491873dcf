/**
 * Telling something once, whatever is killed in between: that it is to be told is stored first, then it is posted, then it is
 * stored that it was. Where nobody knows whether it was posted it is looked for, and where it cannot be looked for it is never
 * posted again.
 */
import type { Person, Place } from '../../actor.ts'
import type { Announcement, StandingMessage } from '../../announcement.ts'
import { type LeasedJob, leaseMs } from '../../contracts/job-queue.ts'
import type { Delivery } from '../../contracts/store.ts'
import { ConfbotError, isConfbotError } from '../../errors.ts'
import { correctKey } from '../../meeting-job.ts'
import type { Verbs } from '../deps.ts'

/** What jobs that tell something work with. */
export type Telling = Pick<Verbs, 'store' | 'clock' | 'logger' | 'teller' | 'people'>

export interface Message {
  readonly job: LeasedJob
  /** `key` is the mark of the message, too. */
  readonly delivery: Omit<Delivery, 'state' | 'beganAt' | 'settledAt' | 'message'>
  readonly to: Place | Person
  /** Gets it in the place of a conversation that the bot is not part of. */
  readonly owner: Person
  /** As it is at this moment; null: it holds no more. */
  readonly words: () => Promise<Words | null>
  /** Whether it still is what is to be said. */
  readonly isCurrent: (shown: Announcement) => Promise<boolean>
}

export interface Words {
  readonly what: Announcement
  /** It is not told later than this. */
  readonly until: number
}

/**
 * `told`: the job is finished, too. `later`: the job was put back. Else the job is the caller's to finish: `void`: it holds no more;
 * `missed`: too late; `refused`: the bot may not write there; `unconfirmed`: nobody can know.
 */
export type Outcome = 'told' | 'later' | 'void' | 'missed' | 'refused' | 'unconfirmed'

/**
 * Rejects with `chat.unavailable` or `chat.refused` when it was surely not posted and is worth trying again, and when the store
 * fails.
 */
export type TellOnce = (message: Message) => Promise<Outcome>

const firstWaitMs = 5_000
const longestWaitMs = 30_000
/** A chat that cannot be asked for so long is not asked any more whether something was posted. */
const lookForMs = 24 * 3_600_000

export function createTellOnce({ store, clock, teller }: Pick<Telling, 'store' | 'clock' | 'teller'>): TellOnce {
  /** By key: posted, and the store could not be told of it yet. */
  const posted = new Map<string, StandingMessage>()

  const post = async (message: Message, { what, until }: Words): Promise<Outcome> => {
    const { delivery, job, to } = message
    const wait = async (error: ConfbotError): Promise<Outcome> => {
      // It surely is not there. Should this be the end of it, that is what it will have been.
      await store.deliveries.settle(delivery.key, 'missed', clock.now())
      const leftMs = until - clock.now()
      if (leftMs < 0) return 'missed'
      const waitMs = error.details.retryAfterMs ?? Math.min(firstWaitMs * 2 ** Math.min(job.tries, 10), longestWaitMs)
      throw new ConfbotError(error.code, { ...error.details, retryAfterMs: Math.min(waitMs, leftMs + 1) })
    }
    try {
      posted.set(delivery.key, await teller.tell(to, what, delivery.key))
    } catch (error) {
      if (isConfbotError(error, 'chat.unavailable', 'chat.refused')) return wait(error)
      if (isConfbotError(error, 'chat.cannot-post')) return settle(message, 'refused')
      if (!isConfbotError(error, 'chat.unconfirmed')) throw error
      const seen = await look(message, clock.now())
      if (seen === 'nowhere') return wait(new ConfbotError('chat.unavailable', { cause: error }))
      return typeof seen === 'string' ? settle(message, seen) : stands(message, seen, what)
    }
    return stands(message, posted.get(delivery.key), what)
  }

  const stands = async (
    { delivery: { key, meetingId }, job, isCurrent }: Message,
    standing: StandingMessage | undefined,
    shown: Announcement | null,
  ): Promise<Outcome> => {
    // One after the other: whoever dies in between has left enough for the next run, which finds it begun or sent.
    if (!shown || !(await isCurrent(shown))) {
      const does = { kind: 'correct', delivery: key } as const
      await store.jobs.put({ key: correctKey(key), dueAt: clock.now(), does, meetingId })
    }
    await store.deliveries.settle(key, 'sent', clock.now(), standing)
    await store.jobs.finish(job)
    posted.delete(key)
    return 'told'
  }

  const settle = async ({ delivery: { key } }: Message, state: 'refused' | 'unconfirmed'): Promise<Outcome> => {
    await store.deliveries.settle(key, state, clock.now())
    return state
  }

  /** Rejects when the chat cannot be asked now. */
  const look = async (
    { delivery: { key }, to, owner }: Message,
    since: number,
  ): Promise<StandingMessage | 'nowhere' | 'unconfirmed' | 'refused'> => {
    const isAmongPeople = 'channelId' in to && to.kind === 'people'
    try {
      const found = isAmongPeople ? await teller.findTold(owner, key, since) : null
      return found ?? (await teller.findTold(to, key, since)) ?? 'nowhere'
    } catch (error) {
      if (isConfbotError(error, 'chat.cannot-post')) return isAmongPeople ? 'nowhere' : 'refused'
      if (isConfbotError(error, 'chat.unconfirmed') || clock.now() - since > lookForMs) return 'unconfirmed'
      throw error
    }
  }

  /** Somebody died, or failed, between beginning and settling it. */
  const repair = async (message: Message, { key, beganAt }: Delivery): Promise<Outcome> => {
    const seen = posted.get(key) ?? (await look(message, beganAt))
    if (seen === 'refused' || seen === 'unconfirmed') return settle(message, seen)
    if (seen !== 'nowhere') return stands(message, seen, null)
    const words = await message.words()
    if (words && clock.now() <= words.until) return post(message, words)
    await store.deliveries.settle(key, words ? 'missed' : 'corrected', clock.now())
    return words ? 'missed' : 'void'
  }

  return async (message) => {
    const { delivery, job } = message
    const words = await message.words()
    const now = clock.now()
    const isWanted = words !== null && now <= words.until
    const fresh = { ...delivery, beganAt: now, message: null }
    const known = isWanted
      ? await store.deliveries.begin({ ...fresh, state: 'sending', settledAt: null })
      : await store.deliveries.get(delivery.key)
    if (!known) {
      if (isWanted) return post(message, words)
      if (words) await store.deliveries.begin({ ...fresh, state: 'missed', settledAt: now })
      return words ? 'missed' : 'void'
    }
    switch (known.state) {
      case 'missed':
        if (!isWanted) return words ? 'missed' : 'void'
        await store.deliveries.settle(delivery.key, 'sending', now)
        return post(message, words)
      case 'sending': {
        // Another process may be posting it at this very moment: nobody holds a job for longer without a sign of life.
        const freshForMs = (known.settledAt ?? known.beganAt) + leaseMs - now
        if (posted.has(delivery.key) || freshForMs <= 0 || freshForMs > leaseMs) return repair(message, known)
        await store.jobs.retry(job, now + freshForMs)
        return 'later'
      }
      case 'sent':
      case 'corrected':
        await store.jobs.finish(job)
        return 'told'
      case 'refused':
      case 'unconfirmed':
        return known.state
    }
  }
}
