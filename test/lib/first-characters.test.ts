import { expect, it } from 'vitest'
import { firstCharacters } from '#lib/first-characters.ts'

it.each([
  ['Sprint review', 6, 'Sprint'],
  ['Sprint', 6, 'Sprint'],
  ['😀😀😀', 2, '😀😀'],
  ['', 3, ''],
])('of %j the first %i', (text, most, first) => {
  expect(firstCharacters(text, most)).toBe(first)
})
