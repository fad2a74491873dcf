/**
 * Lets a clock that is pushed by hand pass through what falls due on the way, each at its own instant: as if that time had passed,
 * rather than as if nothing had run meanwhile. For the sandbox, whose people would not see reminders come otherwise.
 */
import type { JobRepository } from '#core/contracts/job-queue.ts'
import type { MeetingJob } from '#core/meeting-job.ts'
import { createSystemClock, type MovableClock, sleep } from '#lib/clock.ts'

/** What somebody sees. The others only look, again and again. */
const seen = [
  'plan',
  'remind',
  'open',
  'card',
  'correct',
  'snooze',
  'tell-pbx',
  'tell-event',
] as const satisfies MeetingJob['kind'][]

const lookEveryMs = 10
/** What takes longer waits for the clock: for its turn in a channel, or for a phone to be answered. */
const patienceMs = 300
const stepMs = 1_000
/** Of system time: whoever pushed the clock waits for it. */
const longestMs = 20_000

export function createTimePassage(clock: MovableClock, jobs: Pick<JobRepository, 'firstDueAt'>) {
  const system = createSystemClock()
  let last: Promise<void> = Promise.resolve()

  const pass = async (ms: number) => {
    const target = clock.offsetMs + ms
    const left = () => target - clock.offsetMs
    const giveUpAt = system.now() + longestMs
    /** Until nothing is due any more; where that takes long, the clock goes on slowly. */
    const settle = async () => {
      for (let since = system.now(); system.now() < giveUpAt; ) {
        const dueAt = await jobs.firstDueAt(seen)
        if (dueAt === null || dueAt > clock.now()) return
        if (system.now() - since >= patienceMs) {
          if (left() <= 0) return
          since = system.now()
          clock.advance(Math.min(stepMs, left()))
        }
        await sleep(system, lookEveryMs)
      }
    }
    const walk = async () => {
      while (left() > 0 && system.now() < giveUpAt) {
        const dueAt = await jobs.firstDueAt(seen)
        if (dueAt === null || dueAt > clock.now() + left()) return
        clock.advance(Math.max(dueAt - clock.now(), 0))
        await settle()
      }
    }
    // Where nobody can say what is due, time passes all the same.
    await walk().catch(() => {})
    clock.advance(left())
  }

  /** Resolves when the clock was moved by `ms`. One moves it after the other. */
  return (ms: number): Promise<void> => {
    last = last.then(() => pass(ms))
    return last
  }
}
