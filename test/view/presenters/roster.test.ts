import { describe, expect, it } from 'vitest'
import type { Conference } from '#core/conference.ts'
import { applyReading, callFailed, callRings, inviteInto, mutedNoted, participantNamed } from '#core/roster.ts'
import { abilities } from '#test/support/abilities.ts'
import { annaStored, bob, invitee, leg, opened, reading, startAt } from '#test/support/roster.ts'
import { spanToString } from '#text/format.ts'
import type { Line, Row } from '#view/card.ts'
import { rosterRows } from '#view/presenters/roster.ts'

const text = (line: Line) => (Array.isArray(line) ? line.map((span) => spanToString(span)).join('') : '')
const lines = (conference: Conference) => rosterRows(conference, abilities()).map(({ line }) => text(line))
const menu = (row: Row | undefined) => row?.menu?.entries.map(({ label }) => spanToString(label))
const alone = (more: Parameters<typeof leg>[1]) => applyReading(opened, reading([leg('a', more)]), startAt)

describe('a row', () => {
  it.each([
    [{ number: '1001' }, '1001 · joined'],
    [{ number: '1001', talking: true }, '1001 · talking'],
    [{ number: '1001', muted: true }, '1001 · joined, muted'],
    [{ number: '1001', chairman: true, muted: true }, '1001 · joined, muted, chair on the phone'],
    [{ name: 'Dora', number: '+4930901877' }, 'Dora · +49 ···877 · joined'],
    [{ name: 'Dora' }, 'Dora · joined'],
    [{}, 'Unknown caller 1 · joined'],
  ])('of %o says %s', (more, said) => {
    expect(lines(alone(more))).toEqual([said])
  })

  it('says who muted, as long as somebody is known', () => {
    const silent = alone({ number: '1001', muted: true })
    expect(lines(mutedNoted(silent, ['p1'], true, bob, startAt))).toEqual(['1001 · joined, muted by @Bob'])
  })

  it('of who was invited stands below those who are there: who may come first, then who did not', () => {
    const early = inviteInto(opened, [invitee('1002', 'Carl')], bob, startAt - 600_000)
    const later = inviteInto(early, [invitee('1003')], bob, startAt)
    const conference = applyReading(later, reading([leg('a', { number: '1001' })]), startAt)
    expect(lines(conference)).toEqual([
      '1001 · joined',
      '1003 · invited',
      'Carl · 1002 · not joined, this PBX does not say why',
    ])
    const [, coming, missing] = rosterRows(conference, abilities())
    expect(coming?.button).toBeUndefined()
    expect(missing?.button?.action).toEqual({ path: 'conf callback', input: { who: 'i1', in: opened.id } })
  })

  it('of whose telephone rings says so, and of who has no such number offers another call as of any that failed', () => {
    const rung = inviteInto(opened, [invitee('1002'), invitee('1003')], bob, startAt)
    const conference = callFailed(callRings(rung, 'i1', startAt), 'i2', 'wrong-number', startAt)
    expect(lines(conference)).toEqual(['1002 · ringing', '1003 · there is no such number'])
    expect(rosterRows(conference, abilities()).map(({ button }) => button?.action.path)).toEqual([
      undefined,
      'conf callback',
    ])
  })

  it('of who was not called stands last, with why, until they dialled in', () => {
    const notCalled = [
      { person: bob, why: 'no-number' },
      { person: annaStored, why: 'declined' },
    ] as const
    const conference = { ...inviteInto(opened, [invitee('1003')], bob, startAt), notCalled }
    const declined = 'Anna · can’t come'
    expect(lines(conference)).toEqual(['1003 · invited', 'Bob · not called: no number known', declined])
    const there = applyReading(conference, reading([leg('a', { number: '1001' })]), startAt)
    const named = { ...there, participants: there.participants.map((one) => ({ ...one, person: bob })) }
    expect(lines(named)).toEqual(['1001 · joined', '1003 · invited', declined])
  })

  it('of who has left is not there', () => {
    const gone = applyReading(alone({ number: '1001' }), reading([]), startAt + 1)
    expect(lines(gone)).toEqual([])
  })
})

describe('what can be done with somebody', () => {
  it.each([
    [false, ['Mute', 'Unmute'], ['Mute']],
    [true, ['Mute', 'Unmute'], ['Unmute']],
    [null, ['Mute', 'Unmute'], ['Mute', 'Unmute']],
  ])('is the opposite of what the PBX shows (muted: %s), and both where it does not say', (muted, either, offered) => {
    const [row] = rosterRows(alone({ number: '1001', name: 'Dora', muted }), abilities())
    expect(menu(row)?.filter((label) => either.includes(label))).toEqual(offered)
  })

  it('means the participant by a code, so that an old click never hits somebody else', () => {
    const [row] = rosterRows(alone({ number: '1001' }), abilities())
    expect(row?.menu?.entries.map(({ action }) => action.input)).toEqual(
      row?.menu?.entries.map(() => ({ who: 'p1', in: opened.id })),
    )
  })

  it('is seen by itself, by the same code, where a platform has no room for it in each row', () => {
    const conference = inviteInto(alone({ number: '1001' }), [invitee('1003')], bob, startAt)
    const rows = rosterRows(conference, abilities())
    const shown = { path: 'conf show', input: { who: 'p1', in: opened.id } }
    // Nothing can be done about who is only invited.
    expect(rows.map(({ opens }) => opens)).toEqual([shown, undefined])
  })

  it('is to give a name only to who has none', () => {
    const caller = alone({})
    expect(menu(rosterRows(caller, abilities())[0])).toContain('Name…')
    expect(menu(rosterRows(participantNamed(caller, 'p1', 'Dora', startAt), abilities())[0])).not.toContain('Name…')
  })

  it('is nothing where the PBX can do nothing', () => {
    const [row] = rosterRows(alone({ name: 'Dora' }), abilities('mute', 'kick', 'chairman'))
    expect(row?.menu).toBeUndefined()
    expect(row?.opens).toBeUndefined()
  })
})
