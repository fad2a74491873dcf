import { describe, expect, it } from 'vitest'
import { closed, lateComers, opened, turnedAway } from '#core/closed-room.ts'
import { applyReading, inviteInto } from '#core/roster.ts'
import { anna, invitee, leg, opened as live, reading, startAt } from '#test/support/roster.ts'

const minuteMs = 60_000
const silent = { locked: null }
const here = (...numbers: string[]) =>
  reading(
    numbers.map((number) => leg(`leg-${number}`, { number })),
    silent,
  )
const lateIn = (conference: typeof live) => lateComers(conference).map(({ number }) => number)

describe('a room that confbot keeps locked', () => {
  const locked = closed(applyReading(live, here('1001'), startAt), startAt)

  it('says so whatever the PBX does not say, and keeps who was there', () => {
    const read = applyReading(locked, here('1001'), startAt + 1)
    expect(read).toMatchObject({ locked: true, closed: { through: 1 } })
    expect(lateIn(read)).toEqual([])
    expect(closed(locked, startAt + 5)).toBe(locked)
  })

  it('has everybody late who comes then, until it is unlocked', () => {
    const read = applyReading(locked, here('1001', '1002'), startAt + 1)
    expect(lateIn(read)).toEqual(['1002'])
    const free = opened(read, startAt + 2)
    expect(free).toMatchObject({ locked: false, closed: null })
    expect(lateIn(free)).toEqual([])
    expect(opened(free, startAt + 3)).toBe(free)
  })

  it('lets in whom confbot rings, once, and not who dials in when it rang long ago', () => {
    const rung = inviteInto(locked, [invitee('1002'), invitee('1003')], anna, startAt)
    const come = applyReading(rung, here('1001', '1002'), startAt + minuteMs)
    expect(lateIn(come)).toEqual([])
    const gone = applyReading(come, here('1001'), startAt + minuteMs + 1)
    const again = applyReading(gone, here('1001', '1002'), startAt + minuteMs + 2)
    expect(lateIn(again)).toEqual(['1002'])
    const later = applyReading(gone, here('1001', '1003'), startAt + 3 * minuteMs)
    expect(lateIn(later)).toEqual(['1003'])
  })

  it('knows who was turned away, and counts neither who was rung nor who came before', () => {
    const rung = inviteInto(locked, [invitee('1002')], anna, startAt)
    const come = applyReading(rung, here('1001', '1002', '1003'), startAt + 1)
    expect(turnedAway(come)).toEqual([])
    const left = applyReading(come, here(), startAt + 2)
    expect(turnedAway(left).map(({ number }) => number)).toEqual(['1003'])
    expect(turnedAway(opened(left, startAt + 3))).toEqual([])
  })

  it('has late who was there, left and came again', () => {
    const gone = applyReading(locked, here(), startAt + 1)
    expect(lateIn(applyReading(gone, here('1001'), startAt + 2))).toEqual(['1001'])
  })
})
