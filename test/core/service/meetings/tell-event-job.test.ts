import { describe, expect, it } from 'vitest'
import { asPerson } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import type { ScheduleInput } from '#core/service/meetings/verbs.ts'
import { hourMs, minuteMs, startAt, startMeetings } from '#test/support/meeting-service.ts'
import { anna, ben, carol, found, words } from '#test/support/service.ts'

const weekMs = 7 * 24 * hourMs

async function mirrored(input: Partial<ScheduleInput> = {}) {
  const running = await startMeetings()
  const { id } = await running.schedule({ options: { event: true }, ...input })
  await running.work()
  const { clock, mirror, service, attempt, work } = running
  return {
    ...running,
    id,
    /** Of its event. */
    event: async () => found((await running.meeting(id)).event),
    /** What was changed on the platform is read by then. */
    async readSoon() {
      clock.advance(10 * minuteMs)
      return work()
    },
    change: (more: object) => service.changeMeeting(attempt(ben), { meeting: id, ...more }),
    conflict: async () => found((await running.meeting(id)).event).conflict,
    told: (kind: string) => running.notices().filter(({ what }) => what.kind === kind),
    mirror,
  }
}

describe('the event of a meeting', () => {
  it('is made once, with its times, its room and our mark, and only where it is asked for', async () => {
    const { id, mirror, work, event, readSoon } = await mirrored()
    await work()
    await readSoon()
    expect(mirror.events).toHaveLength(1)
    expect(mirror.only()).toMatchObject({
      subject: 'Sprint review',
      startAt,
      endAt: startAt + 30 * minuteMs,
      room: { number: '8000' },
      about: expect.stringContaining(`confbot:${id}:2026-11-20T11:00`),
    })
    expect(await event()).toMatchObject({ id: 'e1', date: '2026-11-20T11:00', conflict: null })

    const without = await startMeetings()
    await without.schedule()
    await without.work()
    expect(without.mirror.calls).toEqual([])
  })

  it('follows what is changed of the meeting, and is the same event', async () => {
    const { mirror, change, work, told } = await mirrored()
    await change({ when: '12:30', subject: 'Review' })
    await work()
    expect(mirror.events).toHaveLength(1)
    expect(mirror.only()).toMatchObject({ subject: 'Review', startAt: startAt + 90 * minuteMs })
    expect(mirror.only().about).toContain('2026-11-20T12:30')
    expect(told('event-conflict')).toEqual([])
  })

  it('is cancelled with the meeting, and made again with it', async () => {
    const { mirror, service, attempt, work, id, meeting } = await mirrored()
    await service.cancel(attempt(ben), { meeting: id })
    await work()
    expect(mirror.events.map(({ state }) => state)).toEqual(['cancelled'])
    expect((await meeting(id)).event).toBeNull()
    await service.reinstate(attempt(ben), { meeting: id })
    await work()
    expect(mirror.only().startAt).toBe(startAt)
  })

  it('is taken back where it is wanted no more, and made where it is wanted later', async () => {
    const { mirror, change, work, id, meeting } = await mirrored()
    await change({ options: { event: false } })
    await work()
    expect(mirror.open()).toEqual([])
    expect((await meeting(id)).event).toBeNull()
    await change({ options: { event: true } })
    await work()
    expect(mirror.only().startAt).toBe(startAt)
  })

  it('is that of the next date: after each the next, and without those that are skipped', async () => {
    const { mirror, service, attempt, work, at, id } = await mirrored({
      repeat: 'every week',
      options: { event: true, ring: false },
    })
    await at(31 * minuteMs)
    expect(mirror.events.map(({ state }) => state)).toEqual(['over', 'scheduled'])
    expect(mirror.only().startAt).toBe(startAt + weekMs)
    await service.skip(attempt(ben), { meeting: id })
    await work()
    expect(mirror.only().startAt).toBe(startAt + 2 * weekMs)
    await service.restore(attempt(ben), { meeting: id })
    await work()
    expect(mirror.only().startAt).toBe(startAt + weekMs)
  })

  it('stays with a date that was moved behind the next one', async () => {
    const { mirror, change, work } = await mirrored({ repeat: 'every day' })
    await change({ when: '2026-11-22 15:00', scope: 'this' })
    await work()
    expect(mirror.events).toHaveLength(1)
    expect(mirror.only().startAt).toBe(Date.UTC(2026, 10, 22, 14))
  })

  it('goes over to the meeting that its later dates become, with whoever is interested', async () => {
    const { mirror, change, work, at, id, meeting } = await mirrored({
      repeat: 'every week',
      options: { event: true, ring: false },
    })
    await at(31 * minuteMs)
    const { meeting: later } = await change({ when: '15:00', scope: 'later' })
    await work()
    expect(later.id).not.toBe(id)
    expect((await meeting(id)).event).toBeNull()
    expect(mirror.only()).toMatchObject({ id: 'e2', startAt: startAt + weekMs + 4 * hourMs })
    expect(mirror.only().about).toContain(`confbot:${later.id}:`)
  })

  it('goes on with its conference, and ends with it', async () => {
    const { mirror, service, attempt, at, work, live, clock } = await mirrored()
    await at(0)
    expect(mirror.only()).toMatchObject({ state: 'live' })
    const [conference] = await live()
    clock.advance(5 * minuteMs)
    await service.end(attempt(anna), { in: found(conference).id, force: true })
    await expect
      .poll(async () => {
        await work()
        return mirror.events.map(({ state }) => state)
      })
      .toEqual(['over'])
  })

  it('shows the room that is taken at its start, where none is held before', async () => {
    const no = { support: 'no', why: 'room.capability.no-room-events' } as const
    const { schedule, work, at, mirror, service } = await startMeetings([
      { name: 'berlin', capabilities: { schedule: no } },
    ])
    await schedule({ options: { event: true } })
    await work()
    expect(mirror.only().room).toBeNull()
    await at(0)
    const [conference] = service.allLive()
    await expect
      .poll(async () => {
        await work()
        return mirror.only()
      })
      .toMatchObject({ room: { number: found(conference).roomNumber }, state: 'live' })
  })

  it('is another one where a date that goes on is put off', async () => {
    const { mirror, change, work, at } = await mirrored({ options: { event: true, ring: false } })
    await at(minuteMs)
    await change({ when: '15:00' })
    await work()
    expect(mirror.events.map(({ state }) => state)).toEqual(['over', 'scheduled'])
    expect(mirror.only().startAt).toBe(startAt + 4 * hourMs)
  })

  it('is none for a date that has begun', async () => {
    const { mirror, change, work, event, at } = await mirrored({ options: { ring: false } })
    await at(minuteMs)
    await change({ options: { event: true } })
    await work()
    expect(mirror.events).toEqual([])
    expect(await event()).toMatchObject({ id: null })
  })

  it('is refused where the place has none, with the way on without one', async () => {
    const { service, attempt } = await startMeetings()
    const input = { subject: 'Review', when: '2026-11-20T11:00', zone: 'Europe/Berlin', options: { event: true } }
    for (const place of [
      { platform: 'terminal', workspaceId: 'T1', channelId: 'C1', kind: 'channel' },
      { platform: 'slack', workspaceId: 'T1', channelId: 'D1', kind: 'direct' },
    ] as const)
      await expect(service.draftMeeting(attempt(ben, 'conf schedule', place), input)).rejects.toMatchObject({
        code: 'chat.no-events',
        details: { choices: [{ input: { event: 'no' } }] },
      })
  })
})

describe('an event of which nobody knows whether it was made', () => {
  const lost = new ConfbotError('chat.unconfirmed')

  it.each([true, false])('is looked for by its mark, and there is one in the end (made: %s)', async (isMade) => {
    const running = await startMeetings()
    running.mirror.failNext('create', lost, isMade)
    await running.schedule({ options: { event: true } })
    expect(await running.work()).toEqual(['chat.unconfirmed'])
    running.clock.advance(minuteMs)
    await running.work()
    expect(running.mirror.events).toHaveLength(1)
    expect(running.mirror.calls.filter((call) => call === 'create')).toHaveLength(isMade ? 1 : 2)
  })

  it('is not made by another process while the first may be making it', async () => {
    const running = await startMeetings()
    running.mirror.failNext('create', lost)
    const { id } = await running.schedule({ options: { event: true } })
    await running.work()
    running.clock.advance(6_000)
    await running.work()
    expect(running.mirror.calls.filter((call) => call === 'create')).toHaveLength(1)
    running.clock.advance(minuteMs)
    await running.work()
    expect(running.mirror.events).toHaveLength(1)
    expect((await running.meeting(id)).event).toMatchObject({ id: 'e1' })
  })

  it('is ended where it is wanted no more by then', async () => {
    const running = await startMeetings()
    running.mirror.failNext('create', lost, true)
    const { id } = await running.schedule({ options: { event: true } })
    await running.work()
    await running.service.changeMeeting(running.attempt(ben), { meeting: id, options: { event: false } })
    running.clock.advance(minuteMs)
    await running.work()
    expect(running.mirror.open()).toEqual([])
  })

  it('and was made twice, is one in the end', async () => {
    const { mirror, id, readSoon } = await mirrored()
    mirror.add({ subject: 'Sprint review', startAt, about: `About it. confbot:${id}:2026-11-20T11:00` })
    mirror.add({ subject: 'A party', startAt, about: 'Of somebody else' })
    await readSoon()
    expect(mirror.open().map(({ id: eventId, subject }) => [eventId, subject])).toEqual([
      ['e1', 'Sprint review'],
      ['e3', 'A party'],
    ])
  })

  it('is told again where the answer was lost, and asks nobody', async () => {
    const { mirror, change, work, clock, told } = await mirrored()
    mirror.failNext('change', lost, true)
    await change({ when: '12:00' })
    await work()
    await change({ when: '13:00' })
    clock.advance(minuteMs)
    await work()
    expect(mirror.only().startAt).toBe(startAt + 2 * hourMs)
    expect(told('event-conflict')).toEqual([])
  })
})

describe('an event that the platform does not take', () => {
  it('is tried again every hour, and the owner is told once what to do', async () => {
    const running = await startMeetings()
    const remedy = { kind: 'message', key: 'discord.event.remedy.permission', blanks: {} } as const
    for (let times = 0; times < 2; times++)
      running.mirror.failNext('create', new ConfbotError('chat.event-refused', { remedy }))
    await running.schedule({ when: '2026-11-21T11:00', options: { event: true } })
    await running.work()
    running.clock.advance(hourMs)
    await running.work()
    expect(running.notices()).toMatchObject([{ to: asPerson(ben), what: { kind: 'event-refused', remedy } }])
    expect(running.mirror.events).toEqual([])
    running.clock.advance(hourMs)
    await running.work()
    expect(running.mirror.events).toHaveLength(1)
  })
})

describe('who changes the event on the platform', () => {
  it('moves and renames that date: it is said in the channel, recorded, and not taken for ours', async () => {
    const { mirror, readSoon, meeting, id, notices, audit, event } = await mirrored({ repeat: 'every week' })
    mirror.edit({ startAt: startAt + hourMs, endAt: startAt + 2 * hourMs, subject: 'Retrospective' })
    await readSoon()
    expect((await meeting(id)).changes).toEqual({
      '2026-11-20T11:00': { kind: 'changed', start: '2026-11-20T12:00', durationMinutes: 60, subject: 'Retrospective' },
    })
    expect(notices()).toMatchObject([{ to: { channelId: 'C1' }, what: { kind: 'moved-by-event', was: startAt } }])
    expect(await audit()).toContainEqual(
      expect.objectContaining({ action: 'follow the event', target: 'Sprint review as its event shows it' }),
    )
    const changes = mirror.calls.filter((call) => call === 'change').length
    await readSoon()
    expect(mirror.calls.filter((call) => call === 'change')).toHaveLength(changes)
    expect(await event()).toMatchObject({ id: 'e1', conflict: null })
  })

  it('moves what takes place once, and its reminders are corrected', async () => {
    const { mirror, readSoon, meeting, id, store } = await mirrored({ reminderMinutes: [45] })
    await readSoon()
    await readSoon()
    expect(await store.deliveries.ofMeeting(id)).toContainEqual(
      expect.objectContaining({ kind: 'reminder', state: 'sent' }),
    )
    mirror.edit({ startAt: startAt + hourMs, endAt: startAt + 2 * hourMs })
    await readSoon()
    expect(await meeting(id)).toMatchObject({ start: '2026-11-20T12:00', durationMinutes: 60 })
    expect(await store.deliveries.ofMeeting(id)).toContainEqual(
      expect.objectContaining({ kind: 'reminder', state: 'corrected' }),
    )
  })

  it('of one thing, while the other is changed here, is followed in that', async () => {
    const { mirror, change, work, meeting, id } = await mirrored()
    mirror.edit({ subject: 'Retrospective' })
    await change({ when: '12:00' })
    await work()
    expect(await meeting(id)).toMatchObject({ subject: 'Retrospective', start: '2026-11-20T12:00' })
    expect(mirror.only()).toMatchObject({ subject: 'Retrospective', startAt: startAt + hourMs })
  })

  it('into the past, or to an end before its start, is not followed: the owner chooses, and is told once', async () => {
    const { mirror, readSoon, meeting, id, told, service, attempt, work, conflict, change } = await mirrored()
    mirror.edit({ endAt: startAt - minuteMs })
    await readSoon()
    await readSoon()
    expect(told('event-conflict')).toMatchObject([{ to: asPerson(ben), what: { now: { startAt } } }])
    expect(await conflict()).toMatchObject({ found: { endAt: startAt - minuteMs } })
    await change({ reminderMinutes: [5] })
    await work()
    expect(told('event-conflict')).toHaveLength(1)
    expect((await meeting(id)).start).toBe('2026-11-20T11:00')
    await service.settleEvent(attempt(ben), { meeting: id, keep: 'event' })
    await work()
    expect(mirror.only()).toMatchObject({ startAt, endAt: startAt + 30 * minuteMs })
    await expect(service.settleEvent(attempt(ben), { meeting: id, keep: 'event' })).rejects.toMatchObject({
      code: 'meeting.event-settled',
    })
  })

  it('and sets it right again, asks nothing of the owner any more', async () => {
    const { mirror, readSoon, conflict } = await mirrored()
    mirror.edit({ endAt: startAt - minuteMs })
    await readSoon()
    mirror.edit({ endAt: startAt + 30 * minuteMs })
    await readSoon()
    expect(await conflict()).toBeNull()
  })

  it('at the same time as somebody here, overwrites nothing', async () => {
    const { mirror, change, work, told, meeting, id } = await mirrored()
    mirror.edit({ startAt: startAt + hourMs, endAt: startAt + 2 * hourMs })
    await change({ when: '14:00' })
    await work()
    expect(told('event-conflict')).toHaveLength(1)
    expect(mirror.only().startAt).toBe(startAt + hourMs)
    expect((await meeting(id)).start).toBe('2026-11-20T14:00')
  })

  it('is not heard where they only write into its description or take our mark away', async () => {
    const { mirror, change, work } = await mirrored()
    mirror.edit({ about: 'Bring cake.' })
    await change({ subject: 'Review' })
    await work()
    expect(mirror.only()).toMatchObject({ about: 'Bring cake.', subject: 'Review' })
  })

  it('begins it early, has not moved the meeting', async () => {
    const { mirror, readSoon, meeting, id, told } = await mirrored()
    mirror.edit({ state: 'live', startAt: startAt - 40 * minuteMs })
    await readSoon()
    expect(await meeting(id)).toMatchObject({ start: '2026-11-20T11:00', event: { conflict: null } })
    expect(told('moved-by-event')).toEqual([])
  })

  it('takes it to an end before its time while it goes on, has not called the meeting off', async () => {
    const { mirror, at, readSoon, event, told } = await mirrored({ options: { event: true, ring: false } })
    await at(minuteMs)
    mirror.edit({ state: 'over' })
    await readSoon()
    expect(await event()).toMatchObject({ id: null, conflict: null })
    expect(told('event-conflict')).toEqual([])
  })
})

describe('an event that somebody cancelled', () => {
  async function cancelled(input: Partial<ScheduleInput> = {}) {
    const running = await mirrored(input)
    running.mirror.edit({ state: 'cancelled' })
    await running.readSoon()
    await running.readSoon()
    expect(running.told('event-conflict')).toMatchObject([{ to: asPerson(ben), what: { now: { startAt } } }])
    expect(running.mirror.events).toHaveLength(1)
    const settle = async (keep: 'event' | 'skip' | 'none') => {
      const changed = await running.service.settleEvent(running.attempt(ben), { meeting: running.id, keep })
      await running.readSoon()
      return changed
    }
    return { ...running, settle }
  }

  it('is made anew where its owner wants that', async () => {
    const { settle, mirror, conflict } = await cancelled()
    await settle('event')
    expect(mirror.only()).toMatchObject({ id: 'e2', startAt })
    expect(await conflict()).toBeNull()
  })

  it('takes its date with it, and the next date has one', async () => {
    const { settle, mirror } = await cancelled({ repeat: 'every week' })
    const { meeting } = await settle('skip')
    expect(meeting.changes).toEqual({ '2026-11-20T11:00': { kind: 'skipped' } })
    expect(mirror.only()).toMatchObject({ id: 'e2', startAt: startAt + weekMs })
  })

  it('takes the meeting with it that takes place once', async () => {
    const { settle, mirror } = await cancelled()
    expect((await settle('skip')).meeting.state).toBe('cancelled')
    expect(mirror.open()).toEqual([])
  })

  it('is none for this date alone', async () => {
    const { settle, mirror, at, meeting, id } = await cancelled({
      repeat: 'every week',
      options: { event: true, ring: false },
    })
    await settle('none')
    expect(mirror.open()).toEqual([])
    expect(await meeting(id)).toMatchObject({ state: 'scheduled', changes: {}, event: { id: null, conflict: null } })
    await at(31 * minuteMs)
    expect(mirror.only().startAt).toBe(startAt + weekMs)
  })

  it('is nobody else’s to decide', async () => {
    const { service, attempt, id } = await cancelled()
    await expect(service.settleEvent(attempt(carol), { meeting: id, keep: 'skip' })).rejects.toMatchObject({
      code: 'permission.denied',
    })
  })

  it('asks nobody any more when its date is over', async () => {
    const { at, conflict, mirror } = await cancelled({ repeat: 'every week', options: { event: true, ring: false } })
    await at(31 * minuteMs)
    expect(await conflict()).toBeNull()
    expect(mirror.only().startAt).toBe(startAt + weekMs)
  })
})

describe('after a crash', () => {
  it('while it was being made, another process finds it by its mark', async () => {
    const running = await startMeetings()
    running.mirror.swallowNext('create')
    const { id } = await running.schedule({ options: { event: true } })
    // Never done.
    void running.work()
    await expect.poll(() => running.mirror.events.length).toBe(1)
    await running.reborn()
    await running.work()
    expect(running.mirror.calls.filter((call) => call === 'create')).toHaveLength(1)
    expect((await running.meeting(id)).event).toMatchObject({ id: 'e1' })
  })

  it('another process goes on with the event that there is', async () => {
    const running = await mirrored({ who: words('1001') })
    await running.reborn()
    await running.service.changeMeeting(running.attempt(ben), { meeting: running.id, when: '12:00' })
    await running.work()
    expect(running.mirror.events).toHaveLength(1)
    expect(running.mirror.only().startAt).toBe(startAt + hourMs)
  })
})
