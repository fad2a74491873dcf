import { expect, it } from 'vitest'
import { joinAssignments } from '#command-kit/assignment-words.ts'
import { textToWords } from '#command-kit/tokenize.ts'

it.each([
  ['moderators=1001,1002', ['moderators=1001,1002']],
  ['moderators=1001, 1002, 1003 name=Board', ['moderators=1001,1002,1003', 'name=Board']],
  ['name=Board, moderators=1001', ['name=Board', 'moderators=1001']],
  ['member.pins=12,34 name="Board, new"', ['member.pins=12,34', 'name=Board, new']],
  // Nothing that it could belong to, or no comma before it.
  ['1001,1002', ['1001', '1002']],
  ['moderators=1001 1002', ['moderators=1001', '1002']],
])('what follows a comma belongs to the value before it, unless it is another field: %s', (typed, read) => {
  expect(joinAssignments(textToWords(typed)).map(({ text }) => text)).toEqual(read)
})
