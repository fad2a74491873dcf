import { describe, expect, test } from 'vitest'
import {
  addable,
  type Filled,
  findLeaves,
  firstFilled,
  missing,
  readLine,
  takeName,
  toLeaves,
  toLine,
} from '#sandbox/page/client/discord/composer/commands.ts'
import type { Command } from '#sandbox/page/client/discord/shapes.ts'

const option = (name: string, facts = {}) => ({ type: 3, name, description: `about ${name}`, ...facts })
const sub = (name: string, ...options: ReturnType<typeof option>[]) => ({ type: 1, name, description: name, options })
const commands: readonly Command[] = [
  {
    id: '1',
    type: 1,
    name: 'conf',
    description: 'Phone conferences',
    options: [
      sub('start', option('subject'), option('people')),
      sub('mute', option('who', { required: true }), option('in')),
      sub('list'),
    ],
  },
  {
    id: '2',
    type: 1,
    name: 'confadmin',
    description: 'Administration',
    options: [{ type: 2, name: 'room', description: 'Rooms', options: [sub('list'), sub('mute-all')] }],
  },
  { id: '3', name: 'ping', description: 'Whether it is there' },
  { id: '4', type: 3, name: 'Start a conference here', description: '' },
]
const leaves = toLeaves(commands)
const found = (name: string) => leaves.find((leaf) => leaf.name === name) ?? expect.fail(name)
const names = (typed: string) => findLeaves(leaves, typed).map(({ name }) => name)

describe('what the slash offers', () => {
  test('each subcommand by its full name, and nothing that stands in the menu of messages', () => {
    expect(names('/')).toEqual([
      'conf start',
      'conf mute',
      'conf list',
      'confadmin room list',
      'confadmin room mute-all',
      'ping',
    ])
  })

  test('what begins as typed comes before what has such words', () => {
    expect(names('/conf l')).toEqual(['conf list', 'confadmin room list'])
    expect(names('/conf mute')).toEqual(['conf mute', 'confadmin room mute-all'])
    expect(names('/list')).toEqual(['conf list', 'confadmin room list'])
    expect(names('/Mute')).toEqual(['conf mute', 'confadmin room mute-all'])
    expect(names('/nothing')).toEqual([])
  })
})

describe('what is filled in', () => {
  const mute = found('conf mute')

  test('a command begins with a chip for each option that must be there', () => {
    expect(firstFilled(mute)).toEqual([{ name: 'who', text: '' }])
    expect(missing(mute, firstFilled(mute))).toEqual(['who'])
    expect(missing(mute, [{ name: 'who', text: ' Bob' }])).toEqual([])
  })

  test('options that are not there may be added, by the beginning of their name', () => {
    expect(addable(mute, firstFilled(mute), '').map(({ name }) => name)).toEqual(['in'])
    expect(addable(mute, firstFilled(mute), 'x')).toEqual([])
  })

  test('an option that is named with a colon is added', () => {
    const filled = firstFilled(mute)
    expect(takeName(mute, filled, 'in:')).toEqual({ before: '', name: 'in' })
    expect(takeName(mute, filled, 'Bob Berg in:')).toEqual({ before: 'Bob Berg', name: 'in' })
    expect(['in', 'begin:', 'who:', 'other:', 'in: '].map((typed) => takeName(mute, filled, typed))).toEqual(
      Array(5).fill(null),
    )
  })

  test('the line leaves out what is empty, and puts what is asked about last', () => {
    const filled: readonly Filled[] = [
      { name: 'who', text: 'Bob', value: '1200' },
      { name: 'in', text: ' ' },
    ]
    expect(toLine(mute, filled)).toBe('conf mute who:1200')
    expect(toLine(mute, filled, filled[1])).toBe('conf mute who:1200 in:')
    expect(toLine(mute, filled, { name: 'who', text: 'Bo' })).toBe('conf mute who:Bo')
  })

  test('what could be read as something else is quoted', () => {
    expect(toLine(mute, [{ name: 'who', text: 'Bob "B" Berg' }])).toBe('conf mute who:"Bob \\"B\\" Berg"')
    expect(toLine(mute, [{ name: 'who', text: 'in:x' }])).toBe('conf mute who:"in:x"')
  })
})

describe('a whole line', () => {
  const read = (text: string) => {
    const line = readLine(text, leaves)
    return line && [line.leaf.name, Object.fromEntries(line.filled.map(({ name, text: typed }) => [name, typed]))]
  }

  test('is read once a full name has a space behind it', () => {
    expect(read('/conf mute')).toBeNull()
    expect(read('/conf mute ')).toEqual(['conf mute', { who: '' }])
    expect(read('/conf list ')).toEqual(['conf list', {}])
    expect(read('conf mute ')).toBeNull()
  })

  test('has its options in any order, the first one without its name', () => {
    expect(read('/conf mute in:"Sprint review" who:Bob')).toEqual(['conf mute', { in: 'Sprint review', who: 'Bob' }])
    expect(read('/conf start Sprint review people:1001 1002')).toEqual([
      'conf start',
      { subject: 'Sprint review', people: '1001 1002' },
    ])
  })

  test('comes back as it was written', () => {
    const filled = [{ name: 'subject', text: 'a \\ "b" people: c' }]
    const line = readLine(`/${toLine(found('conf start'), filled)}`, leaves)
    expect(line?.filled).toEqual(filled)
  })
})
