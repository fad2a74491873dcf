import { describe, expect, it } from 'vitest'
import { textToWords } from '#command-kit/tokenize.ts'
import { arrangeDate, arrangeLeads, arrangeMove, arrangeSchedule, arrangeScope } from '#commands/arrange-words.ts'

type Arrange = typeof arrangeSchedule
/** Texts by option; those of a list apart. */
const read = (arrange: Arrange, typed: string) =>
  Object.fromEntries(
    Object.entries(arrange(textToWords(typed))).map(([name, words]) => [
      name,
      words.map(({ text }) => text).join(' | '),
    ]),
  )

describe('what is scheduled', () => {
  it.each([
    [
      '"Sprint review" tomorrow 3pm for 1h <@UB> 1001',
      { subject: 'Sprint review', when: 'tomorrow 3pm', for: '1h', who: '<@UB> | 1001' },
    ],
    [
      'Standup every weekday 9:30 for 15m Europe/Berlin <@UB> <@UC>',
      { subject: 'Standup', repeat: 'every weekday 9:30', for: '15m', zone: 'Europe/Berlin', who: '<@UB> | <@UC>' },
    ],
    ['Demo 2026-12-01T15:00:00+01:00 1001', { subject: 'Demo', when: '2026-12-01T15:00:00+01:00', who: '1001' }],
    ['Sprint review tomorrow 3pm', { subject: 'Sprint review', when: 'tomorrow 3pm' }],
    ['tomorrow 3pm "Sprint review" <@UB>', { subject: 'Sprint review', when: 'tomorrow 3pm', who: '<@UB>' }],
    ['Demo <@UB> tomorrow 10:00 1001', { subject: 'Demo', when: 'tomorrow 10:00', who: '<@UB> | 1001' }],
    ['Daily every day 8:00', { subject: 'Daily', repeat: 'every day 8:00' }],
    ['Daily 9:30 <@UB>', { subject: 'Daily', when: '9:30', who: '<@UB>' }],
    ['Monday standup tomorrow 9:00', { subject: 'Monday standup', when: 'tomorrow 9:00' }],
    ['Weekly sync every Tuesday 9:00 1001', { subject: 'Weekly sync', repeat: 'every Tuesday 9:00', who: '1001' }],
    [
      'Review tomorrow 3pm for 1h 1001 1002',
      { subject: 'Review', when: 'tomorrow 3pm', for: '1h', who: '1001 | 1002' },
    ],
    ['Review tomorrow 15:00–15:45 1001', { subject: 'Review', when: 'tomorrow 15:00', for: '45m', who: '1001' }],
    ['Standup every day 9:00 to 9:15', { subject: 'Standup', repeat: 'every day 9:00', for: '15m' }],
    ['Odd tomorrow 15:00-14:00', { subject: 'Odd', when: 'tomorrow 15:00-14:00' }],
    ['Odd tomorrow 15:00 for -1h 1001', { subject: 'Odd', when: 'tomorrow 15:00', for: '-1h', who: '1001' }],
    ['Odd tomorrow 15:00 for 30 <@UB>', { subject: 'Odd', when: 'tomorrow 15:00', for: '30', who: '<@UB>' }],
    ['Sprint review <@UB>', { subject: 'Sprint review', who: '<@UB>' }],
    ['Lunch with <@UB> tomorrow 12:00', { subject: 'Lunch', when: 'tomorrow 12:00', who: '<@UB>' }],
    ['Lunch with Anna tomorrow 12:00', { subject: 'Lunch with Anna', when: 'tomorrow 12:00' }],
    ['Sprint review, Anna', { subject: 'Sprint review', who: 'Anna' }],
    ['tomorrow 3pm <@UB>', { when: 'tomorrow 3pm', who: '<@UB>' }],
    ['tomorrow 3pm', { when: 'tomorrow 3pm' }],
    ['', {}],
  ])('is sorted: %s', (typed, sorted) => {
    expect(read(arrangeSchedule, typed)).toEqual(sorted)
  })
})

describe('what is moved', () => {
  it.each([
    ['Standup to Friday 10:00 for 30m', { meeting: 'Standup', when: 'Friday 10:00', for: '30m' }],
    ['"Sprint review" tomorrow 3pm', { meeting: 'Sprint review', when: 'tomorrow 3pm' }],
    ['tomorrow 10:00', { when: 'tomorrow 10:00' }],
    ['Standup to Friday 3-4pm', { meeting: 'Standup', when: 'friday 15:00', for: '60m' }],
    ['to tomorrow', { when: 'tomorrow' }],
    ['Standup Friday to 10:00', { meeting: 'Standup', date: 'Friday', when: '10:00' }],
    ['Standup from 24 December to Monday 10:00', { meeting: 'Standup', date: '24 December', when: 'Monday 10:00' }],
    ['Friday to Monday 10:00 for 30m', { date: 'Friday', when: 'Monday 10:00', for: '30m' }],
    ['Standup Friday 9:30 to 10:00', { meeting: 'Standup', when: 'friday 9:30', for: '30m' }],
    ['Daily 10:00', { meeting: 'Daily', when: '10:00' }],
    ['Standup every weekday 10:00', { meeting: 'Standup', repeat: 'every weekday 10:00' }],
    ['Standup tomorrow 10:00 please', { meeting: 'Standup', when: 'tomorrow 10:00 please' }],
    ['Standup', { meeting: 'Standup' }],
  ])('is sorted: %s', (typed, sorted) => {
    expect(read(arrangeMove, typed)).toEqual(sorted)
  })
})

describe('a date of a meeting', () => {
  it.each<[Arrange, string, Record<string, string>]>([
    [arrangeDate, 'Standup Friday', { meeting: 'Standup', date: 'Friday' }],
    [arrangeDate, 'Friday', { date: 'Friday' }],
    [arrangeDate, 'Daily', { meeting: 'Daily' }],
    [arrangeDate, '"Sprint review" 24 December', { meeting: 'Sprint review', date: '24 December' }],
    [arrangeDate, 'k3x9ab 2026-12-24T09:30', { meeting: 'k3x9ab', date: '2026-12-24T09:30' }],
    [arrangeScope, 'Standup all', { meeting: 'Standup', scope: 'all' }],
    [arrangeScope, 'Standup Friday this', { meeting: 'Standup', date: 'Friday', scope: 'this' }],
    [arrangeScope, 'all', { scope: 'all' }],
    [arrangeScope, 'Standup Friday', { meeting: 'Standup', date: 'Friday' }],
    [arrangeScope, '"All"', { meeting: 'All' }],
  ])('is sorted: %s %s', (arrange, typed, sorted) => {
    expect(read(arrange, typed)).toEqual(sorted)
  })
})

it.each([
  ['Standup 1d 10m', { meeting: 'Standup', times: '1d | 10m' }],
  ['Sprint review 1 hour, start', { meeting: 'Sprint review', times: '1 | hour | start' }],
  ['Standup off', { meeting: 'Standup', times: 'off' }],
  ['pause', { times: 'pause' }],
  ['Standup', { meeting: 'Standup' }],
])('lead times are sorted: %s', (typed, sorted) => {
  expect(read(arrangeLeads, typed)).toEqual(sorted)
})
