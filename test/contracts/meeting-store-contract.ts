/** What every store keeps to of meetings, what is said about them, their calendars, rooms and conferences. */
import { describe, expect, it } from 'vitest'
import type { Person, Place } from '#core/actor.ts'
import type { Job } from '#core/contracts/job-queue.ts'
import type { MeetingRepository, Store } from '#core/contracts/store.ts'
import type { Meeting } from '#core/meeting.ts'
import { alice, general, sampleConference, sampleDelivery, sampleMeeting, thread } from '../storage/samples.ts'

const bob: Person = { platform: 'slack', workspaceId: 'T1', userId: 'U2', name: 'Bob' }
const ops: Place = { ...general, channelId: 'C2' }
const date = '2026-12-01T15:00'
const nextDate = '2026-12-08T15:00'

const conflict = expect.objectContaining({ code: 'store.conflict' })
const ids = (meetings: readonly Meeting[]) => meetings.map(({ id }) => id)
const who = (...texts: readonly string[]) => texts.map((text) => ({ text, quoted: false, afterComma: false }))
const planJob = (meetingId: string): Job => ({
  key: `plan:${meetingId}`,
  dueAt: 1,
  does: { kind: 'plan', meetingId, since: 1 },
  meetingId,
})

export function describeMeetings(storeOf: () => Store) {
  const upcoming = async (filter: Partial<Parameters<MeetingRepository['upcoming']>[0]>) =>
    ids(await storeOf().meetings.upcoming({ limit: 10, ...filter }))

  describe('meetings', () => {
    it('come back as they were saved', async () => {
      const { meetings } = storeOf()
      const plain = sampleMeeting('m00001', { place: thread, rule: null, changes: {}, room: null })
      const found = { subject: 'x', startAt: 1, endAt: 2, timeZone: 'Asia/Gaza', externalInvitees: null }
      const full = sampleMeeting('m00002', {
        who: [{ text: '+49 30 901802', quoted: true, afterComma: true }, ...who('1001', 'Änne "Ä" Groß', '<@U2>')],
        names: { U2: 'Bob' },
        externalInvitees: 'bob@example.com;"Carol" <c@example.com>',
        onPbx: { ...found, externalInvitees: 'bob@example.com' },
        conflict: { found, seenAt: 3 },
        continuedBy: 'm00003',
      })
      for (const meeting of [plain, full]) await meetings.save(meeting, 10)
      expect(await meetings.get('m00001')).toStrictEqual(plain)
      expect(await meetings.get('m00002')).toStrictEqual(full)
      expect(await meetings.get('m00003')).toBeNull()
    })

    it('are replaced by the next revision alone, also by one of two at once', async () => {
      const { meetings } = storeOf()
      const next = (given: Partial<Meeting>) => meetings.save(sampleMeeting('m00001', { revision: 2, ...given }), 10)
      await expect(next({})).rejects.toEqual(conflict)
      await meetings.save(sampleMeeting('m00001'), 10)
      await expect(meetings.save(sampleMeeting('m00001', { subject: 'again' }), 10)).rejects.toEqual(conflict)
      await expect(next({ revision: 3 })).rejects.toEqual(conflict)
      expect(await meetings.get('m00001')).toStrictEqual(sampleMeeting('m00001'))
      const outcomes = await Promise.allSettled([
        next({ subject: 'one', who: who('<@U2>') }),
        next({ subject: 'other', who: who('<@U3>') }),
      ])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const [subject, invited] = outcomes[0]?.status === 'fulfilled' ? ['one', 'U2'] : ['other', 'U3']
      expect(await meetings.get('m00001')).toMatchObject({ subject, revision: 2 })
      const found = await Promise.all(['U2', 'U3'].map((user) => upcoming({ personKey: `slack:T1:${user}` })))
      expect(found).toEqual(invited === 'U2' ? [['m00001'], []] : [[], ['m00001']])
    })

    it('tell of many where they take place, and of one its revision, without being read', async () => {
      const { meetings } = storeOf()
      await meetings.save(sampleMeeting('m00001'), 10)
      await meetings.save(sampleMeeting('m00001', { revision: 2 }), 10)
      await meetings.save(sampleMeeting('m00002', { place: { ...ops, threadId: '1.2' }, pbx: 'branch' }), null)
      await meetings.save(sampleMeeting('m00003'), 10)
      const found = await meetings.whereaboutsOf(['m00002', 'm00001', 'm00004'])
      expect(Object.fromEntries(found)).toEqual({
        m00001: { channelKey: 'slack:T1:C1', pbx: 'main' },
        m00002: { channelKey: 'slack:T1:C2', pbx: 'branch' },
      })
      expect((await meetings.whereaboutsOf([])).size).toBe(0)
      expect(await Promise.all(['m00001', 'm00002', 'm00004'].map(meetings.revisionOf))).toEqual([2, 1, null])
    })

    it('are found by channel, workspace and PBX, by the start of what comes next, up to an instant', async () => {
      const { meetings } = storeOf()
      const elsewhere: Place = { ...general, workspaceId: 'T2' }
      await meetings.save(sampleMeeting('m00001', { place: thread }), 40)
      await meetings.save(sampleMeeting('m00002'), 20)
      await meetings.save(sampleMeeting('m00003', { place: ops, room: null }), 30)
      await meetings.save(sampleMeeting('m00004', { place: elsewhere }), 10)
      await meetings.save(sampleMeeting('m00005', { pbx: 'branch' }), 20)
      await meetings.save(sampleMeeting('m00006'), null)
      expect(await upcoming({})).toEqual(['m00004', 'm00002', 'm00005', 'm00003', 'm00001'])
      expect(await upcoming({ limit: 2 })).toEqual(['m00004', 'm00002'])
      expect(await upcoming({ channelKey: 'slack:T1:C1' })).toEqual(['m00002', 'm00005', 'm00001'])
      expect(await upcoming({ channelKey: 'slack:T1:C1', before: 40 })).toEqual(['m00002', 'm00005'])
      expect(await upcoming({ workspaceKey: 'slack:T1', limit: 3 })).toEqual(['m00002', 'm00005', 'm00003'])
      expect(await upcoming({ workspaceKey: 'slack:T3' })).toEqual([])
      // The third holds no room there.
      expect(await upcoming({ pbx: 'main' })).toEqual(['m00004', 'm00002', 'm00001'])
      expect(await upcoming({ pbx: 'branch', workspaceKey: 'slack:T1' })).toEqual(['m00005'])
    })

    it('are found by who owns them or is mentioned, as these are now', async () => {
      const { meetings } = storeOf()
      const mine = sampleMeeting('m00001', { who: who('<@U2>', '<@!U3>', '<@U2>', '+4930901802', '<@U4> late', 'U5') })
      await meetings.save(mine, 20)
      await meetings.save(sampleMeeting('m00002', { owner: bob, place: ops, who: who('<@U1>') }), 10)
      // Whoever is mentioned belongs to the workspace of the place.
      const away: Person = { ...bob, workspaceId: 'T2' }
      await meetings.save(sampleMeeting('m00003', { owner: away, who: who('<@U3>') }), 30)
      const ofUser = (user: string) => upcoming({ personKey: `slack:${user}` })
      expect(await ofUser('T1:U1')).toEqual(['m00002', 'm00001'])
      expect(await ofUser('T1:U2')).toEqual(['m00002', 'm00001'])
      expect(await ofUser('T1:U3')).toEqual(['m00001', 'm00003'])
      expect(await ofUser('T2:U2')).toEqual(['m00003'])
      for (const user of ['T1:U4', 'T1:U5', 'T2:U3']) expect(await ofUser(user)).toEqual([])
      expect(await upcoming({ personKey: 'slack:T1:U1', channelKey: 'slack:T1:C1' })).toEqual(['m00001'])
      await meetings.save({ ...mine, owner: bob, who: who('<@U4>'), revision: 2 }, 20)
      expect(await ofUser('T1:U1')).toEqual(['m00002'])
      expect(await ofUser('T1:U2')).toEqual(['m00002', 'm00001'])
      expect(await ofUser('T1:U3')).toEqual(['m00003'])
      expect(await ofUser('T1:U4')).toEqual(['m00001'])
    })

    it('are not to come once they are cancelled or over, and are again when taken back', async () => {
      const { meetings } = storeOf()
      await meetings.save(sampleMeeting('m00001'), 10)
      await meetings.save(sampleMeeting('m00002'), 20)
      await meetings.save(sampleMeeting('m00001', { state: 'cancelled', revision: 2 }), 10)
      await meetings.save(sampleMeeting('m00002', { state: 'over', revision: 2 }), null)
      await meetings.setNext('m00001', 30)
      expect(await upcoming({})).toEqual([])
      expect(await upcoming({ personKey: 'slack:T1:U1' })).toEqual([])
      await meetings.save(sampleMeeting('m00001', { revision: 3 }), 10)
      expect(await upcoming({ personKey: 'slack:T1:U1' })).toEqual(['m00001'])
    })

    it('move on to their next occurrence without a change', async () => {
      const { meetings } = storeOf()
      await meetings.save(sampleMeeting('m00001'), 10)
      await meetings.save(sampleMeeting('m00002'), 20)
      await meetings.setNext('m00001', 30)
      await meetings.setNext('m00009', 40)
      expect(await upcoming({})).toEqual(['m00002', 'm00001'])
      await meetings.setNext('m00002', null)
      expect(await upcoming({})).toEqual(['m00001'])
      expect(await meetings.get('m00001')).toStrictEqual(sampleMeeting('m00001'))
      await meetings.save(sampleMeeting('m00001', { revision: 2 }), 10)
    })

    it('are told when they are scheduled and nothing is planned for them', async () => {
      const { meetings, jobs } = storeOf()
      for (const id of ['m00001', 'm00002', 'm00003', 'm00004']) await meetings.save(sampleMeeting(id), 10)
      await meetings.save(sampleMeeting('m00005'), null)
      await meetings.save(sampleMeeting('m00006', { state: 'cancelled' }), null)
      await jobs.put(planJob('m00002'), { ...planJob('m00003'), does: { kind: 'card', meetingId: 'm00003' } })
      await jobs.put({ ...planJob('m00009'), meetingId: null })
      expect(ids(await meetings.unplanned(10))).toEqual(['m00001', 'm00003', 'm00004', 'm00005'])
      expect(ids(await meetings.unplanned(2))).toEqual(['m00001', 'm00003'])
      await jobs.put(...['m00001', 'm00003', 'm00004', 'm00005'].map(planJob))
      expect(await meetings.unplanned(10)).toEqual([])
    })
  })

  describe('deliveries', () => {
    it('begin once, by one of two at once; the other is told what became of it', async () => {
      const { deliveries } = storeOf()
      const delivery = sampleDelivery('remind:1')
      const begun = await Promise.all([deliveries.begin(delivery), deliveries.begin(delivery)])
      expect(begun.filter((known) => known === null)).toHaveLength(1)
      expect(begun).toContainEqual(delivery)
      const message = { place: thread, messageId: '1.1' }
      await deliveries.settle('remind:1', 'sent', 3_000_500, message)
      const sent = { ...delivery, state: 'sent', settledAt: 3_000_500, message }
      expect(await deliveries.begin({ ...delivery, beganAt: 9 })).toStrictEqual(sent)
      expect(await deliveries.get('remind:1')).toStrictEqual(sent)
      expect(await deliveries.get('remind:2')).toBeNull()
    })

    it('keep their message when they are settled anew, and what is none is not settled', async () => {
      const { deliveries } = storeOf()
      const card = sampleDelivery('card:1', { kind: 'card', date: null, startAt: null, leadMinutes: null })
      await deliveries.begin(card)
      const message = { place: general, messageId: '1.1' }
      await deliveries.settle('card:1', 'sent', 1, message)
      await deliveries.settle('card:1', 'corrected', 2)
      await deliveries.settle('card:2', 'sent', 3, message)
      expect(await deliveries.get('card:1')).toStrictEqual({ ...card, state: 'corrected', settledAt: 2, message })
      expect(await deliveries.get('card:2')).toBeNull()
    })

    it('are found by meeting and by date, newest first', async () => {
      const { deliveries } = storeOf()
      const card = sampleDelivery('card:1', { kind: 'card', date: null, beganAt: 1 })
      const first = sampleDelivery('remind:1', { beganAt: 2 })
      const second = sampleDelivery('remind:2', { beganAt: 3 })
      const later = sampleDelivery('remind:3', { date: nextDate, beganAt: 4 })
      const other = sampleDelivery('remind:4', { meetingId: 'm00002' })
      for (const one of [second, card, later, first, other]) await deliveries.begin(one)
      expect(await deliveries.ofMeeting('m00001')).toStrictEqual([later, second, first, card])
      expect(await deliveries.ofMeeting('m00001', date)).toStrictEqual([second, first])
      expect(await deliveries.ofMeeting('m00003')).toEqual([])
    })

    it('are counted by state since an instant, and which of them came late: reminders with a lead time alone', async () => {
      const { deliveries } = storeOf()
      // Due ten minutes before the start.
      const dueAt = 3_000_000
      const message = { place: general, messageId: '1.1' }
      const sent = (key: string, settledAt: number, state: 'sent' | 'corrected' = 'sent') =>
        sampleDelivery(key, { state, beganAt: dueAt, settledAt, message })
      const all = [
        sent('remind:1', dueAt),
        sent('remind:2', dueAt + 60_000),
        sent('remind:3', dueAt + 60_001),
        sent('remind:4', dueAt + 900_000, 'corrected'),
        sampleDelivery('remind:5', { state: 'missed', settledAt: dueAt + 900_000 }),
        sampleDelivery('remind:6', { beganAt: dueAt - 1 }),
        sampleDelivery('snooze:1', { leadMinutes: null, state: 'sent', settledAt: dueAt + 900_000, message }),
        sampleDelivery('card:1', { kind: 'card', state: 'sent', settledAt: dueAt + 900_000, message }),
        sampleDelivery('notice:1', { kind: 'notice', state: 'sent', settledAt: dueAt + 900_000, message }),
      ]
      for (const one of all) await deliveries.begin(one)
      const none = { sending: 0, sent: 0, unconfirmed: 0, missed: 0, refused: 0, corrected: 0, late: 0 }
      expect(await deliveries.count(dueAt)).toStrictEqual({ ...none, sent: 3, corrected: 1, missed: 1, late: 2 })
      expect(await deliveries.count(dueAt - 1)).toMatchObject({ sending: 1 })
      expect(await deliveries.count(dueAt + 1)).toStrictEqual(none)
    })

    it('are forgotten when they are old, but for cards', async () => {
      const { deliveries } = storeOf()
      const card = sampleDelivery('card:1', { kind: 'card', beganAt: 1 })
      const notice = sampleDelivery('notice:1', { kind: 'notice', beganAt: 9 })
      for (const one of [card, notice, sampleDelivery('a', { beganAt: 9 }), sampleDelivery('b', { beganAt: 10 })])
        await deliveries.begin(one)
      await deliveries.prune(10)
      expect((await deliveries.ofMeeting('m00001')).map(({ key }) => key)).toEqual(['b', 'card:1'])
    })
  })

  describe('answers', () => {
    const occurrence = { meetingId: 'm00001', date }

    it('are one for each person and occurrence, the last', async () => {
      const { answers } = storeOf()
      await answers.put(occurrence, { person: bob, answer: 'coming', startAt: 60_000, at: 1 })
      await answers.put(occurrence, { person: alice, answer: 'late', startAt: 60_000, at: 2 })
      await answers.put({ ...occurrence, date: nextDate }, { person: bob, answer: 'declined', startAt: 60_000, at: 3 })
      const renamed = { ...bob, name: 'Robert' }
      await answers.put(occurrence, { person: renamed, answer: 'late', startAt: 60_000, at: 4 })
      expect(await answers.of(occurrence)).toStrictEqual([
        { person: alice, answer: 'late', startAt: 60_000, at: 2 },
        { person: renamed, answer: 'late', startAt: 60_000, at: 4 },
      ])
      expect(await answers.of({ ...occurrence, meetingId: 'm00002' })).toEqual([])
    })

    it('go with the dates that another meeting takes over', async () => {
      const { answers } = storeOf()
      for (const date of [occurrence.date, nextDate])
        await answers.put({ ...occurrence, date }, { person: bob, answer: 'late', startAt: 60_000, at: 1 })
      await answers.pass({ ...occurrence, date: nextDate }, 'm00002')
      expect(await answers.of(occurrence)).toHaveLength(1)
      expect(await answers.of({ ...occurrence, date: nextDate })).toEqual([])
      expect(await answers.of({ meetingId: 'm00002', date: nextDate })).toMatchObject([{ person: bob, answer: 'late' }])
    })

    it('are found by person in several meetings', async () => {
      const { answers } = storeOf()
      const given = [
        { meetingId: 'm00001', date, answer: 'coming', startAt: 60_000 },
        { meetingId: 'm00001', date: nextDate, answer: 'declined', startAt: 120_000 },
        { meetingId: 'm00002', date, answer: 'late', startAt: 60_000 },
      ] as const
      for (const { answer, startAt, ...where } of given)
        await answers.put(where, { person: alice, answer, startAt, at: 1 })
      await answers.put(occurrence, { person: bob, answer: 'late', startAt: 60_000, at: 1 })
      expect(await answers.ofPerson('slack:T1:U1', ['m00001', 'm00003'])).toStrictEqual(given.slice(0, 2))
      expect(await answers.ofPerson('slack:T1:U1', ['m00002', 'm00001'])).toStrictEqual(given)
      expect(await answers.ofPerson('slack:T1:U1', [])).toEqual([])
      expect(await answers.ofPerson('slack:T1:U3', ['m00001'])).toEqual([])
    })
  })

  describe('calendars', () => {
    it('have one address for each scope, which is renewed and switched off', async () => {
      const { calendars } = storeOf()
      const person = { hash: 'a'.repeat(64), scope: 'person:slack:T1:U1', createdAt: 1 }
      const channel = { hash: 'b'.repeat(64), scope: 'channel:slack:T1:C1', createdAt: 2 }
      const renewed = { ...person, hash: 'c'.repeat(64), createdAt: 3 }
      for (const one of [person, channel, renewed]) await calendars.put(one)
      expect(await calendars.ofScope(person.scope)).toStrictEqual(renewed)
      expect(await calendars.find(person.hash)).toBeNull()
      expect(await calendars.find(renewed.hash)).toStrictEqual(renewed)
      expect(await calendars.remove(person.scope)).toBe(true)
      expect(await calendars.remove(person.scope)).toBe(false)
      expect(await calendars.find(renewed.hash)).toBeNull()
      expect(await calendars.ofScope(person.scope)).toBeNull()
      expect(await calendars.find(channel.hash)).toStrictEqual(channel)
    })
  })

  describe('room leases', () => {
    it('leases a room to one of two who want it at once', async () => {
      const { roomLeases } = storeOf()
      const taken = await Promise.all([
        roomLeases.take('main', '8000', 'abc001', 10),
        roomLeases.take('main', '8000', 'abc002', 10),
      ])
      expect(taken.toSorted()).toEqual([false, true])
      const conferenceId = taken[0] ? 'abc001' : 'abc002'
      expect(await roomLeases.list('main')).toEqual([{ roomNumber: '8000', conferenceId, leasedAt: 10 }])
    })

    it('leases it again once it is released, and keeps the PBXs apart', async () => {
      const { roomLeases } = storeOf()
      expect(await roomLeases.take('main', '8000', 'abc001', 10)).toBe(true)
      expect(await roomLeases.take('branch', '8000', 'abc002', 10)).toBe(true)
      await roomLeases.release('main', '8000', 'abc001')
      expect(await roomLeases.list('main')).toEqual([])
      expect(await roomLeases.take('main', '8000', 'abc003', 20)).toBe(true)
      expect(await roomLeases.take('branch', '8000', 'abc003', 20)).toBe(false)
    })

    it('leaves a lease alone that another conference holds', async () => {
      const { roomLeases } = storeOf()
      await roomLeases.take('main', '8000', 'abc001', 10)
      await roomLeases.release('main', '8000', 'abc002')
      const lease = { roomNumber: '8000', conferenceId: 'abc001', leasedAt: 10 }
      expect(await roomLeases.list('main')).toEqual([lease])
    })

    it('passes a lease from one holder to another, as from a meeting to its conference', async () => {
      const { roomLeases } = storeOf()
      await roomLeases.take('main', '8000', 'meeting:m00001', 10)
      expect(await roomLeases.pass('main', '8000', 'abc001', 'abc002')).toBe(false)
      expect(await roomLeases.pass('branch', '8000', 'meeting:m00001', 'abc001')).toBe(false)
      expect(await roomLeases.pass('main', '8000', 'meeting:m00001', 'abc001')).toBe(true)
      expect(await roomLeases.pass('main', '8000', 'meeting:m00001', 'abc002')).toBe(false)
      expect(await roomLeases.list('main')).toEqual([{ roomNumber: '8000', conferenceId: 'abc001', leasedAt: 10 }])
      expect(await roomLeases.take('main', '8000', 'meeting:m00001', 20)).toBe(false)
    })
  })

  describe('conferences of meetings', () => {
    it('are found by their occurrence, the newest of it', async () => {
      const { conferences } = storeOf()
      const occurrence = { meetingId: 'm00001', date }
      expect(await conferences.ofOccurrence(occurrence)).toBeNull()
      const newest = sampleConference('abc002', { occurrence, startedAt: 20 })
      await conferences.save(sampleConference('abc001', { occurrence, startedAt: 10 }))
      await conferences.save(newest)
      await conferences.save(sampleConference('abc003', { occurrence, startedAt: 5 }))
      await conferences.save(sampleConference('abc004', { startedAt: 30 }))
      await conferences.save(sampleConference('abc005', { occurrence: { ...occurrence, date: nextDate } }))
      expect(await conferences.ofOccurrence(occurrence)).toStrictEqual(newest)
      expect((await conferences.ofOccurrence({ ...occurrence, date: nextDate }))?.id).toBe('abc005')
      expect(await conferences.ofOccurrence({ ...occurrence, meetingId: 'm00002' })).toBeNull()
    })
  })

  it('leaves nothing of a meeting behind when the transaction fails', async () => {
    const store = storeOf()
    await store.meetings.save(sampleMeeting('m00001'), 10)
    const occurrence = { meetingId: 'm00001', date }
    const failed = store.transaction(async (tx) => {
      await tx.meetings.save(sampleMeeting('m00001', { revision: 2, owner: bob }), 20)
      await tx.meetings.save(sampleMeeting('m00002'), 20)
      await tx.deliveries.begin(sampleDelivery('remind:1'))
      await tx.answers.put(occurrence, { person: bob, answer: 'late', startAt: 60_000, at: 1 })
      await tx.calendars.put({ hash: 'a', scope: 'person:slack:T1:U1', createdAt: 1 })
      throw new Error('the change failed')
    })
    await expect(failed).rejects.toThrow('the change failed')
    expect(await store.meetings.upcoming({ limit: 10 })).toStrictEqual([sampleMeeting('m00001')])
    expect(await upcoming({ personKey: 'slack:T1:U1', before: 11 })).toEqual(['m00001'])
    expect(await upcoming({ personKey: 'slack:T1:U2' })).toEqual([])
    expect(await store.deliveries.get('remind:1')).toBeNull()
    expect(await store.answers.of(occurrence)).toEqual([])
    expect(await store.calendars.find('a')).toBeNull()
  })
}
