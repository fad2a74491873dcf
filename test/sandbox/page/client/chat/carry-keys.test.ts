import { expect, test } from 'vitest'
import { carryKeys, type Marked } from '#sandbox/page/client/chat/carry-keys.ts'

const row = (...marks: string[]): Marked => ({ type: 'section', marks })
const actions = (...marks: string[]): Marked => ({ type: 'actions', marks })
const button = (mark: string): Marked => ({ type: 'button', marks: [mark] })
const text: Marked = { type: 'rich_text', marks: [] }
const keys = (before: readonly Marked[], now: readonly Marked[]) => {
  const first = carryKeys([], before)
  return carryKeys(first, now).map(({ key }) => key)
}

test('a list that is drawn for the first time is numbered', () => {
  expect(carryKeys([], [text, row('a')]).map(({ key }) => key)).toEqual(['0', '1'])
})

test('rows and buttons keep their keys when a row comes in above them', () => {
  const before = [text, row('mute 1', 'kick 1'), actions('lock', 'end')]
  expect(keys(before, [text, row('mute 2', 'kick 2'), row('unmute 1', 'kick 1'), actions('unlock', 'end')])).toEqual([
    '0',
    '3',
    '1',
    '2',
  ])
})

test('another person’s row never takes the key of one who has left', () => {
  expect(keys([row('kick 1'), row('kick 2')], [row('kick 2'), row('kick 3')])).toEqual(['1', '2'])
})

test('a button that turns into another keeps its place, and so does the rest', () => {
  expect(
    keys([button('mute'), button('lock'), button('end')], [button('lock'), button('unmute'), button('end')]),
  ).toEqual(['1', '0', '2'])
  expect(keys([button('lock'), button('end')], [button('unlock'), button('end')])).toEqual(['0', '1'])
})

test('no key is given twice', () => {
  const now = [row('a'), row('a'), actions('a'), actions('a')]
  expect(new Set(keys([row('a'), actions('a')], now)).size).toBe(4)
})
