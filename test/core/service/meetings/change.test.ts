import { describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { type Meeting, meetingHolder } from '#core/meeting.ts'
import { remindKey } from '#core/meeting-job.ts'
import type { ChangeInput } from '#core/service/meetings/verbs.ts'
import { anna, ben, carol, found, general, type RunningService, startService, words } from '#test/support/service.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const owner: Actor = { ...ben, timeZone: 'Europe/Berlin' }
/** Monday; the clock of the tests begins on the Friday before, at 10:00 in Berlin. */
const monday = '2026-11-23T15:00'
const mondayAt = Date.UTC(2026, 10, 23, 14)

async function scheduled(running: RunningService, repeat = 'every Monday', when = '15:00'): Promise<Meeting> {
  const input = { subject: 'Sprint review', when, repeat }
  return (await running.service.schedule(running.attempt(owner), input)).meeting
}
const starts = (of: { readonly next: readonly { readonly start: string }[] }) =>
  of.next.map(({ start }) => start).slice(0, 3)
const kinds = async ({ store }: RunningService, { id }: Meeting) =>
  (await store.jobs.ofMeeting(id)).map(({ does }) => does.kind).sort()

describe('one date of a series', () => {
  it('is moved alone: a time stays on its day, a day keeps its time', async () => {
    const running = await startService()
    const { service, attempt, store, happened } = running
    const { id } = await scheduled(running)
    const change = (input: ChangeInput) =>
      service.changeMeeting(attempt(owner), { meeting: id, scope: 'this', ...input })
    const first = await change({ when: '16:30' })
    expect(starts(first)).toEqual(['2026-11-23T16:30', '2026-11-30T15:00', '2026-12-07T15:00'])
    expect(first).toMatchObject({
      occurrence: { date: monday, isMoved: true },
      before: null,
      dropped: [],
      isOnPbx: true,
    })
    expect(first.meeting).toMatchObject({
      revision: 2,
      sequence: 1,
      changes: { [monday]: { start: '2026-11-23T16:30' } },
    })
    const second = await change({ date: '2026-11-23T16:30', when: 'tomorrow' })
    expect(starts(second)[0]).toBe('2026-11-21T16:30')
    const third = await change({ date: monday, when: 'in 3 days 9:15am', forMs: 15 * minuteMs, subject: 'Retro' })
    expect(third.occurrence).toMatchObject({ start: '2026-11-23T09:15', subject: 'Retro' })
    expect(third.occurrence && third.occurrence.endAt - third.occurrence.startAt).toBe(15 * minuteMs)
    expect(await store.meetings.get(id)).toEqual(third.meeting)
    expect(happened.filter(({ kind }) => kind === 'meeting-changed')).toHaveLength(4)
    expect(await kinds(running, third.meeting)).toEqual(['card', 'plan', 'tell-pbx'])
  })

  it('is drafted from the one that changes on, and reads as itself again', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    const input = { meeting: id, date: '2026-12-07', when: '9am', scope: 'this' } as const
    const draft = await service.draftChange(attempt(owner), input)
    expect(starts(draft)).toEqual(['2026-12-07T09:00', '2026-12-14T15:00', '2026-12-21T15:00'])
    expect(draft.exact).toMatchObject({ when: '2026-12-07T09:00', zone: 'Europe/Berlin' })
    const { when, zone } = draft.exact
    const { meeting } = await service.changeMeeting(attempt(owner), { ...input, when, zone })
    expect(meeting.changes).toEqual(draft.meeting.changes)
  })

  it('is asked for which dates are meant, where that was not said or one alone cannot have it', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    const offered = async (input: ChangeInput) => {
      const error: unknown = await service.changeMeeting(attempt(owner), { meeting: id, ...input }).catch((it) => it)
      if (!isConfbotError(error, 'input.which-dates')) throw error
      return (error.details.choices ?? []).map((choice) => choice.input)
    }
    expect(await offered({ when: '16:00' })).toEqual(
      ['this', 'later', 'all'].map((scope) => ({ meeting: id, date: monday, scope })),
    )
    expect((await offered({ reminderMinutes: [5] })).map(({ scope }) => scope)).toEqual(['later', 'all'])
    expect((await offered({ zone: 'UTC', scope: 'this' })).map(({ scope }) => scope)).toEqual(['later', 'all'])
  })

  it('is understood in the zone of who asks, and kept in that of the series', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    const abroad: Actor = { ...anna, timeZone: 'America/New_York' }
    const { meeting, occurrence } = await service.changeMeeting(attempt(abroad), {
      meeting: id,
      when: '10:30',
      scope: 'this',
    })
    expect([meeting.timeZone, occurrence?.start]).toEqual(['Europe/Berlin', '2026-11-23T16:30'])
  })

  it('is changed by nobody but its owner and administrators', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    const input = { meeting: id, when: '16:00', scope: 'this' } as const
    await expect(service.changeMeeting(attempt(carol), input)).rejects.toMatchObject({ code: 'permission.denied' })
    await expect(service.skip(attempt(carol), input)).rejects.toMatchObject({ code: 'permission.denied' })
    await expect(service.cancel(attempt(carol), input)).rejects.toMatchObject({ code: 'permission.denied' })
    await expect(service.remind(attempt(carol), { meeting: id, reminders: 'pause' })).rejects.toMatchObject({
      code: 'permission.denied',
    })
    await service.changeMeeting(attempt({ ...anna, timeZone: 'Europe/Berlin' }), input)
  })

  it('cannot be moved into the past, or be one that is over', async () => {
    const running = await startService()
    const { service, attempt, clock } = running
    const { id } = await scheduled(running)
    const change = (input: ChangeInput) =>
      service.changeMeeting(attempt(owner), { meeting: id, scope: 'this', ...input })
    await expect(change({ when: '2026-11-19 15:00' })).rejects.toMatchObject({ code: 'input.past-time' })
    await expect(change({ date: '2026-11-24', when: '15:00' })).rejects.toMatchObject({ code: 'input.unknown-date' })
    clock.advance(4 * 24 * hourMs)
    await expect(change({ date: monday, when: '18:00' })).rejects.toMatchObject({ code: 'input.past-time' })
  })
})

describe('all dates', () => {
  it('are moved together, and what was said of single ones stays with its day', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    await service.skip(attempt(owner), { meeting: id, date: '2026-11-30' })
    const { meeting, next, dropped } = await service.changeMeeting(attempt(owner), {
      meeting: id,
      when: '16:00',
      scope: 'all',
      who: words('1001'),
      reminderMinutes: [5, 60, 5],
      options: { record: true },
      externalInvitees: 'guest@example.org',
    })
    expect(starts({ next })).toEqual(['2026-11-23T16:00', '2026-12-07T16:00', '2026-12-14T16:00'])
    expect(meeting).toMatchObject({
      rule: 'FREQ=WEEKLY;BYDAY=MO',
      who: [{ text: '1001' }],
      reminderMinutes: [60, 5],
      options: { ring: true, record: true },
      externalInvitees: 'guest@example.org',
    })
    expect(dropped).toEqual([])
  })

  it('move to another day with their rule; single changes that fit no more are dropped and told', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    await service.skip(attempt(owner), { meeting: id, date: '2026-11-30' })
    const { meeting, next, dropped } = await service.changeMeeting(attempt(owner), {
      meeting: id,
      when: 'Tuesday',
      scope: 'all',
    })
    expect([meeting.rule, starts({ next })]).toEqual([
      'FREQ=WEEKLY;BYDAY=TU',
      ['2026-11-24T15:00', '2026-12-01T15:00', '2026-12-08T15:00'],
    ])
    expect(dropped).toEqual(['2026-11-30T15:00'])
  })

  it('whose rule says several days need the repetition, too', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running, 'every Monday and Thursday')
    const input = { meeting: id, when: 'Tuesday', scope: 'all' } as const
    await expect(service.changeMeeting(attempt(owner), input)).rejects.toMatchObject({
      code: 'input.missing',
      details: { option: 'repeat' },
    })
    const changed = await service.changeMeeting(attempt(owner), { ...input, repeat: 'every Tuesday and Friday' })
    expect(starts(changed)).toEqual(['2026-11-24T15:00', '2026-11-27T15:00', '2026-12-01T15:00'])
  })

  it('keep their time of day when only the repetition is given', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    const change = (repeat: string) => service.changeMeeting(attempt(owner), { meeting: id, repeat, scope: 'all' })
    expect(starts(await change('every Thursday'))).toEqual(['2026-11-26T15:00', '2026-12-03T15:00', '2026-12-10T15:00'])
    expect(starts(await change('every 2 weeks'))).toEqual(['2026-11-26T15:00', '2026-12-10T15:00', '2026-12-24T15:00'])
    expect(starts(await change('none'))).toEqual(['2026-11-26T15:00'])
    expect(starts(await change('daily'))).toEqual(['2026-11-26T15:00', '2026-11-27T15:00', '2026-11-28T15:00'])
  })

  it('take another zone only where it is given', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    const abroad: Actor = { ...anna, timeZone: 'America/New_York' }
    const change = (input: ChangeInput) =>
      service.changeMeeting(attempt(abroad), { meeting: id, scope: 'all', ...input })
    expect((await change({ when: '11:00' })).meeting).toMatchObject({
      timeZone: 'Europe/Berlin',
      start: '2026-11-23T17:00',
    })
    expect((await change({ zone: 'UTC' })).meeting).toMatchObject({ timeZone: 'UTC', start: '2026-11-23T17:00' })
    expect((await change({ zone: 'Asia/Tokyo', when: '9am' })).occurrence?.start).toBe('2026-11-24T09:00')
  })

  it('are meant by every change of what takes place once', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running, 'none', 'tomorrow 15:00')
    const { meeting } = await service.changeMeeting(attempt(owner), { meeting: id, when: '16:00' })
    expect(meeting).toMatchObject({ start: '2026-11-21T16:00', changes: {}, sequence: 1 })
    const renamed = await service.changeMeeting(attempt(owner), { meeting: id, subject: 'Retro' })
    expect(renamed.meeting).toMatchObject({ start: '2026-11-21T16:00', subject: 'Retro', sequence: 1 })
    // A button from before still finds it.
    expect(
      (await service.findMeeting(attempt(owner), { meeting: id, date: '2026-11-21T15:00' })).occurrence?.start,
    ).toBe('2026-11-21T16:00')
  })
})

describe('a date and all later ones', () => {
  it('become a meeting of their own, which takes over the room where no earlier date is left', async () => {
    const running = await startService()
    const { service, attempt, store, teller, clock, leases } = running
    const first = await scheduled(running)
    clock.advance(4 * 24 * hourMs)
    const { meeting, before, next, occurrence } = await service.changeMeeting(attempt(owner), {
      meeting: first.id,
      when: '16:00',
      scope: 'later',
    })
    expect(meeting.id).not.toBe(first.id)
    expect(starts({ next })).toEqual(['2026-11-30T16:00', '2026-12-07T16:00', '2026-12-14T16:00'])
    expect(occurrence?.date).toBe('2026-11-30T16:00')
    expect(meeting).toMatchObject({ room: first.room, revision: 1, sequence: 0, owner: first.owner })
    expect(before).toMatchObject({
      id: first.id,
      room: null,
      continuedBy: meeting.id,
      rule: 'FREQ=WEEKLY;UNTIL=20261129;BYDAY=MO',
    })
    expect(await store.roomLeases.list('berlin')).toMatchObject([{ conferenceId: meetingHolder(meeting.id) }])
    expect(await leases()).toEqual(['8000'])
    expect(teller.told.at(-1)).toMatchObject({ mark: `card:${meeting.id}`, what: { kind: 'meeting' } })
    expect(await kinds(running, meeting)).toEqual(['plan', 'tell-pbx'])
    // Nobody worked meanwhile: what fell due in the earlier ones is still told of.
    expect(await kinds(running, first)).toEqual(['card', 'open', 'plan', 'remind', 'tell-pbx'])
    // A button of an earlier message means what became of its date.
    const old = await service.findMeeting(attempt(owner), { meeting: first.id, date: '2026-12-07T15:00' })
    expect([old.meeting.id, old.occurrence?.start]).toEqual([meeting.id, '2026-12-07T16:00'])
  })

  it('get a room of their own where earlier dates are still to come', async () => {
    const running = await startService()
    const { service, attempt, leases } = running
    const first = await scheduled(running, 'every Monday 10 times')
    const draft = await service.draftChange(attempt(owner), {
      meeting: first.id,
      date: '2026-12-07',
      when: '16:00',
      scope: 'later',
    })
    expect(draft.exact).toEqual({
      when: '2026-12-07T16:00',
      repeat: 'FREQ=WEEKLY;COUNT=8;BYDAY=MO',
      zone: 'Europe/Berlin',
    })
    const { meeting, before } = await service.changeMeeting(attempt(owner), {
      meeting: first.id,
      date: '2026-12-07',
      scope: 'later',
      ...draft.exact,
    })
    expect(meeting).toMatchObject({ room: { number: '8001' }, start: '2026-12-07T16:00', rule: draft.meeting.rule })
    expect(before?.room).toEqual(first.room)
    expect(await leases()).toEqual(['8000', '8001'])
  })

  it('are found from a message of the first meeting, however often it was split', async () => {
    const running = await startService()
    const { service, attempt } = running
    const first = await scheduled(running)
    const split = { meeting: first.id, scope: 'later' } as const
    await service.changeMeeting(attempt(owner), { ...split, date: '2026-12-14', subject: 'Last' })
    const { meeting } = await service.changeMeeting(attempt(owner), { ...split, date: '2026-12-07', subject: 'Middle' })
    const nameOn = async (date: string) =>
      (await service.findMeeting(attempt(owner), { meeting: first.id, date })).meeting.subject
    expect([
      await nameOn('2026-11-30T15:00'),
      await nameOn('2026-12-07T15:00'),
      await nameOn('2026-12-14T15:00'),
    ]).toEqual(['Sprint review', 'Middle', 'Last'])
    expect(meeting.subject).toBe('Middle')
  })

  it('of the first date on are all of them', async () => {
    const running = await startService()
    const { id } = await scheduled(running)
    const { meeting, before } = await running.service.changeMeeting(running.attempt(owner), {
      meeting: id,
      when: '16:00',
      scope: 'later',
    })
    expect([meeting.id, before]).toEqual([id, null])
  })

  it('stay where they are when their card cannot be posted, or they cannot be stored', async () => {
    let isBroken = false
    const running = await startService([{ name: 'berlin' }], (store) => ({
      ...store,
      transaction: (run) => (isBroken ? Promise.reject(new ConfbotError('store.full')) : store.transaction(run)),
    }))
    const { service, attempt, store, teller, leases } = running
    const first = await scheduled(running)
    const input = { meeting: first.id, date: '2026-12-07', when: '16:00', scope: 'later' } as const
    teller.refuseNext(new ConfbotError('chat.cannot-post'))
    await expect(service.changeMeeting(attempt(owner), input)).rejects.toMatchObject({ code: 'chat.cannot-post' })
    isBroken = true
    await expect(service.changeMeeting(attempt(owner), input)).rejects.toMatchObject({ code: 'store.full' })
    expect(teller.retold).toMatchObject([{ what: { meeting: { state: 'cancelled' } } }])
    expect(await leases()).toEqual(['8000'])
    expect(await store.meetings.get(first.id)).toEqual(first)
  })
})

describe('a change', () => {
  it('is made of what somebody else stored meanwhile', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    await Promise.all([
      service.changeMeeting(attempt(owner), { meeting: id, subject: 'Retro', scope: 'all' }),
      service.changeMeeting(attempt(owner), { meeting: id, when: '16:00', scope: 'this' }),
      service.skip(attempt(owner), { meeting: id, date: '2026-11-30' }),
      service.remind(attempt(owner), { meeting: id, reminders: [15] }),
    ])
    const { meeting } = await service.findMeeting(attempt(owner), { meeting: id })
    expect(meeting).toMatchObject({
      subject: 'Retro',
      reminderMinutes: [15],
      revision: 5,
      changes: { [monday]: { start: '2026-11-23T16:00' }, '2026-11-30T15:00': { kind: 'skipped' } },
    })
  })

  it('has the reminders corrected that stand there, or are just being sent, and takes back those that are not', async () => {
    const running = await startService()
    const { service, attempt, store, clock } = running
    const meeting = await scheduled(running)
    clock.advance(mondayAt - 30 * minuteMs - clock.now())
    const delivery = (leadMinutes: number, startAt = mondayAt) => ({
      key: remindKey(meeting.id, monday, startAt, leadMinutes),
      meetingId: meeting.id,
      date: monday,
      kind: 'reminder' as const,
      startAt,
      leadMinutes,
      place: general,
      beganAt: clock.now(),
      settledAt: clock.now(),
      message: { place: general, messageId: `r${leadMinutes}` },
    })
    await store.deliveries.begin({ ...delivery(60), state: 'sent' })
    await store.deliveries.begin({ ...delivery(30), state: 'sending', message: null })
    await store.deliveries.begin({ ...delivery(20), state: 'missed', message: null })
    await store.deliveries.begin({ ...delivery(60, mondayAt - 7 * 24 * hourMs), state: 'sent' })
    await service.remind(attempt(owner), { meeting: meeting.id, reminders: [5] })
    expect(await kinds(running, meeting)).toEqual(['card', 'open', 'plan', 'remind', 'tell-pbx'])
    await service.changeMeeting(attempt(owner), { meeting: meeting.id, when: '17:00', scope: 'this' })
    expect(await kinds(running, meeting)).toEqual(['card', 'correct', 'correct', 'plan', 'tell-pbx'])
    const corrected = (await store.jobs.ofMeeting(meeting.id)).flatMap(({ does }) =>
      does.kind === 'correct' ? [does.delivery] : [],
    )
    expect(corrected.sort()).toEqual([delivery(30).key, delivery(60).key].sort())
  })

  it('of reminders sends nothing that was due before', async () => {
    const running = await startService()
    const { service, attempt, store, clock } = running
    const { id } = await scheduled(running)
    clock.advance(mondayAt - 30 * minuteMs - clock.now())
    const { meeting } = await service.remind(attempt(owner), { meeting: id, reminders: [60, 25, 10] })
    expect(meeting).toMatchObject({ reminderMinutes: [60, 25, 10], sequence: 0 })
    const leads = (jobs: Awaited<ReturnType<typeof store.jobs.ofMeeting>>) =>
      jobs.flatMap(({ does }) => (does.kind === 'remind' ? [does.leadMinutes] : []))
    expect(leads(await store.jobs.ofMeeting(id)).sort()).toEqual([10, 25])
    await service.remind(attempt(owner), { meeting: id, reminders: 'pause' })
    expect(leads(await store.jobs.ofMeeting(id))).toEqual([])
    await service.remind(attempt(owner), { meeting: id, reminders: 'resume' })
    expect(leads(await store.jobs.ofMeeting(id)).sort()).toEqual([10, 25])
    await expect(service.remind(attempt(owner), { meeting: id, reminders: [50_000] })).rejects.toMatchObject({
      code: 'input.invalid',
    })
    expect(found(await store.meetings.get(id)).reminderMinutes).toEqual([60, 25, 10])
  })
})
