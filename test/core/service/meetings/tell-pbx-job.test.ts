import { describe, expect, it } from 'vitest'
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { date, hourMs, minuteMs, startAt, startMeetings } from '#test/support/meeting-service.ts'
import { scheduled, shown, times, weekMs } from '#test/support/pbx-schedules.ts'
import { ben } from '#test/support/service.ts'

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

  it('is told anew of a meeting that is taken back in while it forgets it', async () => {
    let meanwhile = async () => {}
    const around = ({ writeSchedule }: ConferenceProvider) => ({
      async writeSchedule(...args: Parameters<NonNullable<typeof writeSchedule>>) {
        await writeSchedule?.(...args)
        if (args[1] === null) await meanwhile()
      },
    })
    const running = await startMeetings([{ name: 'berlin', around }])
    const { id, room } = await running.schedule()
    await running.work()
    await running.service.cancel(running.attempt(ben), { meeting: id })
    meanwhile = async () => {
      await running.service.reinstate(running.attempt(ben), { meeting: id })
    }
    await running.work()
    expect(shown(running)).toMatchObject(times(startAt, startAt + 30 * minuteMs))
    expect(await running.meeting(id)).toMatchObject({ room, onPbx: { startAt } })
    expect(await running.leases()).toEqual([room?.number])
  })

  it.each(['before', 'after'])(
    'is told of the later dates though they took over the room while it was told: %s it wrote that',
    async (when) => {
      let meanwhile: null | (() => Promise<unknown>) = null
      const around = ({ writeSchedule }: ConferenceProvider) => ({
        async writeSchedule(...args: Parameters<NonNullable<typeof writeSchedule>>) {
          const split = meanwhile
          meanwhile = null
          if (when === 'before') await split?.()
          await writeSchedule?.(...args)
          if (when === 'after') await split?.()
        },
      })
      const running = await startMeetings([{ name: 'berlin', around }])
      const { id } = await running.schedule({ repeat: 'every day' })
      await running.work()
      const later = { meeting: id, date: '2026-11-21T11:00', subject: 'Retro', scope: 'later' } as const
      meanwhile = () => running.service.changeMeeting(running.attempt(ben), later)
      await running.at(31 * minuteMs)
      await running.work()
      const { continuedBy = '' } = await running.meeting(id)
      expect(shown(running)).toMatchObject({
        ...times(startAt + 24 * hourMs, startAt + 24.5 * hourMs),
        subject: 'Retro',
      })
      expect(await running.meeting(continuedBy)).toMatchObject({ conflict: null, onPbx: { subject: 'Retro' } })
      expect(running.notices().map(({ what }) => what.kind)).not.toContain('conflict')
    },
  )

  it('forgets a meeting that is over, whose room is everybody’s again once nobody talks in it any more', async () => {
    const running = await scheduled({ repeat: 'none' })
    await running.at(0)
    await running.at(30 * minuteMs)
    expect(await running.meeting(running.id)).toMatchObject({ state: 'over' })
    expect(shown(running)).toMatchObject(times(running.clock.now(), running.clock.now()))
    expect(await running.leases()).toHaveLength(1)
    await running.service.end(running.attempt(ben), {})
    running.clock.advance(2 * minuteMs)
    await running.work()
    expect(await running.leases()).toEqual([])
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
