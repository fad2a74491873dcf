import { describe, expect, it } from 'vitest'
import { closed } from '#core/closed-room.ts'
import { type Conference, endConference } from '#core/conference.ts'
import type { EntryQuestion } from '#core/contracts/conference-provider.ts'
import {
  type EntryFacts,
  guessWindowMs,
  judgeEntry,
  recentGuesses,
  type WrongPin,
  wrongPinsPerCaller,
  wrongPinsPerRoom,
} from '#core/entry.ts'
import { applyReading, callFailed, callRings, keepOut, settleInvitations } from '#core/roster.ts'
import { anna, invited, leg, opened, reading, startAt } from '#test/support/roster.ts'

const now = startAt + 30_000
const mobile = '+4917612345678'
const guest: EntryQuestion = { roomId: '7', caller: mobile, callId: null, pin: '1234' }
const read = (conference: Conference, count = 0, more: Parameters<typeof reading>[1] = {}) =>
  applyReading(
    conference,
    reading(
      Array.from({ length: count }, (_, index) => leg(`leg-${index}`)),
      more,
    ),
    startAt + 1,
  )
const facts: EntryFacts = {
  at: now,
  conference: read(opened, 1),
  isExpected: false,
  capacity: 10,
  pin: '1234',
  wrongPins: [],
  country: 'DE',
}
const verdict = (question: Partial<EntryQuestion>, more: Partial<EntryFacts>) => {
  const { answer, why } = judgeEntry({ ...guest, ...question }, { ...facts, ...more })
  return why === null || why === answer.verdict ? answer.verdict : `${answer.verdict}: ${why}`
}
const early: Partial<EntryFacts> = { conference: null, isExpected: true }

describe('who dials in', () => {
  it.each<[string, Partial<EntryQuestion>, Partial<EntryFacts>, string]>([
    ['enters with the PIN', {}, {}, 'enter'],
    ['is asked for the PIN', { pin: null }, {}, 'ask-pin'],
    ['is asked again after keying in nothing', { pin: '' }, {}, 'ask-pin'],
    ['does not enter with another PIN', { pin: '1235' }, {}, 'wrong-pin'],
    ['does not enter with the beginning of it', { pin: '123' }, {}, 'wrong-pin'],
    ['enters a room without a PIN', { pin: null }, { pin: null }, 'enter'],
    ['enters it whatever they key in', { pin: '9' }, { pin: null }, 'enter'],
    ['hears of no room in which nothing goes on', {}, { conference: null }, 'closed: nothing-goes-on'],
    ['hears of none without a PIN either', {}, { conference: null, pin: null }, 'closed: nothing-goes-on'],
    ['enters early to a meeting', {}, early, 'enter'],
    ['is asked for its PIN, too', { pin: null }, early, 'ask-pin'],
    ['enters no locked room', {}, { conference: read(opened, 1, { locked: true }) }, 'locked'],
    ['nor one that confbot keeps locked', {}, { conference: closed(read(opened), startAt) }, 'locked'],
    ['is not asked for the PIN of a locked one', { pin: null }, { conference: closed(opened, startAt) }, 'locked'],
    ['enters while there is a place left', {}, { conference: read(opened, 9) }, 'enter'],
    ['does not enter a full one', {}, { conference: read(opened, 10) }, 'full'],
    ['is let in where those who were there have left', {}, { conference: read(read(opened, 10), 3) }, 'enter'],
  ])('%s', (_, question, more, expected) => {
    expect(verdict(question, more)).toBe(expected)
  })

  it.each<[string, string | null, number, string]>([
    ['by their number', mobile, now + 1, 'closed: kept-out'],
    ['by their number as it is dialled at home', '017612345678', now + 1, 'closed: kept-out'],
    ['not when that is over', mobile, now, 'enter'],
    ['not others', '1001', now + 1, 'enter'],
    ['nobody who withholds it', null, now + 1, 'enter'],
  ])('is kept out %s', (_, caller, until, expected) => {
    expect(verdict({ caller }, { conference: keepOut(read(opened, 1), mobile, until) })).toBe(expected)
  })

  it('hears that it is recorded, and enters no locked room', () => {
    const { answer } = judgeEntry(guest, { ...facts, conference: read(opened, 1, { recording: true }) })
    expect(answer).toEqual({ verdict: 'enter', recorded: true, evenLocked: false })
    expect(judgeEntry(guest, facts).answer).toEqual({ verdict: 'enter', recorded: false, evenLocked: false })
    expect(judgeEntry(guest, { ...facts, ...early }).answer).toMatchObject({ recorded: false })
  })
})

describe('whom confbot rang', () => {
  const settled = settleInvitations(invited('1001', mobile), [{ code: 'i2', callId: 'call-2', error: null }], startAt)
  const ours: Partial<EntryQuestion> = { callId: 'call-2', caller: mobile, pin: null }
  const other = { callId: 'call-9', caller: '1001', pin: null }

  it.each<[string, Partial<EntryQuestion>, Conference | null, string]>([
    ['enters without a PIN', ours, settled, 'enter'],
    ['enters while it rings', ours, callRings(settled, 'i2', startAt + 1), 'enter'],
    ['enters a full room', ours, read(settled, 10), 'enter'],
    [
      'enters although nobody was expected any more',
      ours,
      applyReading(settled, reading([]), startAt + 80_000),
      'enter',
    ],
    ['does not enter what has ended', ours, null, 'closed: nothing-goes-on'],
    ['does not enter when kept out', ours, keepOut(settled, mobile, now + 1), 'closed: kept-out'],
    ['enters when somebody else is', ours, keepOut(settled, '1001', now + 1), 'enter'],
    [
      'does not enter by a call that is over',
      ours,
      callFailed(settled, 'i2', 'busy', startAt),
      'closed: no-call-of-ours',
    ],
    // i1 was just asked for, and its id is not known yet.
    ['enters before the id of the call is known', other, settled, 'enter'],
    ['enters where nobody remembers whom that call rang', { ...other, caller: null }, settled, 'enter'],
    ['does not enter in the place of somebody else', { ...other, caller: mobile }, settled, 'closed: no-call-of-ours'],
    [
      'does not enter when kept out, while the ids of several calls are not known',
      { ...other, caller: mobile },
      keepOut(invited('1001', mobile), mobile, now + 1),
      'closed: kept-out',
    ],
    [
      'does not enter by a call of which nobody knows',
      other,
      settleInvitations(settled, [{ code: 'i1', callId: 'call-1', error: null }], startAt),
      'closed: no-call-of-ours',
    ],
    ['is none without any invitation', ours, read(opened, 1), 'closed: no-call-of-ours'],
  ])('%s', (_, question, conference, expected) => {
    expect(verdict(question, { conference, pin: null, capacity: 0 })).toBe(expected)
  })

  it('is not awaited any longer than a telephone rings', () => {
    expect(verdict(ours, { conference: settled, at: startAt + 119_999 })).toBe('enter')
    expect(verdict(ours, { conference: settled, at: startAt + 120_000 })).toBe('closed: no-call-of-ours')
  })

  it.each([
    ['locked', { locked: true }, true],
    ['of which that is not known', { locked: null }, true],
    ['open', { locked: false }, false],
  ])('enters a room that is %s', (_, state, evenLocked) => {
    const { answer } = judgeEntry({ ...guest, ...ours }, { ...facts, conference: read(settled, 1, state) })
    expect(answer).toEqual({ verdict: 'enter', recorded: false, evenLocked })
  })

  it('enters one that confbot keeps locked, and hears that it is recorded', () => {
    const conference = closed(read(settled, 1, { recording: true, locked: null }), startAt)
    const { answer } = judgeEntry({ ...guest, ...ours }, { ...facts, conference })
    expect(answer).toEqual({ verdict: 'enter', recorded: true, evenLocked: true })
  })

  it('has no call in a conference that was opened there later', () => {
    const ended = endConference(settled, { reason: 'command', by: anna, at: now, recordingCount: null })
    expect(ended.invitations[1]?.callId).toBe('call-2')
    expect(verdict(ours, { conference: { ...opened, id: 'def567' } })).toBe('closed: no-call-of-ours')
  })
})

describe('guessing', () => {
  const wrong = (count: number, caller: string | null | ((index: number) => string), at = now - 1): WrongPin[] =>
    Array.from({ length: count }, (_, index) => ({ caller: typeof caller === 'function' ? caller(index) : caller, at }))
  const slowed = 'closed: too-many-wrong-pins'
  const changing = (index: number) => `+49176${index}`

  it.each<[string, readonly WrongPin[], string]>([
    ['goes on for some tries', wrong(wrongPinsPerCaller - 1, mobile), 'enter'],
    ['is over for a number then', wrong(wrongPinsPerCaller, mobile), slowed],
    ['is over for a while', wrong(wrongPinsPerCaller, mobile, now - guessWindowMs + 1), slowed],
    ['is forgiven later', wrong(wrongPinsPerCaller, mobile, now - guessWindowMs), 'enter'],
    ['of one number is not that of another', wrong(wrongPinsPerCaller, '+4930901802'), 'enter'],
    ['by withheld numbers is nobody’s own', wrong(wrongPinsPerRoom - 1, null), 'enter'],
    ['by withheld numbers is counted for the room', wrong(wrongPinsPerRoom, null), slowed],
    ['by ever new numbers is counted for the room', wrong(wrongPinsPerRoom, changing), slowed],
  ])('%s', (_, wrongPins, expected) => {
    expect(verdict({}, { wrongPins })).toBe(expected)
  })

  it('is told nothing by what it is answered', () => {
    const wrongPins = wrong(wrongPinsPerCaller, mobile)
    expect(new Set(['1234', '9999', null].map((pin) => verdict({ pin }, { wrongPins })))).toEqual(new Set([slowed]))
  })

  it('keeps out nobody whom confbot rings, and nobody where there is no PIN', () => {
    const wrongPins = wrong(wrongPinsPerRoom, null)
    expect(verdict({ callId: 'call-1', caller: '1001', pin: null }, { conference: invited('1001'), wrongPins })).toBe(
      'enter',
    )
    expect(verdict({}, { pin: null, wrongPins })).toBe('enter')
  })

  it('is remembered as long as it counts', () => {
    const all = [...wrong(1, mobile, now - guessWindowMs), ...wrong(2, null)]
    expect(recentGuesses(all, now)).toEqual(wrong(2, null))
  })
})
