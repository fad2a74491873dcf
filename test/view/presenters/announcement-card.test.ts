import { describe, expect, it } from 'vitest'
import type { Announcement } from '#core/announcement.ts'
import type { PersonAnswer } from '#core/meeting.ts'
import { type Occurrence, occurrenceOf } from '#core/occurrence.ts'
import { date, meetingOf, minuteMs, startAt } from '#test/support/reminding.ts'
import { annaStored } from '#test/support/roster.ts'
import type { Button, Card } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { announcementCard } from '#view/presenters/announcement-card.ts'

const words = (card: Card) => cardToPlainText(card, { language: 'en', actions: false })
const buttons = (card: Card) =>
  card.nodes.flatMap((node) =>
    node.kind === 'actions' ? node.actions.filter((one): one is Button => one.kind === 'button') : [],
  )
const actionsOf = (card: Card) => buttons(card).map(({ action }) => [action.path, action.input])

const meeting = meetingOf({ room: { id: '7', number: '8001', dialIn: '+4930901800', hasPin: true } })
const occurrenceIn = (given = meeting): Occurrence => {
  const found = occurrenceOf(given, date)
  if (!found) throw new Error('it has no such date')
  return found
}
const reminder = (more: Partial<Extract<Announcement, { kind: 'reminder' }>> = {}) =>
  announcementCard({
    kind: 'reminder',
    meeting,
    occurrence: occurrenceIn(),
    leadMinutes: 10,
    isLate: false,
    answers: [],
    ...more,
  })

describe('a reminder', () => {
  it('says what, in how long, when for each reader and in the zone of the meeting, and where', () => {
    expect(words(reminder()).split('\n')).toEqual([
      'Sprint review',
      'Start: 2026-11-20 10:00 UTC',
      'Fri 20 Nov 2026, 11:00–11:30 Europe/Berlin (UTC+01:00) · for you 2026-11-20 10:00 UTC',
      'Where: +49 30 901800 (tel:+4930901800) · dial 8001 with a PIN',
    ])
    expect(JSON.stringify(reminder())).toContain(JSON.stringify({ kind: 'moment', at: startAt, style: 'relative' }))
  })

  it('offers what can be done, for this very date of this very meeting', () => {
    const which = { meeting: 'k3x9ab', date }
    expect(actionsOf(reminder())).toEqual([
      ['conf join', which],
      ['conf late', which],
      ['conf decline', which],
      ['conf snooze', which],
      ['conf pin', { meeting: 'k3x9ab' }],
    ])
    const roomless = meetingOf()
    expect(actionsOf(reminder({ meeting: roomless })).map(([path]) => path)).not.toContain('conf pin')
    expect(words(reminder({ meeting: roomless }))).not.toContain('Where')
  })

  it('of the start itself says that it starts now, unless it comes late', () => {
    expect(words(reminder({ leadMinutes: 0 }))).toContain('\nStarts now\n')
    const late = words(reminder({ leadMinutes: 0, isLate: true }))
    expect(late).toContain('\nStart: 2026-11-20')
    expect(late).toContain('\nThis reminder comes late.')
  })

  it('names who comes late and who does not come, as many as fit, and nobody else', () => {
    const said = (answer: PersonAnswer['answer'], ...names: string[]): PersonAnswer[] =>
      names.map((name) => ({ person: { ...annaStored, name, userId: name }, answer, startAt, at: 1 }))
    const many = Array.from({ length: 18 }, (_, index) => `P${index}`)
    const shown = words(
      reminder({ answers: [...said('late', 'Ben'), ...said('declined', ...many), ...said('coming', 'Eve')] }),
    )
    expect(shown).toContain('\nLate: @Ben\n')
    expect(shown).toMatch(/\nCan’t come: @P0, @P1, .*@P14, and 3 more$/)
    expect(shown).not.toContain('Eve')
  })

  it('of a date with a subject of its own is called by that', () => {
    const renamed = meetingOf({ changes: { [date]: { kind: 'changed', subject: 'Review with guests' } } })
    expect(words(reminder({ meeting: renamed, occurrence: occurrenceIn(renamed) }))).toMatch(/^Review with guests\n/)
  })
})

describe('a reminder that holds no more', () => {
  it('says where it was moved to, with what can be done there', () => {
    const moved = meetingOf({ changes: { [date]: { kind: 'changed', start: '2026-11-20T15:00' } } })
    const card = announcementCard({ kind: 'corrected', meeting: moved, was: startAt, now: occurrenceIn(moved) })
    expect(words(card)).toContain('Moved. New start: 2026-11-20 14:00 UTC')
    expect(words(card)).toContain('It was to start 2026-11-20 10:00 UTC.')
    expect(actionsOf(card)).toContainEqual(['conf join', { meeting: 'k3x9ab', date }])
  })

  it.each([
    ['scheduled', 'Skipped'],
    ['cancelled', 'Cancelled'],
  ] as const)('of a meeting that is %s says: %s, and offers nothing', (state, says) => {
    const card = announcementCard({ kind: 'corrected', meeting: meetingOf({ state }), was: startAt, now: null })
    expect(words(card)).toContain(says)
    expect(buttons(card)).toEqual([])
  })
})

describe('what is told of an opening', () => {
  it.each([
    ['provider.timeout', 'The PBX berlin did not answer in time.'],
    ['room.none-free', 'No room is free on the PBX berlin.'],
    ['provider.rejected', 'The PBX berlin did not do it.'],
  ] as const)('says of %s: %s', (reason, says) => {
    const card = announcementCard({ kind: 'cannot-open', meeting, occurrence: occurrenceIn(), reason })
    expect(words(card)).toContain(says)
    expect(words(card)).toContain('keeps trying until it ends 10:30 UTC')
  })

  it('that never came says why, or that confbot was not running', () => {
    const missed = (reason: 'provider.timeout' | null) =>
      words(announcementCard({ kind: 'start-missed', meeting, startAt, reason }))
    expect(missed('provider.timeout')).toContain('did not answer in time')
    expect(missed(null)).toContain('confbot was not running then')
  })
})

describe('what the owner is told', () => {
  it('names the reminder and its place, and what to do', () => {
    const notice = { meeting, startAt, leadMinutes: 10 }
    const missed = announcementCard({ kind: 'reminder-missed', ...notice })
    expect(words(missed)).toMatch(/Nobody was reminded of Sprint review\n.*10 minutes before, at 2026-11-20 09:50 UTC/)
    const unconfirmed = announcementCard({ kind: 'reminder-unconfirmed', ...notice })
    expect(words(unconfirmed)).toMatch(/posted in #C1, .*Look there/s)
    const closed = announcementCard({ kind: 'place-closed', meeting, startAt })
    expect(words(closed)).toMatch(/#C1.*Invite confbot there again/s)
    const among = meetingOf({ place: { ...meeting.place, kind: 'people' } })
    expect(words(announcementCard({ kind: 'place-closed', meeting: among, startAt: null }))).toContain(
      'its conversation',
    )
  })

  it('of the invited that mean nobody any more, they are named and can be corrected', () => {
    const card = announcementCard({ kind: 'invitees-unknown', meeting, typed: ['Dora', '@eve'] })
    expect(words(card)).toContain('Dora, @eve')
    expect(buttons(card)).toMatchObject([{ action: { path: 'conf edit', asForm: true } }])
  })

  it('of a conflict, both times are shown, and either can be chosen', () => {
    const times = { startAt: startAt + 60 * minuteMs, endAt: startAt + 90 * minuteMs }
    const found = { ...times, subject: 'Theirs', timeZone: 'UTC', externalInvitees: null }
    const card = announcementCard({
      kind: 'conflict',
      meeting: meetingOf({ conflict: { found, seenAt: 0 } }),
      now: occurrenceIn(),
    })
    expect(words(card)).toMatch(
      /On the PBX: 2026-11-20 11:00 UTC–11:30 UTC · Theirs\nIn confbot: 2026-11-20 10:00 UTC–.* · /,
    )
    expect(actionsOf(card)).toEqual([
      ['conf conflict', { meeting: 'k3x9ab', keep: 'confbot' }],
      ['conf conflict', { meeting: 'k3x9ab', keep: 'pbx' }],
    ])
    const gone = announcementCard({
      kind: 'conflict',
      meeting: meetingOf({ conflict: { found: null, seenAt: 0 } }),
      now: null,
    })
    expect(words(gone)).toMatch(/On the PBX: nothing\nIn confbot: nothing/)
  })

  it('of a room that is gone, the one in its place is named, or that there is none', () => {
    const gone = (given = meeting) => words(announcementCard({ kind: 'room-gone', meeting: given, number: '8000' }))
    expect(gone()).toMatch(/Room 8000, .*deleted on the PBX berlin.*dial 8001/s)
    expect(gone(meetingOf())).toContain('one is taken each time')
  })
})
