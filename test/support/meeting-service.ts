/** The service with meetings: scheduled by its verbs, and what falls due is run by its jobs, on PBXs over loopback HTTP. */
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import type { Person, Place } from '#core/actor.ts'
import type { Announcement } from '#core/announcement.ts'
import type { Conference } from '#core/conference.ts'
import { leaseMs } from '#core/contracts/job-queue.ts'
import { type ErrorCode, isConfbotError } from '#core/errors.ts'
import { createEventBus } from '#core/events.ts'
import type { Meeting } from '#core/meeting.ts'
import type { ServiceDeps } from '#core/service/deps.ts'
import { createConferenceService } from '#core/service/index.ts'
import type { ScheduleInput } from '#core/service/meetings/verbs.ts'
import type { PbxRoomState } from '#sandbox/pbx/index.ts'
import { ben, found, type PbxPlan, type RunningService, startService } from './service.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
/** An hour after the clock begins: 11:00 in Berlin. */
export const startAt = Date.UTC(2026, 10, 20, 10)
export const date = '2026-11-20T11:00'

export interface RunningMeetings extends RunningService {
  /** By Ben, at 11:00 in Berlin for half an hour, unless said otherwise. */
  schedule(input?: Partial<ScheduleInput>): Promise<Meeting>
  /** Runs what is due until nothing is; what was rejected is tried again later, as the runner does. */
  work(): Promise<readonly (ErrorCode | 'fault')[]>
  /** Moves the clock to so many milliseconds after the start, and works. */
  at(afterStartMs: number): Promise<readonly (ErrorCode | 'fault')[]>
  meeting(id: string): Promise<Meeting>
  /** The conferences that are live, read from the PBX once more. */
  live(): Promise<readonly Conference[]>
  /** The room of that number as its administrator sees it; the first unless named. */
  room(number?: string): PbxRoomState
  /** Of what was told, all but the cards of meetings. */
  notices(): readonly { readonly to: Place | Person; readonly what: Announcement; readonly mark: string }[]
  /** From now on another process works on the same store and PBX; what the one before holds lapses. */
  reborn(): Promise<void>
}

/** `first`: what the first process has in the place of what it would have. */
export async function startMeetings(
  plans?: readonly [PbxPlan, ...PbxPlan[]],
  first: (deps: ServiceDeps) => Partial<ServiceDeps> = () => ({}),
): Promise<RunningMeetings> {
  const running = await startService(plans)
  const { store, clock, deps, teller } = running
  let service = createConferenceService({ ...deps, ...first(deps) })
  await service.resume()

  const run = async (job: Parameters<typeof service.meetingJobs.open>[0]): Promise<ErrorCode | 'fault' | null> => {
    try {
      await service.meetingJobs[job.does.kind](job)
      return null
    } catch (error) {
      await store.jobs.retry(job, clock.now() + 5_000)
      if (!isConfbotError(error)) throw error
      return error.code
    }
  }
  const work = async () => {
    const failures: (ErrorCode | 'fault')[] = []
    for (;;) {
      const jobs = await store.queue.claim(100)
      if (jobs.length === 0) return failures
      for (const job of jobs) {
        const failure = await run(job)
        if (failure) failures.push(failure)
      }
    }
  }

  return {
    ...running,
    get service() {
      return service
    },
    async schedule(input = {}) {
      const { meeting } = await service.schedule(running.attempt(ben, 'conf schedule'), {
        subject: 'Sprint review',
        when: date,
        zone: 'Europe/Berlin',
        forMs: 30 * minuteMs,
        reminderMinutes: [],
        ...input,
      })
      return meeting
    },
    work,
    async at(afterStartMs) {
      clock.advance(startAt + afterStartMs - clock.now())
      await turn()
      return work()
    },
    meeting: async (id) => found(await store.meetings.get(id)),
    async live() {
      await pause(5)
      return Promise.all(service.allLive().map(({ id }) => service.observe(id)))
    },
    room(number) {
      const rooms = running.pbx().rooms()
      return found(number === undefined ? rooms[0] : rooms.find((one) => one.number === number))
    },
    notices: () => teller.told.filter(({ what }) => what.kind !== 'meeting'),
    async reborn() {
      service = createConferenceService({ ...deps, events: createEventBus() })
      await service.resume()
      clock.advance(leaseMs + 1)
    },
  }
}
