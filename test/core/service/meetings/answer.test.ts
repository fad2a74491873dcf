import { describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { correctKey, remindKey } from '#core/meeting-job.ts'
import { ben, carol, general, other, type RunningService, startService, words } from '#test/support/service.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const owner: Actor = { ...ben, timeZone: 'Europe/Berlin' }
const monday = '2026-11-23T15:00'
const mondayAt = Date.UTC(2026, 10, 23, 14)

const scheduled = async ({ service, attempt }: RunningService, subject = 'Board', repeat = 'every Monday 15:00') =>
  (await service.schedule(attempt(owner), { subject, when: '', repeat, who: words('<@U3>') })).meeting

describe('an answer', () => {
  it('takes the place of what the person said before, and is shown by the reminder that stands there', async () => {
    const running = await startService()
    const { service, attempt, store, clock, happened } = running
    const { id } = await scheduled(running)
    const key = remindKey(id, monday, mondayAt, 10)
    await store.deliveries.begin({
      key,
      meetingId: id,
      date: monday,
      kind: 'reminder',
      startAt: mondayAt,
      leadMinutes: 10,
      place: general,
      state: 'sent',
      beganAt: clock.now(),
      settledAt: clock.now(),
      message: { place: general, messageId: 'r1' },
    })
    await service.answer(attempt(carol), { meeting: id, date: monday, answer: 'late' })
    await service.answer(attempt(owner), { meeting: id, answer: 'coming' })
    const answers = await service.answer(attempt(carol), { meeting: id, date: monday, answer: 'declined' })
    expect(answers.map(({ person, answer }) => [person.name, answer]).sort()).toEqual([
      ['Ben', 'coming'],
      ['Carol', 'declined'],
    ])
    expect(await store.jobs.get(correctKey(key))).toMatchObject({ does: { kind: 'correct', delivery: key } })
    expect(happened.at(-1)?.kind).toBe('jobs-enqueued')
    expect(
      (
        await service.agenda(attempt(carol), {
          from: clock.now(),
          to: mondayAt + 14 * 24 * hourMs,
          limit: 10,
          of: 'person',
        })
      ).map(({ occurrence, answer }) => [occurrence.date, answer]),
    ).toEqual([
      [monday, 'declined'],
      ['2026-11-30T15:00', null],
    ])
  })

  it('is for the start that it was said to: moved, it is void, and moved back, it holds again', async () => {
    const running = await startService()
    const { service, attempt, clock } = running
    const { id } = await scheduled(running)
    await service.answer(attempt(carol), { meeting: id, date: monday, answer: 'declined' })
    const move = (when: string) =>
      service.changeMeeting(attempt(owner), { meeting: id, date: monday, when, scope: 'this' })
    const said = async () => {
      const range = { from: clock.now(), to: mondayAt + 3 * 24 * hourMs, limit: 1, of: 'person' } as const
      return (await service.agenda(attempt(carol), range))[0]?.answer
    }
    expect(await said()).toBe('declined')
    await move('2026-11-24T15:00')
    expect(await said()).toBeNull()
    expect(await service.answer(attempt(owner), { meeting: id, date: monday, answer: 'late' })).toHaveLength(1)
    await move(monday)
    expect(await said()).toBe('declined')
  })

  it('to a date that is over is refused', async () => {
    const running = await startService()
    const { service, attempt, clock } = running
    const { id } = await scheduled(running)
    clock.advance(5 * 24 * hourMs)
    await expect(service.answer(attempt(carol), { meeting: id, date: monday, answer: 'late' })).rejects.toMatchObject({
      code: 'input.past-time',
    })
  })
})

describe('a reminder that is put off', () => {
  it('comes after the time that was asked for, and not later than the start', async () => {
    const running = await startService()
    const { service, attempt, store, clock } = running
    const { id } = await scheduled(running)
    clock.advance(mondayAt - 10 * minuteMs - clock.now())
    const snooze = (forMs: number) => service.snooze(attempt(carol), { meeting: id, date: monday, forMs })
    expect(await snooze(30 * minuteMs)).toEqual({ at: mondayAt })
    expect(await snooze(5 * minuteMs)).toEqual({ at: mondayAt - 5 * minuteMs })
    const jobs = (await store.jobs.ofMeeting(id)).filter(({ does }) => does.kind === 'snooze')
    expect(jobs).toMatchObject([
      {
        dueAt: mondayAt - 5 * minuteMs,
        does: { person: { userId: 'U3', name: 'Carol' }, at: mondayAt - 5 * minuteMs },
      },
    ])
    clock.advance(20 * minuteMs)
    expect(await snooze(5 * minuteMs)).toEqual({ at: mondayAt + 15 * minuteMs })
    await expect(snooze(2 * hourMs)).rejects.toMatchObject({ code: 'meeting.over' })
  })
})

describe('the live conference of a meeting', () => {
  it('is not open before its start', async () => {
    const running = await startService()
    const { service, attempt } = running
    const { id } = await scheduled(running)
    await expect(service.liveOf(attempt(carol), { meeting: id })).rejects.toMatchObject({
      code: 'meeting.not-open',
      details: { blanks: { at: { at: mondayAt } } },
    })
  })

  it('is the one that was opened for that date; once over, that is said', async () => {
    const running = await startService()
    const { service, attempt, store, clock } = running
    const { id } = await scheduled(running)
    clock.advance(mondayAt - 5 * minuteMs - clock.now())
    await service.remind(attempt(owner), { meeting: id, reminders: [] })
    clock.advance(5 * minuteMs)
    const [job] = (await store.queue.claim(50)).filter(({ does }) => does.kind === 'open')
    if (!job) throw new Error('nothing opens it')
    await service.meetingJobs.open(job)
    const conference = await service.liveOf(attempt(carol), { meeting: id, date: monday })
    expect(conference.occurrence).toEqual({ meetingId: id, date: monday })
    expect((await service.liveOf(attempt(carol), { meeting: id })).id).toBe(conference.id)
    await service.end(attempt(owner), { in: conference.id })
    await expect(service.liveOf(attempt(carol), { meeting: id, date: monday })).rejects.toMatchObject({
      code: 'conference.ended',
    })
  })
})

describe('the agenda', () => {
  it('is that of the channel or of the person, by start, within the span and the limit', async () => {
    const running = await startService()
    const { service, attempt, clock } = running
    const board = await scheduled(running)
    const review = await scheduled(running, 'Review', 'every Tuesday 10:00')
    const range = { from: clock.now(), to: clock.now() + 14 * 24 * hourMs, limit: 10 }
    const agenda = async (of: 'channel' | 'person', actor: Actor = owner, place = general, limit = 10) =>
      (await service.agenda(attempt(actor, 'conf agenda', place), { ...range, limit, of })).map(
        ({ meeting, occurrence }) => [meeting.subject, occurrence.date],
      )
    const all = [
      [board.subject, '2026-11-23T15:00'],
      [review.subject, '2026-11-24T10:00'],
      [board.subject, '2026-11-30T15:00'],
      [review.subject, '2026-12-01T10:00'],
    ]
    expect(await agenda('channel')).toEqual(all)
    expect(await agenda('channel', owner, general, 3)).toEqual(all.slice(0, 3))
    expect(await agenda('channel', owner, other)).toEqual([])
    expect(await agenda('person', carol, other)).toEqual(all)
    expect(await agenda('person', { ...carol, userId: 'U9' }, other)).toEqual([])
    // What is under way is part of it.
    clock.advance(mondayAt + 10 * minuteMs - clock.now())
    const now = await service.agenda(attempt(owner), {
      from: clock.now(),
      to: clock.now() + hourMs,
      limit: 5,
      of: 'channel',
    })
    expect(now.map(({ occurrence }) => occurrence.date)).toEqual([monday])
  })
})
