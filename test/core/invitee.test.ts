import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Person } from '#core/actor.ts'
import type { PbxPolicy } from '#core/contracts/conference-provider.ts'
import { judgeTarget } from '#core/dial-guard.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { type Directory, readInvited, readInvitees, readInviteesApart } from '#core/invitee.ts'
import type { Word } from '#core/word.ts'
import { hostileLine } from '#test/support/hostile-text.ts'
import { property } from '#test/support/property.ts'

const policy: PbxPolicy = {
  rooms: { first: 8000, last: 8099 },
  extensions: [{ first: '1000', last: '1099' }],
  countries: ['DE', 'DK'],
  caps: { atOnce: 10, perPersonHour: 20, perDay: 100, perConference: 30 },
  chats: [],
}
const person = (userId: string, name: string): Person => ({ platform: 'slack', workspaceId: 'T1', userId, name })
const contact = (name: string, number: string, userId: string | null = null) => ({
  workspaceKey: 'slack:T1',
  name,
  number,
  userId,
})
const list = (name: string, ...members: string[]) => ({ workspaceKey: 'slack:T1', name, members })
const people = new Map([
  ['U1', { person: person('U1', 'Ulla'), phone: '1001' }],
  ['U2', { person: person('U2', 'Uwe'), phone: null }],
  ['U3', { person: person('U3', 'Ute'), phone: 'ask me' }],
  ['U4', { person: person('U4', 'Udo'), phone: '+33 1 42 68 53 00' }],
])
const directory: Directory = {
  contacts: [
    contact('Anna Smith', '+4930901810', 'U1'),
    contact('Bob', '1002'),
    contact('Bob Miller', '+4930901811'),
    contact('Carla Carlsson', '+4930901812'),
    contact('Carla Carter', '+4930901813'),
    contact('Studio 5', '1005'),
    contact('Paris Office', '+33142685300'),
    contact('1099', '1050'),
  ],
  lists: [
    list('Team', 'bob miller', '<@U1>', '030 901820', '1001'),
    list('On Call', '1007'),
    list('Broken', 'Nobody At All'),
    list('Nested', 'Team'),
    list('Shifts', 'Anna Smith', '<@U2>', '<@U1>'),
  ],
  personOf: (userId) => people.get(userId) ?? null,
}

/** Words as the parser hands them over: quotes taken off, commas noted. */
function words(text: string): Word[] {
  const found: Word[] = []
  let afterComma = false
  for (const [token, quoted] of text.matchAll(/"([^"]*)"|,|[^\s,"]+/g)) {
    if (token === ',') afterComma = true
    else {
      found.push({ text: quoted ?? token, quoted: quoted !== undefined, afterComma })
      afterComma = false
    }
  }
  return found
}

const read = (text: string, rules: Partial<PbxPolicy> = {}) =>
  readInvitees(words(text), directory, { ...policy, ...rules })
const numbers = (text: string, rules: Partial<PbxPolicy> = {}) => read(text, rules).map((one) => one.number)

function problemOf(text: string, rules: Partial<PbxPolicy> = {}) {
  try {
    read(text, rules)
  } catch (error) {
    if (!(error instanceof ConfbotError)) throw error
    const { blanks, choices = [] } = error.details
    return {
      code: error.code,
      blanks,
      labels: choices.map((one) => one.label),
      whos: choices.map((one) => one.input.who),
    }
  }
  throw new Error(`${text} was read`)
}

describe('numbers', () => {
  it.each([
    ['+4930901800', ['+4930901800']],
    ['030901800 +4930901801', ['+4930901800', '+4930901801']],
    ['+4930901800 004930901801', ['+4930901800', '+4930901801']],
    ['1001 1002', ['1001', '1002']],
    ['1001,1002', ['1001', '1002']],
    ['"+49 30 901800"', ['+4930901800']],
    ['"+49 30 901800" 1001', ['+4930901800', '1001']],
    ['1001 "030 901800"', ['1001', '+4930901800']],
    ['+49 30 901800, 1001', ['+4930901800', '1001']],
    ['1001, +49 30 901800', ['1001', '+4930901800']],
    ['030 901800, 030 901801, 1001', ['+4930901800', '+4930901801', '1001']],
    ['1001 1002, 1003', ['1001', '1002', '1003']],
    ['+4930901800 +4930901801, 1001', ['+4930901800', '+4930901801', '1001']],
    ['+4930901800 <@U1> 1002', ['+4930901800', '1001', '1002']],
    ['', []],
  ])('%s are %j', (text, expected) => {
    expect(numbers(text)).toEqual(expected)
  })

  it('a complete international number and an extension after it are two people, though joined they would be valid', () => {
    expect(judgeTarget('+49309018001001', policy).kind).toBe('phone')
    expect(numbers('+4930901800 1001')).toEqual(['+4930901800', '1001'])
    expect(numbers('004930901800 1001 1002')).toEqual(['+4930901800', '1001', '1002'])
  })

  it('are named by nothing but themselves', () => {
    expect(read('+4930901800')).toEqual([{ name: null, number: '+4930901800', masked: '+49 ···800', person: null }])
  })
})

describe('what could be one number or several is asked', () => {
  it.each([
    ['+49 30 901800', ['+49 30 901800'], ['"+49 30 901800"']],
    ['030 901800', ['030 901800'], ['"030 901800"']],
    ['030901800 1001', ['030901800 1001', '030901800, 1001'], ['"030901800 1001"', '030901800, 1001']],
    [
      'Bob +49 30901800 1001',
      ['+49 30901800 1001', '+49 30901800, 1001'],
      ['Bob, "+49 30901800 1001"', 'Bob, "+49 30901800", 1001'],
    ],
    [
      '+4930901800 1001, 1002',
      ['+4930901800 1001', '+4930901800, 1001'],
      ['"+4930901800 1001", 1002', '+4930901800, 1001, 1002'],
    ],
    ['+4930901800 901 "Anna Smith"', ['+4930901800 901'], ['"+4930901800 901", "Anna Smith"']],
  ])('%s', (text, labels, whos) => {
    expect(problemOf(text)).toMatchObject({ code: 'input.ambiguous-number', labels, whos })
  })

  it('also two extensions, in a country whose numbers are as short as both together', () => {
    expect(problemOf('3212 1001', { extensions: [{ first: '1000', last: '3999' }], countries: ['DK'] })).toMatchObject({
      code: 'input.ambiguous-number',
      labels: ['3212 1001', '3212, 1001'],
    })
    expect(numbers('3212, 1001', { extensions: [{ first: '1000', last: '3999' }], countries: ['DK'] })).toEqual([
      '3212',
      '1001',
    ])
  })

  it('without choices where two places are unclear', () => {
    expect(problemOf('030 901800 <@U1> 030 901801')).toMatchObject({ code: 'input.ambiguous-number', whos: [] })
  })

  it('and each choice is then read for certain', () => {
    for (const text of ['030901800 1001', 'Bob +49 30901800 1001', '+4930901800 1001, 1002', '+49 30 901800'])
      for (const who of problemOf(text).whos) expect(() => read(who ?? '')).not.toThrow()
  })
})

describe('people', () => {
  it('are found by mention, with their name and phone', () => {
    const ulla = { name: 'Ulla', number: '1001', masked: '1001', person: person('U1', 'Ulla') }
    expect(read('<@U1>')).toEqual([ulla])
    expect(read('<@!U1>')).toEqual([ulla])
  })

  it.each([
    ['anna smith', 'Anna Smith'],
    ['ANNA SMITH', 'Anna Smith'],
    ['"Anna Smith"', 'Anna Smith'],
    ['Anna', 'Anna Smith'],
    ['bob', 'Bob'],
    ['Bob Miller', 'Bob Miller'],
    ['studio 5', 'Studio 5'],
  ])('are found by the name %s', (text, name) => {
    expect(read(text).map((one) => one.name)).toEqual([name])
  })

  it('are told apart by the longest name that the words are', () => {
    expect(read('Bob Bob Miller Studio 5 1001').map((one) => one.number)).toEqual([
      '1002',
      '+4930901811',
      '1005',
      '1001',
    ])
    expect(read('Bob, "Anna Smith"').map((one) => one.name)).toEqual(['Bob', 'Anna Smith'])
  })

  it('and lists may have an @ in front that the chat made no mention of', () => {
    expect(read('@bob @carla carter, "@On Call"').map(({ number }) => number)).toEqual(['1002', '+4930901813', '1007'])
    expect(problemOf('@ulla')).toMatchObject({ code: 'input.unknown-person', blanks: { typed: '@ulla' } })
  })

  it('may be joined as people write it, unless that is a name', () => {
    expect(numbers('with <@U1> and Anna Smith & 1005')).toEqual(numbers('<@U1> Anna Smith 1005'))
    expect(numbers('1001, and 1005')).toEqual(['1001', '1005'])
    const known = { ...directory, contacts: [...directory.contacts, contact('Tom and Tim', '1009')] }
    expect(readInvitees(words('Tom and Tim and 1001'), known, policy).map(({ number }) => number)).toEqual([
      '1009',
      '1001',
    ])
    expect(problemOf('and')).toMatchObject({ code: 'input.unknown-person', blanks: { typed: 'and' } })
  })

  it('come with the chat person that a contact names', () => {
    expect(read('"Anna Smith"')[0]?.person).toEqual(person('U1', 'Ulla'))
    expect(read('Bob')[0]?.person).toBeNull()
  })

  it('are asked for when several begin so', () => {
    expect(problemOf('1001 Carla')).toMatchObject({
      code: 'input.ambiguous-person',
      blanks: { typed: 'Carla' },
      labels: ['Carla Carlsson', 'Carla Carter'],
      whos: ['1001, "Carla Carlsson"', '1001, "Carla Carter"'],
    })
  })

  it('are asked for without the numbers of a list beside them', () => {
    expect(problemOf('Team Carla').whos).toEqual(['Team, "Carla Carlsson"', 'Team, "Carla Carter"'])
    expect(problemOf('Team Bib').whos).toEqual(['Team, Bob', 'Team, "Bob Miller"'])
  })

  it('that nobody knows are refused with the nearest names', () => {
    expect(problemOf('1001 Bib')).toMatchObject({
      code: 'input.unknown-person',
      blanks: { typed: 'Bib' },
      whos: ['1001, Bob', '1001, "Bob Miller"', '1001'],
    })
    expect(problemOf('Xaver')).toMatchObject({ code: 'input.unknown-person', labels: [] })
    expect(problemOf('<@U9>')).toMatchObject({ code: 'input.unknown-person' })
  })

  it('keep nobody else from being rung: the others are offered alone, but no numbers of a list', () => {
    expect(problemOf('1001 <@U2>, "Anna Smith"')).toMatchObject({
      code: 'input.person-without-number',
      whos: ['1001, "Anna Smith"'],
    })
    expect(problemOf('1001 112').whos).toEqual(['1001'])
    expect(problemOf('Shifts').whos).toEqual(['"Anna Smith", <@U1>'])
    expect(problemOf('Team 112').whos).toEqual([])
    expect(problemOf('<@U2>').whos).toEqual([])
  })

  it('are not called on the first letters of a name', () => {
    expect(problemOf('Ann')).toMatchObject({ code: 'input.unknown-person', labels: ['Anna Smith'] })
  })

  it('are not called when a name is only a number', () => {
    expect(numbers('1099')).toEqual(['1099'])
  })

  it('without a number that can be read are named', () => {
    for (const [mention, name] of [
      ['<@U2>', 'Uwe'],
      ['<@U3>', 'Ute'],
    ] as const)
      expect(problemOf(mention)).toMatchObject({ code: 'input.person-without-number', blanks: { name } })
  })
})

describe('who is invited to something to come', () => {
  const invited = (typed: string) => {
    const { invitees, unnumbered } = readInvited(words(typed), directory, policy)
    return { numbers: invitees.map(({ number }) => number), people: unnumbered.map(({ name }) => name) }
  }

  it('may have no number that is known, and is then named apart, once', () => {
    expect(invited('1001 <@U2> <@U3>, <@U2>')).toEqual({ numbers: ['1001'], people: ['Uwe', 'Ute'] })
    expect(readInviteesApart(words('1001 <@U2>'), directory, policy)).toMatchObject({
      invitees: [{ number: '1001' }],
      unnumbered: [{ name: 'Uwe' }],
      unread: [],
    })
  })

  it('is one word for each name or number, which reads as itself again', () => {
    const texts = (typed: string) => readInvited(words(typed), directory, policy).words.map(({ text }) => text)
    expect(texts('+49 30 901 820, bob miller <@U2>, 1001')).toEqual(['+49 30 901 820', 'bob miller', '<@U2>', '1001'])
    const { words: once } = readInvited(words('bob miller 1001, +49 30 901 820'), directory, policy)
    const again = readInvited(once, directory, policy)
    expect([again.words, again.invitees.map(({ number }) => number)]).toEqual([
      once,
      ['+4930901811', '1001', '+4930901820'],
    ])
  })

  it('is somebody all the same', () => {
    for (const typed of ['<@U9>', 'Xaver', '112']) expect(() => invited(typed)).toThrow(ConfbotError)
  })
})

describe('lists', () => {
  it('stand for their members, each number once', () => {
    expect(read('team 1001 "bob miller" <@U1>').map(({ name, number }) => [name, number])).toEqual([
      ['Bob Miller', '+4930901811'],
      ['Ulla', '1001'],
      [null, '+4930901820'],
    ])
  })

  it('are found by several words', () => {
    expect(numbers('on call 1001')).toEqual(['1007', '1001'])
  })

  it('name a number that was given without a name before', () => {
    expect(read('1001 team').map(({ name, number }) => [name, number])[0]).toEqual(['Ulla', '1001'])
  })

  it('with a member that is nobody, or another list, ring nobody', () => {
    expect(problemOf('Broken')).toMatchObject({ code: 'input.unknown-person', blanks: { typed: 'Nobody At All' } })
    expect(problemOf('Nested')).toMatchObject({ code: 'input.unknown-person', blanks: { typed: 'Team' } })
  })
})

it.each([
  ['112', 'dial.emergency'],
  ['1001 +33142685300', 'dial.country'],
  ['"Paris Office"', 'dial.country'],
  ['<@U4>', 'dial.country'],
  ['1001, 0900 1234567', 'dial.premium'],
  ['1100', 'dial.extension'],
  ['30 123', 'dial.extension'],
  ['*67', 'dial.short'],
  ['+49115', 'input.not-a-number'],
])('passes the dial guard: %s is refused with %s', (text, code) => {
  expect(problemOf(text).code).toBe(code)
})

it('reads a long list in no time worth noticing', () => {
  expect(problemOf(Array.from({ length: 700 }, (_, index) => String(index % 10)).join(' ')).code).toBeTypeOf('string')
})

describe('what was read once and is read again', () => {
  const again = (typed: string) => {
    const { invitees, unread } = readInviteesApart(words(typed), directory, policy)
    return { numbers: invitees.map(({ number }) => number), unread }
  }

  it('leaves out whom nobody knows any more, and rings the others', () => {
    expect(again('1001, Gone Person, <@U2>, <@U9>, Bob, Team')).toEqual({
      numbers: ['1001', '1002', '+4930901811', '+4930901820'],
      unread: ['Gone Person', '<@U9>'],
    })
    expect(again('1001, Broken')).toEqual({ numbers: ['1001'], unread: ['Nobody At All'] })
  })

  it('leaves out numbers that may not be rung any more, and shows them masked', () => {
    const { numbers, unread } = again('1001, +81312345678, 112')
    expect(numbers).toEqual(['1001'])
    expect(unread).toEqual(['+81 ···678', '112'])
  })

  it('calls nobody by a part of a name that is not there any more', () => {
    expect(again('1001 Bob Smith 1002')).toEqual({ numbers: ['1001', '1002'], unread: ['Bob Smith'] })
    expect(again('Bob, Smith')).toEqual({ numbers: ['1002'], unread: ['Smith'] })
  })

  it('leaves all out where it is not clear any more what the numbers are', () => {
    expect(again('030 901820 901821')).toMatchObject({ numbers: [], unread: [expect.any(String)] })
  })

  it('is the same where all can be read', () => {
    for (const typed of ['1001 1002', 'Team, 1007', 'anna smith, Bob'])
      expect(readInviteesApart(words(typed), directory, policy)).toEqual({
        invitees: readInvitees(words(typed), directory, policy),
        unnumbered: [],
        unread: [],
      })
  })
})

describe('whatever is typed', () => {
  const piece = fc.oneof(
    fc.constantFrom('+49', '30', '030', '901800', '+4930901800', '0049', '1001', '1002', '112', '00', '*67', '5', '+'),
    fc.constantFrom(
      'Anna',
      'Smith',
      'bob',
      'Miller',
      'Team',
      'Studio',
      'Carla',
      '<@U1>',
      '<@U2>',
      '<@U9>',
      'on',
      'call',
    ),
    hostileLine,
  )
  const typed = fc.array(fc.record({ text: piece, quoted: fc.boolean(), afterComma: fc.boolean() }), { maxLength: 8 })
  const tryReading = (given: readonly Word[]) => {
    try {
      return { invitees: readInvitees(given, directory, policy), error: null }
    } catch (error) {
      return { invitees: [], error }
    }
  }

  property('only expected errors are thrown', 'invitee.errors', typed, { runs: 2000 }, () => (given) => {
    const { error } = tryReading(given)
    expect(error === null || isConfbotError(error)).toBe(true)
  })

  property(
    'no number comes out that the dial guard refuses, and none twice',
    'invitee.numbers',
    typed,
    { runs: 2000 },
    () => (given) => {
      const read = tryReading(given).invitees.map((one) => one.number)
      expect(new Set(read).size).toBe(read.length)
      for (const one of read) expect(judgeTarget(one, policy).number).toBe(one)
    },
  )

  it('bare numbers are never joined into one that was not typed as a word', () => {
    const bare = fc.array(
      fc.constantFrom('+49', '30', '030', '901800', '+4930901800', '1001', '0176', '12345678', '20'),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    fc.assert(
      fc.property(bare, (given) => {
        const { invitees } = tryReading(given.map((text) => ({ text, quoted: false, afterComma: false })))
        const alone = new Set(
          given.flatMap((text) =>
            tryReading([{ text, quoted: true, afterComma: false }]).invitees.map((one) => one.number),
          ),
        )
        return invitees.every((one) => alone.has(one.number))
      }),
    )
  })
})
