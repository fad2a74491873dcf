/** Conferences that are live as occurrences of meetings follow what is changed of those. */
import type { Conference } from '../../conference.ts'
import { notKept, rescheduled } from '../../conference-schedule.ts'
import { errorFacts } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import { isSkipped, type Occurrence, occurrenceOf } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'

/** What takes place once is the same occurrence wherever it was moved to. */
const occurrenceIn = (meeting: Meeting, { occurrence }: Conference): Occurrence | null =>
  occurrence && occurrenceOf(meeting, meeting.rule === null ? meeting.start : occurrence.date)

/** The live one of that date; of what takes place once, whatever its date was called when it began. From memory. */
export const liveOccurrence = ({ book }: Pick<Verbs, 'book'>, meeting: Meeting, date: string): Conference | null =>
  book
    .live()
    .find(
      ({ occurrence }) => occurrence?.meetingId === meeting.id && (meeting.rule === null || occurrence.date === date),
    ) ?? null

/** Those of dates that became another meeting's belong to that. Never rejects. */
export async function passLive(
  { book, logger }: Pick<Verbs, 'book' | 'logger'>,
  from: Meeting,
  to: Meeting,
): Promise<void> {
  for (const { id, occurrence, startedAt } of book.live()) {
    const taken = occurrence?.meetingId === from.id ? occurrenceOf(to, occurrence.date) : null
    if (!taken || taken.startAt > startedAt) continue
    const ref = { meetingId: to.id, date: taken.date }
    await book
      .record(id, (current) => ({ ...current, occurrence: ref }))
      .catch((error: unknown) =>
        logger.warn({ ...errorFacts(error), meeting: to.id }, 'a live conference could not follow its meeting'),
      )
  }
}

/** They end when the meeting says now; what does not take place any more, as soon as nobody is there. Never rejects. */
export async function rescheduleLive(verbs: Pick<Verbs, 'book' | 'clock' | 'logger'>, meeting: Meeting): Promise<void> {
  const { book, clock, logger } = verbs
  if (meeting.state === 'over') return
  try {
    for (const conference of book.live()) {
      const { id, occurrence } = conference
      if (occurrence?.meetingId !== meeting.id) continue
      if (meeting.state === 'cancelled' || isSkipped(meeting, occurrence.date)) {
        await book.record(id, notKept)
        continue
      }
      const moved = occurrenceIn(meeting, conference)
      if (!moved) continue
      const times = { startAt: moved.startAt, endAt: moved.endAt, closes: meeting.options.close }
      await book.record(id, (current) => rescheduled(current, times, clock.now()))
    }
  } catch (error) {
    logger.warn({ ...errorFacts(error), meeting: meeting.id }, 'a live conference could not follow its meeting')
  }
}

/** Also those whose meeting was changed when the process stopped. */
export async function rescheduleAllLive(verbs: Verbs): Promise<void> {
  for (const { occurrence } of verbs.book.live()) {
    const meeting = occurrence && (await verbs.store.meetings.get(occurrence.meetingId))
    if (meeting) await rescheduleLive(verbs, meeting)
  }
}
