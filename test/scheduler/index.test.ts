import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTeller } from '#announcer/teller.ts'
import type { LeasedJob } from '#core/contracts/job-queue.ts'
import { ConfbotError } from '#core/errors.ts'
import { createEventBus } from '#core/events.ts'
import { watchKey } from '#core/meeting-job.ts'
import { planJobs } from '#core/plan.ts'
import { createRemindJob } from '#core/service/meetings/remind-job.ts'
import type { MeetingJobs } from '#core/service/meetings/verbs.ts'
import { createScheduler, type Scheduler } from '#scheduler/index.ts'
import { openStore } from '#storage/index.ts'
import { createHandClock, type HandClock } from '#test/support/hand-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { type RecordedChat, recordNotifier } from '#test/support/notifier.ts'
import { meetingOf, minuteMs, startAt } from '#test/support/reminding.ts'
import { general } from '#test/support/service.ts'
import { soon } from '#test/support/soon.ts'

/** A process with a scheduler that sends reminders; every other job is finished. */
async function startProcess(clock: HandClock, chat: RecordedChat, path = ':memory:', more: Partial<MeetingJobs> = {}) {
  const log = createLogBook()
  const store = await openStore({ kind: 'sqlite', path, clock, logger: log.logger })
  const events = createEventBus()
  const teller = createTeller({ notifierOf: () => chat.notifier })
  const done: string[] = []
  const finish = async (job: LeasedJob) => {
    done.push(job.key)
    await store.jobs.finish(job)
  }
  const scheduler = createScheduler({
    store,
    jobs: {
      plan: finish,
      open: finish,
      card: finish,
      correct: finish,
      snooze: finish,
      'tell-pbx': finish,
      'read-pbx': finish,
      'tell-event': finish,
      'read-events': finish,
      watch: finish,
      remind: createRemindJob({ store, clock, logger: log.logger, teller, people: { find: async () => null } }),
      ...more,
    },
    events,
    clock,
    logger: log.logger,
    modes: () => ({ slack: 'repaired' }),
  })
  onTestFinished(async () => {
    await clock.until(scheduler.stop())
    await store.close()
  })
  return {
    scheduler,
    store,
    events,
    log,
    done,
    async schedule(...ids: string[]) {
      for (const id of ids) {
        const place = { ...general, channelId: `C-${id}` }
        const meeting = meetingOf({ id, place })
        await store.meetings.save(meeting, startAt)
        await store.jobs.put(...planJobs(meeting, clock.now(), clock.now()).jobs)
      }
    },
  }
}
const rest = () => pause(60)
/** The scheduler has looked again at how things are. */
const looked = async (clock: HandClock) => {
  clock.advance(15_000)
  await rest()
}
const detail = (scheduler: Scheduler) => scheduler.reading().detail

describe('the scheduler', () => {
  it('runs what was enqueued as soon as a change of a meeting is told of', async () => {
    const clock = createHandClock()
    const bot = await startProcess(clock, recordNotifier())
    await bot.scheduler.start()
    await rest()
    const does = { kind: 'card', meetingId: 'k3x9ab' } as const
    for (const key of ['card:1', 'card:2']) {
      await bot.store.jobs.put({ key, dueAt: clock.now(), does, meetingId: 'k3x9ab' })
      await rest()
      expect(bot.done).not.toContain(key)
      bot.events.publish(
        key === 'card:1' ? { kind: 'jobs-enqueued' } : { kind: 'meeting-changed', meeting: meetingOf() },
      )
      await soon(() => expect(bot.done).toContain(key))
    }
  })

  it('has somebody look whether anything was forgotten, and leaves that to them from then on', async () => {
    const clock = createHandClock()
    const retry = async (job: LeasedJob) => void (await bot.store.jobs.retry(job, clock.now() + 600_000))
    const watch = vi.fn(retry)
    const bot = await startProcess(clock, recordNotifier(), ':memory:', { watch })
    await bot.scheduler.start()
    await soon(() => expect(watch).toHaveBeenCalledTimes(1))
    await rest()
    const { dueAt } = (await bot.store.jobs.get(watchKey)) ?? {}
    await bot.scheduler.start()
    await rest()
    expect(await bot.store.jobs.get(watchKey)).toMatchObject({ dueAt })
  })

  it.each(['while it runs', 'while it does not run'])(
    'plans meetings anew where the clock was months ahead, and is set right %s',
    async (when) => {
      const clock = createHandClock()
      const chat = recordNotifier()
      const bot = await startProcess(clock, chat, ':memory:', {
        async plan(job) {
          await bot.store.jobs.finish(job)
          if (job.does.kind !== 'plan') return
          await bot.store.jobs.put(...planJobs(daily, job.does.since, clock.now()).jobs)
        },
        watch: async (job) => void (await bot.store.jobs.retry(job, clock.now() + 600_000)),
      })
      const daily = meetingOf({ rule: 'FREQ=DAILY', start: '2026-11-20T11:00' })
      const monthsMs = 90 * 24 * 60 * minuteMs
      if (when === 'while it runs') await bot.scheduler.start()
      clock.advance(monthsMs)
      await bot.store.meetings.save(daily, clock.now())
      await bot.store.jobs.put(...planJobs(daily, clock.now(), clock.now()).jobs)
      await bot.store.jobs.put({
        key: watchKey,
        dueAt: clock.now() + 600_000,
        does: { kind: 'watch' },
        meetingId: null,
      })
      await looked(clock)
      clock.advance(-monthsMs - 15_000)
      if (when !== 'while it runs') await bot.scheduler.start()
      // Timers of the system's clock fire all the same; those of this one are months ahead.
      bot.events.publish({ kind: 'jobs-enqueued' })
      await rest()
      await looked(clock)
      clock.advance(startAt - 10 * minuteMs - clock.now())
      await soon(() => expect(chat.posts).toHaveLength(1))
    },
  )

  it('sends each reminder once where two processes share a store', async () => {
    const clock = createHandClock()
    const chat = recordNotifier()
    const folder = await mkdtemp(join(tmpdir(), 'confbot-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'confbot.db')
    const bots = [await startProcess(clock, chat, path), await startProcess(clock, chat, path)] as const
    const ids = Array.from({ length: 60 }, (_, index) => `m${String(index).padStart(5, '0')}`)
    await bots[0].schedule(...ids)
    for (const { scheduler } of bots) await scheduler.start()
    clock.advance(startAt - 10 * minuteMs - clock.now())
    await vi.waitFor(() => expect(chat.posts).toHaveLength(60), { timeout: 15_000 })
    clock.advance(2 * minuteMs)
    await rest()
    expect(new Set(chat.posts.map(({ mark }) => mark)).size).toBe(60)
    expect(chat.posts).toHaveLength(60)
    expect(chat.told).toEqual([])
  })
})

describe('what is told of reminders', () => {
  it('how many were due and what became of them, when the last was sent, and what becomes of those nobody knows of', async () => {
    const clock = createHandClock()
    const chat = recordNotifier()
    const bot = await startProcess(clock, chat)
    expect(bot.scheduler.reading()).toEqual({
      name: 'reminders',
      isConnected: true,
      lastContactAt: null,
      detail: 'not counted yet; unconfirmed in slack: repaired',
    })
    await bot.schedule('m00001', 'm00002', 'm00003')
    chat.refusePosts(new ConfbotError('chat.cannot-post'))
    await bot.scheduler.start()
    clock.advance(startAt - 8 * minuteMs - clock.now())
    await soon(() => expect(chat.posts).toHaveLength(2))
    await rest()
    const sentAt = clock.now()
    await looked(clock)
    expect(bot.scheduler.reading()).toMatchObject({ isConnected: true, lastContactAt: sentAt })
    expect(detail(bot.scheduler)).toBe(
      'in 24 hours 3 due, 2 sent, 2 late, 0 missed, 1 refused, 0 unconfirmed; overdue: 0; unconfirmed in slack: repaired',
    )
    clock.advance(25 * 60 * minuteMs)
    await rest()
    await looked(clock)
    expect(detail(bot.scheduler)).toMatch(/^in 24 hours 0 due/)
  })

  it('that they do not work, where something is due for a minute and does not run', async () => {
    const clock = createHandClock()
    const bot = await startProcess(clock, recordNotifier())
    await bot.scheduler.start()
    await rest()
    await bot.schedule('m00001')
    // Another process claims it again and again, and does nothing.
    await bot.store.jobs.removeOf('m00001', ['remind'])
    clock.advance(startAt - 10 * minuteMs - clock.now())
    await rest()
    const does = { kind: 'card', meetingId: 'm00001' } as const
    await bot.store.jobs.put({ key: 'stuck', dueAt: clock.now(), does, meetingId: 'm00001' })
    const held = await bot.store.queue.claim(1)
    expect(held).toHaveLength(1)
    for (let seconds = 0; seconds < 60; seconds += 15) {
      await bot.store.queue.renew(held)
      await looked(clock)
    }
    expect(bot.scheduler.reading().isConnected).toBe(true)
    await bot.store.queue.renew(held)
    await looked(clock)
    expect(bot.scheduler.reading().isConnected).toBe(false)
    expect(detail(bot.scheduler)).toContain('overdue: 1')
    expect(bot.log.of('jobs are due and do not run')).toHaveLength(1)
    clock.advance(30_000)
    await soon(() => expect(bot.done).toContain('stuck'))
    await looked(clock)
    expect(bot.scheduler.reading().isConnected).toBe(true)
  })

  it('nothing is overdue that waits in a line which moves, and what hangs is', async () => {
    const clock = createHandClock()
    const gates: (() => void)[] = []
    const bot = await startProcess(clock, recordNotifier(), ':memory:', {
      async card(job) {
        await new Promise<void>((resolve) => gates.push(resolve))
        await bot.store.jobs.finish(job)
      },
    })
    const put = (key: string) =>
      bot.store.jobs.put({ key, dueAt: clock.now(), does: { kind: 'card', meetingId: 'm00001' }, meetingId: 'm00001' })
    await bot.schedule('m00001')
    for (const key of ['card:1', 'card:2', 'card:3', 'card:4', 'card:5', 'card:6']) await put(key)
    await bot.scheduler.start()
    for (let turns = 1; turns <= 5; turns++) {
      await soon(() => expect(gates).toHaveLength(turns))
      await looked(clock)
      await looked(clock)
      expect(bot.scheduler.reading().isConnected).toBe(true)
      gates.at(-1)?.()
    }
    await soon(() => expect(gates).toHaveLength(6))
    for (let looks = 0; looks < 6; looks++) await looked(clock)
    expect(bot.scheduler.reading().isConnected).toBe(false)
    gates.at(-1)?.()
  })
})
