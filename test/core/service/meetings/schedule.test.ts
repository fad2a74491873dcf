import { describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Store } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { personScope } from '#core/service/deps.ts'
import { anna, ben, carol, found, general, other, startService, words } from '#test/support/service.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { announcementCard } from '#view/presenters/announcement-card.ts'

const minuteMs = 60_000
const owner: Actor = { ...ben, timeZone: 'Europe/Berlin' }
/** The clock of the tests begins at 10:00 in Berlin, that day. */
const startAt = Date.UTC(2026, 10, 20, 14)
const input = { subject: 'Sprint review', when: 'today 15:00' }
const unscheduling = { schedule: { support: 'no', why: 'card.support.unknown' } } as const

/** Notes what is asked of the store one after the other. */
function counting(store: Store, asked: string[]): Store {
  const noting = <T extends object>(target: T, path: string): T =>
    new Proxy(target, {
      get(of, name) {
        const member: unknown = Reflect.get(of, name)
        if (typeof member === 'object' && member !== null) return noting(member, `${path}${String(name)}.`)
        if (typeof member !== 'function') return member
        return (...given: readonly unknown[]) => {
          asked.push(path + String(name))
          return member.apply(of, given)
        }
      },
    })
  return noting({ ...store, transaction: (run) => store.transaction((tx) => run(noting(tx, 'tx.'))) }, '')
}

describe('the rooms of a PBX', () => {
  const few = [{ name: 'berlin', policy: { rooms: { first: 8000, last: 8003 } } }] as const

  it('are not all held for meetings: with three of four, one is taken at each start, and people can still start', async () => {
    const { service, attempt } = await startService(few)
    const schedule = (more: object = {}) => service.schedule(attempt(owner), { ...input, ...more })
    for (const number of ['8000', '8001', '8002'])
      expect(await schedule()).toMatchObject({ meeting: { room: { number } }, isOnPbx: true })
    const further = await schedule()
    expect(further).toMatchObject({ meeting: { room: null }, isOnPbx: false })
    await expect(schedule({ pin: '2468' })).rejects.toMatchObject({ code: 'room.none-free' })
    const { conference } = await service.start(attempt(owner), { subject: 'Now', who: [] })
    expect(conference.roomNumber).toBe('8003')
    await service.cancel(attempt(owner), { meeting: further.meeting.id })
    expect((await service.reinstate(attempt(owner), { meeting: further.meeting.id })).meeting.room).toBeNull()
  })
})

describe('scheduling', () => {
  it('holds a room, shows the card, and stores the meeting with all that follows', async () => {
    const running = await startService()
    const { service, attempt, store, teller, happened, leases, audit } = running
    const result = await service.schedule(attempt(owner), { ...input, who: words('1001', '<@U3>') })
    const { meeting } = result
    expect(meeting).toMatchObject({
      subject: 'Sprint review',
      start: '2026-11-20T15:00',
      timeZone: 'Europe/Berlin',
      durationMinutes: 60,
      rule: null,
      owner: { userId: 'U2', name: 'Ben' },
      place: general,
      reminderMinutes: [10],
      room: { number: '8000', hasPin: true },
      names: { U3: 'Carol' },
      revision: 1,
    })
    expect(result).toMatchObject({ isShown: true, isOnPbx: true, occurrence: { startAt } })
    expect(await store.meetings.get(meeting.id)).toEqual(meeting)
    expect(teller.told).toMatchObject([
      { to: general, mark: `card:${meeting.id}`, what: { kind: 'meeting', meeting, next: [{ startAt }] } },
    ])
    expect(await store.deliveries.ofMeeting(meeting.id)).toMatchObject([
      { key: `card:${meeting.id}`, kind: 'card', state: 'sent', message: { messageId: 't1' } },
    ])
    const jobs = await store.jobs.ofMeeting(meeting.id)
    expect(jobs.map(({ key }) => key).sort()).toEqual([`plan:${meeting.id}`, `tell-pbx:${meeting.id}`])
    expect(jobs.find(({ does }) => does.kind === 'plan')?.dueAt).toBe(startAt - 11 * minuteMs)
    expect(await leases()).toEqual(['8000'])
    expect(happened.map(({ kind }) => kind)).toEqual(['meeting-changed'])
    expect(await audit()).toMatchObject([
      { target: 'Sprint review in room 8000', result: 'done', conferenceId: meeting.id },
    ])
  })

  it('rings nobody, but refuses at once whom nobody could ring', async () => {
    const { service, attempt, pbx, teller, leases } = await startService()
    for (const who of ['112', '+499001234567', '+81312345678', 'nobody'])
      await expect(service.schedule(attempt(owner), { ...input, who: words('1001', who) })).rejects.toMatchObject({
        code: expect.stringMatching(/^(dial|input)\./),
      })
    await service.schedule(attempt(owner), { ...input, who: words('1001') })
    expect(pbx().calls()).toEqual([])
    expect(teller.told).toHaveLength(1)
    expect(await leases()).toHaveLength(1)
  })

  it('shows no number in pieces', async () => {
    const { service, attempt, teller } = await startService()
    const who = ['+49', '30', '901', '800', '1001'].map((text) => ({
      text,
      quoted: false,
      afterComma: text === '1001',
    }))
    const { meeting } = await service.schedule(attempt(owner), { ...input, who })
    expect(meeting.who.map(({ text }) => text)).toEqual(['+49 30 901 800', '1001'])
    const card = announcementCard(found(teller.told[0]).what)
    expect(cardToPlainText(card, { language: 'en', actions: false, maxLength: 4000 })).toContain('+49 ···800, 1001')
    const changed = await service.changeMeeting(attempt(owner), { meeting: meeting.id, who })
    expect(changed.meeting.who).toEqual(meeting.who)
  })

  it('gives the room a PIN that is kept nowhere: the one that was given, one that is made, or none', async () => {
    const { service, attempt, store, pbx, audit } = await startService()
    const pins: (string | null)[] = []
    for (const pin of ['739163', undefined, null]) {
      const { meeting } = await service.schedule(attempt(owner), { ...input, pin })
      expect(meeting.room?.hasPin).toBe(pin !== null)
      pins.push((await service.meetingPin(attempt(owner), { meeting: meeting.id })).pins?.pin ?? null)
      expect(JSON.stringify(await store.meetings.get(meeting.id))).not.toContain('739163')
    }
    expect(pins).toEqual(['739163', expect.stringMatching(/^\d{6}$/), null])
    expect(JSON.stringify(await audit())).not.toContain('739163')
    expect(pbx().calls()).toEqual([])
  })

  it('takes a room only at the start where the PBX keeps no schedules, and then no PIN can be chosen', async () => {
    const { service, attempt, leases, store } = await startService([{ name: 'berlin', capabilities: unscheduling }])
    const { meeting, isOnPbx } = await service.schedule(attempt(owner), input)
    expect([meeting.room, isOnPbx, await leases()]).toEqual([null, null, []])
    expect((await store.jobs.ofMeeting(meeting.id)).map(({ does }) => does.kind)).toEqual(['plan'])
    for (const pin of ['1234', null])
      await expect(service.schedule(attempt(owner), { ...input, pin })).rejects.toMatchObject({
        code: 'capability.unsupported',
      })
  })

  it('takes zone, PBX and reminders of the channel where nothing else is said', async () => {
    const { service, attempt, store } = await startService([{ name: 'berlin' }, { name: 'munich' }])
    await service.setChannel(attempt(anna), 'zone', 'America/New_York')
    await service.setChannel(attempt(anna), 'pbx', 'munich')
    await store.settings.set('channel:slack:T1:C1', 'remind', '60, 1440,5')
    const { meeting } = await service.schedule(attempt(ben), { ...input, when: 'today 15:00' })
    expect(meeting).toMatchObject({ timeZone: 'America/New_York', pbx: 'munich', reminderMinutes: [1440, 60, 5] })
    await store.settings.set('channel:slack:T1:C1', 'remind', 'off')
    expect((await service.schedule(attempt(ben), { ...input, pbx: 'berlin' })).meeting).toMatchObject({
      reminderMinutes: [],
      pbx: 'berlin',
    })
    await store.settings.set(personScope(ben), 'zone', 'Asia/Tokyo')
    const later = { ...input, when: 'tomorrow 15:00' }
    expect((await service.draftMeeting(attempt(owner), later)).meeting.timeZone).toBe('Asia/Tokyo')
    expect((await service.draftMeeting(attempt(owner), { ...later, zone: 'UTC' })).exact).toEqual({
      when: '2026-11-21T15:00',
      repeat: 'none',
      zone: 'UTC',
    })
  })

  it('asks for the zone where none is known, and for the time where there is none', async () => {
    const { service, attempt } = await startService()
    await expect(service.schedule(attempt(ben), input)).rejects.toMatchObject({
      code: 'input.no-zone',
      details: {
        choices: expect.arrayContaining([expect.objectContaining({ input: { zone: 'America/New_York' } })]),
      },
    })
    await expect(service.schedule(attempt(owner), { subject: 'Board' })).rejects.toMatchObject({
      code: 'input.missing',
    })
  })

  it('asks which day is meant where it is another one in the zone that was given', async () => {
    const { service, attempt } = await startService()
    // Still Friday in Berlin, and Friday 23:00 in Kiritimati: nothing to ask. In Honolulu it is Thursday.
    const draft = (when: string, zone: string) => service.draftMeeting(attempt(owner), { ...input, when, zone })
    expect((await draft('tomorrow 15:00', 'Pacific/Kiritimati')).meeting.start).toBe('2026-11-21T15:00')
    await expect(draft('tomorrow 15:00', 'Pacific/Honolulu')).rejects.toMatchObject({
      code: 'input.ambiguous-time',
      details: { choices: [{ input: { when: '2026-11-20T15:00' } }, { input: { when: '2026-11-21T15:00' } }] },
    })
    expect((await draft('2026-12-01 15:00', 'Pacific/Honolulu')).meeting.start).toBe('2026-12-01T15:00')
    expect((await draft('in 2 hours', 'Pacific/Honolulu')).meeting.start).toBe('2026-11-20T01:00')
  })

  it('asks whether a city that is nobody’s name is the zone', async () => {
    const { service, attempt } = await startService()
    const bare = (...texts: string[]) => texts.map((text) => ({ text, quoted: false, afterComma: false }))
    const asked = service.draftMeeting(attempt(owner), { ...input, who: bare('1001', 'New', 'York') })
    await expect(asked).rejects.toMatchObject({
      code: 'input.unknown-person',
      details: { choices: [{ input: { zone: 'America/New_York', who: '1001' } }, {}] },
    })
    const zoned = service.draftMeeting(attempt(owner), { ...input, zone: 'UTC', who: bare('New', 'York') })
    await expect(zoned).rejects.toMatchObject({ details: { choices: [{ input: { who: 'York' } }] } })
  })

  it('is nothing when the bot may not post there, or the store fails: no meeting, no room, and no card that says so', async () => {
    let isBroken = false
    const running = await startService([{ name: 'berlin' }], (store) => ({
      ...store,
      transaction: (run) => (isBroken ? Promise.reject(new ConfbotError('store.full')) : store.transaction(run)),
    }))
    const { service, attempt, teller, leases, store } = running
    teller.refuseNext(new ConfbotError('chat.cannot-post', { blanks: { channel: 'x' } }))
    await expect(service.schedule(attempt(owner), input)).rejects.toMatchObject({ code: 'chat.cannot-post' })
    expect(await leases()).toEqual([])
    isBroken = true
    await expect(service.schedule(attempt(owner), input)).rejects.toMatchObject({ code: 'store.full' })
    expect(teller.retold).toMatchObject([{ message: { messageId: 't1' }, what: { meeting: { state: 'cancelled' } } }])
    expect(await leases()).toEqual([])
    expect(await store.meetings.upcoming({ workspaceKey: 'slack:T1', limit: 5 })).toEqual([])
  })

  it('holds though nobody knows whether the card stands there', async () => {
    const { service, attempt, teller, store } = await startService()
    teller.refuseNext(new ConfbotError('chat.unconfirmed'), true)
    const { meeting, isShown } = await service.schedule(attempt(owner), input)
    expect(isShown).toBe(false)
    expect(await store.meetings.get(meeting.id)).not.toBeNull()
    expect(await store.deliveries.ofMeeting(meeting.id)).toMatchObject([{ state: 'unconfirmed', message: null }])
  })

  it('is drafted without anything being stored, told or taken', async () => {
    const { service, attempt, teller, leases, store, audit, happened } = await startService()
    const { meeting, next, exact } = await service.draftMeeting(attempt(owner), {
      ...input,
      when: '',
      repeat: 'every Friday 14:30',
      forMs: 30 * minuteMs,
    })
    expect(exact).toEqual({ when: '2026-11-20T14:30', repeat: 'FREQ=WEEKLY;BYDAY=FR', zone: 'Europe/Berlin' })
    expect(next.map(({ start }) => start)).toEqual([
      '2026-11-20T14:30',
      '2026-11-27T14:30',
      '2026-12-04T14:30',
      '2026-12-11T14:30',
      '2026-12-18T14:30',
    ])
    expect([await store.meetings.get(meeting.id), teller.told, await leases(), await audit(), happened]).toEqual([
      null,
      [],
      [],
      [],
      [],
    ])
  })

  it('tells of a clock change among the next dates', async () => {
    const { service, attempt } = await startService()
    const { next } = await service.draftMeeting(attempt(owner), {
      ...input,
      when: '2027-03-27 02:30',
      repeat: 'daily 3 times',
    })
    expect(next.map(({ clockChange, offsetMinutes }) => [clockChange, offsetMinutes])).toEqual([
      ['none', 60],
      ['skipped', 120],
      ['none', 120],
    ])
  })

  it('begins at once when it is put into this very minute', async () => {
    const { service, attempt, store, clock } = await startService()
    clock.advance(20_000)
    const { meeting } = await service.schedule(attempt(owner), { ...input, when: 'today 10:00' })
    expect((await store.jobs.ofMeeting(meeting.id)).map(({ does }) => does.kind).sort()).toEqual([
      'open',
      'plan',
      'tell-pbx',
    ])
  })

  it('asks the store for little', async () => {
    const asked: string[] = []
    const { service, attempt } = await startService([{ name: 'berlin' }], (store) => counting(store, asked))
    await service.schedule(attempt(owner), { ...input, who: words('1001') })
    expect(asked).toEqual([
      'settings.get',
      'settings.list',
      'directory.contacts',
      'directory.lists',
      'roomLeases.list',
      'settings.list',
      'roomLeases.take',
      'transaction',
      'tx.meetings.save',
      'tx.jobs.put',
      'tx.deliveries.begin',
      'tx.audit.append',
    ])
  })
})

describe('what others see', () => {
  it('is the meeting in its channel, and elsewhere unless the channel is private', async () => {
    const { service, attempt } = await startService()
    const hidden = { ...general, isPrivate: true as const }
    const { meeting } = await service.schedule(attempt(owner, 'conf schedule', hidden), {
      ...input,
      who: words('<@U3>'),
    })
    const find = (actor: Actor, place = other) =>
      service.findMeeting(attempt(actor, 'conf show', place), { meeting: meeting.id })
    const stranger: Actor = { ...ben, userId: 'U9', name: 'Stranger' }
    await expect(find(stranger)).rejects.toMatchObject({ code: 'input.unknown-meeting', details: { choices: [] } })
    for (const actor of [owner, carol, anna]) expect((await find(actor)).meeting.id).toBe(meeting.id)
    expect((await find(stranger, hidden)).meeting.id).toBe(meeting.id)
    await expect(find(carol, { ...other, workspaceId: 'T2' })).rejects.toMatchObject({ code: 'input.unknown-meeting' })
  })
})
