/** Each option kind as people meet it: what is read, and what is said of the rest. */
import { describe, expect, it } from 'vitest'
import { option } from '#command-kit/options/index.ts'
import { readOption, word } from '../words.ts'

const summary = 'option.subject'

describe('text', () => {
  it('keeps somebody’s own words, white space put in order', () => {
    expect(readOption(option.text({ summary }), '  Q3 –\n “Review”  ')).toBe('Q3 – “Review”')
  })
  it('keeps lines where it has lines', () => {
    expect(readOption(option.text({ summary, lines: true }), 'a\nb')).toBe('a\nb')
  })
  it('counts characters, not code units', () => {
    expect(readOption(option.text({ summary, max: 2 }), '👍👍')).toBe('👍👍')
    expect(readOption(option.text({ summary, max: 2 }), '👍👍👍')).toBe('At most 2 characters.')
    expect(readOption(option.text({ summary, min: 3 }), 'ab')).toBe('At least 3 characters.')
    expect(readOption(option.text({ summary }), ' ')).toBe('This is needed.')
  })
})

describe('words', () => {
  it('is a short text', () => {
    expect(readOption(option.words({ summary }), 'record start')).toBe('record start')
    expect(readOption(option.words({ summary, max: 5 }), 'record')).toBe('At most 5 characters.')
  })
})

describe('integer', () => {
  const integer = option.integer({ summary, min: 1, max: 50 })
  it.each([
    ['7', 7],
    ['+7', 7],
    ['４２', 42],
    ['0', 'Give 1 or more.'],
    ['51', 'Give 50 or less.'],
    ['7.5', 'Give a whole number.'],
    ['1e3', 'Give a whole number.'],
    ['99999999999999999999', 'Give a whole number.'],
  ])('reads %s as %s', (typed, expected) => {
    expect(readOption(integer, typed)).toBe(expected)
  })
})

describe('flag', () => {
  it.each([
    ['yes', true],
    ['TRUE', true],
    ['on', true],
    ['no', false],
    ['0', false],
    ['perhaps', 'Say yes or no.'],
  ])('reads %s as %s', (typed, expected) => {
    expect(readOption(option.flag({ summary }), typed)).toBe(expected)
  })
})

describe('choice', () => {
  const choice = option.choice({
    summary,
    choices: [
      { value: 'grid', label: 'card.button.lock' },
      { value: 'speaker', label: 'card.button.more' },
    ],
  })
  it('reads the value or its label without regard to case', () => {
    expect(readOption(choice, 'Grid')).toBe('grid')
    expect(readOption(choice, 'more')).toBe('speaker')
  })
  it('says what there is to choose from', () => {
    expect(readOption(choice, 'circle')).toBe('Give one of: grid, speaker.')
  })
})

describe('invitees', () => {
  it('keeps words, quotes and commas, and makes digits plain', () => {
    const read = option
      .invitees({ summary })
      .schema.parse([word('＋４９–30', { quoted: true }), word('Anna', { afterComma: true })])
    expect(read).toEqual([word('+49-30', { quoted: true }), word('Anna', { afterComma: true })])
  })
})

describe('participant', () => {
  const one = option.participant({ summary, allows: 'one' })
  const many = option.participant({ summary, allows: 'all' })
  it('reads all and others only where several may be meant', () => {
    expect(readOption(many, 'ALL')).toBe('all')
    expect(readOption(many, 'Others')).toBe('others')
    expect(readOption(one, 'all')).toBe('Name one participant; all and others are not possible here.')
  })
  it('reads a list of codes only where several may be meant, however long', () => {
    const codes = Array.from({ length: 200 }, (_, index) => `p${index + 1}`).join()
    expect(readOption(many, codes)).toBe(codes)
    expect(readOption(one, codes)).toBe('At most 100 characters.')
  })
  it('keeps names, codes and mentions', () => {
    for (const typed of ['Anna  Meier', 'p3', '<@U1>']) expect(readOption(one, typed)).toBe(typed.replace('  ', ' '))
  })
})

describe('conference', () => {
  it('is never positional, and sent along by forms unseen', () => {
    const conference = option.conference({ summary })
    expect(conference).toMatchObject({ named: true, facts: { carried: true } })
    expect(readOption(conference, '8001')).toBe('8001')
  })
})

describe('digits', () => {
  it('is a secret of 3 to 6 digits', () => {
    const pin = option.digits({ summary })
    expect(pin.facts.secret).toBe(true)
    expect(readOption(pin, '０２４６')).toBe('0246')
    for (const typed of ['12', '1234567', '12a4']) expect(readOption(pin, typed)).toBe('Give 3 to 6 digits.')
  })
})

describe('user', () => {
  it('reads a mention as the person’s id', () => {
    const user = option.user({ summary })
    expect(readOption(user, '<@U012ABC>')).toBe('U012ABC')
    expect(readOption(user, '<@!1234>')).toBe('1234')
    expect(readOption(user, '@bob')).toBe('Mention one person of this chat, such as @name.')
  })
})

describe('zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['america/new york', 'America/New_York'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['europe/kyiv', 'Europe/Kyiv'],
    ['utc', 'UTC'],
    ['Tokyo', 'Asia/Tokyo'],
    ['new york', 'America/New_York'],
    ['+01:00', 'Give a time zone by its IANA name, such as Europe/Berlin.'],
    ['Tokio', 'Give a time zone by its IANA name, such as Asia/Tokyo.'],
    ['Europe/Atlantis', 'Give a time zone by its IANA name, such as Europe/Athens, Europe/Paris, Europe/Vilnius.'],
  ])('reads %s as %s', (typed, expected) => {
    expect(readOption(option.zone({ summary }), typed)).toBe(expected)
  })
})

describe('assignments', () => {
  const fields = option.assignments({ summary })
  it('reads fields with their values, which may hold anything', () => {
    expect(readOption(fields, 'subject=Board room', 'url=http://x?a=b', 'empty=')).toEqual({
      subject: 'Board room',
      url: 'http://x?a=b',
      empty: '',
    })
  })
  it('refuses what is no assignment without repeating it, since it may be a PIN', () => {
    expect(readOption(fields, 'room_pin', '2468')).not.toContain('2468')
    expect(readOption(fields, 'a=1', 'a=2')).toBe('The field a is there twice.')
  })
  it('is not confused by names of every object', () => {
    expect(Object.keys(Object(readOption(fields, 'constructor=x')))).toEqual(['constructor'])
  })
})

describe('span', () => {
  it.each([
    ['today', { fromDay: 0, days: 1 }],
    ['Tomorrow', { fromDay: 1, days: 1 }],
    ['week', { fromDay: 0, days: 7 }],
    ['10 days', { fromDay: 0, days: 10 }],
    ['2w', { fromDay: 0, days: 14 }],
    ['next week', { week: 1 }],
    ['Friday', { day: 'friday' }],
    ['24 December', { day: '24 december' }],
    ['0d', expect.stringContaining('Say today')],
    ['999w', expect.stringContaining('Say today')],
    ['someday', expect.stringContaining('Say today')],
    ['31 April', expect.stringContaining('Say today')],
    ['Friday 10:00', expect.stringContaining('Say today')],
  ])('reads %s', (typed, expected) => {
    expect(readOption(option.span({ summary }), typed)).toEqual(expected)
  })
})

describe('what may be none', () => {
  it('takes a zone back, where that is possible', () => {
    expect(readOption(option.zone({ summary, orNone: true }), 'None')).toBe('none')
    expect(readOption(option.zone({ summary }), 'none')).toContain('IANA name')
  })

  it('is a PIN, where there need not be one', () => {
    expect(readOption(option.digits({ summary, orNone: true }), 'none')).toBe('none')
    expect(readOption(option.digits({ summary }), 'none')).toBe('Give 3 to 6 digits.')
  })
})

it('a zone that is none is kept as typed where the service says what is near', () => {
  const zone = option.zone({ summary, orUnknown: true })
  expect(readOption(zone, 'Europe/Berln')).toBe('Europe/Berln')
  expect(readOption(zone, 'europe/berlin')).toBe('Europe/Berlin')
})

describe('meeting and date', () => {
  it('are names, white space put in order', () => {
    expect(readOption(option.meeting({ summary }), ' Sprint   review ')).toBe('Sprint review')
    expect(readOption(option.date({ summary }), '2026-12-01T15:00')).toBe('2026-12-01T15:00')
    expect(readOption(option.date({ summary }), 'x'.repeat(101))).toBe('At most 100 characters.')
  })
})

describe('participants in an order', () => {
  const participants = option.participants({ summary, max: 3 })
  const read = (...words: Parameters<typeof word>[]) => {
    const { data, success } = participants.schema.safeParse(words.map((one) => word(...one)))
    return success ? data : 'refused'
  }

  it('are a word each, unless commas part names of several words', () => {
    expect(read(['Anna'], ['p2'])).toEqual(['Anna', 'p2'])
    expect(read(['Anna'], ['Smith'], ['Ben', { afterComma: true }])).toEqual(['Anna Smith', 'Ben'])
    expect(read(['Anna Smith', { quoted: true }], ['Ben'])).toEqual(['Anna Smith', 'Ben'])
    expect(read(['ｐ２'])).toEqual(['p2'])
  })

  it('are no more than there is room for', () => {
    expect(readOption(participants, 'a', 'b', 'c', 'd')).toBe('Give 3 or less.')
    expect(readOption(participants, 'x'.repeat(101))).toBe('At most 100 characters.')
  })
})

describe('a position', () => {
  it.each([
    ['0', 0],
    ['８', 8],
    ['Off', 'off'],
    ['-1', 'off'],
    ['9', 'A position from 0 to 8 is needed, or off.'],
    ['1.5', 'A position from 0 to 8 is needed, or off.'],
  ])('reads %s', (typed, expected) => {
    expect(readOption(option.position({ summary }), typed)).toBe(expected)
  })
})
