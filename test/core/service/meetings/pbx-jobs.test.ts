import { describe, expect, it } from 'vitest'
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { date, hourMs, minuteMs, type RunningMeetings, startAt, startMeetings } from '#test/support/meeting-service.ts'
import { anna, ben, carol, found, general } from '#test/support/service.ts'

const weekMs = 7 * 24 * hourMs
const rfc = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')
const shown = ({ room }: RunningMeetings) => room().fields
const times = (from: number, to: number) => ({ scheduled_start_at: rfc(from), scheduled_end_at: rfc(to) })
/** An administrator at the PBX's own console. */
const setOnPbx = ({ pbx }: RunningMeetings, fields: Record<string, unknown>) =>
  expect(pbx().editRoom(found(pbx().rooms()[0]).number, fields)).toBe(true)

async function scheduled(input: Parameters<RunningMeetings['schedule']>[0] = {}) {
  const running = await startMeetings()
  const { id } = await running.schedule({ repeat: 'every week', ...input })
  await running.work()
  const conflictOf = async () => (await running.meeting(id)).conflict
  return {
    ...running,
    id,
    conflictOf,
    /** The next time that the PBX is read. */
    async readSoon() {
      running.clock.advance(5 * minuteMs)
      await running.work()
    },
    rescheduled: (more: object) =>
      running.service.changeMeeting(running.attempt(ben), { meeting: id, ...more }).then(({ meeting }) => meeting),
  }
}

describe('a PBX that keeps schedules', () => {
  it('is told of the next date, with subject, zone and those who are invited by mail, as it was written', async () => {
    const running = await scheduled({ externalInvitees: 'ada@example.com; grace@example.com' })
    expect(shown(running)).toMatchObject({
      ...times(startAt, startAt + 30 * minuteMs),
      subject: 'Sprint review',
      timezone: 'Europe/Berlin',
      external_invitees: 'ada@example.com; grace@example.com',
    })
    expect((await running.meeting(running.id)).onPbx).toMatchObject({ startAt, subject: 'Sprint review' })
  })

  it('is told of the next one when one is over, not while it goes on', async () => {
    const running = await scheduled()
    await running.at(29 * minuteMs)
    expect(shown(running)).toMatchObject(times(startAt, startAt + 30 * minuteMs))
    await running.at(31 * minuteMs)
    expect(shown(running)).toMatchObject(times(startAt + weekMs, startAt + weekMs + 30 * minuteMs))
    expect(running.notices()).toEqual([])
  })

  it('is told of each change, and nothing more when nothing changes', async () => {
    const running = await scheduled()
    await running.rescheduled({ date, scope: 'this', when: '2026-11-20T13:00', subject: 'Longer', forMs: hourMs })
    await running.work()
    expect(shown(running)).toMatchObject({ ...times(startAt + 2 * hourMs, startAt + 3 * hourMs), subject: 'Longer' })
    running.pbx().traffic.clear()
    await running.readSoon()
    expect(
      running
        .pbx()
        .traffic.list()
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual(['GET /api/conference_rooms?skip=0&top=100'])
  })

  it('keeps subjects as long as it can', async () => {
    const subject = 'x'.repeat(80)
    const running = await scheduled({ subject })
    expect(shown(running)).toMatchObject({ subject: 'x'.repeat(64) })
    await running.readSoon()
    expect(await running.meeting(running.id)).toMatchObject({ subject, conflict: null })
    expect(running.notices()).toEqual([])
  })

  it('forgets a meeting that was cancelled, and the room is everybody’s again', async () => {
    const running = await scheduled({ externalInvitees: 'ada@example.com' })
    await running.service.cancel(running.attempt(ben), { meeting: running.id, scope: 'all' })
    await running.work()
    expect(shown(running)).toMatchObject({
      ...times(running.clock.now(), running.clock.now()),
      external_invitees: null,
    })
    expect(await running.leases()).toEqual([])
    expect(await running.meeting(running.id)).toMatchObject({ room: null, onPbx: null })
    const again = await running.service.reinstate(running.attempt(ben), { meeting: running.id })
    await running.work()
    expect(again.meeting.room).not.toBeNull()
    expect(shown(running)).toMatchObject(times(startAt, startAt + 30 * minuteMs))
  })

  it('forgets a meeting that is over, whose room is everybody’s again once nobody talks in it any more', async () => {
    const running = await scheduled({ repeat: 'none' })
    await running.at(0)
    await running.at(30 * minuteMs)
    expect(await running.meeting(running.id)).toMatchObject({ state: 'over' })
    expect(shown(running)).toMatchObject(times(running.clock.now(), running.clock.now()))
    expect(await running.leases()).toHaveLength(1)
    await running.service.end(running.attempt(ben), {})
    expect(await running.leases()).toEqual([])
    running.clock.advance(2 * minuteMs)
    await running.work()
    expect(await running.meeting(running.id)).toMatchObject({ room: null, onPbx: null })
  })

  it('that is away is told later, and nothing is said of it', async () => {
    let isAway = false
    const around = ({ readSchedules }: ConferenceProvider) => ({
      async readSchedules() {
        if (isAway) throw new ConfbotError('provider.unreachable', { blanks: { pbx: 'berlin' } })
        return (await readSchedules?.()) ?? new Map()
      },
    })
    const running = await startMeetings([{ name: 'berlin', around }])
    isAway = true
    await running.schedule({ repeat: 'every week' })
    expect(await running.work()).toEqual(['provider.unreachable'])
    running.clock.advance(5 * minuteMs)
    await running.work()
    isAway = false
    running.clock.advance(5 * minuteMs)
    expect(await running.work()).toEqual([])
    expect(shown(running)).toMatchObject(times(startAt, startAt + 30 * minuteMs))
    expect(running.notices()).toEqual([])
  })

  it.each(['before', 'after'])('is told once more when the process dies %s it was written', async (when) => {
    let hasDied = false
    const running = await startMeetings(undefined, ({ pbxs }) => ({
      pbxs: new Map(
        [...pbxs].map(([name, pbx]) => {
          const { provider } = pbx
          const writeSchedule: ConferenceProvider['writeSchedule'] = async (...args) => {
            if (when === 'after') await provider.writeSchedule?.(...args)
            hasDied = true
            return new Promise(() => {})
          }
          return [name, { ...pbx, provider: { ...provider, writeSchedule } }]
        }),
      ),
    }))
    const { id } = await running.schedule({ repeat: 'every week' })
    void running.work()
    await expect.poll(() => hasDied).toBe(true)
    await running.service.changeMeeting(running.attempt(ben), { meeting: id, scope: 'all', forMs: hourMs })
    await running.reborn()
    await running.work()
    expect(shown(running)).toMatchObject(times(startAt, startAt + hourMs))
    expect(await running.meeting(id)).toMatchObject({ conflict: null, onPbx: { endAt: startAt + hourMs } })
    expect(running.notices()).toEqual([])
  })
})

describe('what somebody changes on the PBX', () => {
  it('moves the next date alone, is told in the channel, and opens then', async () => {
    const running = await scheduled()
    const before = await running.meeting(running.id)
    setOnPbx(running, { ...times(startAt + hourMs, startAt + 2.5 * hourMs), subject: 'Longer review' })
    await running.readSoon()
    const after = await running.meeting(running.id)
    expect(after).toMatchObject({
      subject: 'Sprint review',
      changes: { [date]: { start: '2026-11-20T12:00', durationMinutes: 90, subject: 'Longer review' } },
      sequence: before.sequence + 1,
      conflict: null,
    })
    expect(running.notices()).toMatchObject([
      {
        to: general,
        what: { kind: 'moved-on-pbx', was: startAt, now: { startAt: startAt + hourMs, subject: 'Longer review' } },
      },
    ])
    expect((await running.audit())[0]).toMatchObject({ action: 'follow the PBX', actor: { userId: 'confbot' } })
    await running.readSoon()
    await running.at(30 * minuteMs)
    expect(running.service.allLive()).toEqual([])
    await running.at(hourMs)
    expect(running.service.allLive()).toMatchObject([{ subject: 'Longer review', keepUntil: startAt + 2.5 * hourMs }])
    expect(running.notices()).toHaveLength(1)
    await running.at(2.5 * hourMs)
    expect(shown(running)).toMatchObject({
      ...times(startAt + weekMs, startAt + weekMs + 30 * minuteMs),
      subject: 'Sprint review',
    })
  })

  it('moves what takes place once, with its zone and subject', async () => {
    const running = await scheduled({ repeat: 'none' })
    setOnPbx(running, {
      ...times(startAt + hourMs, startAt + 2 * hourMs),
      timezone: 'America/New_York',
      subject: 'From New York',
    })
    await running.readSoon()
    expect(await running.meeting(running.id)).toMatchObject({
      start: '2026-11-20T06:00',
      timeZone: 'America/New_York',
      durationMinutes: 60,
      subject: 'From New York',
    })
  })

  it.each([
    ['seconds', { scheduled_start_at: '2026-11-20T10:00:31Z' }],
    ['another offset', { scheduled_start_at: '2026-11-20T12:00:00+02:00' }],
    ['another zone alone', { timezone: 'America/New_York' }],
  ])('is nothing where it is only %s', async (_, fields) => {
    const running = await scheduled()
    const before = await running.meeting(running.id)
    setOnPbx(running, fields)
    await running.readSoon()
    expect(await running.meeting(running.id)).toEqual(before)
    expect(running.notices()).toEqual([])
  })

  it('may be who is invited by mail, for all dates, of which nobody needs to be told', async () => {
    const running = await scheduled()
    setOnPbx(running, { external_invitees: 'grace@example.com' })
    await running.readSoon()
    expect(await running.meeting(running.id)).toMatchObject({
      externalInvitees: 'grace@example.com',
      sequence: 0,
      changes: {},
    })
    expect(running.notices()).toEqual([])
  })

  it('is told in the channel as soon as the chat answers', async () => {
    const running = await scheduled()
    setOnPbx(running, times(startAt + hourMs, startAt + 2 * hourMs))
    running.teller.refuseNext(new ConfbotError('chat.unavailable'))
    await running.readSoon()
    await running.readSoon()
    expect(running.notices().filter(({ what }) => what.kind === 'moved-on-pbx')).toHaveLength(1)
  })

  it('makes a date longer while it goes on', async () => {
    const running = await scheduled({ options: { close: true } })
    await running.at(0)
    setOnPbx(running, { scheduled_end_at: rfc(startAt + hourMs) })
    await running.readSoon()
    expect(running.service.allLive()).toMatchObject([
      {
        schedule: { endAt: startAt + hourMs, closes: true },
        keepUntil: startAt + hourMs,
        longestUntil: startAt + hourMs,
      },
    ])
  })
})

describe('a conflict', () => {
  it('is put to the owner when both sides have something new, and nothing is overwritten', async () => {
    const running = await scheduled()
    setOnPbx(running, times(startAt + hourMs, startAt + 2 * hourMs))
    await running.rescheduled({ date, scope: 'this', when: '2026-11-20T13:00' })
    await running.work()
    expect(shown(running)).toMatchObject(times(startAt + hourMs, startAt + 2 * hourMs))
    expect(await running.conflictOf()).toMatchObject({ found: { startAt: startAt + hourMs } })
    expect(running.notices()).toMatchObject([
      { to: { userId: ben.userId }, what: { kind: 'conflict', now: { startAt: startAt + 2 * hourMs } } },
    ])
    await running.readSoon()
    await running.readSoon()
    expect(running.notices()).toHaveLength(1)
    expect(shown(running)).toMatchObject(times(startAt + hourMs, startAt + 2 * hourMs))
  })

  it('is none where each side changed something else: both hold', async () => {
    const running = await scheduled({ repeat: 'none' })
    setOnPbx(running, times(startAt + hourMs, startAt + 2 * hourMs))
    await running.rescheduled({ subject: 'Review and lunch' })
    await running.work()
    await running.work()
    expect(await running.meeting(running.id)).toMatchObject({
      subject: 'Review and lunch',
      durationMinutes: 60,
      conflict: null,
    })
    expect(shown(running)).toMatchObject({
      ...times(startAt + hourMs, startAt + 2 * hourMs),
      subject: 'Review and lunch',
    })
    expect(running.notices()).toMatchObject([{ what: { kind: 'moved-on-pbx' } }])
  })

  it('is also that both sides have another subject', async () => {
    const running = await scheduled({ repeat: 'none' })
    setOnPbx(running, { subject: 'Theirs' })
    await running.rescheduled({ subject: 'Ours' })
    await running.work()
    expect(shown(running)).toMatchObject({ subject: 'Theirs' })
    expect(await running.conflictOf()).toMatchObject({ found: { subject: 'Theirs' } })
  })

  const inConflict = async (fields: object = times(startAt + hourMs, startAt + 2 * hourMs)) => {
    const running = await scheduled()
    setOnPbx(running, { ...fields })
    await running.rescheduled({ date, scope: 'this', when: '2026-11-20T13:00' })
    await running.work()
    const settle = (keep: 'confbot' | 'pbx', actor = ben) =>
      running.service.settleConflict(running.attempt(actor), { meeting: running.id, keep })
    return { ...running, settle }
  }

  it('is settled by telling the PBX again', async () => {
    const running = await inConflict()
    expect(await running.settle('confbot')).toMatchObject({ meeting: { conflict: null }, isOnPbx: true })
    await running.work()
    expect(shown(running)).toMatchObject(times(startAt + 2 * hourMs, startAt + 2.5 * hourMs))
    expect(await running.conflictOf()).toBeNull()
  })

  it('is settled by taking over what the PBX shows', async () => {
    const running = await inConflict()
    expect(await running.settle('pbx')).toMatchObject({
      occurrence: { startAt: startAt + hourMs, endAt: startAt + 2 * hourMs },
    })
    await running.work()
    await running.readSoon()
    expect(shown(running)).toMatchObject(times(startAt + hourMs, startAt + 2 * hourMs))
    expect(await running.conflictOf()).toBeNull()
    expect(running.notices()).toHaveLength(1)
  })

  it('is the owner’s and administrators’ to settle, and only while there is one', async () => {
    const running = await inConflict()
    await expect(running.settle('pbx', carol)).rejects.toMatchObject({ code: 'permission.denied' })
    await running.settle('pbx', anna)
    await expect(running.settle('pbx')).rejects.toMatchObject({ code: 'meeting.no-conflict' })
  })

  it('is also that the schedule was taken away there: the date is skipped, or the PBX told again', async () => {
    for (const keep of ['pbx', 'confbot'] as const) {
      const running = await scheduled()
      setOnPbx(running, times(startAt, startAt))
      await running.readSoon()
      expect(await running.conflictOf()).toMatchObject({ found: null })
      expect(running.notices()).toMatchObject([{ what: { kind: 'conflict' } }])
      await running.service.settleConflict(running.attempt(ben), { meeting: running.id, keep })
      await running.work()
      const next = keep === 'pbx' ? startAt + weekMs : startAt
      expect(shown(running)).toMatchObject(times(next, next + 30 * minuteMs))
    }
  })

  it('is over when the PBX shows again what it was told', async () => {
    const running = await scheduled()
    setOnPbx(running, times(startAt, startAt))
    await running.readSoon()
    setOnPbx(running, times(startAt, startAt + 30 * minuteMs))
    await running.readSoon()
    expect(await running.conflictOf()).toBeNull()
  })

  it('that nobody settled is over with what it was about', async () => {
    const running = await inConflict()
    await running.at(3 * hourMs)
    await running.readSoon()
    await running.work()
    expect(await running.conflictOf()).toBeNull()
    expect(shown(running)).toMatchObject(times(startAt + weekMs, startAt + weekMs + 30 * minuteMs))
  })
})
