import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closed, lateComers } from '#core/closed-room.ts'
import { type Conference, presentParticipants } from '#core/conference.ts'
import type { RoomReading } from '#core/contracts/conference-provider.ts'
import {
  applyReading,
  callFailed,
  callRings,
  chairHanded,
  inviteInto,
  keepOut,
  missingInvitations,
  mutedNoted,
  participantNamed,
  presenceOf,
  settleInvitations,
} from '#core/roster.ts'
import {
  anna,
  annaStored,
  bob,
  invited,
  invitee,
  leg,
  opened,
  reading,
  roster,
  startAt,
  states,
} from '../support/roster.ts'

describe('a reading', () => {
  it('makes new legs participants and lets those go that are gone', () => {
    const one = applyReading(opened, reading([leg('a'), leg('b')]), startAt + 1)
    const two = applyReading(one, reading([leg('b'), leg('c')]), startAt + 2)
    expect(roster(two)).toEqual(['p1 a left', 'p2 b', 'p3 c'])
    expect(two.participants[0]).toMatchObject({ joinedAt: startAt + 1, leftAt: startAt + 2 })
    expect(two.participants[1]).toBe(one.participants[1])
    expect(two.changedAt).toBe(startAt + 2)
    expect(two.revision).toBe(opened.revision)
  })

  it('that shows nothing new leaves the very same object', () => {
    const shown = reading([leg('a', { talking: true }), leg('b', { number: '1001' })], { locked: true })
    const one = applyReading(opened, shown, startAt + 1)
    expect(applyReading(one, structuredClone(shown), startAt + 9)).toBe(one)
  })

  it('takes a leg that comes again for a new participant, also under its old id', () => {
    const one = applyReading(opened, reading([leg('a')]), startAt + 1)
    const two = applyReading(one, reading([]), startAt + 2)
    expect(roster(applyReading(two, reading([leg('a')]), startAt + 3))).toEqual(['p1 a left', 'p2 a'])
  })

  it('follows what the PBX says of each leg, and keeps what it does not say', () => {
    const one = applyReading(opened, reading([leg('a', { muted: true, chairman: true, talking: true })]), startAt + 1)
    const two = applyReading(one, reading([leg('a', { muted: null, chairman: null, talking: null })]), startAt + 2)
    expect(two.participants[0]).toMatchObject({ muted: true, chairman: true, talking: null })
    const three = applyReading(two, reading([leg('a', { chairman: false, talking: false })]), startAt + 3)
    expect(three.participants[0]).toMatchObject({ muted: false, chairman: false, talking: false })
  })

  it('learns a name or number that the PBX tells later, and keeps the name once there is one', () => {
    const one = applyReading(opened, reading([leg('a')]), startAt + 1)
    const two = applyReading(one, reading([leg('a', { name: 'Extension 7', number: '0049 30 901800' })]), startAt + 2)
    expect(two.participants[0]).toMatchObject({ name: 'Extension 7', number: '+4930901800' })
    const three = applyReading(two, reading([leg('a', { name: 'Somebody', number: '1001' })]), startAt + 3)
    expect(three).toBe(two)
  })

  it.each([
    ['030901800', '+4930901800'],
    ['4930901800', '+4930901800'],
    ['0043 1 51510', '+43151510'],
    // As likely German (04917…) as international.
    ['4917612345678', '4917612345678'],
    ['1001', '1001'],
    ['3090180', '3090180'],
    ['anonymous', 'anonymous'],
  ])('keeps the number %s as %s', (number, kept) => {
    const numbers = { countries: ['DE'], extensions: [{ first: '3090000', last: '3090999' }] }
    const one = applyReading(opened, reading([leg('a', { number })]), startAt + 1, numbers)
    expect(one.participants[0]?.number).toBe(kept)
  })

  it('tells whether the room is locked and recorded, and keeps the last word where it is silent', () => {
    expect(opened).toMatchObject({ locked: null, recording: null })
    const silent = applyReading(opened, reading([], { locked: null, recording: null }), startAt + 1)
    expect(silent).toBe(opened)
    const told = applyReading(opened, reading([], { locked: true, recording: false }), startAt + 1)
    expect(told).toMatchObject({ locked: true, recording: false, changedAt: startAt + 1 })
    expect(applyReading(told, reading([], { locked: null, recording: null }), startAt + 2)).toBe(told)
  })
})

describe('an invitation that nobody answers', () => {
  it('is not joined when a call rings no longer', () => {
    const one = invited('1001')
    expect(applyReading(one, reading([], { locked: null, recording: null }), startAt + 74_999)).toBe(one)
    const late = applyReading(one, reading([]), startAt + 75_000)
    expect(states(late)).toEqual(['i1 1001 not-joined'])
    expect(late.changedAt).toBe(startAt + 75_000)
  })

  it('keeps the reason that is known', () => {
    const failed = settleInvitations(invited('1001'), [{ code: 'i1', callId: null, error: 'provider.failed' }], startAt)
    expect(states(applyReading(failed, reading([]), startAt + 80_000))).toEqual(['i1 1001 failed'])
  })

  it('gives way to a new one of the same number, whose code was never used', () => {
    const late = applyReading(invited('1001', '1002'), reading([]), startAt + 80_000)
    const again = inviteInto(late, [invitee('1003'), invitee('1002')], anna, startAt + 80_000)
    expect(states(again)).toEqual(['i1 1001 not-joined', 'i3 1003 invited', 'i4 1002 invited'])
  })

  it('stays when somebody had come on it', () => {
    const left = applyReading(
      applyReading(invited('1001'), reading([leg('a', { number: '1001' })]), startAt + 1),
      reading([]),
      startAt + 2,
    )
    expect(states(inviteInto(left, [invitee('1001')], anna, startAt + 3))).toEqual(['i1 1001 left', 'i2 1001 invited'])
  })
})

describe('inviting', () => {
  it('stores of who invites and who is invited nothing but who they are', () => {
    const [one] = inviteInto(opened, [invitee('1001', 'Anna', anna)], anna, startAt + 5).invitations
    expect(one).toEqual({
      code: 'i1',
      name: 'Anna',
      number: '1001',
      person: annaStored,
      invitedBy: annaStored,
      invitedAt: startAt + 5,
      state: 'invited',
      callId: null,
    })
    expect(inviteInto(opened, [], anna, startAt + 5)).toBe(opened)
  })

  it('of those who wait keeps their codes, and counts them as missing until they are rung', () => {
    const waiting = inviteInto(opened, [invitee('1001'), invitee('1002')], anna, startAt, 'not-rung')
    expect(states(waiting)).toEqual(['i1 1001 not-rung', 'i2 1002 not-rung'])
    expect(missingInvitations(waiting).map(({ number }) => number)).toEqual(['1001', '1002'])
    expect(states(applyReading(waiting, reading([]), startAt + 80_000))).toEqual(states(waiting))
    const rung = inviteInto(waiting, [invitee('1003'), invitee('1002')], anna, startAt + 1)
    expect(states(rung)).toEqual(['i1 1001 not-rung', 'i3 1003 invited', 'i2 1002 invited'])
  })

  it('notes what the PBX answered, and never takes back that somebody came', () => {
    const joined = applyReading(invited('1001', '1002'), reading([leg('a', { number: '1001' })]), startAt + 1)
    const settled = settleInvitations(
      joined,
      [
        { code: 'i1', callId: null, error: 'provider.timeout' },
        { code: 'i2', callId: null, error: 'provider.failed' },
        { code: 'i9', callId: 'x', error: null },
      ],
      startAt + 2,
    )
    expect(states(settled)).toEqual(['i1 1001 joined', 'i2 1002 failed'])
    expect(settled.changedAt).toBe(startAt + 2)
  })

  it('shows nothing new when the PBX only names the call', () => {
    const one = invited('1001')
    const settled = settleInvitations(one, [{ code: 'i1', callId: 'call-1', error: null }], startAt + 2)
    expect(settled.invitations[0]?.callId).toBe('call-1')
    expect(settled.changedAt).toBe(one.changedAt)
    expect(settleInvitations(one, [{ code: 'i1', callId: null, error: null }], startAt + 2)).toBe(one)
  })
})

describe('a call of which the PBX tells that it rings', () => {
  const rings = callRings(invited('1001', '1002'), 'i1', startAt + 2)

  it('is shown as ringing, and is still awaited', () => {
    expect(states(rings)).toEqual(['i1 1001 ringing', 'i2 1002 invited'])
    expect(rings.changedAt).toBe(startAt + 2)
    expect(presenceOf(rings)).toMatchObject({ coming: 2, missing: 0 })
  })

  it('becomes busy, joined, or not joined, like any other', () => {
    expect(states(callFailed(rings, 'i1', 'busy', startAt + 3))[0]).toBe('i1 1001 busy')
    expect(states(callFailed(rings, 'i1', 'wrong-number', startAt + 3))[0]).toBe('i1 1001 wrong-number')
    expect(states(applyReading(rings, reading([leg('a', { number: '1001' })]), startAt + 3))[0]).toBe('i1 1001 joined')
    expect(states(applyReading(rings, reading([]), startAt + 75_000))[0]).toBe('i1 1001 not-joined')
  })

  it.each([
    ['it is known already', rings],
    ['somebody came', applyReading(invited('1001'), reading([leg('a', { number: '1001' })]), startAt + 1)],
    ['it was busy', callFailed(invited('1001'), 'i1', 'busy', startAt + 1)],
    ['its conference is over', { ...invited('1001'), state: 'ended' as const }],
    ['it gave way to a new one', inviteInto(invited('1002'), [invitee('1002')], anna, startAt + 1)],
  ])('is nothing new where %s', (_, conference) => {
    expect(callRings(conference, 'i1', startAt + 2)).toBe(conference)
  })
})

describe('a call of which the PBX tells later that nobody comes', () => {
  it('is shown with its reason, and counts as missing', () => {
    const busy = callFailed(invited('1001', '1002'), 'i1', 'busy', startAt + 2)
    expect(states(busy)).toEqual(['i1 1001 busy', 'i2 1002 invited'])
    expect(busy.changedAt).toBe(startAt + 2)
    expect(missingInvitations(busy).map(({ number }) => number)).toEqual(['1001'])
  })

  it.each([
    ['somebody came', applyReading(invited('1001'), reading([leg('a', { number: '1001' })]), startAt + 1)],
    ['its conference is over', { ...invited('1001'), state: 'ended' as const }],
    ['it gave way to a new one', inviteInto(invited('1002'), [invitee('1002')], anna, startAt + 1)],
  ])('is nobody’s business where %s', (_, conference) => {
    expect(callFailed(conference, 'i1', 'no-answer', startAt + 2)).toBe(conference)
  })
})

describe('who is missing', () => {
  it('was invited, is not there, does not ring and had not come', () => {
    const called = settleInvitations(
      invited('1001', '1002', '1003', '1004'),
      [{ code: 'i1', callId: null, error: 'provider.failed' }],
      startAt,
    )
    const one = applyReading(called, reading([leg('a', { number: '1002' }), leg('b', { number: '1003' })]), startAt + 1)
    const two = applyReading(one, reading([leg('b', { number: '1003' })]), startAt + 2)
    expect(missingInvitations(two).map((missing) => missing.number)).toEqual(['1001'])
    expect(presenceOf(two)).toEqual({ present: 1, coming: 1, missing: 1 })
    const late = applyReading(two, reading([leg('b', { number: '1003' })]), startAt + 80_000)
    expect(missingInvitations(late).map((missing) => missing.number)).toEqual(['1001', '1004'])
  })

  it('is nobody whose number is there on another invitation', () => {
    const left = applyReading(
      applyReading(invited('1001'), reading([leg('a', { number: '1001' })]), startAt + 1),
      reading([]),
      startAt + 2,
    )
    const again = inviteInto(left, [invitee('1001')], anna, startAt + 3)
    const both = applyReading(again, reading([leg('b', { number: '1001' })]), startAt + 4)
    expect(states(both)).toEqual(['i1 1001 left', 'i2 1001 joined'])
    expect(missingInvitations(both)).toEqual([])
  })
})

describe('who muted', () => {
  const muted = applyReading(opened, reading([leg('a', { muted: true }), leg('b')]), startAt + 1)

  it('is kept while the PBX says muted, and forgotten when it says unmuted', () => {
    const noted = mutedNoted(muted, ['p1'], true, anna, startAt + 2)
    expect(noted.participants[0]?.mutedBy).toEqual(annaStored)
    expect(noted.changedAt).toBe(startAt + 2)
    const kept = applyReading(noted, reading([leg('a', { muted: true }), leg('b')]), startAt + 3)
    expect(kept).toBe(noted)
    const freed = applyReading(noted, reading([leg('a'), leg('b')]), startAt + 3)
    expect(freed.participants[0]).toMatchObject({ muted: false, mutedBy: null })
  })

  it('is the first who did, and is nobody after unmuting', () => {
    const noted = mutedNoted(muted, ['p1'], true, anna, startAt + 2)
    expect(mutedNoted(noted, ['p1'], true, bob, startAt + 3)).toBe(noted)
    expect(mutedNoted(noted, ['p1'], false, bob, startAt + 3).participants[0]?.mutedBy).toBeNull()
  })

  it('is not noted of those whom the PBX shows unmuted, or who left', () => {
    expect(mutedNoted(muted, ['p2', 'p9'], true, anna, startAt + 2)).toBe(muted)
    const gone = applyReading(muted, reading([leg('b')]), startAt + 2)
    expect(mutedNoted(gone, ['p1'], true, anna, startAt + 3)).toBe(gone)
  })
})

it('a name given by a click stays through readings', () => {
  const one = applyReading(opened, reading([leg('a')]), startAt + 1)
  const named = participantNamed(one, 'p1', 'The customer', startAt + 2)
  expect(named).toMatchObject({ changedAt: startAt + 2, participants: [{ name: 'The customer' }] })
  expect(applyReading(named, reading([leg('a', { name: 'Trunk 3' })]), startAt + 3)).toBe(named)
  expect(participantNamed(named, 'p1', 'The customer', startAt + 4)).toBe(named)
})

it('the chair goes to a person', () => {
  expect(chairHanded(opened, { ...anna, userId: 'U2', name: 'Bob' }, startAt + 1)).toMatchObject({
    chair: bob,
    changedAt: startAt + 1,
  })
})

it('a number is kept out until the later word', () => {
  const kept = keepOut(keepOut(keepOut(opened, '1001', 5), '1002', 6), '1001', 9)
  expect(kept.keptOut).toEqual([
    { number: '1002', until: 6 },
    { number: '1001', until: 9 },
  ])
})

describe('who is alone', () => {
  const at = (minutes: number) => startAt + minutes * 60_000

  it('is known since the reading that showed it first', () => {
    expect(opened).toMatchObject({ emptySince: startAt, aloneSince: null })
    const one = applyReading(opened, reading([leg('a')]), at(1))
    expect(one).toMatchObject({ emptySince: null, aloneSince: at(1) })
    const two = applyReading(one, reading([leg('a'), leg('b')]), at(2))
    expect(two).toMatchObject({ emptySince: null, aloneSince: null })
    const other = applyReading(applyReading(two, reading([leg('b')]), at(3)), reading([leg('c')]), at(4))
    expect(other).toMatchObject({ emptySince: null, aloneSince: at(3) })
    expect(applyReading(other, reading([]), at(5))).toMatchObject({ emptySince: at(5), aloneSince: null })
  })

  it('needs no warning any more when somebody comes or nobody is left', () => {
    const warned = { ...applyReading(opened, reading([leg('a')]), at(1)), warnedAt: at(11) }
    expect(applyReading(warned, reading([leg('a')]), at(12)).warnedAt).toBe(at(11))
    expect(applyReading(warned, reading([leg('a'), leg('b')]), at(12)).warnedAt).toBeNull()
    expect(applyReading(warned, reading([]), at(12)).warnedAt).toBeNull()
  })

  it('does not undo the warning that the conference is too long', () => {
    const two = applyReading(opened, reading([leg('a'), leg('b')]), at(1))
    const warned = { ...two, warnedAt: at(235) }
    expect(applyReading(warned, reading([leg('a'), leg('b'), leg('c')]), at(236)).warnedAt).toBe(at(235))
  })
})

describe('whatever the PBX shows', () => {
  const anyFlag = fc.constantFrom(true, false, null)
  const anyLeg = fc.record({
    legId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    name: fc.constantFrom(null, 'Phone'),
    number: fc.constantFrom(null, '1001', '1002', '+4930901800', '030901800', 'anonymous', ''),
    muted: anyFlag,
    chairman: anyFlag,
    talking: anyFlag,
    callId: fc.constantFrom(null, 'call-1', 'call-2'),
  })
  const anyReading = fc.record({
    locked: anyFlag,
    recording: anyFlag,
    muted: anyFlag,
    // A PBX without a roster, or one that could not be asked for it this time.
    participants: fc.option(fc.uniqueArray(anyLeg, { selector: (one) => one.legId, maxLength: 5 }), { freq: 4 }),
  })
  const steps = fc.array(fc.record({ reading: anyReading, waitMs: fc.integer({ min: 0, max: 60_000 }) }), {
    maxLength: 12,
  })
  const begin = settleInvitations(
    invited('1001', '1002', '+4930901800'),
    [{ code: 'i2', callId: 'call-2', error: null }],
    startAt,
  )
  /** Applies all readings and hands each step to `look`. */
  const play = (
    taken: readonly { reading: RoomReading; waitMs: number }[],
    look: (before: Conference, after: Conference, reading: RoomReading, at: number) => void,
  ) => {
    let conference = begin
    let at = startAt
    for (const { reading: shown, waitMs } of taken) {
      at += waitMs
      const next = applyReading(conference, shown, at)
      look(conference, next, shown, at)
      conference = next
    }
  }
  const always = (look: Parameters<typeof play>[1]) =>
    fc.assert(
      fc.property(steps, (taken) => play(taken, look)),
      { numRuns: 500 },
    )

  it('the same reading twice changes nothing the second time', () => {
    always((_, after, shown, at) => expect(applyReading(after, shown, at)).toBe(after))
  })

  it('those present are exactly the legs that were read', () => {
    always((before, after, shown) =>
      expect(
        presentParticipants(after)
          .map((one) => one.legId)
          .sort(),
      ).toEqual((shown.participants ?? presentParticipants(before)).map((one) => one.legId).sort()),
    )
  })

  it('who left never comes back, and codes belong to one participant for ever', () => {
    always((before, after) => {
      expect(new Set(after.participants.map((one) => one.code)).size).toBe(after.participants.length)
      for (const [index, one] of before.participants.entries()) {
        expect(after.participants[index]).toMatchObject({ code: one.code, legId: one.legId, joinedAt: one.joinedAt })
        if (one.leftAt !== null) expect(after.participants[index]).toBe(one)
      }
    })
  })

  it('an invitation is joined exactly while one present participant holds it', () => {
    always((_, after) => {
      const held = presentParticipants(after).flatMap((one) => one.invitation ?? [])
      expect(held.toSorted()).toEqual(after.invitations.filter((one) => one.state === 'joined').map((one) => one.code))
    })
  })

  it('a reading without a roster makes nobody come or leave, and nobody missing', () => {
    always((before, after, shown) => {
      if (shown.participants) return
      expect(after.participants).toBe(before.participants)
      expect(missingInvitations(after)).toEqual(missingInvitations(before))
    })
  })

  it('what confbot keeps locked is locked whatever is shown, and late are only those who came since', () => {
    always((before, _, shown, at) => {
      const kept = closed(before, at)
      const after = applyReading(kept, shown, at)
      const stayed = presentParticipants(before).map((one) => one.code)
      expect(after).toMatchObject({ locked: true, closed: kept.closed })
      expect(lateComers(after).filter(({ code }) => stayed.includes(code))).toEqual([])
    })
  })

  it('empty and alone hold exactly while nobody or one person is there', () => {
    always((_, after, shown) => {
      if (!shown.participants) return expect(after).toMatchObject({ emptySince: null, aloneSince: null })
      const { length } = presentParticipants(after)
      expect([after.emptySince !== null, after.aloneSince !== null]).toEqual([length === 0, length === 1])
    })
  })
})
