import { describe, expect, it } from 'vitest'
import { date, hourMs, minuteMs, startAt } from '#test/support/meeting-service.ts'
import { scheduled, setOnPbx, shown, times, weekMs } from '#test/support/pbx-schedules.ts'
import { anna, ben, carol } from '#test/support/service.ts'

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
