import { expect, it } from 'vitest'
import { capitalized } from '#lib/capitalized.ts'

it.each([
  ['slack', 'Slack'],
  ['PBX main', 'PBX main'],
  ['', ''],
])('“%s” begins with a capital: “%s”', (word, expected) => {
  expect(capitalized(word)).toBe(expected)
})
