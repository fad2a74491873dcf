import { describe, expect, it } from 'vitest'
import { occurrencesFrom } from '#core/occurrence.ts'
import { sampleMeeting } from '#test/storage/samples.ts'
import { spanToString } from '#text/format.ts'
import { dateNotes, durationWords, leadList, leadWords, spanWords } from '#view/presenters/meeting-words.ts'

describe('lengths of time', () => {
  it.each([
    [5, '5 min'],
    [60, '1 h'],
    [90, '1 h 30 min'],
    [1440, '24 h'],
  ])('of %i minutes', (minutes, words) => expect(spanToString(durationWords(minutes))).toBe(words))

  it.each([
    [0, 'at the start'],
    [1, '1 minute before'],
    [90, '90 minutes before'],
    [120, '2 hours before'],
    [1440, '1 day before'],
    [10_080, '1 week before'],
    [40_320, '4 weeks before'],
  ])('before a meeting, of %i minutes', (minutes, words) => expect(spanToString(leadWords(minutes))).toBe(words))

  it('before a meeting, several or none', () => {
    expect(spanToString(leadList([1440, 10]))).toBe('1 day before, 10 minutes before')
    expect(spanToString(leadList([]))).toBe('none')
  })
})

describe('a date', () => {
  it('that ends on another day says both', () => {
    const late = sampleMeeting('k3x9ab', { start: '2026-12-31T23:30', durationMinutes: 60, rule: null, changes: {} })
    const [occurrence] = occurrencesFrom(late, 0, 1)
    expect(occurrence && spanToString(spanWords(late, occurrence))).toBe(
      'Thu 31 Dec 2026, 23:30 – Fri 1 Jan 2027, 00:30',
    )
  })

  it('that was moved within its day tells the time alone', () => {
    const moved = sampleMeeting('k3x9ab', {
      changes: { '2026-12-01T15:00': { kind: 'changed', start: '2026-12-01T16:15' } },
    })
    const [occurrence] = occurrencesFrom(moved, Date.UTC(2026, 10, 30), 1)
    expect(occurrence && dateNotes(moved, occurrence).map((span) => spanToString(span))).toEqual(['moved from 15:00'])
  })
})
