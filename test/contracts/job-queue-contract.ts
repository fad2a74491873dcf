/** What every store keeps to of jobs: enqueued with what needs them, run by one at a time, and never lost with who ran them. */
import { describe, expect, it } from 'vitest'
import { type Job, leaseMs } from '#core/contracts/job-queue.ts'
import type { Store } from '#core/contracts/store.ts'
import type { MeetingJob } from '#core/meeting-job.ts'
import type { SetClock } from '../storage/samples.ts'

export const cardJob = (key: string, dueAt: number, meetingId: string | null = null): Job => ({
  key,
  dueAt,
  does: { kind: 'card', meetingId: 'm00001' },
  meetingId,
})
const keys = (jobs: readonly Job[]) => jobs.map(({ key }) => key)

/** @param clock the clock of that store. */
export function describeJobs(storeOf: () => Store, clock: SetClock) {
  const now = clock.now()
  const hour = 3_600_000
  /** The one job that can be claimed. */
  const claimOne = async () => {
    const [job, ...others] = await storeOf().queue.claim(10)
    expect(others).toEqual([])
    if (!job) throw new Error('nothing could be claimed')
    return job
  }

  describe('jobs', () => {
    it('come back as they were put, whatever they do', async () => {
      const store = storeOf()
      const date = '2026-12-01T15:00'
      const person = { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Zoë "Z"' }
      const does: readonly MeetingJob[] = [
        { kind: 'plan', meetingId: 'm00001', since: now },
        { kind: 'remind', meetingId: 'm00001', date, startAt: now + hour, leadMinutes: 60 },
        { kind: 'open', meetingId: 'm00001', date, startAt: now + hour },
        { kind: 'card', meetingId: 'm00001' },
        { kind: 'correct', delivery: 'remind:m00001' },
        { kind: 'snooze', meetingId: 'm00001', date, person, at: now + 2 * hour },
        { kind: 'tell-pbx', meetingId: 'm00001' },
        { kind: 'read-pbx', pbx: 'main' },
        { kind: 'watch' },
      ]
      const jobs = does.map((one, at) => ({
        key: `${one.kind}:1`,
        dueAt: now + at,
        does: one,
        meetingId: at > 6 ? null : 'm00001',
      }))
      await store.jobs.put(...jobs)
      for (const job of jobs) expect(await store.jobs.get(job.key)).toStrictEqual(job)
      expect(await store.jobs.ofMeeting('m00001')).toStrictEqual(jobs.slice(0, 7))
      clock.set(now + hour)
      const claimed = await store.queue.claim(20)
      expect(claimed).toStrictEqual(jobs.map((job) => ({ ...job, lease: expect.any(String), tries: 0 })))
      expect(await store.jobs.get('none')).toBeNull()
      expect(await store.jobs.ofMeeting('m00002')).toEqual([])
    })

    it('can be put by the thousand, and none at all', async () => {
      const { jobs } = storeOf()
      await jobs.put()
      await jobs.put(...Array.from({ length: 2_500 }, (_, at) => cardJob(`card:${at}`, now, 'm00001')))
      expect(await jobs.ofMeeting('m00001')).toHaveLength(2_500)
    })

    it('replace the one of their key, the last of several at once', async () => {
      const { jobs } = storeOf()
      await jobs.put(cardJob('card:1', now), cardJob('card:2', now))
      await jobs.put(cardJob('card:1', now + 1), cardJob('card:1', now + 2, 'm00001'))
      expect(await jobs.get('card:1')).toStrictEqual(cardJob('card:1', now + 2, 'm00001'))
      expect(await jobs.get('card:2')).toStrictEqual(cardJob('card:2', now))
    })

    it('are taken out by key, or all of a meeting but those of some kinds', async () => {
      const { jobs } = storeOf()
      const correct: Job = {
        key: 'correct:1',
        dueAt: now,
        does: { kind: 'correct', delivery: 'x' },
        meetingId: 'm00001',
      }
      const watch: Job = { key: 'watch', dueAt: now, does: { kind: 'watch' }, meetingId: null }
      const others = [cardJob('card:2', now, 'm00002'), watch]
      await jobs.put(cardJob('card:0', now, 'm00001'), cardJob('card:1', now, 'm00001'), correct, ...others)
      await jobs.remove('card:0')
      await jobs.remove('card:0')
      expect(keys(await jobs.ofMeeting('m00001'))).toEqual(['card:1', 'correct:1'])
      await jobs.removeOf('m00001', ['correct'])
      expect(await jobs.ofMeeting('m00001')).toStrictEqual([correct])
      await jobs.removeOf('m00001', [])
      expect(await jobs.ofMeeting('m00001')).toEqual([])
      for (const job of others) expect(await jobs.get(job.key)).toStrictEqual(job)
    })

    it('are enqueued with the rest of their transaction, or not at all', async () => {
      const store = storeOf()
      await store.jobs.put(cardJob('card:1', now + 1))
      const failed = store.transaction(async (tx) => {
        await tx.jobs.put(cardJob('card:1', now), cardJob('card:2', now))
        await tx.jobs.remove('card:1')
        throw new Error('the change failed')
      })
      await expect(failed).rejects.toThrow('the change failed')
      expect(await store.jobs.get('card:1')).toStrictEqual(cardJob('card:1', now + 1))
      expect(await store.jobs.get('card:2')).toBeNull()
      await store.transaction((tx) => tx.jobs.put(cardJob('card:2', now)))
      expect((await claimOne()).key).toBe('card:2')
    })

    it('are counted when they have been due since before an instant, leased or not', async () => {
      const store = storeOf()
      await store.jobs.put(cardJob('card:1', now - 2), cardJob('card:2', now - 1), cardJob('card:3', now))
      await store.queue.claim(1)
      expect(await store.jobs.overdue(now - 2)).toBe(0)
      expect(await store.jobs.overdue(now)).toBe(2)
      expect(await store.jobs.overdue(now + 1)).toBe(3)
    })
  })

  describe('the queue', () => {
    it('hands out what is due, the longest due first, so many at a time, each once', async () => {
      const { jobs, queue } = storeOf()
      const due = [30, 10, 20, 20, 0, -5]
      await jobs.put(...due.map((ago, at) => cardJob(`card:${at}`, now - ago)))
      expect(await queue.claim(0)).toEqual([])
      expect(keys(await queue.claim(2))).toEqual(['card:0', 'card:2'])
      expect(keys(await queue.claim(2))).toEqual(['card:3', 'card:1'])
      expect(keys(await queue.claim(2))).toEqual(['card:4'])
      expect(await queue.claim(2)).toEqual([])
      clock.set(now + 5)
      expect(keys(await queue.claim(2))).toEqual(['card:5'])
    })

    it('hands each to one of two who claim at once', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(...Array.from({ length: 9 }, (_, at) => cardJob(`card:${at}`, now - at)))
      const claims = await Promise.all([queue.claim(6), queue.claim(6)])
      expect(new Set(keys(claims.flat())).size).toBe(9)
      expect(claims.flat()).toHaveLength(9)
    })

    it('takes a job out when it is finished, once', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(cardJob('card:1', now))
      const job = await claimOne()
      expect(await jobs.finish(job)).toBe(true)
      expect(await jobs.finish(job)).toBe(false)
      expect(await jobs.retry(job, now)).toBe(false)
      expect(await jobs.get('card:1')).toBeNull()
      clock.set(now + hour)
      expect(await queue.claim(10)).toEqual([])
    })

    it('finishes a job with the transaction of its effect, or not at all', async () => {
      const store = storeOf()
      await store.jobs.put(cardJob('card:1', now))
      const job = await claimOne()
      const failed = store.transaction(async (tx) => {
        expect(await tx.jobs.finish(job)).toBe(true)
        throw new Error('the effect failed')
      })
      await expect(failed).rejects.toThrow('the effect failed')
      expect(await store.transaction((tx) => tx.jobs.finish(job))).toBe(true)
    })

    it('hands a job out again when it is due again, and counts the tries', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(cardJob('card:1', now))
      expect(await jobs.retry(await claimOne(), now + 5_000)).toBe(true)
      expect(await jobs.get('card:1')).toStrictEqual(cardJob('card:1', now + 5_000))
      clock.set(now + 4_999)
      expect(await queue.claim(10)).toEqual([])
      clock.set(now + 5_000)
      const again = await claimOne()
      expect(again.tries).toBe(1)
      await jobs.retry(again, now)
      expect((await claimOne()).tries).toBe(2)
    })

    it('hands out what was given up once the lease is over, in its place by when it was due', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(cardJob('card:2', now))
      const lost = await claimOne()
      await jobs.put(cardJob('card:1', now - 1), cardJob('card:3', now + 1))
      clock.set(now + leaseMs - 1)
      const [first] = await queue.claim(1)
      expect(first?.key).toBe('card:1')
      clock.set(now + leaseMs)
      const [again, third] = await queue.claim(10)
      expect(again).toMatchObject({ key: 'card:2', tries: 1 })
      expect(third?.key).toBe('card:3')
      // Whoever was given up for dead does no harm.
      expect(await jobs.finish(lost)).toBe(false)
      expect(await jobs.retry(lost, now)).toBe(false)
      expect(again && (await jobs.finish(again))).toBe(true)
    })

    it('lets a job be finished by who was late, as long as nobody else has it', async () => {
      const { jobs } = storeOf()
      await jobs.put(cardJob('card:1', now))
      const job = await claimOne()
      clock.set(now + 2 * leaseMs)
      expect(await jobs.finish(job)).toBe(true)
    })

    it('leaves a job with who renews its lease, and no other', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(cardJob('card:1', now - 1), cardJob('card:2', now))
      const [kept] = await queue.claim(2)
      if (!kept) throw new Error('nothing could be claimed')
      clock.set(now + leaseMs - 1)
      await queue.renew([kept])
      clock.set(now + leaseMs)
      expect(keys(await queue.claim(10))).toEqual(['card:2'])
      clock.set(now + 2 * leaseMs - 1)
      expect((await claimOne()).key).toBe('card:1')
    })

    it('renews nothing that was replaced, removed, finished or claimed by another', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(...[1, 2, 3, 4].map((at) => cardJob(`card:${at}`, now)))
      const held = await queue.claim(10)
      const [, second, , fourth] = held
      if (!second || !fourth) throw new Error('not all could be claimed')
      await jobs.put(cardJob('card:1', now))
      await jobs.finish(second)
      await jobs.remove('card:3')
      await jobs.retry(fourth, now)
      const others = await queue.claim(1)
      expect(keys(others)).toEqual(['card:1'])
      clock.set(now + 20_000)
      await queue.renew(held)
      await queue.renew([])
      expect(keys(await queue.claim(10))).toEqual(['card:4'])
      clock.set(now + leaseMs)
      expect(keys(await queue.claim(10))).toEqual(['card:1'])
    })

    it('renews by the lease, not by who holds it', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(cardJob('card:1', now))
      const old = await claimOne()
      clock.set(now + leaseMs)
      await jobs.put(cardJob('card:2', now))
      const [again, other] = await queue.claim(2)
      if (!again || !other) throw new Error('not all could be claimed')
      clock.set(now + 2 * leaseMs - 1)
      await queue.renew([old, other])
      clock.set(now + 2 * leaseMs)
      expect(keys(await queue.claim(10))).toEqual([again.key])
    })

    it('renews very many at once', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(...Array.from({ length: 2_500 }, (_, at) => cardJob(`card:${at}`, now)))
      const held = [...(await queue.claim(900)), ...(await queue.claim(900)), ...(await queue.claim(900))]
      expect(held).toHaveLength(2_500)
      clock.set(now + leaseMs - 1)
      await queue.renew(held)
      clock.set(now + leaseMs)
      expect(await queue.claim(10)).toEqual([])
    })

    it.each([
      ['replaced', (store: Store) => store.jobs.put(cardJob('card:1', now + 1, 'm00002'))],
      ['taken back', (store: Store) => store.jobs.remove('card:1')],
      ['taken back with its meeting', (store: Store) => store.jobs.removeOf('m00001', ['plan'])],
    ])('neither finishes nor retries a job that was %s while it ran', async (_, change) => {
      const store = storeOf()
      await store.jobs.put(cardJob('card:1', now, 'm00001'))
      const job = await claimOne()
      await change(store)
      const left = await store.jobs.get('card:1')
      expect(await store.jobs.finish(job)).toBe(false)
      expect(await store.jobs.retry(job, now)).toBe(false)
      expect(await store.jobs.get('card:1')).toStrictEqual(left)
      clock.set(now + 1)
      // What replaced it is another, which was never tried.
      expect(await store.queue.claim(10)).toEqual(left ? [{ ...left, lease: expect.any(String), tries: 0 }] : [])
    })

    it('says when the first of some kinds is due, or was, also while it is run', async () => {
      const { jobs, queue } = storeOf()
      const watch = { key: 'watch', dueAt: now - 500, does: { kind: 'watch' }, meetingId: null } as const
      await jobs.put(watch, cardJob('card:1', now - 7), cardJob('card:2', now + 7))
      expect(await jobs.firstDueAt(['plan'])).toBeNull()
      expect(await jobs.firstDueAt(['card', 'plan'])).toBe(now - 7)
      expect(await jobs.firstDueAt(['card', 'watch'])).toBe(now - 500)
      await queue.claim(10)
      expect(await jobs.firstDueAt(['card'])).toBe(now - 7)
      await jobs.remove('card:1')
      expect(await jobs.firstDueAt(['card'])).toBe(now + 7)
    })

    it('says when the next one can be claimed: when it is due, or its lease is over', async () => {
      const { jobs, queue } = storeOf()
      expect(await queue.nextAt()).toBeNull()
      await jobs.put(cardJob('card:1', now + 500_000), cardJob('card:2', now - 7))
      expect(await queue.nextAt()).toBe(now - 7)
      const job = await claimOne()
      expect(await queue.nextAt()).toBe(now + leaseMs)
      clock.set(now + 10_000)
      await queue.renew([job])
      expect(await queue.nextAt()).toBe(now + 10_000 + leaseMs)
      await jobs.retry(job, now + 400_000)
      expect(await queue.nextAt()).toBe(now + 400_000)
      await jobs.remove('card:2')
      expect(await queue.nextAt()).toBe(now + 500_000)
    })

    it('does nothing twice when the clock is set back', async () => {
      const { jobs, queue } = storeOf()
      await jobs.put(cardJob('card:1', now - 2), cardJob('card:2', now - 1), cardJob('card:3', now))
      const [done, running] = await queue.claim(2)
      if (!done || !running) throw new Error('not all could be claimed')
      await jobs.finish(done)
      clock.set(now - hour)
      expect(await queue.claim(10)).toEqual([])
      await queue.renew([running])
      // A lease lasts as long as ever from then on.
      expect(await queue.nextAt()).toBe(now - hour + leaseMs)
      expect(await jobs.finish(running)).toBe(true)
      clock.set(now - 1)
      expect(await queue.claim(10)).toEqual([])
      clock.set(now)
      expect((await claimOne()).key).toBe('card:3')
    })
  })
}
