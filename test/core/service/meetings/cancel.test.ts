import { describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { meetingHolder } from '#core/meeting.ts'
import { startMeetings } from '#test/support/meeting-service.ts'
import { ben, carol, type RunningService, startService } from '#test/support/service.ts'

const hourMs = 3_600_000
const owner: Actor = { ...ben, timeZone: 'Europe/Berlin' }
const monday = '2026-11-23T15:00'

async function scheduled(running: RunningService, repeat = 'every Monday', when = '15:00') {
  const { service, attempt } = running
  return (await service.schedule(attempt(owner), { subject: 'Sprint review', when, repeat })).meeting
}
const starts = (of: { readonly next: readonly { readonly start: string }[] }) =>
  of.next.map(({ start }) => start).slice(0, 3)
const kinds = async ({ store }: RunningService, id: string) =>
  (await store.jobs.ofMeeting(id)).map(({ does }) => does.kind).sort()

describe('a date that is skipped', () => {
  it('is the next one, and comes back as it was', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    const result = await service.skip(attempt(owner), { meeting: id })
    expect(result.skipped).toMatchObject({ date: monday, start: monday })
    expect(starts(result)).toEqual(['2026-11-30T15:00', '2026-12-07T15:00', '2026-12-14T15:00'])
    const button = { meeting: id, date: monday }
    await expect(service.skip(attempt(owner), button)).rejects.toMatchObject({
      code: 'meeting.skipped',
      details: { choices: [{ path: 'conf restore', input: button }] },
    })
    const restored = await service.restore(attempt(owner), button)
    expect([starts(restored)[0], restored.occurrence?.date, restored.meeting.sequence]).toEqual([monday, monday, 2])
    // Pressed twice.
    expect((await service.restore(attempt(owner), button)).meeting.revision).toBe(restored.meeting.revision)
    await service.skip(attempt(owner), { meeting: id, date: '2026-11-30' })
    expect((await service.restore(attempt(owner), { meeting: id })).occurrence?.date).toBe('2026-11-30T15:00')
    await expect(service.restore(attempt(owner), { meeting: id })).rejects.toMatchObject({ code: 'input.unknown-date' })
  })

  it('is not the one that is under way, unless that is named', async () => {
    const running = await startService()
    const { service, attempt, clock } = running
    const { id } = await scheduled(running)
    clock.advance(Date.UTC(2026, 10, 23, 14, 30) - clock.now())
    expect((await service.skip(attempt(owner), { meeting: id })).skipped.date).toBe('2026-11-30T15:00')
    expect((await service.skip(attempt(owner), { meeting: id, date: monday })).skipped.date).toBe(monday)
  })

  it('can be the last one: then the meeting waits for it to be taken back in', async () => {
    const running = await startService()
    const { service, attempt, store } = running
    const { id } = await scheduled(running, 'FREQ=WEEKLY;BYDAY=MO;COUNT=1')
    const { occurrence, meeting } = await service.skip(attempt(owner), { meeting: id })
    expect([occurrence, meeting.state]).toEqual([null, 'scheduled'])
    const [plan] = (await store.jobs.ofMeeting(id)).filter(({ does }) => does.kind === 'plan')
    expect(plan?.dueAt).toBe(Date.UTC(2026, 10, 23, 15))
    expect((await service.restore(attempt(owner), { meeting: id, date: monday })).occurrence?.start).toBe(monday)
  })

  it('of what takes place once is all of it: that is cancelled', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running, 'none', 'tomorrow 15:00')
    const { meeting, skipped } = await service.skip(attempt(owner), { meeting: id })
    expect([meeting.state, skipped.start]).toEqual(['cancelled', '2026-11-21T15:00'])
  })
})

describe('a meeting that is cancelled', () => {
  it('has nothing left to be done but to say so, and to give its room back', async () => {
    const running = await startService()
    const { service, attempt, clock, store } = running
    const { id } = await scheduled(running)
    clock.advance(Date.UTC(2026, 10, 23, 13, 45) - clock.now())
    await service.remind(attempt(owner), { meeting: id, reminders: [10] })
    expect(await kinds(running, id)).toContain('remind')
    const { meeting, next, occurrence } = await service.cancel(attempt(owner), { meeting: id, scope: 'all' })
    expect([meeting.state, next, occurrence]).toEqual(['cancelled', [], null])
    expect(await kinds(running, id)).toEqual(['card', 'tell-pbx'])
    expect(await store.roomLeases.list('berlin')).toMatchObject([{ conferenceId: meetingHolder(id) }])
    await expect(service.skip(attempt(owner), { meeting: id })).rejects.toMatchObject({
      code: 'meeting.cancelled',
      details: { choices: [{ path: 'conf reinstate', input: { meeting: id } }] },
    })
    await expect(service.findMeeting(attempt(owner), { meeting: 'Sprint review' })).rejects.toMatchObject({
      code: 'input.unknown-meeting',
    })
    expect((await service.findMeeting(attempt(owner), { meeting: id })).meeting.state).toBe('cancelled')
  })

  it('is taken up again with its room, or with another where that was given back', async () => {
    const running = await startService()
    const { service, attempt, store, leases } = running
    const first = await scheduled(running)
    const { id } = first
    await service.cancel(attempt(owner), { meeting: id, scope: 'all' })
    const again = await service.reinstate(attempt(owner), { meeting: id })
    expect(again.meeting).toMatchObject({ state: 'scheduled', room: first.room, sequence: 2 })
    expect(starts(again)[0]).toBe(monday)
    const { meeting } = await service.cancel(attempt(owner), { meeting: id, scope: 'all' })
    // As the job does that tells the PBX.
    await store.transaction(async (tx) => {
      await tx.roomLeases.release('berlin', '8000', meetingHolder(id))
      await tx.meetings.save({ ...meeting, room: null, revision: meeting.revision + 1 }, null)
    })
    await running.service.start(attempt(carol), { subject: 'Other', who: [] })
    expect((await service.reinstate(attempt(owner), { meeting: id })).meeting.room?.number).toBe('8001')
    expect(await leases()).toEqual(['8000', '8001'])
    expect(await kinds(running, id)).toEqual(['card', 'plan', 'tell-pbx'])
  })

  it('is taken up again with one room by two at once', async () => {
    const { schedule, service, attempt, work, store, meeting } = await startMeetings()
    const { id } = await schedule()
    await service.cancel(attempt(ben), { meeting: id })
    await work()
    await Promise.all([1, 2].map(() => service.reinstate(attempt(ben), { meeting: id })))
    expect(await store.roomLeases.list('berlin')).toMatchObject([{ roomNumber: (await meeting(id)).room?.number }])
  })

  it('cannot be taken up again when no date of it is left', async () => {
    const running = await startService()
    const { service, attempt, clock } = running
    const { id } = await scheduled(running, 'none', 'tomorrow 15:00')
    await service.cancel(attempt(owner), { meeting: id })
    clock.advance(48 * hourMs)
    await expect(service.reinstate(attempt(owner), { meeting: id })).rejects.toMatchObject({ code: 'meeting.over' })
  })

  it('is asked for which dates are meant', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    await expect(service.cancel(attempt(owner), { meeting: id })).rejects.toMatchObject({
      code: 'input.which-dates',
      details: { choices: [{ input: { scope: 'this' } }, { input: { scope: 'later' } }, { input: { scope: 'all' } }] },
    })
  })

  it('may be one date of a series, or end it before a date', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    const one = await service.cancel(attempt(owner), { meeting: id, date: '2026-11-30', scope: 'this' })
    expect([one.meeting.state, starts(one)]).toEqual([
      'scheduled',
      ['2026-11-23T15:00', '2026-12-07T15:00', '2026-12-14T15:00'],
    ])
    const later = await service.cancel(attempt(owner), { meeting: id, date: '2026-12-14', scope: 'later' })
    expect([later.meeting.state, starts(later)]).toEqual(['scheduled', ['2026-11-23T15:00', '2026-12-07T15:00']])
    const rest = await service.cancel(attempt(owner), { meeting: id, scope: 'later' })
    expect([rest.meeting.state, starts(rest)]).toEqual(['cancelled', []])
    expect(starts(await service.reinstate(attempt(owner), { meeting: id }))).toEqual([
      '2026-11-23T15:00',
      '2026-12-07T15:00',
    ])
  })
})
