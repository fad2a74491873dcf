/** What a store keeps to whose database outlives it and serves several processes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LeasedJob, leaseMs } from '#core/contracts/job-queue.ts'
import type { Store } from '#core/contracts/store.ts'
import type { Clock } from '#lib/clock.ts'
import { cardJob } from '../contracts/job-queue-contract.ts'
import {
  alice,
  createSetClock,
  sampleConference,
  sampleDelivery,
  sampleEntry,
  sampleMeeting,
  thread,
} from './samples.ts'

/** @param createDatabase makes an empty database that outlives its stores. */
export function describeLastingStore(
  database: string,
  createDatabase: () => Promise<{ open(clock?: Clock): Promise<Store>; remove(): Promise<void> }>,
) {
  describe(`a database on ${database}`, () => {
    let place: Awaited<ReturnType<typeof createDatabase>>
    beforeEach(async () => {
      place = await createDatabase()
    })
    afterEach(() => place.remove())

    it('keeps everything through a restart', async () => {
      const before = await place.open()
      const card = { conferenceId: 'abc001', place: thread, messageId: '1.1' }
      const contact = { workspaceKey: 'slack:T1', name: 'Ben', number: '1001', userId: 'U2' }
      const list = { workspaceKey: 'slack:T1', name: 'All', members: ['Ben'] }
      const occurrence = { meetingId: 'm00001', date: '2026-12-01T15:00' }
      const answer = { person: alice, answer: 'late', startAt: 20, at: 10 } as const
      const calendar = { hash: 'a'.repeat(64), scope: 'person:slack:T1:U1', createdAt: 10 }
      await before.transaction(async (tx) => {
        await tx.conferences.save(sampleConference('abc001'))
        await tx.roomLeases.take('main', '8000', 'abc001', 10)
        await tx.dials.add({ pbx: 'main', conferenceId: 'abc001', personKey: 'x', number: '1001', at: 10 })
        await tx.postedCards.add(card)
        await tx.settings.set('scope', 'name', 'value')
        await tx.directory.putContact(contact)
        await tx.directory.putList(list)
        await tx.intents.claim('slack:Ev1', 10)
        await tx.audit.append(sampleEntry())
        await tx.meetings.save(sampleMeeting('m00001'), 10)
        await tx.deliveries.begin(sampleDelivery('remind:1'))
        await tx.answers.put(occurrence, answer)
        await tx.calendars.put(calendar)
        await tx.jobs.put(cardJob('card:1', 10))
      })
      await before.close()

      const after = await place.open()
      expect(await after.conferences.live()).toStrictEqual([sampleConference('abc001')])
      expect(await after.roomLeases.take('main', '8000', 'abc002', 20)).toBe(false)
      expect(await after.dials.count({ pbx: 'main', since: 0 })).toBe(1)
      expect(await after.postedCards.all()).toStrictEqual([card])
      expect(await after.settings.get('scope', 'name')).toBe('value')
      expect(await after.directory.contacts('slack:T1')).toEqual([contact])
      expect(await after.directory.lists('slack:T1')).toEqual([list])
      expect(await after.intents.claim('slack:Ev1', 20)).toBe(false)
      await after.audit.append(sampleEntry())
      expect(await after.audit.list({ limit: 10 })).toHaveLength(2)
      expect(await after.audit.verify()).toBeNull()
      expect(await after.meetings.upcoming({ personKey: 'slack:T1:U1', limit: 10 })).toHaveLength(1)
      expect(await after.deliveries.begin(sampleDelivery('remind:1'))).toStrictEqual(sampleDelivery('remind:1'))
      expect(await after.answers.of(occurrence)).toStrictEqual([answer])
      expect(await after.calendars.find(calendar.hash)).toStrictEqual(calendar)
      expect(await after.jobs.get('card:1')).toStrictEqual(cardJob('card:1', 10))
      await after.close()
    })

    it('serves two processes at once without losing or doubling anything', async () => {
      const stores = await Promise.all([place.open(), place.open()])
      const work = stores.flatMap((store, which) =>
        Array.from({ length: 10 }, async (_, index) => {
          await store.transaction(async (tx) => {
            const count = Number((await tx.settings.get('test', 'count')) ?? '0')
            await tx.settings.set('test', 'count', String(count + 1))
            await tx.audit.append(sampleEntry())
          })
          await store.audit.append(sampleEntry())
          return {
            hasClaimed: await store.intents.claim(`slack:Ev${index}`, which),
            hasRoom: await store.roomLeases.take('main', `80${index}`, `abc00${which}`, 10),
          }
        }),
      )
      const outcomes = await Promise.all(work)
      expect(outcomes.filter((outcome) => outcome.hasClaimed)).toHaveLength(10)
      expect(outcomes.filter((outcome) => outcome.hasRoom)).toHaveLength(10)
      for (const store of stores) {
        expect(await store.settings.get('test', 'count')).toBe('20')
        expect(await store.audit.list({ limit: 99 })).toHaveLength(40)
        expect(await store.audit.verify()).toBeNull()
      }
      await Promise.all(stores.map((store) => store.close()))
    })

    it('never lets two processes run one job', async () => {
      const clock = createSetClock(1_000)
      const stores = await Promise.all([place.open(clock), place.open(clock)])
      await stores[0].jobs.put(...Array.from({ length: 60 }, (_, at) => cardJob(`card:${at}`, at)))
      const run: string[] = []
      const work = async (store: Store) => {
        for (;;) {
          const jobs = await store.queue.claim(7)
          if (jobs.length === 0) return
          for (const job of jobs) {
            run.push(job.key)
            expect(await store.transaction((tx) => tx.jobs.finish(job))).toBe(true)
          }
        }
      }
      await Promise.all([...stores, ...stores].map(work))
      expect(run).toHaveLength(60)
      expect(new Set(run).size).toBe(60)
      await Promise.all(stores.map((store) => store.close()))
    })

    it('gives the jobs of a process that died to another, after their lease', async () => {
      const clock = createSetClock(1_000)
      const died = await place.open(clock)
      await died.jobs.put(cardJob('card:1', 10), cardJob('card:2', 20), cardJob('card:3', 30))
      const [done, lost, kept] = await died.queue.claim(10)
      if (!done || !lost || !kept) throw new Error('not all could be claimed')
      await died.jobs.finish(done)
      await died.close()

      const other = await place.open(clock)
      const claim = async () => (await other.queue.claim(10)).map(({ key, tries }: LeasedJob) => ({ key, tries }))
      expect(await claim()).toEqual([])
      expect(await other.queue.nextAt()).toBe(1_000 + leaseMs)
      clock.set(1_000 + leaseMs - 1)
      expect(await claim()).toEqual([])
      await other.queue.renew([kept])
      clock.set(1_000 + leaseMs)
      expect(await claim()).toEqual([{ key: 'card:2', tries: 1 }])
      expect(await other.jobs.finish(lost)).toBe(false)
      await other.close()
    })
  })
}
