import { describe, expect, it } from 'vitest'
import { type Conference, type ConferenceSchedule, endConference } from '#core/conference.ts'
import {
  dueActs,
  lockSet,
  noteMutedThrough,
  recordingSet,
  rescheduled,
  scheduleSeen,
} from '#core/conference-schedule.ts'
import { applyReading, inviteInto } from '#core/roster.ts'
import { anna, invitee, leg, opened, reading, startAt } from '#test/support/roster.ts'

const minuteMs = 60_000
const at = (minutes: number) => startAt + minutes * minuteMs
const nothing: ConferenceSchedule = { endAt: at(60), closes: false, record: 'off', lock: 'off', mutedThrough: null }
const asking = (schedule: Partial<ConferenceSchedule>, conference: Conference = opened): Conference => ({
  ...conference,
  schedule: { ...nothing, ...schedule },
})
const read = (conference: Conference, minutes: number, ...args: Parameters<typeof reading>) =>
  applyReading(conference, reading(...args), at(minutes))
const acts = (conference: Conference, minutes: number) => dueActs(conference, at(minutes)).map((act) => act.do)

describe('what a meeting asks of its conference', () => {
  it('is nothing of an unscheduled one, of an empty one, and of one that has ended', () => {
    const all = asking({ record: 'due', lock: 'due', mutedThrough: 0 })
    expect(acts(read(opened, 1, [leg('a')]), 9)).toEqual([])
    expect(acts(all, 9)).toEqual([])
    const there = read(all, 1, [leg('a')])
    expect(acts(there, 9)).toEqual(['mute', 'record', 'lock'])
    expect(acts(endConference(there, { reason: 'command', by: anna, at: at(9), recordingCount: 0 }), 9)).toEqual([])
  })

  it('is to record from the first who joins, and again from the first who comes after all have left', () => {
    const due = asking({ record: 'due' })
    const first = read(due, 1, [leg('a')])
    expect(acts(first, 1)).toEqual(['record'])
    const recorded = scheduleSeen(read(first, 2, [leg('a')], { recording: true }))
    expect(recorded.schedule?.record).toBe('done')
    expect(acts(recorded, 2)).toEqual([])
    const empty = scheduleSeen(read(recorded, 3, []))
    expect(empty.schedule?.record).toBe('due')
    expect(acts(read(empty, 4, [leg('b')]), 4)).toEqual(['record'])
  })

  it('is no recording any more once a person stopped it, also after all have left', () => {
    const recorded = read(asking({ record: 'done' }), 1, [leg('a')], { recording: true })
    const stopped = recordingSet(read(recorded, 2, [leg('a')]), false)
    const empty = scheduleSeen(read(stopped, 3, []))
    expect(empty.schedule?.record).toBe('off')
    expect(acts(read(empty, 4, [leg('b')]), 4)).toEqual([])
    expect(recordingSet(empty, true).schedule?.record).toBe('off')
  })

  it('is to lock once those who were rung are there or will not come', () => {
    const due = asking(
      { lock: 'due' },
      inviteInto(opened, [invitee('1001'), invitee('1002')], anna, startAt, 'not-rung'),
    )
    expect(acts(read(due, 1, [leg('x')]), 1)).toEqual([])
    const rung = inviteInto(due, [invitee('1001'), invitee('1002')], anna, startAt)
    const one = read(rung, 0.5, [leg('a', { number: '1001' })])
    expect(acts(one, 0.5)).toEqual([])
    expect(acts(read(one, 1, [leg('a', { number: '1001' }), leg('b', { number: '1002' })]), 1)).toEqual(['lock'])
    // 1002 has not answered after 75 seconds.
    expect(acts(read(one, 1.5, [leg('a', { number: '1001' })]), 1.5)).toEqual(['lock'])
    expect(acts(read(rung, 1.5, []), 9)).toEqual([])
  })

  it('is to lock two minutes after its start where nobody was rung', () => {
    const there = read(asking({ lock: 'due' }), 0.1, [leg('a')])
    expect(acts(there, 1.9)).toEqual([])
    expect(acts(there, 2)).toEqual(['lock'])
    const locked = scheduleSeen(read(there, 2, [leg('a')], { locked: true }))
    expect(acts(read(locked, 3, [leg('a')], { locked: false }), 3)).toEqual([])
    expect(acts(lockSet(there), 2)).toEqual([])
  })

  it('is to mute all who are there at first, and then those alone who come', () => {
    const two = read(asking({ mutedThrough: 0 }), 0, [leg('a'), leg('b')])
    expect(dueActs(two, at(0))).toEqual([{ do: 'mute', codes: null, through: 2 }])
    const muted = noteMutedThrough(two, 2)
    const unmuted = read(muted, 1, [leg('a', { muted: true }), leg('b', { muted: false })])
    expect(acts(unmuted, 1)).toEqual([])
    const third = read(unmuted, 2, [leg('a', { muted: true }), leg('b'), leg('c')])
    expect(dueActs(third, at(2))).toEqual([{ do: 'mute', codes: ['p3'], through: 3 }])
    // Somebody who came muted needs nothing but to be remembered.
    const fourth = read(noteMutedThrough(third, 3), 3, [leg('b'), leg('d', { muted: true })])
    expect(dueActs(fourth, at(3))).toEqual([{ do: 'mute', codes: [], through: 4 }])
    expect(noteMutedThrough(asking({ mutedThrough: null }), 3).schedule?.mutedThrough).toBeNull()
  })
})

describe('a meeting that is changed while it is live', () => {
  const live = { ...asking({}), keepUntil: at(60), warnedAt: at(55) }

  it('ends when it says now', () => {
    expect(rescheduled(live, { startAt, endAt: at(90), closes: true }, at(56))).toMatchObject({
      schedule: { endAt: at(90), closes: true },
      keepUntil: at(90),
      longestUntil: at(90),
      warnedAt: null,
      changedAt: at(56),
    })
    expect(rescheduled(live, { startAt, endAt: at(30), closes: false }, at(56))).toMatchObject({
      keepUntil: at(30),
      longestUntil: null,
    })
  })

  it('is kept open for as long as somebody wanted', () => {
    const kept = { ...live, keepUntil: at(120) }
    expect(rescheduled(kept, { startAt, endAt: at(90), closes: true }, at(56)).keepUntil).toBe(at(120))
  })

  it('goes on as it is when it was moved to later, or nothing changed', () => {
    expect(rescheduled(live, { startAt: at(500), endAt: at(560), closes: true }, at(56))).toBe(live)
    expect(rescheduled(live, { startAt, endAt: at(60), closes: false }, at(56))).toBe(live)
    expect(rescheduled(opened, { startAt, endAt: at(90), closes: true }, at(56))).toBe(opened)
  })
})
