import { describe, expect, it } from 'vitest'
import type { ShownSchedule } from '#core/contracts/conference-provider.ts'
import type { Meeting } from '#core/meeting.ts'
import { occurrencesFrom } from '#core/occurrence.ts'
import { scheduleOf } from '#core/pbx-schedule.ts'
import { followPbx } from '#core/service/meetings/follow-pbx.ts'
import { date, hourMs, meetingOf, minuteMs, startAt } from '#test/support/reminding.ts'
import { found } from '#test/support/service.ts'

const weekly = meetingOf({ rule: 'FREQ=WEEKLY' })

/** What becomes of the next date when the PBX shows `more` in the place of what it was told. */
function follow(more: Partial<ShownSchedule> | null, meeting: Meeting = weekly, now = startAt - hourMs) {
  const next = found(occurrencesFrom(meeting, now, 1)[0])
  const told = scheduleOf(meeting, next, 64)
  return followPbx(meeting, next, told, more && { ...told, ...more }, now)
}
const movedTo = (at: number) => ({ startAt: at, endAt: at + 30 * minuteMs })

describe('following what a PBX shows', () => {
  it('takes over the time for this date of a series, with what it shows as told', () => {
    expect(follow({ ...movedTo(startAt + hourMs + 30_000), timeZone: null })).toMatchObject({
      isMoved: true,
      occurrence: { date, startAt: startAt + hourMs },
      meeting: {
        changes: { [date]: { kind: 'changed', start: '2026-11-20T12:00' } },
        timeZone: 'Europe/Berlin',
        sequence: weekly.sequence + 1,
        onPbx: { startAt: startAt + hourMs + 30_000, timeZone: 'Europe/Berlin' },
      },
    })
  })

  it('leaves the zone of a series as it is, and takes over that of what takes place once', () => {
    const there = { ...movedTo(startAt + hourMs), timeZone: 'America/New_York' }
    expect(follow(there)?.meeting.timeZone).toBe('Europe/Berlin')
    expect(follow(there, meetingOf())?.meeting).toMatchObject({
      timeZone: 'America/New_York',
      start: '2026-11-20T06:00',
      changes: {},
    })
  })

  it('is no move where only words differ', () => {
    expect(follow({ subject: 'Theirs', externalInvitees: 'ada@example.com' })).toMatchObject({
      isMoved: false,
      meeting: {
        changes: { [date]: { kind: 'changed', subject: 'Theirs' } },
        externalInvitees: 'ada@example.com',
        sequence: weekly.sequence,
      },
    })
  })

  it('makes a date longer or shorter, also one that goes on', () => {
    expect(follow({ endAt: startAt + hourMs }, weekly, startAt + minuteMs)).toMatchObject({
      isMoved: true,
      occurrence: { startAt, endAt: startAt + hourMs },
    })
    expect(follow({ endAt: startAt + 10 * minuteMs })?.occurrence.endAt).toBe(startAt + 10 * minuteMs)
  })

  it.each<[string, Partial<ShownSchedule> | null, number?]>([
    ['is nothing', null],
    ['is in the past', movedTo(startAt - 2 * hourMs)],
    ['is more than five years ahead', movedTo(startAt + 6 * 366 * 24 * hourMs)],
    ['takes more than a day', { endAt: startAt + 24 * hourMs + minuteMs }],
    ['takes no minute', { endAt: startAt + 30_000 }],
    ['is over', { endAt: startAt + 5 * minuteMs }, startAt + 10 * minuteMs],
    ['begins later than now, when it goes on already', movedTo(startAt + hourMs), startAt + minuteMs],
    // Clocks in Berlin show 2:30 twice on 31 October 2027.
    ['is the second of two equal times', movedTo(Date.UTC(2027, 9, 31, 1, 30))],
  ])('does not follow what %s', (_, more, now) => {
    expect(follow(more, weekly, now)).toBeNull()
  })
})
