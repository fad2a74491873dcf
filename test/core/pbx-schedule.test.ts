import { describe, expect, it } from 'vitest'
import { isSameSchedule, wantedOnPbx } from '#core/pbx-schedule.ts'
import { hourMs, meetingOf, minuteMs, startAt } from '#test/support/reminding.ts'

const told = {
  subject: 'Sprint review',
  startAt,
  endAt: startAt + 30 * minuteMs,
  timeZone: 'Europe/Berlin',
  externalInvitees: null,
}

describe('what a PBX is told of a meeting', () => {
  it('is the date that goes on or comes next', () => {
    expect(wantedOnPbx(meetingOf(), 64, startAt - hourMs)).toEqual(told)
    expect(wantedOnPbx(meetingOf(), 64, told.endAt - 1)).toEqual(told)
    expect(wantedOnPbx(meetingOf(), 64, told.endAt)).toBeNull()
    const weekly = meetingOf({ rule: 'FREQ=WEEKLY' })
    expect(wantedOnPbx(weekly, 64, told.endAt)).toMatchObject({ startAt: startAt + 7 * 24 * hourMs })
  })

  it('is nothing of one that is cancelled or over', () => {
    for (const state of ['cancelled', 'over'] as const)
      expect(wantedOnPbx(meetingOf({ state }), 64, startAt - hourMs)).toBeNull()
  })

  it('has a subject of its own or the meeting’s, as long as the PBX can take, and no character cut in two', () => {
    const changes = { '2026-11-20T11:00': { kind: 'changed', subject: '🎧'.repeat(70) } } as const
    expect(wantedOnPbx(meetingOf({ changes }), 64, startAt - hourMs)?.subject).toBe('🎧'.repeat(64))
    expect(wantedOnPbx(meetingOf({ subject: 'On the way' }), 3, startAt - hourMs)?.subject).toBe('On')
  })
})

describe('what a PBX shows', () => {
  it.each([
    ['seconds', { startAt: startAt + 59_999 }],
    ['the zone', { timeZone: null }],
    ['white space', { subject: ' Sprint review ' }],
    ['an empty text for nobody', { externalInvitees: '' }],
  ])('is what it was told but for %s', (_, more) => {
    expect(isSameSchedule(told, { ...told, ...more })).toBe(true)
  })

  it.each([
    [{ startAt: startAt + minuteMs }],
    [{ endAt: startAt + hourMs }],
    [{ subject: 'Retrospective' }],
    [{ externalInvitees: 'ada@example.com' }],
  ])('is something else with %j', (more) => {
    expect(isSameSchedule(told, { ...told, ...more })).toBe(false)
  })

  it('is nothing or something', () => {
    expect([isSameSchedule(null, null), isSameSchedule(told, null), isSameSchedule(null, told)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
