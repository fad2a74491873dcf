import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textToWords } from '#command-kit/tokenize.ts'
import { readSchedule } from '#lib/schedule-phrase.ts'
import { splitWhen } from '#lib/when-words.ts'
import { property } from '../support/property.ts'

interface Split {
  readonly when?: string
  readonly repeat?: string
  readonly duration?: string
  readonly zone?: string
}

const split = (line: string) => {
  const { rest, ...read } = splitWhen(textToWords(line))
  return { ...read, rest: rest.map(({ text }) => text).join('|') }
}

const cases: Readonly<Record<string, readonly (readonly [string, Split, string?])[]>> = {
  'a date and a time': [
    ['tomorrow 3pm @bob', { when: 'tomorrow 3pm' }, '@bob'],
    ['tomorrow 3 pm bob', { when: 'tomorrow 3 pm' }, 'bob'],
    ['Friday, 3pm, bob, carol', { when: 'Friday 3pm' }, 'bob|carol'],
    ['1 Dec 15:00 1001', { when: '1 Dec 15:00' }, '1001'],
    ['Dec 1, 2026 3pm 2001', { when: 'Dec 1 2026 3pm' }, '2001'],
    ['1-Dec-2026 15:00 bob', { when: '1-Dec-2026 15:00' }, 'bob'],
    ['1.12.2026 15:00 bob', { when: '1.12.2026 15:00' }, 'bob'],
    ['1. Dec 15:00 bob', { when: '1. Dec 15:00' }, 'bob'],
    ['01/02 15:00 bob', { when: '01/02 15:00' }, 'bob'],
    ['the 15th at 9 bob', { when: 'the 15th at 9' }, 'bob'],
    ['twenty first of may 9:00 bob', { when: 'twenty first of may 9:00' }, 'bob'],
    ['2026-12-01T15:00:00+01:00 bob', { when: '2026-12-01T15:00:00+01:00' }, 'bob'],
    ['2026-12-01 15:00 bob', { when: '2026-12-01 15:00' }, 'bob'],
    ['in 2 hours @bob', { when: 'in 2 hours' }, '@bob'],
    ['in half an hour @bob', { when: 'in half an hour' }, '@bob'],
    ['in a month at 9 @bob', { when: 'in a month at 9' }, '@bob'],
    ['3 days from now 9:00 bob', { when: '3 days from now 9:00' }, 'bob'],
    ['the day after tomorrow at noon team', { when: 'the day after tomorrow at noon' }, 'team'],
    ['next week friday 9:00 team', { when: 'next week friday 9:00' }, 'team'],
    ['next Tuesday at 14h bob', { when: 'next Tuesday at 14h' }, 'bob'],
    ['friday of next week at 9 bob', { when: 'friday of next week at 9' }, 'bob'],
    ['tonight at 8 bob', { when: 'tonight at 8' }, 'bob'],
    ['tomorrow morning 9 bob', { when: 'tomorrow morning 9' }, 'bob'],
    ['half past 3pm tomorrow bob', { when: 'half past 3pm tomorrow' }, 'bob'],
    ['midnight bob', { when: 'midnight' }, 'bob'],
    ['now bob 1001', { when: 'now' }, 'bob|1001'],
  ],
  'numbers that are nobody’s hour': [
    ['tomorrow 15:00, 1001, 1002', { when: 'tomorrow 15:00' }, '1001|1002'],
    ['tomorrow 1001', { when: 'tomorrow' }, '1001'],
    ['1 Dec 1001', { when: '1 Dec' }, '1001'],
    ['at 1500 tomorrow 1500', { when: 'at 1500 tomorrow' }, '1500'],
    ['tomorrow 3pm 12', { when: 'tomorrow 3pm' }, '12'],
    ['tomorrow 3pm +49 30 901800', { when: 'tomorrow 3pm' }, '+49|30|901800'],
    ['tomorrow 9 bob', { when: 'tomorrow 9' }, 'bob'],
    // What may be an hour or a day is asked about rather than rung.
    ['friday 9 bob', { when: 'friday 9' }, 'bob'],
  ],
  'a repetition': [
    [
      'every weekday 9:30 for 30m Europe/Berlin @bob 1001 +49301234567',
      { repeat: 'every weekday 9:30', duration: '30m', zone: 'Europe/Berlin' },
      '@bob|1001|+49301234567',
    ],
    ['every second Tuesday 9:30 until June @bob', { repeat: 'every second Tuesday 9:30 until June' }, '@bob'],
    ['every Mon, Wed and Fri 9:30 bob', { repeat: 'every Mon Wed and Fri 9:30' }, 'bob'],
    ['every Mon/Wed 9:30 bob', { repeat: 'every Mon/Wed 9:30' }, 'bob'],
    ['Mon, Wed and Fri 9:30 weekly bob', { repeat: 'Mon Wed and Fri 9:30 weekly' }, 'bob'],
    ['Mondays and Thursdays at 9:30 bob', { repeat: 'Mondays and Thursdays at 9:30' }, 'bob'],
    ['on Mondays 9:30 bob', { repeat: 'on Mondays 9:30' }, 'bob'],
    ['weekdays 9:30', { repeat: 'weekdays 9:30' }],
    ['9:30 every Tuesday bob', { repeat: '9:30 every Tuesday' }, 'bob'],
    ['every 2 weeks at 9 on Tuesday bob', { repeat: 'every 2 weeks at 9 on Tuesday' }, 'bob'],
    ['weekly Friday 3pm bob', { repeat: 'weekly Friday 3pm' }, 'bob'],
    ['Friday 3pm weekly until June 1001', { when: 'Friday 3pm', repeat: 'weekly until June' }, '1001'],
    ['tomorrow 3pm every Tuesday', { when: 'tomorrow 3pm', repeat: 'every Tuesday' }],
    ['every Tuesday 1 Dec 9:30 bob', { when: '1 Dec 9:30', repeat: 'every Tuesday' }, 'bob'],
    ['first Monday of every month 9:30 bob', { repeat: 'first Monday of every month 9:30' }, 'bob'],
    ['every first Monday of the month at 9:30 bob', { repeat: 'every first Monday of the month at 9:30' }, 'bob'],
    ['last Friday of every month 9:00 bob', { repeat: 'last Friday of every month 9:00' }, 'bob'],
    ['monthly on the 15th 9:00 bob', { repeat: 'monthly on the 15th 9:00' }, 'bob'],
    ['every 1 December 9:00 bob', { repeat: 'every 1 December 9:00' }, 'bob'],
    ['yearly on 1 Dec 9:00 bob', { repeat: 'yearly on 1 Dec 9:00' }, 'bob'],
    ['every fourth Thursday of November 9am bob', { repeat: 'every fourth Thursday of November 9am' }, 'bob'],
    ['every morning at 9 bob', { repeat: 'every morning at 9' }, 'bob'],
    ['every Friday morning 9:30 bob', { repeat: 'every Friday morning 9:30' }, 'bob'],
    ['daily 9:30 10 times bob', { repeat: 'daily 9:30 10 times' }, 'bob'],
    ['every Friday until 1.12. 9:30 bob', { repeat: 'every Friday until 1.12. 9:30' }, 'bob'],
    ['every Friday 9:30 until the end of June bob', { repeat: 'every Friday 9:30 until the end of June' }, 'bob'],
    [
      'every day 9:30 from 1 Dec until end of June @bob',
      { when: 'from 1 Dec 9:30', repeat: 'every day until end of June' },
      '@bob',
    ],
    ['3pm every day starting tomorrow bob', { when: 'starting tomorrow 3pm', repeat: 'every day' }, 'bob'],
    ['FREQ=WEEKLY;BYDAY=MO 9:30 bob', { repeat: 'FREQ=WEEKLY;BYDAY=MO 9:30' }, 'bob'],
  ],
  'a duration': [
    ['tomorrow 3pm for an hour bob', { when: 'tomorrow 3pm', duration: 'an hour' }, 'bob'],
    ['tomorrow 3pm for 1 hour and 30 minutes bob', { when: 'tomorrow 3pm', duration: '1 hour and 30 minutes' }, 'bob'],
    ['in 45 min for 1 hour UTC bob', { when: 'in 45 min', duration: '1 hour', zone: 'UTC' }, 'bob'],
    ['tomorrow 14h 1h30 bob', { when: 'tomorrow 14h', duration: '1h30' }, 'bob'],
    ['tomorrow 3pm 30 min 1001', { when: 'tomorrow 3pm', duration: '30 min' }, '1001'],
    ['tomorrow 3pm for 2 days bob', { when: 'tomorrow 3pm', duration: '2 days' }, 'bob'],
    [
      'every Friday 9:30 for 10 weeks for 30 min bob',
      { repeat: 'every Friday 9:30 for 10 weeks', duration: '30 min' },
      'bob',
    ],
    ['for 30m tomorrow 3pm', { when: 'tomorrow 3pm', duration: '30m' }],
    ['tomorrow 3pm 30m 45m', { when: 'tomorrow 3pm', duration: '30m' }, '45m'],
    ['tomorrow 3pm for bob', { when: 'tomorrow 3pm' }, 'for|bob'],
  ],
  'a zone': [
    ['tomorrow 3pm asia/kolkata', { when: 'tomorrow 3pm', zone: 'asia/kolkata' }],
    ['3pm Europe/Berlin tomorrow bob', { when: '3pm tomorrow', zone: 'Europe/Berlin' }, 'bob'],
    ['3pm America/Argentina/Ushuaia bob', { when: '3pm', zone: 'America/Argentina/Ushuaia' }, 'bob'],
    // So that its name is complained of, and not the name of a guest.
    ['3pm Europe/Berln bob', { when: '3pm', zone: 'Europe/Berln' }, 'bob'],
    ['3pm UTC Europe/Berlin', { when: '3pm', zone: 'UTC' }, 'Europe/Berlin'],
    ['3pm sales/support', { when: '3pm' }, 'sales/support'],
    ['3pm Jamaica', { when: '3pm' }, 'Jamaica'],
    ['tomorrow 3pm in New York for 30m bob', { when: 'tomorrow 3pm', duration: '30m', zone: 'New York' }, 'bob'],
    ['every Friday 9:30 Tokyo time bob', { repeat: 'every Friday 9:30', zone: 'Tokyo' }, 'bob'],
    ['tomorrow 3pm in time', { when: 'tomorrow 3pm' }, 'in|time'],
    ['Tokyo time', {}, 'Tokyo|time'],
  ],
  'what is about time and cannot be read': [
    ['31 April 9:00 bob', { when: '31 April 9:00' }, 'bob'],
    ['tomorrow 25:00 bob', { when: 'tomorrow 25:00' }, 'bob'],
    ['tomorrow 3pm CET bob', { when: 'tomorrow 3pm CET' }, 'bob'],
    ['tomorrow 3pm-4pm bob', { when: 'tomorrow 3pm-4pm' }, 'bob'],
    ['tomorrow from 3 to 4pm bob', { when: 'tomorrow from 3 to 4pm' }, 'bob'],
    ['tomorrow 3pm until 4pm bob', { when: 'tomorrow 3pm until 4pm' }, 'bob'],
    ['every hour bob', { repeat: 'every hour' }, 'bob'],
    ['every 2 hours from 9:00 bob', { repeat: 'every 2 hours from 9:00' }, 'bob'],
    ['hourly', { repeat: 'hourly' }],
    ['next week 9:00 bob', { when: 'next week 9:00' }, 'bob'],
  ],
  who: [
    ['', {}],
    ['@bob tomorrow 3pm', {}, '@bob|tomorrow|3pm'],
    ['tomorrow 3pm May', { when: 'tomorrow 3pm' }, 'May'],
    ['tomorrow 3pm second-line', { when: 'tomorrow 3pm' }, 'second-line'],
    ['tomorrow 3pm and bob', { when: 'tomorrow 3pm' }, 'and|bob'],
    ['tomorrow 3pm on call', { when: 'tomorrow 3pm' }, 'on|call'],
    ['tomorrow 3pm every body', { when: 'tomorrow 3pm' }, 'every|body'],
    ['tomorrow 3pm first line', { when: 'tomorrow 3pm' }, 'first|line'],
    ['tomorrow 3pm the team', { when: 'tomorrow 3pm' }, 'the|team'],
    ['EST', {}, 'EST'],
  ],
  quotes: [
    ['"Friday 3pm" bob', { when: 'Friday 3pm' }, 'bob'],
    [
      '"every second Tuesday 9:30 until June" for 1h @bob',
      { repeat: 'every second Tuesday 9:30 until June', duration: '1h' },
      '@bob',
    ],
    ['"Sprint review" tomorrow', {}, 'Sprint review|tomorrow'],
    ['"Friday team" 3pm', {}, 'Friday team|3pm'],
    ['"" tomorrow', {}, '|tomorrow'],
    ['tomorrow 3pm "for 30m" bob', { when: 'tomorrow 3pm' }, 'for 30m|bob'],
    ['tomorrow "3pm"', { when: 'tomorrow' }, '3pm'],
  ],
}

describe.each(Object.entries(cases))('%s', (_, lines) => {
  for (const [line, expected, rest = ''] of lines)
    it(`in “${line}”`, () => {
      expect(split(line)).toEqual({ when: '', repeat: '', duration: '', zone: '', ...expected, rest })
    })
})

it('hands on the words themselves', () => {
  const words = textToWords('tomorrow 3pm "Ann Lee", bob')
  expect(splitWhen(words).rest).toEqual(words.slice(2))
})

it.each([
  ['every weekday 9:30 for 30m Europe/Berlin @bob', '2026-11-26T09:30'],
  ['9:30 every Tuesday', '2026-12-01T09:30'],
  ['Friday 3pm weekly until June 1001', '2026-11-27T15:00'],
  ['every day 9:30 from 1 Dec until end of June', '2026-12-01T09:30'],
  ['Mon, Wed and Fri 9:30 weekly', '2026-11-27T09:30'],
  ['every Tuesday 1 Dec 9:30', '2026-12-01T09:30'],
])('splits %s so that it can be read', (line, start) => {
  expect(readSchedule(splitWhen(textToWords(line)), '2026-11-25T10:00')).toMatchObject({ kind: 'certain', start })
})

const vocabulary = [
  'tomorrow',
  'every',
  'second',
  'Tuesday',
  'Mon/Wed',
  'at',
  '3pm',
  '9:30',
  '9',
  '1001',
  'for',
  '30m',
  '10',
  'times',
  'until',
  'June',
  'the',
  'of',
  'and',
  '1-Dec-2026',
  'Europe/Berlin',
  'bob',
  '@carol',
  'in',
  '2',
  'hours',
  'from',
  '1st',
  'month',
  'weekly',
  'half',
  'past',
  'UTC',
  '14h',
  'FREQ=DAILY',
  '-',
  '...',
]
const lines = fc.oneof(
  fc.array(fc.constantFrom(...vocabulary), { maxLength: 10 }),
  fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 6 }),
)
property('loses no word and makes none up', 'when-words.split', lines, { runs: 3000 }, () => (texts) => {
  const words = texts.map((text, index) => ({ text, quoted: false, afterComma: false, index }))
  const { when, repeat, duration, zone, rest } = splitWhen(words)
  expect(rest).toEqual(words.slice(words.length - rest.length))
  const taken = texts
    .slice(0, texts.length - rest.length)
    .join(' ')
    .split(' ')
  const sorted = [when, repeat, duration, zone].join(' ').split(' ')
  // "for" goes where the duration stands by itself, "in" and "time" where the zone does.
  const without = (list: readonly string[]) => list.filter((text) => !/^(?:for|in|time)?$/i.test(text)).sort()
  expect(without(sorted)).toEqual(without(taken))
})
