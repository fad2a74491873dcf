/** Brings a message that reminded of a meeting up to date: as a reminder where it holds, else as a note of what holds now. */
import type { Announcement, StandingMessage } from '../../announcement.ts'
import { leaseMs } from '../../contracts/job-queue.ts'
import type { Delivery } from '../../contracts/store.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import { occurrenceOf } from '../../occurrence.ts'
import { isLateAt } from './remind-job.ts'
import type { Telling } from './tell-once.ts'
import { tellOwner } from './tell-owner.ts'
import type { MeetingJobs } from './verbs.ts'

/** Nobody looks at it any more. */
const staleMs = 24 * 3_600_000

export function createCorrectJob(telling: Telling): MeetingJobs['correct'] {
  const { store, teller, clock, logger } = telling

  const asReminder = async (meeting: Meeting, delivery: Delivery): Promise<Announcement | null> => {
    const { date, startAt, leadMinutes, settledAt } = delivery
    const occurrence = date !== null && meeting.state !== 'cancelled' ? occurrenceOf(meeting, date) : null
    if (!occurrence || date === null || startAt === null || occurrence.startAt !== startAt) return null
    if (leadMinutes === null) return { kind: 'snoozed', meeting, occurrence }
    return {
      kind: 'reminder',
      meeting,
      occurrence,
      leadMinutes,
      isLate: isLateAt(settledAt ?? clock.now(), { startAt, leadMinutes }),
      answers: await store.answers.of({ meetingId: meeting.id, date }),
    }
  }

  const asCorrected = (meeting: Meeting, { date, startAt }: Delivery): Announcement | null => {
    if (date === null || startAt === null) return null
    const now = meeting.state === 'cancelled' ? null : occurrenceOf(meeting, date)
    return { kind: 'corrected', meeting, was: startAt, now }
  }

  /** Its reminder was taken back between being begun and being settled. null: as far as can be known it is nowhere. */
  const whereabouts = async ({ key, place, beganAt }: Delivery): Promise<StandingMessage | null> => {
    const found = await teller.findTold(place, key, beganAt).catch((error: unknown) => {
      if (isConfbotError(error, 'chat.cannot-post')) return null
      if (isConfbotError(error, 'chat.unconfirmed')) return 'unconfirmed' as const
      throw error
    })
    if (found === 'unconfirmed') await store.deliveries.settle(key, 'unconfirmed', clock.now())
    else if (found) await store.deliveries.settle(key, 'sent', clock.now(), found)
    else await store.deliveries.settle(key, 'corrected', clock.now())
    return found === 'unconfirmed' ? null : found
  }

  return async (job) => {
    const { does } = job
    if (does.kind !== 'correct') return
    const delivery = await store.deliveries.get(does.delivery)
    const meeting = delivery && (await store.meetings.get(delivery.meetingId))
    if (!delivery || !meeting || clock.now() - delivery.beganAt > staleMs + leadMs(delivery))
      return void (await store.jobs.finish(job))
    if (delivery.state === 'sending') {
      // Whoever sends it settles it; only where nobody does any more is it looked for.
      const isBeingSent = (await store.jobs.get(delivery.key)) !== null
      const waitMs = delivery.beganAt + leaseMs - clock.now()
      if (isBeingSent || (waitMs > 0 && waitMs <= leaseMs))
        return void (await store.jobs.retry(job, clock.now() + Math.max(waitMs, leaseMs / 3)))
    }
    const message = delivery.state === 'sending' ? await whereabouts(delivery) : delivery.message
    const reminder = await asReminder(meeting, delivery)
    const what = reminder ?? asCorrected(meeting, delivery)
    if (message && what) {
      try {
        await teller.retell(message, what)
      } catch (error) {
        if (!isConfbotError(error, 'chat.cannot-post')) throw error
        logger.info({ ...errorFacts(error), meeting: meeting.id }, 'a reminder that holds no more cannot be changed')
        if (!reminder) {
          const closed = { kind: 'place-closed', meeting, startAt: delivery.startAt } as const
          await tellOwner(telling, job, closed, does.delivery, delivery.beganAt)
        }
      }
      const state = reminder ? 'sent' : 'corrected'
      await store.deliveries.settle(delivery.key, state, delivery.settledAt ?? clock.now(), message)
    }
    await store.jobs.finish(job)
  }
}

const leadMs = ({ leadMinutes }: Delivery) => (leadMinutes ?? 0) * 60_000
