/** What a store keeps to whose database outlives it and serves several processes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '#core/contracts/store.ts'
import { sampleConference, sampleEntry, thread } from './samples.ts'

/** @param createDatabase makes an empty database that outlives its stores. */
export function describeLastingStore(
  database: string,
  createDatabase: () => Promise<{ open(): Promise<Store>; remove(): Promise<void> }>,
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
  })
}
