/**
 * Brings the cards of a meeting up to date. One that was deleted is not posted again: nothing is lost with it, since reminders
 * come all the same and the agenda shows it anew, and whoever took it away meant to.
 */
import type { Announcement, StandingMessage } from '../../announcement.ts'
import type { Delivery } from '../../contracts/store.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import { nextFive } from './dates.ts'
import type { Telling } from './tell-once.ts'
import type { MeetingJobs } from './verbs.ts'

/** However often it was shown: the first one, and the last ones. More at once are more than a chat takes, so that none got done. */
const maxCards = 10

/** One that nobody knew of is looked for as long as this. */
const lookForMs = 3_600_000

export function createCardJob({ store, teller, clock, logger }: Telling): MeetingJobs['card'] {
  /** Where it stands; null: as far as is known nowhere. */
  const messageOf = async ({ key, message, place, beganAt }: Delivery): Promise<StandingMessage | null> => {
    if (message || clock.now() - beganAt > lookForMs) return message
    const found = await teller.findTold(place, key, beganAt).catch((error: unknown) => {
      if (isConfbotError(error, 'chat.unconfirmed', 'chat.cannot-post')) return null
      throw error
    })
    if (found) await store.deliveries.settle(key, 'sent', clock.now(), found)
    return found
  }

  return async (job) => {
    const { does } = job
    if (does.kind !== 'card') return
    const { meetingId } = does
    const meeting = await store.meetings.get(meetingId)
    if (meeting) {
      const what: Announcement = { kind: 'meeting', meeting, next: nextFive(meeting, clock.now()) }
      const cards = (await store.deliveries.ofMeeting(meetingId)).filter(({ kind }) => kind === 'card')
      for (const card of [...cards.slice(0, maxCards), ...cards.slice(maxCards).slice(-1)]) {
        const message = await messageOf(card)
        if (!message) continue
        await teller.retell(message, what).catch((error: unknown) => {
          if (!isConfbotError(error, 'chat.cannot-post')) throw error
          logger.info({ ...errorFacts(error), meeting: meetingId }, 'the card of a meeting cannot be changed any more')
        })
      }
    }
    await store.jobs.finish(job)
  }
}
