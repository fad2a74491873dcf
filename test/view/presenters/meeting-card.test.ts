import { describe, expect, it } from 'vitest'
import { occurrencesFrom } from '#core/occurrence.ts'
import { sampleMeeting } from '#test/storage/samples.ts'
import { buttonsOf, textOf } from '#test/support/commands.ts'
import { meetingCard } from '#view/presenters/meeting-card.ts'

const at = Date.UTC(2026, 10, 20, 9)
const series = sampleMeeting('k3x9ab', { changedAt: at })
const next = occurrencesFrom(series, at, 5)
const linesOf = (card: Parameters<typeof textOf>[0]) => textOf(card).split('\n')

describe('the card of a series', () => {
  it('says when in the zone of the meeting and for each reader, and what is special about its dates', () => {
    expect(linesOf(meetingCard(series, next)).slice(0, 10)).toEqual([
      'Weekly review',
      'When: Tue 1 Dec 2026, 15:00–15:30 Europe/Berlin (UTC+01:00) · for you 2026-12-01 14:00 UTC',
      'Repeats: every week on Tue',
      'Next dates:',
      '• Tue 1 Dec 2026, 15:00–15:30 · UTC+01:00 · 2026-12-01 14:00 UTC',
      '• Tue 8 Dec 2026 is skipped [Take it back in]',
      '• Wed 16 Dec 2026, 09:30–10:00 · UTC+01:00 · 2026-12-16 08:30 UTC · moved from Tue 15 Dec 2026, 15:00 · as “Review, moved”',
      '• Tue 22 Dec 2026, 15:00–15:30 · UTC+01:00 · 2026-12-22 14:00 UTC',
      '• Tue 29 Dec 2026, 15:00–15:30 · UTC+01:00 · 2026-12-29 14:00 UTC',
      '• Tue 5 Jan 2027, 15:00–15:30 · UTC+01:00 · 2027-01-05 14:00 UTC',
    ])
  })

  it('does not tell of skipped dates that were over when it was last changed', () => {
    const later = sampleMeeting('k3x9ab', { changedAt: Date.UTC(2026, 11, 9) })
    expect(textOf(meetingCard(later, occurrencesFrom(later, later.changedAt, 5)))).not.toContain('is skipped')
  })

  it('tells what a clock change does to a date', () => {
    const night = sampleMeeting('k3x9ab', { start: '2027-03-21T02:30', rule: 'FREQ=WEEKLY;BYDAY=SU', changes: {} })
    const card = meetingCard(night, occurrencesFrom(night, Date.UTC(2027, 2, 20), 2))
    expect(textOf(card)).toMatch(
      /Sun 28 Mar 2027, 03:30–04:00 · UTC\+02:00.*clocks skip 02:30 that day: it becomes 03:30/,
    )
    const doubled = sampleMeeting('k3x9ab', { start: '2027-10-31T02:30', rule: null, changes: {} })
    const once = meetingCard(doubled, occurrencesFrom(doubled, Date.UTC(2027, 9, 1), 5))
    expect(textOf(once)).toContain('clocks show 02:30 twice that day: the first is meant')
  })

  it('says how to join, who is invited with numbers masked, and never a PIN', () => {
    const full = sampleMeeting('k3x9ab', {
      who: ['<@U2>', '+4930901844', '1001', 'On call'].map((text) => ({ text, quoted: true, afterComma: true })),
      names: { U2: 'Bob' },
      options: { ring: true, record: true, lock: true, muteOnEntry: true, close: true, event: false },
      areRemindersPaused: true,
    })
    const text = textOf(meetingCard(full, next))
    expect(text).toContain('Room: +49 30 901800 (tel:+4930901800) · dial 8000 with a PIN · on main')
    expect(text).toContain('Invited: @Bob, +49 ···844, 1001, On call')
    expect(text).not.toContain('+4930901844')
    expect(text).toContain('Reminders: 1 hour before, 10 minutes before · paused')
    expect(text).toContain('rings the invited, is recorded, is locked, mutes who comes, ends at its end')
    expect(text).toContain('Scheduled by @Alice · short code k3x9ab')
  })

  it('offers what can be done with this very meeting, and its next date', () => {
    const which = { meeting: 'k3x9ab' }
    const date = '2026-12-01T15:00'
    const offered = buttonsOf(meetingCard(series, next)).map(({ path, input, asForm }) => [
      path,
      input,
      asForm === true,
    ])
    for (const one of [
      ['conf edit', which, true],
      ['conf move', { ...which, date }, true],
      ['conf skip', { ...which, date }, false],
      ['conf remind', which, false],
      ['conf pin', which, false],
      ['conf cancel', which, false],
    ])
      expect(offered).toContainEqual(one)
    expect(offered.map(([path]) => path)).not.toContain('conf join')
    expect(buttonsOf(meetingCard(series, next, { isLive: true })).map(({ path }) => path)).toContain('conf join')
  })
})

describe('the card of a meeting', () => {
  it('that takes place once has no list of dates, and nothing to skip', () => {
    const once = sampleMeeting('k3x9ab', { rule: null, changes: {}, room: null })
    const card = meetingCard(once, occurrencesFrom(once, at, 5))
    expect(textOf(card)).not.toMatch(/Next dates|Repeats/)
    expect(textOf(card)).toContain('Room: one is taken when it starts on main')
    expect(buttonsOf(card).map(({ path }) => path)).not.toContain('conf skip')
  })

  it('that is cancelled says so, says when it was to be, and offers to schedule it again', () => {
    const card = meetingCard({ ...series, state: 'cancelled' }, [])
    expect(linesOf(card).slice(0, 4)).toEqual([
      'Weekly review',
      'Cancelled',
      'When: Tue 1 Dec 2026, 15:00–15:30 Europe/Berlin (UTC+01:00)',
      'Repeats: every week on Tue',
    ])
    expect(buttonsOf(card).map(({ path }) => path)).toContain('conf reinstate')
    expect(buttonsOf(card).map(({ path }) => path)).not.toContain('conf cancel')
  })

  it('that is over offers no change, and tells where its later dates went', () => {
    const card = meetingCard({ ...series, state: 'over', continuedBy: 'a2b3c4' }, [])
    expect(textOf(card)).toContain('Over: no date is left')
    expect(textOf(card)).toContain('a meeting of their own now: a2b3c4')
    expect(buttonsOf(card).map(({ path }) => path)).not.toContain('conf move')
  })
})
