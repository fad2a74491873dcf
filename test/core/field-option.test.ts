import { describe, expect, it } from 'vitest'
import type { RoomField } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { resolveOptions } from '#core/field-option.ts'
import { spanToString } from '#text/format.ts'

const field = (kind: RoomField['kind']): RoomField => ({
  id: 'moderators',
  kind,
  label: 'room.field.subject',
  group: 'access',
  create: 'optional',
  update: 'optional',
  options: true,
})
const extensions = [
  { value: '17', label: '1001 Anna Berg' },
  { value: '18', label: '1002 Bob' },
  { value: '1001', label: '1003 Carol' },
  { value: '20', label: '1004 Anna Lind' },
]
const read = (typed: string, kind: RoomField['kind'] = 'list') => {
  try {
    return resolveOptions(field(kind), extensions, typed)
  } catch (error) {
    if (!(error instanceof ConfbotError)) throw error
    return spanToString(error.details.blanks?.problem ?? '')
  }
}

describe('what is typed for a field whose values only the PBX knows', () => {
  it.each([
    ['its value', '17', '17'],
    ['a value that is the number of another, too', '1001', '1001'],
    ['its label', '1002 bob', '18'],
    ['the number in its label', '1004', '20'],
    ['a word of its label', 'Carol', '1001'],
    ['how its label begins', '1004 anna', '20'],
    ['several with commas', '1002, 1004 Anna Lind', '18,20'],
    ['several with spaces', '1002 1003', '18,1001'],
    ['several in lines, as a menu sends them', '17\n18', '17,18'],
    ['nothing', '', ''],
  ])('is read by %s', (_what, typed, value) => {
    expect(read(typed)).toBe(value)
  })

  it('is one alone where the field takes one', () => {
    expect(read('1002 Bob', 'text')).toBe('18')
    expect(read('1002 1004', 'text')).toContain('none of those')
  })

  it('is not guessed where it may be two, or none, and what may be meant is told', () => {
    expect(read('Anna')).toBe(
      '“Anna” is none of those that the PBX has, or several; perhaps 1001 Anna Berg, 1004 Anna Lind.',
    )
    expect(read('1002 Karol')).toContain('none of those')
    expect(read('Karol')).toContain('1003 Carol')
    expect(read('xyzzy')).toContain('such as 1001 Anna Berg, 1002 Bob')
  })

  it('is left as it is where the PBX told of none', () => {
    expect(resolveOptions(field('list'), [], '1001 x')).toBe('1001 x')
  })
})
