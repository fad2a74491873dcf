import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { JobQueue, LeasedJob } from '#core/contracts/job-queue.ts'
import type { Store } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import type { LaneName } from '#scheduler/lanes.ts'
import { createRunner, type Runner } from '#scheduler/runner.ts'
import { openStore } from '#storage/index.ts'
import { createHandClock, type HandClock } from '#test/support/hand-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { soon } from '#test/support/soon.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

interface Process {
  readonly store: Store
  readonly runner: Runner
  readonly log: ReturnType<typeof createLogBook>
  /** Keys in the order in which they began. */
  readonly began: string[]
}

/** What a process does with a job; finishes it unless it does so itself. */
type Handler = (job: LeasedJob, store: Store) => Promise<void>
const finishing: Handler = async (job, store) => void (await store.jobs.finish(job))

const laneOfPlace = ({ meetingId }: LeasedJob): LaneName => ({ name: meetingId ?? '', pool: 'chat' })

async function startProcess(
  clock: HandClock,
  { path = ':memory:', run = finishing, wrap = (queue: JobQueue) => queue, laneOf = laneOfPlace } = {},
): Promise<Process> {
  const log = createLogBook()
  const store = await openStore({ kind: 'sqlite', path, clock, logger: log.logger })
  const began: string[] = []
  const runner = createRunner({
    queue: wrap(store.queue),
    store,
    lanesOf: async (jobs) => jobs.map(laneOf),
    run(job) {
      began.push(job.key)
      return run(job, store)
    },
    looked: async () => {},
    clock,
    logger: log.logger,
  })
  onTestFinished(async () => {
    await clock.until(runner.stop())
    await store.close()
  })
  return { store, runner, log, began }
}

const put = ({ store }: Process, dueAt: number, ...keys: string[]) =>
  store.jobs.put(
    ...keys.map((key) => {
      const meetingId = key.split(':')[1] ?? ''
      return { key, dueAt, does: { kind: 'card', meetingId } as const, meetingId }
    }),
  )

/** What is under way in the store's thread comes to rest. */
const rest = () => pause(60)

async function fileOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'confbot-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'confbot.db')
}

describe('what falls due', () => {
  it('is run then and not earlier, and once', async () => {
    const clock = createHandClock()
    const bot = await startProcess(clock)
    await put(bot, clock.now() + 10 * minuteMs, 'a:1')
    bot.runner.start()
    await rest()
    clock.advance(10 * minuteMs - 1)
    await rest()
    expect(bot.began).toEqual([])
    clock.advance(1)
    await soon(() => expect(bot.began).toEqual(['a:1']))
    clock.advance(hourMs)
    await rest()
    expect(bot.began).toEqual(['a:1'])
    expect(await bot.store.queue.nextAt()).toBeNull()
  })

  it('is found within 15 seconds where nobody says that it is there', async () => {
    const clock = createHandClock()
    const bot = await startProcess(clock)
    bot.runner.start()
    await rest()
    await put(bot, clock.now(), 'a:1')
    await rest()
    expect(bot.began).toEqual([])
    clock.advance(15_000)
    await soon(() => expect(bot.began).toEqual(['a:1']))
  })

  it('is found at once where somebody says so, and where it follows from what just ran', async () => {
    const clock = createHandClock()
    const bot = await startProcess(clock, {
      async run(job, store) {
        if (job.key === 'a:1') await store.jobs.put({ ...job, key: 'b:1' })
        await store.jobs.finish(job)
      },
    })
    bot.runner.start()
    await rest()
    await put(bot, clock.now(), 'a:1')
    bot.runner.wake()
    await soon(() => expect(bot.began).toEqual(['a:1', 'b:1']))
  })

  it('is run in the order in which it fell due in one place, and beside it in others', async () => {
    const clock = createHandClock()
    const gate = Promise.withResolvers<void>()
    const bot = await startProcess(clock, {
      async run(job, store) {
        if (job.key === 'a:slow') await gate.promise
        await store.jobs.finish(job)
      },
    })
    const now = clock.now()
    await put(bot, now - 3, 'a:slow')
    await put(bot, now - 2, 'b:slow')
    await put(bot, now - 1, 'c:slow', 'd:other')
    bot.runner.start()
    await soon(() => expect(bot.began).toEqual(['a:slow', 'd:other']))
    gate.resolve()
    await soon(() => expect(bot.began).toEqual(['a:slow', 'd:other', 'b:slow', 'c:slow']))
  })

  it('waits for no PBX but its own', async () => {
    const clock = createHandClock()
    const bot = await startProcess(clock, {
      laneOf: ({ key, meetingId }) => ({ name: key, pool: `open ${meetingId}` }),
      run: async (job, store) => (job.meetingId === 'hangs' ? new Promise(() => {}) : finishing(job, store)),
    })
    await put(bot, clock.now() - 1, ...Array.from({ length: 60 }, (_, index) => `open${index}:hangs`))
    await put(bot, clock.now(), 'open:works')
    bot.runner.start()
    await soon(() => expect(bot.began).toContain('open:works'))
  })

  it('takes one slot for a place, however many wait there', async () => {
    const clock = createHandClock()
    const gate = Promise.withResolvers<void>()
    const bot = await startProcess(clock, {
      async run(job, store) {
        if (job.meetingId === 'slow') await gate.promise
        await store.jobs.finish(job)
      },
    })
    await put(bot, clock.now() - 1, ...Array.from({ length: 700 }, (_, index) => `a${index}:slow`))
    await put(bot, clock.now(), ...Array.from({ length: 60 }, (_, index) => `b:${index}`))
    bot.runner.start()
    await soon(() => expect(bot.began).toHaveLength(61))
    gate.resolve()
    await vi.waitFor(() => expect(bot.began).toHaveLength(760), { timeout: 20_000 })
  })
})

describe('what fails', () => {
  it('is tried again ever later, at last every five minutes, with a line in the log for the whole outage', async () => {
    const clock = createHandClock()
    const tried: number[] = []
    let isDown = true
    const bot = await startProcess(clock, {
      async run(job, store) {
        tried.push((clock.now() - startAt) / 1000)
        if (isDown) throw new ConfbotError('chat.unavailable')
        await store.jobs.finish(job)
      },
    })
    const startAt = clock.now()
    await put(bot, startAt, 'a:1')
    bot.runner.start()
    for (const at of [0, 5, 15, 35, 75, 155, 315, 615, 915]) {
      await soon(() => expect(tried.at(-1)).toBe(at))
      await rest()
      const next = (await bot.store.jobs.get('a:1'))?.dueAt ?? 0
      if (at === 615) isDown = false
      clock.advance(next - clock.now())
    }
    expect(tried).toHaveLength(9)
    await soon(async () => expect(await bot.store.jobs.get('a:1')).toBeNull())
    expect(bot.log.of('jobs fail')).toHaveLength(1)
    expect(bot.log.of('jobs work again')).toHaveLength(1)
  })

  it('is tried again when the chat says, where it does', async () => {
    const clock = createHandClock()
    const bot = await startProcess(clock, {
      async run() {
        throw new ConfbotError('chat.unavailable', { retryAfterMs: 42_000 })
      },
    })
    const startAt = clock.now()
    await put(bot, startAt, 'a:1')
    bot.runner.start()
    await soon(async () => expect(await bot.store.jobs.get('a:1')).toMatchObject({ dueAt: startAt + 42_000 }))
  })

  it('keeps nothing else from being done, also in its own place, and a fault of ours is told of once', async () => {
    const clock = createHandClock()
    const bot = await startProcess(clock, {
      async run(job, store) {
        if (job.key === 'bad:1') throw new TypeError('we cannot draw this')
        await store.jobs.finish(job)
      },
    })
    await put(bot, clock.now() - 1, 'bad:1')
    await put(bot, clock.now(), 'good:1')
    bot.runner.start()
    await soon(() => expect(bot.began).toEqual(['bad:1', 'good:1']))
    for (let tries = 2; tries < 6; tries++) {
      await rest()
      clock.advance(5 * minuteMs)
      await soon(() => expect(bot.began.filter((key) => key === 'bad:1')).toHaveLength(tries))
    }
    expect(bot.log.of('a job failed')).toMatchObject([{ level: 50, job: 'bad:1', err: { type: 'TypeError' } }])
  })

  it('may be the store itself: what was due meanwhile is run when it works again', async () => {
    const clock = createHandClock()
    let isDown = true
    const bot = await startProcess(clock, {
      wrap: (queue) => ({
        ...queue,
        claim: (limit) => (isDown ? Promise.reject(new ConfbotError('store.locked')) : queue.claim(limit)),
      }),
    })
    await put(bot, clock.now(), 'a:1')
    bot.runner.start()
    await rest()
    clock.advance(hourMs)
    await rest()
    expect(bot.began).toEqual([])
    isDown = false
    clock.advance(15_000)
    await soon(() => expect(bot.began).toEqual(['a:1']))
  })
})

describe('with two processes on one store', () => {
  it('nothing is run by both, and all of it by one of them', async () => {
    const clock = createHandClock()
    const path = await fileOf()
    const bots = [await startProcess(clock, { path }), await startProcess(clock, { path })] as const
    const keys = Array.from({ length: 300 }, (_, index) => `a:${index}`)
    await put(bots[0], clock.now() + 1, ...keys)
    for (const { runner } of bots) runner.start()
    await rest()
    clock.advance(1)
    const all = () => bots.flatMap(({ began }) => began)
    await vi.waitFor(() => expect(all()).toHaveLength(300), { timeout: 20_000 })
    await rest()
    expect(all().toSorted()).toEqual(keys.toSorted())
  })

  it('what runs for long is left to who runs it', async () => {
    const clock = createHandClock()
    const path = await fileOf()
    const gate = Promise.withResolvers<void>()
    const slow: Handler = async (job, store) => {
      await gate.promise
      await store.jobs.finish(job)
    }
    const bots = [await startProcess(clock, { path, run: slow }), await startProcess(clock, { path })] as const
    await put(bots[0], clock.now(), 'a:1', 'b:1')
    bots[0].runner.start()
    await soon(() => expect(bots[0].began).toEqual(['a:1']))
    bots[1].runner.start()
    for (let beats = 0; beats < 12; beats++) {
      clock.advance(10_000)
      await rest()
    }
    expect(bots[1].began).toEqual([])
    gate.resolve()
    await soon(() => expect(bots[0].began).toEqual(['a:1', 'b:1']))
  })

  it('what runs is also left to who runs it while that one can claim nothing', async () => {
    const clock = createHandClock()
    const path = await fileOf()
    let claims = 0
    const bots = [
      await startProcess(clock, {
        path,
        run: () => new Promise<never>(() => {}),
        wrap: (queue) => ({
          ...queue,
          claim: (limit) => (++claims > 1 ? new Promise<never>(() => {}) : queue.claim(limit)),
        }),
      }),
      await startProcess(clock, { path }),
    ] as const
    await put(bots[0], clock.now(), 'a:1')
    bots[0].runner.start()
    await soon(() => expect(bots[0].began).toEqual(['a:1']))
    bots[1].runner.start()
    for (let beats = 0; beats < 6; beats++) {
      clock.advance(10_000)
      await rest()
    }
    expect(claims).toBe(2)
    expect(bots[1].began).toEqual([])
  })

  it('what one was at when it died is run by the other after thirty seconds', async () => {
    const clock = createHandClock()
    const path = await fileOf()
    const bot = await startProcess(clock, { path })
    await put(bot, clock.now(), 'a:1')
    // Another one claims it, and is never heard of again.
    expect(await bot.store.queue.claim(10)).toHaveLength(1)
    bot.runner.start()
    await rest()
    clock.advance(29_000)
    await rest()
    expect(bot.began).toEqual([])
    clock.advance(1_000)
    await soon(() => expect(bot.began).toEqual(['a:1']))
  })
})

describe('a clock', () => {
  it('that leaps forward makes nothing run twice that is running', async () => {
    const clock = createHandClock()
    const gate = Promise.withResolvers<void>()
    const bot = await startProcess(clock, {
      async run(job, store) {
        await gate.promise
        await store.jobs.finish(job)
      },
    })
    await put(bot, clock.now(), 'a:1')
    bot.runner.start()
    await soon(() => expect(bot.began).toEqual(['a:1']))
    for (let leaps = 0; leaps < 3; leaps++) {
      clock.advance(5 * hourMs)
      await rest()
    }
    gate.resolve()
    await soon(async () => expect(await bot.store.queue.nextAt()).toBeNull())
    await rest()
    expect(bot.began).toEqual(['a:1'])
  })

  it('that is set back by an hour makes nothing run twice, and what falls due then is run', async () => {
    const clock = createHandClock()
    const gate = Promise.withResolvers<void>()
    const bot = await startProcess(clock, {
      async run(job, store) {
        if (job.key === 'c:3') await gate.promise
        await store.jobs.finish(job)
      },
    })
    await put(bot, clock.now(), 'a:1')
    await put(bot, clock.now() - 1, 'c:3')
    bot.runner.start()
    await soon(() => expect(bot.began.toSorted()).toEqual(['a:1', 'c:3']))
    clock.advance(-hourMs)
    await put(bot, clock.now() + 20 * minuteMs, 'b:2')
    bot.runner.wake()
    await rest()
    for (let minutes = 0; minutes < 20; minutes++) {
      clock.advance(minuteMs)
      await rest()
    }
    await soon(() => expect(bot.began.toSorted()).toEqual(['a:1', 'b:2', 'c:3']))
    gate.resolve()
    clock.advance(2 * hourMs)
    await rest()
    expect(bot.began).toHaveLength(3)
    expect(await bot.store.queue.nextAt()).toBeNull()
  })
})

it('a job that is replaced while it runs is run again after that, and cannot be finished by the run before', async () => {
  const clock = createHandClock()
  const gate = Promise.withResolvers<void>()
  const finished: boolean[] = []
  const bot = await startProcess(clock, {
    async run(job, store) {
      if (finished.length === 0) await gate.promise
      finished.push(await store.jobs.finish(job))
    },
  })
  await put(bot, clock.now(), 'a:1')
  bot.runner.start()
  await soon(() => expect(bot.began).toEqual(['a:1']))
  await put(bot, clock.now(), 'a:1')
  bot.runner.wake()
  await rest()
  expect(bot.began).toEqual(['a:1'])
  gate.resolve()
  await soon(() => expect(finished).toEqual([false, true]))
  expect(bot.began).toEqual(['a:1', 'a:1'])
})

it('whoever stops finishes what has begun, and leaves the rest to others at once', async () => {
  const clock = createHandClock()
  const path = await fileOf()
  const gate = Promise.withResolvers<void>()
  const bot = await startProcess(clock, {
    path,
    async run(job, store) {
      await gate.promise
      await store.jobs.finish(job)
    },
  })
  await put(bot, clock.now() - 1, 'a:1')
  await put(bot, clock.now(), 'b:1', 'c:1')
  bot.runner.start()
  await soon(() => expect(bot.began).toEqual(['a:1']))
  let isStopped = false
  const stopped = bot.runner.stop().then(() => {
    isStopped = true
  })
  await rest()
  expect(isStopped).toBe(false)
  const other = await startProcess(clock, { path })
  other.runner.start()
  await soon(() => expect(other.began).toEqual(['b:1', 'c:1']))
  gate.resolve()
  await stopped
  expect(await other.store.jobs.get('a:1')).toBeNull()
})

it('whoever stops waits no longer than a few seconds for what hangs', async () => {
  const clock = createHandClock()
  const bot = await startProcess(clock, { run: () => new Promise<never>(() => {}) })
  await put(bot, clock.now(), 'a:1')
  bot.runner.start()
  await soon(() => expect(bot.began).toEqual(['a:1']))
  const stopped = bot.runner.stop()
  await rest()
  clock.advance(4_000)
  await stopped
})
