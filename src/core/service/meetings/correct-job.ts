/** Brings a message that reminded of a meeting up to date: as a reminder where it holds, else as a note of what holds now. */
import type { WallTime } from '#lib/wall-time.ts'
import type { Announcement, StandingMessage } from '../../announcement.ts'
import { leaseMs } from '../../contracts/job-queue.ts'
import type { Delivery } from '../../contracts/store.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import { answersTo, type Meeting } from '../../meeting.ts'
import type { Occurrence } from '../../occurrence.ts'
import { dateNamed, nextOccurrence } from './dates.ts'
import { isLateAt } from './remind-job.ts'
import type { Telling } from './tell-once.ts'
import { tellOwner } from './tell-owner.ts'
import type { MeetingJobs } from './verbs.ts'

/** Nobody looks at it any more. */
const staleMs = 24 * 3_600_000
/** How often the later dates of one meeting may have become another. */
const maxChanges = 5

export function createCorrectJob(telling: Telling): MeetingJobs['correct'] {
  const { store, teller, clock, logger } = telling

  /** What takes place now in the place of what was reminded of, and in which meeting. */
  const presentOf = async (
    meeting: Meeting,
    date: WallTime,
    changes = 0,
  ): Promise<{ readonly meeting: Meeting; readonly occurrence: Occurrence | null }> => {
    if (meeting.state === 'cancelled') return { meeting, occurrence: null }
    const named = dateNamed(meeting, date)
    if (named.kind === 'found') return { meeting, occurrence: named.occurrence }
    const later = meeting.continuedBy === undefined ? null : await store.meetings.get(meeting.continuedBy)
    if (later && named.kind !== 'skipped' && changes < maxChanges) return presentOf(later, date, changes + 1)
    return { meeting, occurrence: named.kind === 'skipped' ? null : nextOccurrence(meeting, clock.now()) }
  }

  const asReminder = async (
    meeting: Meeting,
    occurrence: Occurrence,
    { startAt, leadMinutes, settledAt }: Delivery,
  ): Promise<Announcement | null> => {
    if (startAt === null || occurrence.startAt !== startAt) return null
    if (leadMinutes === null) return { kind: 'snoozed', meeting, occurrence }
    const isLate = isLateAt(settledAt ?? clock.now(), { startAt, leadMinutes })
    const answers = answersTo(await store.answers.of({ meetingId: meeting.id, date: occurrence.date }), startAt)
    return { kind: 'reminder', meeting, occurrence, leadMinutes, isLate, answers }
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
    const { date, startAt } = delivery
    if (message && date !== null && startAt !== null) {
      const now = await presentOf(meeting, date)
      const reminder = now.occurrence && (await asReminder(now.meeting, now.occurrence, delivery))
      const corrected = { kind: 'corrected', meeting: now.meeting, was: startAt, now: now.occurrence } as const
      try {
        await teller.retell(message, reminder ?? corrected)
      } catch (error) {
        if (!isConfbotError(error, 'chat.cannot-post')) throw error
        logger.info({ ...errorFacts(error), meeting: meeting.id }, 'a reminder that holds no more cannot be changed')
        if (!reminder) {
          const closed = { kind: 'place-closed', meeting, startAt } as const
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
