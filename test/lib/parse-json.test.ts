import { expect, it } from 'vitest'
import { parseJson } from '#lib/parse-json.ts'

it.each([
  ['{"a":[1]}', { a: [1] }],
  ['null', null],
  ['"text"', 'text'],
])('gives what stands in %s', (text, value) => {
  expect(parseJson(text)).toEqual(value)
})

it.each(['', ' ', '{', 'undefined', '{"a":1}x', '<html>'])('gives nothing for %j, which is no JSON', (text) => {
  expect(parseJson(text)).toBeUndefined()
})
