/** What every store keeps to, whatever its database: one suite for all of them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person, Place } from '#core/actor.ts'
import type { Conference } from '#core/conference.ts'
import type { Repositories, Store } from '#core/contracts/store.ts'
import type { Clock } from '#lib/clock.ts'
import { alice, createSetClock, general, sampleConference, sampleEntry, thread } from '../storage/samples.ts'
import { describeJobs } from './job-queue-contract.ts'
import { describeMeetings } from './meeting-store-contract.ts'

const bob: Person = { platform: 'slack', workspaceId: 'T1', userId: 'U2', name: 'Bob' }
const ops: Place = { ...general, channelId: 'C2' }
const elsewhere: Place = { ...general, workspaceId: 'T2' }

const ended = (conference: Conference, endedAt: number): Conference => ({
  ...conference,
  state: 'ended',
  endedAt,
  endReason: 'command',
  endedBy: alice,
  revision: conference.revision + 1,
})

const ids = (conferences: readonly Conference[]) => conferences.map((conference) => conference.id)
const conflict = expect.objectContaining({ code: 'store.conflict' })

/** @param openEmpty opens a store on an empty database. */
export function describeStore(database: string, openEmpty: (clock: Clock) => Promise<Store>) {
  describe(`a store on ${database}`, () => {
    const startAt = Date.UTC(2026, 10, 20, 9)
    const clock = createSetClock(startAt)
    let store: Store
    beforeEach(async () => {
      clock.set(startAt)
      store = await openEmpty(clock)
    })
    afterEach(() => store.close())

    describeMeetings(() => store)
    describeJobs(() => store, clock)

    describe('conferences', () => {
      it('gives back a conference as it was saved', async () => {
        const conference = sampleConference('abc001', { place: thread })
        await store.conferences.save(conference)
        expect(await store.conferences.get('abc001')).toStrictEqual(conference)
        expect(await store.conferences.get('abc002')).toBeNull()
      })

      it('takes each next revision in place of the one before', async () => {
        await store.conferences.save(sampleConference('abc001'))
        await store.conferences.save(sampleConference('abc001', { locked: true, revision: 2 }))
        expect(await store.conferences.get('abc001')).toMatchObject({ locked: true, revision: 2 })
      })

      it('refuses a save that does not follow the stored revision, and keeps what it has', async () => {
        await expect(store.conferences.save(sampleConference('abc001', { revision: 2 }))).rejects.toEqual(conflict)
        await store.conferences.save(sampleConference('abc001'))
        await expect(store.conferences.save(sampleConference('abc001', { locked: true }))).rejects.toEqual(conflict)
        await expect(store.conferences.save(sampleConference('abc001', { revision: 3 }))).rejects.toEqual(conflict)
        expect(await store.conferences.get('abc001')).toStrictEqual(sampleConference('abc001'))
      })

      it('lets one of two win who save the same next revision at once', async () => {
        await store.conferences.save(sampleConference('abc001'))
        const outcomes = await Promise.allSettled([
          store.conferences.save(sampleConference('abc001', { subject: 'one', revision: 2 })),
          store.conferences.save(sampleConference('abc001', { subject: 'other', revision: 2 })),
        ])
        expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
        const winner = outcomes[0]?.status === 'fulfilled' ? 'one' : 'other'
        expect(await store.conferences.get('abc001')).toMatchObject({ subject: winner })
      })

      it('finds the live ones of one workspace or of all, newest first', async () => {
        await store.conferences.save(sampleConference('abc001', { startedAt: 1 }))
        await store.conferences.save(sampleConference('abc002', { startedAt: 2, place: ops }))
        await store.conferences.save(sampleConference('abc003', { startedAt: 3, place: elsewhere }))
        await store.conferences.save(sampleConference('abc004', { startedAt: 4 }))
        await store.conferences.save(ended(sampleConference('abc004', { startedAt: 4 }), 9))
        expect(ids(await store.conferences.live('slack:T1'))).toEqual(['abc002', 'abc001'])
        expect(ids(await store.conferences.live())).toEqual(['abc003', 'abc002', 'abc001'])
      })

      it('finds the one that ended last in a channel', async () => {
        expect(await store.conferences.lastEndedInChannel('slack:T1:C1')).toBeNull()
        for (const [id, place, endedAt] of [
          ['abc001', general, 30],
          ['abc002', thread, 40],
          ['abc003', general, 20],
          ['abc004', ops, 50],
        ] as const) {
          await store.conferences.save(sampleConference(id, { place }))
          await store.conferences.save(ended(sampleConference(id, { place }), endedAt))
        }
        await store.conferences.save(sampleConference('abc005'))
        expect((await store.conferences.lastEndedInChannel('slack:T1:C1'))?.id).toBe('abc002')
      })
    })

    describe('dials', () => {
      it('counts from an instant on, by PBX, person and conference', async () => {
        const dial = { pbx: 'main', conferenceId: 'abc001', personKey: 'slack:T1:U1', number: '+4930901802', at: 100 }
        await store.dials.add(dial)
        await store.dials.add(dial)
        await store.dials.add({ ...dial, at: 99 })
        await store.dials.add({ ...dial, at: 200, personKey: 'slack:T1:U2' })
        await store.dials.add({ ...dial, at: 200, conferenceId: 'abc002' })
        await store.dials.add({ ...dial, at: 200, pbx: 'branch' })
        const count = (filter: { personKey?: string; conferenceId?: string; since?: number }) =>
          store.dials.count({ pbx: 'main', since: 100, ...filter })
        expect(await count({})).toBe(4)
        expect(await count({ since: 99 })).toBe(5)
        expect(await count({ since: 201 })).toBe(0)
        expect(await count({ personKey: 'slack:T1:U1' })).toBe(3)
        expect(await count({ conferenceId: 'abc001' })).toBe(3)
        expect(await count({ personKey: 'slack:T1:U1', conferenceId: 'abc001' })).toBe(2)
      })

      it('are forgotten when they are old, but for those of live conferences', async () => {
        const dial = { pbx: 'main', conferenceId: 'abc001', personKey: 'slack:T1:U1', number: '+4930901800' }
        const live = sampleConference('abc001')
        const over = sampleConference('abc002')
        await store.conferences.save(live)
        await store.conferences.save(over)
        await store.conferences.save(ended(over, 400))
        for (const conferenceId of ['abc001', 'abc002', 'gone01'])
          for (const at of [100, 300]) await store.dials.add({ ...dial, conferenceId, at })
        await store.dials.prune(300)
        const count = (conferenceId: string) => store.dials.count({ pbx: 'main', since: 0, conferenceId })
        expect([await count('abc001'), await count('abc002'), await count('gone01')]).toEqual([2, 1, 1])
      })
    })

    describe('posted cards', () => {
      it('remembers each message once, with the place where it stands', async () => {
        const inChannel = { conferenceId: 'abc001', place: general, messageId: '1.1' }
        const inThread = { conferenceId: 'abc001', place: thread, messageId: '1.2' }
        const ofOther = { conferenceId: 'abc002', place: ops, messageId: '1.1' }
        for (const card of [inChannel, inThread, ofOther, inChannel]) await store.postedCards.add(card)
        expect(await store.postedCards.ofConference('abc001')).toStrictEqual([inChannel, inThread])
        expect(await store.postedCards.all()).toStrictEqual([inChannel, inThread, ofOther])
      })

      it('forgets the one message that is removed', async () => {
        const first = { conferenceId: 'abc001', place: general, messageId: '1.1' }
        const second = { ...first, messageId: '1.2' }
        const otherChannel = { ...first, place: ops }
        for (const card of [first, second, otherChannel]) await store.postedCards.add(card)
        await store.postedCards.remove(first)
        await store.postedCards.remove(first)
        expect(await store.postedCards.ofConference('abc001')).toStrictEqual([second, otherChannel])
      })
    })

    describe('settings', () => {
      it('keeps, replaces and removes a value by scope and name', async () => {
        await store.settings.set('channel:slack:T1:C1', 'pbx', 'main')
        await store.settings.set('channel:slack:T1:C1', 'zone', 'Europe/Berlin')
        await store.settings.set('channel:slack:T1:C2', 'pbx', 'branch')
        await store.settings.set('channel:slack:T1:C1', 'pbx', 'spare')
        await store.settings.set('channel:slack:T1:C1', '__proto__', '')
        expect(await store.settings.get('channel:slack:T1:C1', 'pbx')).toBe('spare')
        const listed = Object.entries(await store.settings.list('channel:slack:T1:C1')).toSorted()
        expect(listed).toEqual([
          ['__proto__', ''],
          ['pbx', 'spare'],
          ['zone', 'Europe/Berlin'],
        ])
        await store.settings.set('channel:slack:T1:C1', 'pbx', null)
        expect(await store.settings.get('channel:slack:T1:C1', 'pbx')).toBeNull()
        expect(await store.settings.get('channel:slack:T1:C2', 'pbx')).toBe('branch')
        expect(await store.settings.list('channel:slack:T1:C3')).toEqual({})
      })
    })

    describe('directory', () => {
      const contact = { workspaceKey: 'slack:T1', name: 'Änne Groß', number: '+4930901802', userId: null }

      it('replaces the contact of the same name, whatever its case, and keeps the last spelling', async () => {
        await store.directory.putContact(contact)
        await store.directory.putContact({ ...contact, name: 'ÄNNE GROß', number: '1002', userId: 'U2' })
        await store.directory.putContact({ ...contact, name: 'Ben' })
        expect(await store.directory.contacts('slack:T1')).toEqual([
          { ...contact, name: 'Ben' },
          { ...contact, name: 'ÄNNE GROß', number: '1002', userId: 'U2' },
        ])
      })

      it('removes a contact by its name in any case, in its own workspace alone', async () => {
        await store.directory.putContact(contact)
        expect(await store.directory.removeContact('slack:T2', 'Änne Groß')).toBe(false)
        expect(await store.directory.removeContact('slack:T1', 'änne groß')).toBe(true)
        expect(await store.directory.removeContact('slack:T1', 'änne groß')).toBe(false)
        expect(await store.directory.contacts('slack:T1')).toEqual([])
      })

      it('keeps lists in the same way, their members in order', async () => {
        const list = { workspaceKey: 'slack:T1', name: 'On call', members: ['Ben', '+4930901802', '<@U2>'] }
        await store.directory.putList({ ...list, name: 'on CALL', members: [] })
        await store.directory.putList(list)
        await store.directory.putList({ ...list, workspaceKey: 'slack:T2' })
        expect(await store.directory.lists('slack:T1')).toEqual([list])
        expect(await store.directory.removeList('slack:T1', 'ON CALL')).toBe(true)
        expect(await store.directory.removeList('slack:T1', 'ON CALL')).toBe(false)
        expect(await store.directory.lists('slack:T1')).toEqual([])
        expect(await store.directory.lists('slack:T2')).toHaveLength(1)
      })
    })

    describe('audit', () => {
      it('lists what was appended, newest first, with a hash each', async () => {
        const entries = [
          sampleEntry(),
          sampleEntry({ at: 3_000, place: thread, result: 'refused', detail: 'permission.denied', conferenceId: null }),
          sampleEntry({ at: 1_000, place: null, result: 'failed', action: 'end: empty' }),
        ]
        for (const entry of entries) await store.audit.append(entry)
        const records = await store.audit.list({ limit: 10 })
        expect(records).toStrictEqual(
          entries.map((entry, index) => ({ ...entry, seq: index + 1, hash: expect.any(String) })).toReversed(),
        )
        expect(new Set(records.map((record) => record.hash)).size).toBe(3)
        for (const record of records) expect(record.hash).toMatch(/^[0-9a-f]{64}$/)
      })

      it('filters by workspace, conference, person and action, and pages back by number', async () => {
        await store.audit.append(sampleEntry()) // 1
        await store.audit.append(sampleEntry({ actor: bob })) // 2
        await store.audit.append(sampleEntry({ action: 'conf kick' })) // 3
        await store.audit.append(sampleEntry({ conferenceId: 'abc002' })) // 4
        await store.audit.append(sampleEntry({ place: elsewhere })) // 5
        await store.audit.append(sampleEntry({ place: null, actor: { ...alice, workspaceId: 'T2' } })) // 6
        const list = async (filter: Partial<Parameters<Repositories['audit']['list']>[0]>) =>
          (await store.audit.list({ limit: 10, ...filter })).map((record) => record.seq)
        expect(await list({ workspaceKeys: ['slack:T1'] })).toEqual([4, 3, 2, 1])
        // Without a place, the workspace is the actor's own.
        expect(await list({ workspaceKeys: ['slack:T2'] })).toEqual([6, 5])
        expect(await list({ workspaceKeys: ['slack:T1', 'slack:T2'] })).toEqual([6, 5, 4, 3, 2, 1])
        expect(await list({ userId: 'U2' })).toEqual([2])
        expect(await list({ action: 'conf kick' })).toEqual([3])
        expect(await list({ conferenceId: 'abc002' })).toEqual([4])
        expect(await list({ conferenceId: 'abc001', userId: 'U1', workspaceKeys: ['slack:T1'] })).toEqual([3, 1])
        expect(await list({ limit: 2 })).toEqual([6, 5])
        expect(await list({ limit: 2, before: 5 })).toEqual([4, 3])
      })

      it('keeps the chain whole through any text and through appends at once', async () => {
        expect(await store.audit.verify()).toBeNull()
        const texts = ['', '\u0000', '\ud800', '"\\\n', '\u2028', 'e\u0301', '\u{1f4de}']
        await Promise.all(texts.map((target) => store.audit.append(sampleEntry({ target }))))
        await Promise.all([
          store.transaction((tx) => tx.audit.append(sampleEntry())),
          store.audit.append(sampleEntry()),
          store.transaction((tx) => tx.audit.append(sampleEntry())),
        ])
        const records = await store.audit.list({ limit: 99 })
        expect(records.map((record) => record.seq)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
        expect(
          records
            .slice(3)
            .map((record) => record.target)
            .toSorted(),
        ).toEqual(texts.toSorted())
        expect(await store.audit.verify()).toBeNull()
      })
    })

    describe('kept values', () => {
      it('are given back until they are replaced, removed or out of date', async () => {
        const value = (key: string, text: string, until: number) => ({ key, value: text, until })
        await store.keptValues.put([value('discord:a', 'one', startAt + 10), value('discord:b', 'two', startAt + 20)])
        await store.keptValues.put([value('discord:a', 'three', startAt + 30)])
        await store.keptValues.put([])
        expect(await store.keptValues.get('discord:a')).toBe('three')
        await store.keptValues.prune(startAt + 30)
        expect(await store.keptValues.get('discord:b')).toBeNull()
        expect(await store.keptValues.get('discord:a')).toBe('three')
        await store.keptValues.remove('discord:a')
        expect(await store.keptValues.get('discord:a')).toBeNull()
      })
    })

    describe('intents', () => {
      it('are claimed once, by one of two at once', async () => {
        const claims = await Promise.all([1, 2].map(() => store.intents.claim('slack:Ev1', 10)))
        expect(claims.toSorted()).toEqual([false, true])
        expect(await store.intents.claim('slack:Ev1', 20)).toBe(false)
        expect(await store.intents.claim('slack:Ev2', 20)).toBe(true)
      })

      it('are forgotten when older than what is pruned', async () => {
        await store.intents.claim('old', 10)
        await store.intents.claim('young', 20)
        await store.intents.prune(20)
        expect(await store.intents.claim('old', 30)).toBe(true)
        expect(await store.intents.claim('young', 30)).toBe(false)
      })
    })

    describe('transactions', () => {
      it('see their own writes and return what they were asked for', async () => {
        const found = await store.transaction(async (tx) => {
          await tx.conferences.save(sampleConference('abc001'))
          return tx.conferences.get('abc001')
        })
        expect(found).toStrictEqual(sampleConference('abc001'))
        expect(await store.conferences.get('abc001')).toStrictEqual(sampleConference('abc001'))
      })

      it('leave nothing behind when the write throws, not even the audit record', async () => {
        await store.audit.append(sampleEntry())
        const failed = store.transaction(async (tx) => {
          await tx.conferences.save(sampleConference('abc001'))
          await tx.roomLeases.take('main', '8000', 'abc001', 10)
          await tx.dials.add({ pbx: 'main', conferenceId: 'abc001', personKey: 'x', number: '1001', at: 10 })
          await tx.postedCards.add({ conferenceId: 'abc001', place: general, messageId: '1.1' })
          await tx.settings.set('scope', 'name', 'value')
          await tx.directory.putContact({ workspaceKey: 'slack:T1', name: 'Ben', number: '1001', userId: null })
          await tx.directory.putList({ workspaceKey: 'slack:T1', name: 'All', members: [] })
          await tx.intents.claim('slack:Ev1', 10)
          await tx.audit.append(sampleEntry())
          throw new Error('the write failed')
        })
        await expect(failed).rejects.toThrow('the write failed')
        expect(await store.conferences.live()).toEqual([])
        expect(await store.roomLeases.list('main')).toEqual([])
        expect(await store.dials.count({ pbx: 'main', since: 0 })).toBe(0)
        expect(await store.postedCards.all()).toEqual([])
        expect(await store.settings.list('scope')).toEqual({})
        expect(await store.directory.contacts('slack:T1')).toEqual([])
        expect(await store.directory.lists('slack:T1')).toEqual([])
        expect(await store.intents.claim('slack:Ev1', 10)).toBe(true)
        expect(await store.audit.list({ limit: 10 })).toHaveLength(1)
        await store.audit.append(sampleEntry())
        expect(await store.audit.verify()).toBeNull()
      })

      it('undo what came before a conflict', async () => {
        await store.conferences.save(sampleConference('abc001'))
        const failed = store.transaction(async (tx) => {
          await tx.settings.set('scope', 'name', 'value')
          await tx.conferences.save(sampleConference('abc001'))
        })
        await expect(failed).rejects.toEqual(conflict)
        expect(await store.settings.get('scope', 'name')).toBeNull()
      })

      it('run one after the other, so that none loses what another wrote', async () => {
        const increment = () =>
          store.transaction(async (tx) => {
            const count = Number((await tx.settings.get('test', 'count')) ?? '0')
            await tx.settings.set('test', 'count', String(count + 1))
          })
        await Promise.all(Array.from({ length: 20 }, increment))
        expect(await store.settings.get('test', 'count')).toBe('20')
      })

      it('keep their writes from others until they end', async () => {
        const order: string[] = []
        const writing = store.transaction(async (tx) => {
          await tx.settings.set('test', 'half', 'done')
          await new Promise((resolve) => setImmediate(resolve))
          await tx.settings.set('test', 'half', null)
          order.push('written')
        })
        const reading = store.settings.get('test', 'half').then((value) => order.push(`read ${value}`))
        await Promise.all([writing, reading])
        expect(order).toContain('read null')
      })

      it('may be empty', async () => {
        expect(await store.transaction(async () => 'nothing')).toBe('nothing')
        await expect(store.transaction(() => Promise.reject(new Error('at once')))).rejects.toThrow('at once')
        expect(await store.settings.get('test', 'after')).toBeNull()
      })
    })

    describe('closing', () => {
      it('lets what began before finish, and refuses what comes after', async () => {
        const writing = store.transaction(async (tx) => {
          await tx.settings.set('test', 'name', 'value')
          await new Promise((resolve) => setImmediate(resolve))
          return tx.settings.get('test', 'name')
        })
        const closing = store.close()
        expect(await writing).toBe('value')
        await closing
        const unavailable = expect.objectContaining({ code: 'store.unavailable' })
        await expect(store.settings.get('test', 'name')).rejects.toEqual(unavailable)
        await expect(store.transaction((tx) => tx.settings.list('test'))).rejects.toEqual(unavailable)
        await store.close()
      })
    })
  })
}
