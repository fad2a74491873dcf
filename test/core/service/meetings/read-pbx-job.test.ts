import { describe, expect, it } from 'vitest'
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { readPbxKey } from '#core/meeting-job.ts'
import { date, hourMs, minuteMs, startAt, startMeetings } from '#test/support/meeting-service.ts'
import { rfc, scheduled, setOnPbx, shown, times, weekMs } from '#test/support/pbx-schedules.ts'
import { general } from '#test/support/service.ts'

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

  it('is found also where another room cannot be looked at', async () => {
    let broken = ''
    const around = ({ readSchedules, getRoom }: ConferenceProvider) => ({
      async readSchedules() {
        const all = new Map(await readSchedules?.())
        all.delete(broken)
        return all
      },
      async getRoom(id: string) {
        if (id === broken) throw new ConfbotError('provider.failed', { blanks: { pbx: 'berlin' } })
        return getRoom(id)
      },
    })
    const running = await startMeetings([{ name: 'berlin', around }])
    const first = await running.schedule()
    const second = await running.schedule({ subject: 'Demo' })
    await running.work()
    broken = first.room?.id ?? ''
    running.pbx().editRoom(second.room?.number ?? '', times(startAt + hourMs, startAt + 2 * hourMs))
    running.clock.advance(5 * minuteMs)
    await running.work()
    expect(await running.meeting(second.id)).toMatchObject({ start: '2026-11-20T12:00' })
    expect(await running.meeting(first.id)).toEqual({ ...first, onPbx: expect.anything(), revision: 2 })
  })

  it('is found also where the clock was months ahead when it was looked for last', async () => {
    const running = await scheduled()
    const { store, clock } = running
    const does = { kind: 'read-pbx', pbx: 'berlin' } as const
    const key = readPbxKey('berlin')
    await store.jobs.put({ key, dueAt: clock.now() + 90 * 24 * hourMs, does, meetingId: null })
    await running.reborn()
    expect((await store.jobs.get(key))?.dueAt).toBeLessThanOrEqual(clock.now())
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
