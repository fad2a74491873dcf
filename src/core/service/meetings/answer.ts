/** What one person says to a date: whether they come, that they want to be reminded again, or that they join now. */
import { moment } from '#text/message.ts'
import { asPerson } from '../../actor.ts'
import type { Attempt } from '../../attempt.ts'
import type { Conference } from '../../conference.ts'
import type { Job } from '../../contracts/job-queue.ts'
import { ConfbotError } from '../../errors.ts'
import { type Answer, answersTo, type Meeting, type PersonAnswer } from '../../meeting.ts'
import { correctKey, snoozeKey } from '../../meeting-job.ts'
import { permit, type Verbs } from '../deps.ts'
import { dateInWords } from './dates.ts'
import { findComing, findMeeting, over, refuseCancelled } from './find.ts'
import type { MeetingInput } from './verbs.ts'
import { isStanding } from './write-meeting.ts'

/** The reminders of that date that stand there show it as soon as they can. */
export async function answer(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput & { readonly answer: Answer },
): Promise<readonly PersonAnswer[]> {
  const { clock, events } = verbs
  permit(attempt, 'meeting.answer')
  const { meeting, occurrence } = await findComing(verbs, attempt, input)
  attempt.about(`${meeting.subject} on ${dateInWords(meeting, occurrence)}`, meeting.id)
  const ref = { meetingId: meeting.id, date: occurrence.date }
  const at = clock.now()
  const given: PersonAnswer = { person: asPerson(attempt.actor), answer: input.answer, startAt: occurrence.startAt, at }
  let answers: readonly PersonAnswer[] = []
  await attempt.commit(async (tx) => {
    await tx.answers.put(ref, given)
    answers = answersTo(await tx.answers.of(ref), occurrence.startAt)
    const standing = (await tx.deliveries.ofMeeting(ref.meetingId, ref.date)).filter(isStanding)
    await tx.jobs.put(
      ...standing.map(
        ({ key }): Job => ({
          key: correctKey(key),
          dueAt: at,
          does: { kind: 'correct', delivery: key },
          meetingId: meeting.id,
        }),
      ),
    )
  }, input.answer)
  events.publish({ kind: 'jobs-enqueued' })
  return answers
}

/** At the latest at the start, unless it has begun. */
export async function snooze(
  verbs: Verbs,
  attempt: Attempt,
  input: MeetingInput & { readonly forMs: number },
): Promise<{ readonly at: number }> {
  const { clock, events } = verbs
  permit(attempt, 'meeting.answer')
  const { meeting, occurrence } = await findComing(verbs, attempt, input)
  const now = clock.now()
  const { date, startAt, endAt } = occurrence
  const at = now < startAt ? Math.min(now + input.forMs, startAt) : now + input.forMs
  if (at >= endAt) throw over(meeting)
  attempt.about(`${meeting.subject} on ${dateInWords(meeting, occurrence)}`, meeting.id)
  const person = asPerson(attempt.actor)
  await attempt.commit((tx) =>
    tx.jobs.put({
      key: snoozeKey(meeting.id, date, person),
      dueAt: at,
      does: { kind: 'snooze', meetingId: meeting.id, date, person, at },
      meetingId: meeting.id,
    }),
  )
  events.publish({ kind: 'jobs-enqueued' })
  return { at }
}

/** From memory, but for which meeting is meant. */
export async function liveOf(verbs: Verbs, attempt: Attempt, input: MeetingInput): Promise<Conference> {
  const { book, clock, store } = verbs
  const { meeting, occurrence } = await findMeeting(verbs, attempt, input)
  const now = clock.now()
  const live = book.live().filter((one) => one.occurrence?.meetingId === meeting.id)
  const named = live.find((one) => one.occurrence?.date === occurrence?.date)
  const [only, ...others] = live
  // It may have begun under another name, or go on after its end.
  const found =
    named ?? (others.length === 0 && (input.date === undefined || hasBegun(occurrence, now)) ? only : undefined)
  if (found) return found
  refuseCancelled(meeting)
  if (!occurrence) throw over(meeting)
  const ended = await store.conferences.ofOccurrence({ meetingId: meeting.id, date: occurrence.date })
  if (ended) throw new ConfbotError('conference.ended', { blanks: { name: meeting.subject } })
  throw notOpen(meeting, occurrence.startAt)
}

const hasBegun = (occurrence: { readonly startAt: number } | null, now: number) =>
  occurrence === null || occurrence.startAt <= now

const notOpen = ({ subject }: Meeting, startAt: number) =>
  new ConfbotError('meeting.not-open', { blanks: { name: subject, at: moment(startAt) } })
