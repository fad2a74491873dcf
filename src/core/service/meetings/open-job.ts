/**
 * Opens an occurrence at its start: the room, the live card, then the calls. Whatever fails is tried again until its end, and said;
 * whatever dies in between is found by the next run, and nobody is rung twice.
 */
import { createConferenceId } from '#lib/ids.ts'
import { type Actor, systemActor } from '../../actor.ts'
import { createAttempt } from '../../attempt.ts'
import { type Conference, openConference } from '../../conference.ts'
import type { Pbx } from '../../contracts/conference-provider.ts'
import type { LeasedJob } from '../../contracts/job-queue.ts'
import type { PostedCard, Repositories } from '../../contracts/store.ts'
import { judgeTarget } from '../../dial-guard.ts'
import { admitToPbx } from '../../door.ts'
import { ConfbotError, type ErrorCode, errorFacts, isConfbotError } from '../../errors.ts'
import type { Invitee } from '../../invitee.ts'
import type { Meeting } from '../../meeting.ts'
import type { JobOf } from '../../meeting-job.ts'
import { type Occurrence, occurrenceOf } from '../../occurrence.ts'
import { stillHolds } from '../../plan.ts'
import { inviteInto } from '../../roster.ts'
import { scheduleAtStart } from '../carry-out.ts'
import type { Verbs } from '../deps.ts'
import { inviteesLeft } from '../directory.ts'
import { openShown, ringInvited } from '../opening.ts'
import { nextOccurrence } from './dates.ts'
import { liveOccurrence } from './live-occurrences.ts'
import { cardJob } from './on-pbx.ts'
import { wasClosed } from './remind-job.ts'
import { RoomBusy, roomAtStart } from './room-at-start.ts'
import { sayOnce } from './say-once.ts'
import { tellOwner } from './tell-owner.ts'
import type { MeetingJobs } from './verbs.ts'
import { whoAtStart } from './who-at-start.ts'

const firstWaitMs = 15_000
const longestWaitMs = 60_000

/** What one run knows. */
interface Start {
  readonly job: LeasedJob
  readonly does: JobOf<'open'>
  readonly meeting: Meeting
  readonly occurrence: Occurrence
  /** One start of an occurrence, which can be moved: names its card and what is told of it. */
  readonly mark: string
}

/** It was changed, or opened by somebody else, while it was being opened. */
class NotDue extends Error {}

class NotOpened extends Error {
  readonly reason: ConfbotError

  constructor(reason: ConfbotError) {
    super(reason.code)
    this.reason = reason
  }
}

export function createOpenJob(verbs: Verbs): MeetingJobs['open'] {
  const { store, clock, book, cards, events, logger } = verbs
  /** Why it could not be opened, by job: for what its owner is told when it is over. */
  const reasons = new Map<string, ErrorCode>()
  /** Starts whose card was posted and taken back, since they could not be stored. */
  const withdrawn = new Set<string>()

  const finish = async (job: LeasedJob) => {
    reasons.delete(job.key)
    await store.jobs.finish(job)
  }

  /** One that had ended before belongs to a start that was moved. */
  const begunOf = async ({ meeting, does: { meetingId, date, startAt } }: Start) => {
    const stored = await store.conferences.ofOccurrence({ meetingId, date })
    const begun = liveOccurrence(verbs, meeting, date) ?? (stored && ((await book.get(stored.id)) ?? stored))
    return begun && (begun.state === 'live' || begun.startedAt >= startAt) ? begun : null
  }

  const open = async (start: Start): Promise<Conference> => {
    try {
      return await openNow(start)
    } catch (error) {
      if (!isConfbotError(error) || error.code.startsWith('store.')) throw error
      throw new NotOpened(error)
    }
  }

  const openNow = async (start: Start): Promise<Conference> => {
    const { meeting, occurrence, does, mark } = start
    const { owner, place, options } = meeting
    const pbx = verbs.pbxOf(meeting.pbx)
    admitToPbx(place, pbx)
    const occurrenceRef = { meetingId: meeting.id, date: occurrence.date }
    const { invitees, notCalled, unnumbered } = await whoAtStart(verbs, pbx, meeting, {
      ...occurrenceRef,
      startAt: occurrence.startAt,
    })
    const id = createConferenceId()
    const { room, hasPin, take, giveUp } = await roomAtStart(verbs, pbx, meeting, id)
    const subject = occurrence.subject ?? meeting.subject
    const empty = openConference({
      id,
      subject,
      pbx: pbx.name,
      room,
      hasPin,
      by: owner,
      place,
      at: clock.now(),
      longestUntil: options.close ? occurrence.endAt : null,
      keepUntil: occurrence.endAt,
      occurrence: occurrenceRef,
      schedule: scheduleAtStart(pbx, options, occurrence.endAt),
      notCalled,
    })
    const opened = inviteInto(empty, invitees, owner, clock.now(), 'not-rung')
    const attempt = createAttempt(store, { actor: systemActor, place, intent: mark, action: 'open' }, clock.now)
    attempt.about(`${subject} in room ${room.number}`, id)
    const card: { adopted: PostedCard | null; isPosted: boolean } = { adopted: null, isPosted: false }
    const { conference } = await openShown(verbs, {
      conference: opened,
      async commit(write) {
        await attempt.commit(async (tx) => {
          if ((await tx.conferences.ofOccurrence(occurrenceRef))?.state === 'live') throw new NotDue()
          await write(tx)
        })
      },
      async post() {
        card.adopted = await cardOfDead(start, opened)
        const posted = card.adopted ?? (await postCard(start, opened))
        card.isPosted = true
        return posted
      },
      async also(tx, posted) {
        const current = await tx.meetings.get(meeting.id)
        if (!current || !stillHolds(current, does)) throw new NotDue()
        await take(tx)
        await noteUnnumbered(tx, current, unnumbered)
        await tx.deliveries.settle(mark, posted ? 'sent' : 'unconfirmed', clock.now(), posted ?? undefined)
      },
      giveUp() {
        if (card.isPosted) withdrawn.add(mark)
        return giveUp(opened)
      },
    })
    // It shows a conference that never was.
    if (card.adopted) await cards.keepCard(card.adopted)
    events.publish({ kind: 'conference-started', conference, actor: systemActor })
    return conference
  }

  /** Numbers become known, and are taken away: its card tells who is rung from now on. */
  const noteUnnumbered = async (tx: Repositories, meeting: Meeting, unnumbered: readonly string[]): Promise<void> => {
    if (unnumbered.join() === (meeting.unnumbered ?? []).join()) return
    const now = clock.now()
    const next = nextOccurrence(meeting, now)?.startAt ?? null
    await tx.meetings.save({ ...meeting, unnumbered, revision: meeting.revision + 1 }, next)
    await tx.jobs.put(cardJob(meeting.id, now))
  }

  /** The card that was posted by a run which died before it stored anything. That it is going to be posted is stored first. */
  const cardOfDead = async (start: Start, conference: Conference): Promise<PostedCard | null> => {
    const { meeting, occurrence, does, mark } = start
    const now = clock.now()
    const known = await store.deliveries.begin({
      key: mark,
      meetingId: meeting.id,
      date: occurrence.date,
      kind: 'notice',
      startAt: does.startAt,
      leadMinutes: null,
      place: meeting.place,
      state: 'sending',
      beganAt: now,
      settledAt: null,
      message: null,
    })
    if (!known) return null
    const isNowhere = withdrawn.delete(mark) || known.state === 'missed'
    const found = isNowhere ? null : await cards.findCard(conference, meeting.place, mark, known.beganAt)
    if (!found) await store.deliveries.settle(mark, 'sending', now)
    return found
  }

  const postCard = async ({ job, meeting, does, mark }: Start, conference: Conference): Promise<PostedCard> => {
    const { place, owner } = meeting
    const now = clock.now()
    try {
      return await cards.postCard(conference, place, owner, mark).catch(async (error: unknown) => {
        if (!isConfbotError(error, 'chat.cannot-post')) throw error
        // The bot was removed from there: those who are invited are rung all the same, and the owner has the card.
        const closed = { kind: 'place-closed', meeting, startAt: does.startAt } as const
        if (!wasClosed(await store.deliveries.ofMeeting(meeting.id), mark, now))
          await tellOwner(verbs, job, closed, `closed:${mark}`, now)
        return cards.postCard(conference, { ...place, kind: 'people' }, owner, mark)
      })
    } catch (error) {
      if (!isConfbotError(error, 'chat.unconfirmed')) await store.deliveries.settle(mark, 'missed', clock.now())
      throw error
    }
  }

  /**
   * Those who were not rung yet. Where nobody knows whether the card was posted they are rung, too: they know of the meeting, and
   * nobody would ring them later.
   */
  const ring = async (start: Start, conference: Conference): Promise<void> => {
    const { meeting, does, mark, job } = start
    if (!meeting.options.ring || conference.state === 'ended' || conference.startedAt < does.startAt) return
    const pbx = verbs.pbxOf(conference.pbx)
    const { unread } = await inviteesLeft(verbs, meeting.place, pbx, meeting.who)
    const left = notRung(pbx, conference)
    const who = { actor: await ownerAsActor(meeting), place: meeting.place, intent: mark, action: 'open' }
    const { results } = left.length === 0 ? { results: [] } : await ringInvited(verbs, who, pbx, conference, left)
    // Nobody was rung, or all were: what stands in the conference tells when this is run again.
    const failure = results.find(({ code }) => code?.startsWith('store.'))?.code
    if (failure) throw new ConfbotError(failure)
    // What the PBX refused of a single call stands on the card, with a button to ring again.
    const refused = results.filter(({ code }) => code?.startsWith('dial.')).map(({ invitee }) => invitee)
    const typed = [...unread, ...refused.map(({ name, masked }) => name ?? masked)]
    if (typed.length > 0)
      await tellOwner(verbs, job, { kind: 'invitees-unknown', meeting, typed }, `invitees:${mark}`, does.startAt)
  }

  const ownerAsActor = async ({ owner }: Meeting): Promise<Actor> => {
    const known = await verbs.people.find(owner).catch((error: unknown) => {
      logger.info({ ...errorFacts(error) }, 'a meeting is opened without asking who its owner is now')
      return null
    })
    return known ?? { ...owner, isAdministrator: false, isGuest: false, isBot: false, isOutsider: false }
  }

  /** Nothing was opened until its end. */
  const missed = async ({ job, does, meeting, occurrence, mark }: Start): Promise<void> => {
    const reason = reasons.get(job.key) ?? null
    logger.warn({ meeting: meeting.id, date: occurrence.date, reason }, 'a meeting was not opened')
    const what = { kind: 'start-missed', meeting, startAt: does.startAt, reason } as const
    await tellOwner(verbs, job, what, `missed:${mark}`, occurrence.endAt)
  }

  /** Said once, and tried again until its end, when its owner is told. */
  const putOff = async (
    { job, meeting, occurrence, mark }: Start,
    reason: ErrorCode,
    isSaid: boolean,
  ): Promise<void> => {
    const now = clock.now()
    reasons.set(job.key, reason)
    logger.info({ meeting: meeting.id, date: occurrence.date, reason }, 'a meeting could not be opened yet')
    if (isSaid && now < occurrence.endAt)
      await sayOnce(verbs, {
        key: `cannot-${mark}`,
        meeting,
        date: occurrence.date,
        to: meeting.place,
        what: { kind: 'cannot-open', meeting, occurrence, reason },
      })
    const waitMs = Math.min(firstWaitMs * 2 ** Math.min(job.tries, 8), longestWaitMs)
    const dueAt = now < occurrence.endAt ? Math.min(now + waitMs, occurrence.endAt) : now + waitMs
    await store.jobs.retry(job, dueAt)
  }

  const recordOnce = async ({ meeting, job, mark }: Start, error: ConfbotError): Promise<void> => {
    if (reasons.get(job.key) === error.code) return
    const { place, subject } = meeting
    const attempt = createAttempt(store, { actor: systemActor, place, intent: mark, action: 'open' }, clock.now)
    attempt.about(subject)
    await attempt.fail(error)
  }

  return async (job) => {
    const { does } = job
    if (does.kind !== 'open') return
    const { meetingId, date, startAt } = does
    const meeting = await store.meetings.get(meetingId)
    const occurrence = meeting && stillHolds(meeting, does) ? occurrenceOf(meeting, date) : null
    if (!meeting || !occurrence) return finish(job)
    const start: Start = { job, does, meeting, occurrence, mark: `${job.key}:${startAt}` }
    const begun = await begunOf(start)
    if (!begun && clock.now() >= occurrence.endAt) {
      await missed(start)
      return finish(job)
    }
    try {
      const conference = begun ?? (await open(start))
      await ring(start, conference)
      await finish(job)
    } catch (error) {
      if (error instanceof NotDue) return finish(job)
      if (error instanceof RoomBusy) return putOff(start, 'room.in-use', error.isLive)
      if (!(error instanceof NotOpened)) throw error
      await recordOnce(start, error.reason)
      const { code } = error.reason
      // Where the chat does not answer, there is nothing to be said of it there.
      return putOff(start, code, !code.startsWith('chat.'))
    }
  }
}

/** Judged again: the rules may have changed. */
function notRung({ policy }: Pbx, { invitations }: Conference): readonly Invitee[] {
  return invitations
    .filter(({ state }) => state === 'not-rung')
    .flatMap(({ name, number, person }) => {
      try {
        const target = judgeTarget(number, policy)
        return [{ name, number: target.number, masked: target.masked, person }]
      } catch (error) {
        if (!isConfbotError(error)) throw error
        return []
      }
    })
}
