import { describe, expect, it } from 'vitest'
import { readTimeSpan } from '#lib/time-span.ts'

describe('a start and an end', () => {
  it.each([
    ['tomorrow 15:00-16:00', 'tomorrow 15:00', 60],
    ['tomorrow 15:00–16:30', 'tomorrow 15:00', 90],
    ['15:00 to 15:45 tomorrow', '15:00 tomorrow', 45],
    ['Friday from 9:00 until 9:30', 'friday 9:00', 30],
    ['Friday between 9:00 and 10:00', 'friday 9:00', 60],
    ['every Tuesday 9:00-9:15', 'every tuesday 9:00', 15],
    ['3-4pm tomorrow', '15:00 tomorrow', 60],
    ['3pm - 4pm', '3 pm', 60],
    ['11-1pm', '11:00', 120],
    ['11am to noon', '11am', 60],
    ['9.30-10.15 am on 1 December', '09:30 on 1 december', 45],
    // It can be meant in either half of the day, and is as long in both.
    ['tomorrow 3:00-4:00', 'tomorrow 3:00', 60],
    ['22:00-01:00', '22:00', 180],
    ['10pm-6am', '10pm', 480],
    ['08:00-18:00', '08:00', 600],
    ['2026-12-01 from 15:00 to 16:00', '2026-12-01 15:00', 60],
  ])('%s begins at %s', (typed, phrase, minutes) => {
    expect(readTimeSpan(typed)).toEqual({ kind: 'span', phrase: phrase.replace('3 pm', '3pm'), minutes })
  })

  it.each([
    ['tomorrow 15:00-14:00', '14:00'],
    ['tomorrow 15:00 to 15:00', '15:00'],
    ['4pm-3pm', '15:00'],
    ['09:00-08:59', '08:59'],
  ])('%s ends before it starts', (typed, end) => {
    expect(readTimeSpan(typed)).toEqual({ kind: 'backwards', end })
  })

  it.each([
    '',
    'tomorrow 15:00',
    '2026-12-01',
    '2026-12-01T15:00:00-05:00',
    '2026-12-01T15:00-05:00',
    // Perhaps an offset from UTC.
    '2026-12-01 09:00-10:00',
    '3-4',
    '1 to 3 December',
    '15:00 to 16 December',
    '10:00 and 11:00',
    '3:00-17:00',
    '25:00-26:00',
    '1-Dec-2026 10:00',
    'Mon-Fri 9:00',
  ])('is not read from %j', (typed) => {
    expect(readTimeSpan(typed)).toBeNull()
  })

  it('stays cheap, however long the phrase is', () => {
    expect(readTimeSpan('10:00-'.repeat(20_000))).toBeNull()
  })
})
