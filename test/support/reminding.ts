/** The jobs that tell people of meetings, on a real store and a chat that remembers; processes die and are born again on them. */
import { onTestFinished } from 'vitest'
import { createTeller } from '#announcer/teller.ts'
import type { Actor } from '#core/actor.ts'
import type { LeasedJob } from '#core/contracts/job-queue.ts'
import type { Delivery, Store } from '#core/contracts/store.ts'
import { ConfbotError, type ErrorCode, isConfbotError } from '#core/errors.ts'
import { defaultMeetingOptions, type Meeting } from '#core/meeting.ts'
import { remindKey } from '#core/meeting-job.ts'
import { planJobs } from '#core/plan.ts'
import { createCardJob } from '#core/service/meetings/card-job.ts'
import { createCorrectJob } from '#core/service/meetings/correct-job.ts'
import { createRemindJob } from '#core/service/meetings/remind-job.ts'
import { createSnoozeJob } from '#core/service/meetings/snooze-job.ts'
import { createWatchJob } from '#core/service/meetings/watch-job.ts'
import { writeMeeting } from '#core/service/meetings/write-meeting.ts'
import { openStore } from '#storage/index.ts'
import type { Card } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'
import { createLogBook, type LogBook } from './log-book.ts'
import { type RecordedChat, recordNotifier } from './notifier.ts'
import { annaStored } from './roster.ts'
import { general } from './service.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

/** The clock begins at 9:00 UTC that day, an hour before the meeting starts. */
export const date = '2026-11-20T11:00'
export const startAt = Date.UTC(2026, 10, 20, 10)

/** Once, at 11:00 in Berlin, for half an hour; reminded of ten minutes before. */
export const meetingOf = (given: Partial<Meeting> = {}): Meeting => ({
  id: 'k3x9ab',
  start: date,
  timeZone: 'Europe/Berlin',
  durationMinutes: 30,
  rule: null,
  changes: {},
  subject: 'Sprint review',
  state: 'scheduled',
  owner: annaStored,
  place: general,
  pbx: 'berlin',
  room: null,
  who: [],
  externalInvitees: null,
  reminderMinutes: [10],
  areRemindersPaused: false,
  options: defaultMeetingOptions,
  createdAt: startAt - hourMs,
  changedAt: startAt - hourMs,
  sequence: 0,
  onPbx: null,
  conflict: null,
  event: null,
  revision: 1,
  ...given,
})
export const keyOf = (leadMinutes = 10, at = startAt) => remindKey('k3x9ab', date, at, leadMinutes)

export interface Reminding {
  readonly clock: HandClock
  readonly store: Store
  readonly chat: RecordedChat
  readonly log: LogBook
  /** Stores it with all that follows. */
  schedule(meeting?: Meeting): Promise<Meeting>
  /** Stores what is made of it, as a person's change would. */
  change(make: (meeting: Meeting) => Partial<Meeting>): Promise<Meeting>
  /** Runs what is due now until nothing is; the codes of what was rejected with. What hangs is left alone. */
  work(): Promise<readonly (ErrorCode | 'fault')[]>
  /** Moves the clock to so many milliseconds before the start, and works. */
  at(beforeStartMs: number): Promise<readonly (ErrorCode | 'fault')[]>
  /** From now on another process works; what the one before holds lapses. */
  reborn(): Promise<readonly (ErrorCode | 'fault')[]>
  /** What the chat says of the owner of meetings from now on: that they are gone, or nothing. */
  ownerIs(state: 'gone' | 'unknown'): void
  delivery(key?: string): Promise<Delivery | null>
  /** What was posted, in words, without what can be pressed; mark by mark. */
  said(): readonly string[]
  told(): readonly string[]
  shown(): readonly string[]
}

const words = (card: Card) => cardToPlainText(card, { language: 'en', actions: false })

export async function startReminding(): Promise<Reminding> {
  const clock = createHandClock()
  const log = createLogBook()
  const store = await openStore({ kind: 'sqlite', path: ':memory:', clock, logger: log.logger })
  const chat = recordNotifier()
  onTestFinished(() => store.close())

  let findOwner = (): Actor | null => ({
    ...annaStored,
    isAdministrator: false,
    isGuest: false,
    isBot: false,
    isOutsider: false,
  })

  const bear = () => {
    const teller = createTeller({ notifierOf: (id) => (id === 'slack' ? chat.notifier : undefined) })
    const people = { find: async () => findOwner() }
    const telling = { store, clock, logger: log.logger, teller, people }
    return {
      remind: createRemindJob(telling),
      correct: createCorrectJob(telling),
      card: createCardJob(telling),
      snooze: createSnoozeJob(telling),
      watch: createWatchJob(telling),
    }
  }
  let jobs = bear()

  const plan = async (job: LeasedJob) => {
    const meeting = job.does.kind === 'plan' ? await store.meetings.get(job.does.meetingId) : null
    await store.jobs.finish(job)
    if (!meeting || job.does.kind !== 'plan') return
    const { jobs: planned, isOver } = planJobs(meeting, job.does.since, clock.now())
    if (!isOver) return store.jobs.put(...planned)
    await store.meetings.save({ ...meeting, state: 'over', revision: meeting.revision + 1 }, null)
  }

  const run = async (job: LeasedJob): Promise<ErrorCode | 'fault' | null> => {
    const { kind } = job.does
    try {
      if (kind in jobs) await jobs[kind as keyof typeof jobs](job)
      else await plan(job)
      return null
    } catch (error) {
      const waitMs = (isConfbotError(error) ? error.details.retryAfterMs : undefined) ?? 5_000
      await store.jobs.retry(job, clock.now() + waitMs)
      if (!isConfbotError(error)) log.logger.error({ err: error }, 'a job failed')
      return isConfbotError(error) ? error.code : 'fault'
    }
  }

  const work = async () => {
    const failures: (ErrorCode | 'fault')[] = []
    for (;;) {
      const due = await store.queue.claim(100)
      if (due.length === 0) return failures
      for (const job of due) {
        let isDone = false
        const running = run(job).then((failure) => {
          isDone = true
          if (failure) failures.push(failure)
        })
        // What the test makes hang is never done.
        for (let turns = 0; !isDone && turns < 40; turns++) await Promise.race([running, aTurn()])
      }
    }
  }

  const stored = async () => (await store.meetings.get('k3x9ab')) ?? meetingOf()
  return {
    clock,
    store,
    chat,
    log,
    async schedule(meeting = meetingOf()) {
      await store.transaction((tx) => writeMeeting(tx, null, meeting, clock.now()))
      return meeting
    },
    async change(make) {
      const before = await stored()
      const after = { ...before, ...make(before), changedAt: clock.now(), revision: before.revision + 1 }
      await store.transaction((tx) => writeMeeting(tx, before, after, clock.now()))
      return after
    },
    work,
    at(beforeStartMs) {
      clock.advance(startAt - beforeStartMs - clock.now())
      return work()
    },
    reborn() {
      jobs = bear()
      clock.advance(30_000)
      return work()
    },
    ownerIs(state) {
      findOwner = () => {
        if (state === 'gone') return null
        throw new ConfbotError('chat.unavailable')
      }
    },
    delivery: (key = keyOf()) => store.deliveries.get(key),
    said: () => chat.posts.map(({ card }) => words(card)),
    told: () => chat.told.map(({ person, card }) => `${person.name}: ${words(card)}`),
    shown: () => chat.updates.map(({ message, card }) => `${message.messageId}: ${words(card)}`),
  }
}

const aTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 5))
