import { expect, test } from 'vitest'
import { phonesOf, roomsToDial, typedToNumber } from '#sandbox/page/client/telephone/phones.ts'

const phones = phonesOf({ names: { '1001': 'Bob' } })

test('people’s telephones come first, and a caller without a number is possible', () => {
  expect(phones[0]).toEqual({ id: '1001', name: 'Bob', note: 'extension 1001' })
  expect(phones.map(({ id }) => id)).toContain('anonymous')
})

test.each([
  ['Bob', '1001'],
  [' Bob ', '1001'],
  ['Number withheld', 'anonymous'],
  ['+49 30 901 811', '+4930901811'],
  ['+49 (30) 901-855', '+4930901855'],
  ['1002', '1002'],
  ['  ', ''],
])('%j is the telephone %j', (typed, number) => {
  expect(typedToNumber(typed, phones)).toBe(number)
})

test('rooms are dialled by their number and known by their subject', () => {
  const room = {
    id: 'r',
    number: '8000',
    subject: 'Review',
    capacity: 9,
    locked: false,
    recordingSince: null,
    recordings: 0,
    legs: [],
  }
  expect(roomsToDial([room])).toEqual([{ id: '8000', name: '8000', note: 'Review' }])
})
