import { describe, expect, it } from 'vitest'
import { closed } from '#core/closed-room.ts'
import { type Conference, endConference, type Participant } from '#core/conference.ts'
import { applyReading, chairHanded, inviteInto, mutedAsAsked, mutedNoted } from '#core/roster.ts'
import { renderCard } from '#platforms/slack/render-card.ts'
import { abilities } from '#test/support/abilities.ts'
import { bob, invitee, leg, opened, reading, startAt } from '#test/support/roster.ts'
import { spanToString } from '#text/format.ts'
import type { Card } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { durationOf } from '#view/presenters/attendance.ts'
import { conferenceCard } from '#view/presenters/conference-card.ts'
import { blockProblems, fallbackProblems, shownWords } from '../../platforms/slack/block-kit-rules.ts'

const minuteMs = 60_000
const numberOf = (index: number) => `+49301234${String(500 + index)}`
const people = (count: number, more: Partial<Conference> = {}): Conference => ({
  ...applyReading(
    opened,
    reading(Array.from({ length: count }, (_, index) => leg(`l${index}`, { number: numberOf(index) }))),
    startAt,
  ),
  ...more,
})
const words = (card: Card) => cardToPlainText(card, { language: 'en' })
const pathsOf = (card: Card) => [...JSON.stringify(card).matchAll(/"path":"([^"]+)"/g)].map(([, path]) => path)

describe('the live card', () => {
  it.each([
    [0, 'nobody in the room'],
    [1, '1 person'],
    [30, '30 people'],
    [31, '31 people'],
    [80, '80 people'],
    [200, '200 people'],
  ])('of %i people is taken by Slack and says how many there are', (count, said) => {
    const card = conferenceCard(people(count), abilities())
    const { blocks, text } = renderCard(card)
    expect([...blockProblems(blocks, 50), ...fallbackProblems(text)]).toEqual([])
    expect(shownWords(blocks)).toContain(said)
    expect(shownWords(blocks)).toContain('Sprint review')
    expect(words(card)).toContain(said)
  })

  it.each([
    [0, 0],
    [1, 1],
    [30, 30],
    [31, 30],
    [80, 30],
  ])('of %i people has rows for %i, and a button to all where that is not everybody', (count, rows) => {
    const card = conferenceCard(people(count), abilities())
    expect(words(card).match(/· joined|joined/g) ?? []).toHaveLength(rows)
    const all = `All ${count}`
    if (rows === count) expect(words(card)).not.toContain('[All')
    else expect(words(card)).toContain(`[${all}]`)
    expect(pathsOf(card).includes('conf roster')).toBe(rows < count)
    if (rows < count) expect(shownWords(renderCard(card).blocks)).toContain(all)
  })

  it('shows numbers masked, in words and in buttons', () => {
    const conference = inviteInto(people(3), [invitee('+4930901877', 'Dora'), invitee('+4930901878')], bob, startAt)
    const card = conferenceCard(conference, abilities())
    const drawn = JSON.stringify([card, renderCard(card), words(card)])
    expect(drawn).not.toMatch(/301234500|30901877|30901878|901 ?877/)
    expect(words(card)).toContain('Dora · +49 ···877 · invited')
    expect(words(card)).toContain('+49 ···878 · invited')
  })

  it('tells how to join: the number from outside where there is one, and that there is a PIN, never which', () => {
    expect(words(conferenceCard(opened, abilities()))).toContain('Join: dial 8000 with a PIN')
    const outside = { ...opened, dialIn: '+4930901800', hasPin: false }
    expect(words(conferenceCard(outside, abilities()))).toMatch(/Join: \+49 30 901800.* · dial 8000$/m)
  })

  it('of a meeting says until when it is scheduled, and when it ends by itself', () => {
    const until = {
      endAt: startAt + 60 * minuteMs,
      closes: false,
      record: 'off',
      lock: 'off',
      mutedThrough: null,
    } as const
    const shown = (more: Partial<Conference>) => words(conferenceCard(people(2, more), abilities()))
    expect(shown({ schedule: until })).toMatch(/2 people · scheduled until 01:16 UTC$/m)
    const closing = { schedule: { ...until, closes: true }, keepUntil: until.endAt }
    expect(shown(closing)).toMatch(/2 people · ends at 01:16 UTC$/m)
    expect(shown({ ...closing, keepUntil: startAt + 120 * minuteMs })).toContain('ends at 02:16 UTC')
  })

  it('says that it is locked and recorded', () => {
    const card = conferenceCard(people(2, { locked: true, recording: true }), abilities())
    expect(words(card)).toMatch(/2 people · locked · recording$/m)
    expect(pathsOf(card)).toEqual(expect.arrayContaining(['conf unlock', 'conf record stop']))
    expect(pathsOf(card)).not.toContain('conf lock')
  })

  it('says as of when it is, or since when the PBX has not confirmed it', () => {
    const conference = { ...people(1), changedAt: Date.UTC(2026, 10, 20, 9, 30) }
    expect(words(conferenceCard(conference, abilities()))).toMatch(
      /As of .*09:30.* · Chair: @Anna · Room 8000 on berlin/,
    )
    const missingSince = Date.UTC(2026, 10, 20, 9, 35)
    const unconfirmed = words(conferenceCard(conference, abilities(), { missingSince, againAt: null }))
    expect(unconfirmed).toMatch(/Not confirmed by the PBX since .*09:35/)
    expect(unconfirmed).not.toContain('As of')
    // What was confirmed after that is no older.
    const again = { missingSince: null, againAt: Date.UTC(2026, 10, 20, 9, 40) }
    expect(words(conferenceCard(conference, abilities(), again))).toMatch(/As of .*09:40/)
  })

  it.each([
    ['mute', /^conf (un)?mute$/],
    ['lock', /^conf (un)?lock$/],
    ['record', /^conf record/],
    ['kick', /^conf kick$/],
    ['readPin', /^conf pin$/],
  ] as const)('offers what needs %s only where the PBX can', (capability, path) => {
    const conference = people(2)
    expect(pathsOf(conferenceCard(conference, abilities())).some((one) => path.test(one ?? ''))).toBe(true)
    expect(pathsOf(conferenceCard(conference, abilities(capability))).some((one) => path.test(one ?? ''))).toBe(false)
  })

  it('offers the chair to who can have it: every leg that the PBX can mark, else people known in chat', () => {
    const conference = people(1)
    const [stranger] = conference.participants
    const known: Participant[] = stranger ? [{ ...stranger, person: bob }] : []
    expect(pathsOf(conferenceCard(conference, abilities()))).toContain('conf chair')
    expect(pathsOf(conferenceCard(conference, abilities('chairman')))).not.toContain('conf chair')
    expect(pathsOf(conferenceCard({ ...conference, participants: known }, abilities('chairman')))).toContain(
      'conf chair',
    )
  })

  it('says with a number whom the mute button is about', () => {
    expect(words(conferenceCard(people(3), abilities()))).toContain('[Mute all 3]')
    const [first, ...others] = people(3).participants
    const withChair = people(3, { participants: first ? [{ ...first, person: opened.chair }, ...others] : [] })
    expect(words(conferenceCard(withChair, abilities()))).toContain('[Mute the other 2]')
    expect(words(conferenceCard(chairHanded(withChair, bob, startAt), abilities()))).toContain('[Mute all 3]')
    const oneMuted = (conference: Conference, at: number) => ({
      ...conference,
      participants: conference.participants.map((one, index) => ({ ...one, muted: index === at })),
    })
    expect(words(conferenceCard(oneMuted(withChair, 1), abilities()))).toContain('[Mute 1 more]')
    expect(words(conferenceCard(oneMuted(people(3), 1), abilities()))).toContain('[Mute 2 more]')
    expect(words(conferenceCard(oneMuted(withChair, 0), abilities()))).toContain('[Mute the other 2]')
    const silent = mutedNoted(
      applyReading(people(2), reading([leg('l0', { muted: true }), leg('l1', { muted: true })]), startAt),
      ['p1'],
      true,
      bob,
      startAt,
    )
    expect(words(conferenceCard(silent, abilities()))).toContain('[Unmute all]')
    const chairAlone = withChair.participants.map((one, index) => ({ ...one, muted: index > 0 }))
    expect(words(conferenceCard({ ...withChair, participants: chairAlone }, abilities()))).toContain('[Unmute all]')
  })

  it('asks before it ends, with how many are taken out', () => {
    const { blocks } = renderCard(conferenceCard(people(2), abilities()))
    expect(JSON.stringify(blocks)).toContain('2 people are taken out of the call. Recordings are kept.')
  })

  it('has buttons that mean this very conference', () => {
    const inputs = [...JSON.stringify(conferenceCard(people(2), abilities())).matchAll(/"input":(\{[^}]*\})/g)]
    expect(inputs.length).toBeGreaterThan(10)
    for (const [, input = ''] of inputs) expect(JSON.parse(input)).toMatchObject({ in: opened.id })
  })

  it('offers to ring those who are missing, as many as there are', () => {
    const invited = inviteInto(opened, [invitee('1001'), invitee('1002')], bob, startAt)
    const missing = applyReading(invited, reading([]), startAt + 5 * minuteMs)
    expect(words(conferenceCard(invited, abilities()))).not.toContain('missing')
    expect(words(conferenceCard(missing, abilities()))).toContain('[Ring the 2 who are missing]')
    expect(words(conferenceCard(missing, abilities()))).toContain('not joined, this PBX does not say why [Call again]')
  })
})

describe('of a PBX that does not tell all', () => {
  const unseen = { ...abilities('end', 'mute', 'muteAll', 'kick', 'lock', 'record', 'chairman'), hidesRoster: true }
  const { participants: _, ...silent } = reading([], { locked: null, recording: null })
  const rung = applyReading(
    inviteInto(opened, [invitee('+4930901800', 'Dora')], { ...bob }, startAt),
    { ...silent, participants: null },
    startAt + 2 * minuteMs,
  )

  it('the card says that nobody knows who is there, and offers nothing that cannot be done', () => {
    const card = conferenceCard(rung, unseen)
    expect(words(card)).toContain('This PBX does not tell who is in the room.')
    expect(words(card)).toContain('Dora · +49 ···800 · rung; this PBX does not say whether they came')
    expect(words(card)).not.toMatch(/nobody in the room|Nobody yet|0 people|missing/)
    expect(
      pathsOf(card)
        .filter((path) => path !== 'conf invite')
        .sort(),
    ).toEqual(['conf callback', 'conf callme', 'conf end', 'conf more', 'conf pin'])
    expect(words(card)).toContain('End it here')
    expect(JSON.stringify(card)).toContain('"force":"yes"')
  })

  it('the record does not say that nobody came, and that people may still be there', () => {
    const by = { reason: 'too-long', by: bob, at: startAt + minuteMs, recordingCount: 0 } as const
    const said = words(conferenceCard(endConference(rung, { ...by, mayGoOn: true }), unseen))
    expect(said).toContain('This PBX does not tell who was in the room.')
    expect(said).toContain('people may still be in the room')
    expect(said).not.toContain('Nobody joined')
    expect(words(conferenceCard(endConference(rung, by), abilities()))).not.toContain('may still be')
  })

  it('the card says once that mutes are as confbot asked, and that confbot keeps it locked', () => {
    const two = people(2)
    const codes = two.participants.map(({ code }) => code)
    const before = closed(opened, startAt)
    const late = applyReading(before, reading([leg('x', { number: '+4930901801' })], { locked: null }), startAt + 1)
    const away = conferenceCard(applyReading(late, reading([], { locked: null }), startAt + 2), abilities())
    expect(words(away)).toContain('1 was turned away, last +49 ···801.')
    const muted = closed(mutedAsAsked(mutedNoted(two, codes, true, bob, startAt), codes, true, startAt), startAt)
    const said = words(conferenceCard(muted, { ...abilities(), hidesMutes: true }))
    expect(said.match(/as confbot asked/g)).toHaveLength(1)
    expect(said).toContain('confbot turns away who comes late')
    expect(said).toContain('[Unlock]')
    expect(words(conferenceCard(muted, abilities()))).not.toContain('as confbot asked')
  })
})

describe('the record', () => {
  const end = (conference: Conference, more: Partial<Parameters<typeof endConference>[1]> = {}) =>
    endConference(conference, {
      reason: 'command',
      by: bob,
      at: startAt + 83 * minuteMs,
      recordingCount: 0,
      ...more,
    })
  const record = (conference: Conference) => words(conferenceCard(conference, abilities()))

  it('has each person once with the time of all their legs, and who ended it', () => {
    const dora = { number: '+4930901877' }
    const named = inviteInto(opened, [invitee('+4930901877', 'Dora')], bob, startAt)
    const came = applyReading(named, reading([leg('a', dora), leg('b', { number: '1002' })]), startAt)
    const went = applyReading(came, reading([leg('b', { number: '1002' })]), startAt + 10 * minuteMs)
    const back = applyReading(went, reading([leg('b'), leg('c', dora)]), startAt + 60 * minuteMs)
    const said = record(end(back))
    expect(said).toContain('lasted 1 h 23 min')
    expect(said.match(/Dora/g)).toHaveLength(1)
    expect(said).toMatch(/Dora · \+49 ···877 · 33 min/)
    expect(said).toMatch(/1002 · 1 h 23 min/)
    expect(said).toContain('Ended by @Bob')
    expect(said).not.toContain('901877')
  })

  it('of many people shows as many as the card can, with a button to all', () => {
    const crowd = conferenceCard(end(people(80)), abilities())
    expect(words(crowd).match(/···/g)).toHaveLength(30)
    expect(words(crowd)).toContain('[All 80]')
    expect(blockProblems(renderCard(crowd).blocks, 50)).toEqual([])
    expect(record(end(people(30)))).not.toContain('[All')
  })

  it('keeps callers without a number apart', () => {
    const two = applyReading(opened, reading([leg('a'), leg('b')]), startAt)
    expect(record(end(two)).match(/Unknown caller/g)).toHaveLength(2)
  })

  it.each([
    ['empty', 'nobody was in the room'],
    ['alone', 'one person was alone'],
    ['too-long', 'its longest time'],
    ['room-gone', 'no longer has the room'],
    ['pbx-gone', 'no longer uses its PBX'],
  ] as const)('says why it ended by itself: %s', (reason, said) => {
    expect(record(end(opened, { reason }))).toContain(said)
  })

  it.each([
    [0, 'No recording.', false],
    [1, '1 recording.', true],
    [3, '3 recordings.', true],
    [null, 'did not say whether there are recordings', true],
  ])(
    'says of %s recordings what is known, and leads to them where there may be some',
    (recordingCount, said, leads) => {
      const card = conferenceCard(end(people(1), { recordingCount }), abilities())
      expect(words(card)).toContain(said)
      expect(pathsOf(card)).toEqual(leads ? ['conf record list'] : [])
      expect(pathsOf(conferenceCard(end(people(1), { recordingCount }), abilities('listRecordings')))).toEqual([])
    },
  )

  it.each([0, 1, 80, 200])('of %i people is taken by Slack', (count) => {
    const { blocks, text } = renderCard(conferenceCard(end(people(count)), abilities()))
    expect([...blockProblems(blocks, 50), ...fallbackProblems(text)]).toEqual([])
    if (count === 0) expect(shownWords(blocks)).toContain('Nobody joined.')
  })
})

it.each([
  [0, '1 min'],
  [1, '1 min'],
  [minuteMs, '1 min'],
  [minuteMs + 1, '2 min'],
  [60 * minuteMs, '1 h 0 min'],
  [25 * 60 * minuteMs, '25 h 0 min'],
])('%i ms are %s', (ms, said) => {
  expect(spanToString(durationOf(ms))).toBe(said)
})
