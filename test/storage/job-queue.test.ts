/** The queue on SQLite: what cannot be read, and what claiming costs however many jobs there are. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '#core/contracts/store.ts'
import { openStore } from '#storage/index.ts'
import { createLogBook, type LogBook } from '#test/support/log-book.ts'
import { cardJob } from '../contracts/job-queue-contract.ts'
import { createSetClock } from './samples.ts'
import { planOf, type SentStatements, watchStatements } from './sent-statements.ts'

const now = Date.UTC(2026, 10, 20, 9)
const minute = 60_000
const clock = createSetClock(now)

let folder: string
let path: string
let log: LogBook
let statements: SentStatements
let store: Store
beforeEach(async () => {
  clock.set(now)
  folder = await mkdtemp(join(tmpdir(), 'confbot-queue-'))
  path = join(folder, 'confbot.sqlite')
  log = createLogBook()
  statements = watchStatements()
  store = await openStore({ kind: 'sqlite', path, logger: log.logger, clock })
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

describe('a job that cannot be read', () => {
  const keys = async () => (await store.queue.claim(10)).map(({ key }) => key)
  const edit = (sql: string) => {
    using file = new DatabaseSync(path)
    file.exec(sql)
  }
  beforeEach(async () => {
    await store.jobs.put(cardJob('card:1', now - 3, 'm00001'), cardJob('card:2', now - 2), cardJob('card:3', now - 1))
    // As a later version would have written it, and as nobody would.
    edit(`update jobs set payload = '{"kind":"sing","meetingId":"m00001"}' where key = 'card:1'`)
    edit(`update jobs set payload = '{' where key = 'card:2'`)
  })

  it('holds up no other, is handed out never, and is logged each time it is set aside', async () => {
    expect(await keys()).toEqual(['card:3'])
    const set = 'a job cannot be read, and is set aside'
    expect(log.of(set)).toEqual([
      expect.objectContaining({ level: 50, key: 'card:1' }),
      expect.objectContaining({ level: 50, key: 'card:2' }),
    ])
    clock.set(now + 10 * minute - 1)
    expect(await keys()).toEqual(['card:3'])
    expect(log.of(set)).toHaveLength(2)
    clock.set(now + 10 * minute)
    expect(await keys()).toEqual([])
    expect(log.of(set)).toHaveLength(4)
    expect(await store.queue.nextAt()).toBe(now + 10 * minute - 1 + 30_000)
  })

  it('is handed out once it can be read', async () => {
    await keys()
    edit(`update jobs set payload = '{"kind":"card","meetingId":"m00001"}' where key = 'card:1'`)
    clock.set(now + 10 * minute)
    expect(await keys()).toEqual(['card:1', 'card:3'])
  })

  it('is as good as not there, but is overdue, and can be replaced and taken back', async () => {
    expect(await store.jobs.get('card:1')).toBeNull()
    expect(await store.jobs.ofMeeting('m00001')).toEqual([])
    expect(await store.jobs.overdue(now)).toBe(3)
    await store.jobs.put(cardJob('card:1', now))
    await store.jobs.remove('card:2')
    expect(await keys()).toEqual(['card:3', 'card:1'])
  })
})

describe('the cost of the queue', () => {
  it('is bounded, however many jobs are asked for', async () => {
    await store.jobs.put(...Array.from({ length: 1_200 }, (_, at) => cardJob(`card:${at}`, now)))
    expect(await store.queue.claim(5_000)).toHaveLength(1_000)
    expect(await store.queue.claim(5_000)).toHaveLength(200)
  })

  it('is one statement for claiming, for putting many, and for taking back all of a meeting', async () => {
    const jobs = Array.from({ length: 50 }, (_, at) => cardJob(`card:${at}`, now, 'm00001'))
    const { queue } = store
    const count = async (run: () => Promise<unknown>) => (await statements.during(run)).length
    expect(await count(() => store.jobs.put(...jobs))).toBe(1)
    expect(await count(() => queue.claim(50))).toBe(1)
    expect(await count(() => queue.claim(50))).toBe(1)
    expect(await count(() => queue.nextAt())).toBe(1)
    expect(await count(() => store.jobs.removeOf('m00001', ['correct', 'snooze']))).toBe(1)
  })

  it('does not grow with the jobs that wait or run: all is looked up in indexes', async () => {
    await store.jobs.put(cardJob('card:1', now))
    const [job] = await store.queue.claim(1)
    if (!job) throw new Error('nothing could be claimed')
    const sent = await statements.during(async () => {
      await store.queue.claim(200)
      await store.queue.nextAt()
      await store.queue.renew([job])
      await store.jobs.overdue(now)
      await store.jobs.ofMeeting('m00001')
      await store.jobs.removeOf('m00001', ['correct'])
      await store.jobs.retry(job, now)
      await store.jobs.finish(job)
    })
    const plans = sent.map((statement) => planOf(path, statement))
    expect(plans).toHaveLength(8)
    expect(plans.flat().filter((step) => /^SCAN jobs/.test(step))).toEqual([])
    // Those that wait come in their order out of the index, so that no more of them are read than are claimed.
    expect(plans[0]).toContain('SEARCH jobs USING COVERING INDEX jobs_by_lease (lease_until=? AND due_at<?)')
    expect(plans[0]?.filter((step) => step === 'USE TEMP B-TREE FOR ORDER BY')).toHaveLength(1)
  })
})
