import { expect, it } from 'vitest'
import { tableToText } from '#view/table-text.ts'

const en = { language: 'en', maxLength: 200 } as const

it('lines its columns up, in any script', () => {
  const { text } = tableToText(['Who', 'When'], [['Zoë 👍', '14:03'], ['Al']], en)
  expect(text.split('\n')).toEqual(['Who    When', 'Zoë 👍  14:03', 'Al'])
})

it('makes one line of each cell, cut and as harmless as it must be', () => {
  const escapeCell = (cell: string) => cell.replaceAll('`', "'")
  const { text } = tableToText(['Who'], [['Al\n `Bob`'], ['x'.repeat(50)]], { ...en, escapeCell })
  expect(text.split('\n')).toEqual(['Who', "Al 'Bob'", `${'x'.repeat(39)}…`])
})

it('tells how many rows it left out', () => {
  const rows = Array.from({ length: 500 }, (_, index) => [`row ${index}`])
  const { text, leftOut } = tableToText(['Row'], rows, en)
  expect(text.length).toBeLessThanOrEqual(200)
  expect((text.match(/row \d+/g)?.length ?? 0) + leftOut).toBe(500)
})

it('without columns is nothing', () => {
  expect(tableToText([], [['x']], en)).toEqual({ text: '', leftOut: 0 })
})
