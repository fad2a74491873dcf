import { describe, expect, it } from 'vitest'
import { isSameNumber } from '#core/match-invitations.ts'
import { applyReading, inviteInto, settleInvitations } from '#core/roster.ts'
import { anna, annaStored, invited, invitee, leg, opened, reading, roster, startAt, states } from '../support/roster.ts'

describe('who joins is matched to an invitation', () => {
  it.each([
    ['+4930901800', '+4930901800'],
    ['+4930901800', '4930901800'],
    ['+4930901800', '004930901800'],
    ['+4930901800', '030901800'],
    ['+4930901800', '030 90 18 00'],
    ['+80012345678', '80012345678'],
    ['1001', '1001'],
  ])('by number: invited %s, shown %s', (number, shown) => {
    const conference = applyReading(invited('1099', number), reading([leg('a', { number: shown })]), startAt + 1)
    expect(conference.participants[0]).toMatchObject({ number, invitation: 'i2' })
    expect(states(conference)).toEqual(['i1 1099 invited', `i2 ${number} joined`])
  })

  it.each([
    ['+4930901800', '901800'],
    ['+4930901800', '1800'],
    ['+4930901800', '+49309018001'],
    ['1001', '01001'],
    ['1001', '+4930901001'],
    ['1001', null],
  ])('never by what only looks alike: invited %s, shown %s', (number, shown) => {
    const conference = applyReading(invited(number), reading([leg('a', { number: shown })]), startAt + 1)
    expect(conference.participants[0]?.invitation).toBeNull()
    expect(states(conference)).toEqual([`i1 ${number} invited`])
  })

  it("by the PBX's id of the call before any number", () => {
    const called = settleInvitations(invited('1001', '1002'), [{ code: 'i2', callId: 'call-2', error: null }], startAt)
    const conference = applyReading(
      called,
      reading([leg('a', { number: '1001' }), leg('b', { number: '1001', callId: 'call-2' })]),
      startAt + 1,
    )
    expect(conference.participants.map((one) => [one.legId, one.invitation, one.number])).toEqual([
      ['a', 'i1', '1001'],
      ['b', 'i2', '1002'],
    ])
  })

  it('once: a second leg of the same number is somebody else', () => {
    const legs = [leg('a', { number: '1001' }), leg('b', { number: '1001' })]
    const conference = applyReading(invited('1001'), reading(legs), startAt + 1)
    expect(conference.participants.map((one) => one.invitation)).toEqual(['i1', null])
  })

  it('whose name and person it takes, before the name that the PBX shows', () => {
    const one = inviteInto(opened, [invitee('1001', 'Anna S.', anna), invitee('1002')], anna, startAt)
    const legs = [leg('a', { number: '1001', name: 'Phone 1' }), leg('b', { number: '1002', name: 'Phone 2' })]
    expect(applyReading(one, reading(legs), startAt + 1).participants).toMatchObject([
      { name: 'Anna S.', person: annaStored },
      { name: 'Phone 2', person: null },
    ])
  })

  it('also when the number is told only later, or after the PBX had given up', () => {
    const conference = applyReading(invited('1001'), reading([leg('a')]), startAt + 80_000)
    expect(states(conference)).toEqual(['i1 1001 not-joined'])
    const told = applyReading(conference, reading([leg('a', { number: '1001' })]), startAt + 90_000)
    expect(told.participants[0]).toMatchObject({ code: 'p1', invitation: 'i1' })
    expect(states(told)).toEqual(['i1 1001 joined'])
  })

  it('and has left with the leg, until the number comes again', () => {
    const shown = reading([leg('a', { number: '1001' })])
    const left = applyReading(applyReading(invited('1001'), shown, startAt + 1), reading([]), startAt + 2)
    expect(states(left)).toEqual(['i1 1001 left'])
    const again = applyReading(left, reading([leg('b', { number: '1001' })]), startAt + 3)
    expect(states(again)).toEqual(['i1 1001 joined'])
    expect(roster(again)).toEqual(['p1 a left', 'p2 b'])
  })
})

describe('a number and what the PBX shows', () => {
  it.each([
    ['+4930901800', '030901800'],
    ['+4930901800', '+4930901800'],
    ['+4930901800', '4930901800'],
    ['+43151510', '0043151510'],
    ['1001', '1001'],
  ])('are the same on a German PBX: %s and %s', (invited, shown) => {
    expect(isSameNumber(invited, shown, 'DE')).toBe(true)
  })

  it.each([
    ['+43151510', '0151510'],
    ['+4930901800', '030901801'],
    ['+49301234', '1234'],
    ['+4930123', '030123'],
    ['1001', '+491001'],
  ])('are not the same on a German PBX: %s and %s', (invited, shown) => {
    expect(isSameNumber(invited, shown, 'DE')).toBe(false)
  })

  it('are read in the country of the number where that of the PBX is not known', () => {
    expect(isSameNumber('+43151510', '0151510')).toBe(true)
    expect(isSameNumber('+4930901800', '030901800')).toBe(true)
  })
})
