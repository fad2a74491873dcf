import { expect, test } from 'vitest'
import { changesToWords } from '#sandbox/page/client/telephone/announcement.ts'
import type { Call, Line, Room } from '#sandbox/page/client/telephone/shapes.ts'

const line = (id: string, state: Line['state'], facts: Partial<Line> = {}): Line => ({
  id,
  number: '1001',
  name: 'Bob',
  direction: 'out',
  state,
  since: '2026-11-21T12:00:00Z',
  muted: false,
  talking: false,
  chairman: false,
  moderator: false,
  keys: '',
  ...facts,
})
const room = (...legs: Line[]): Room[] => [
  {
    id: 'r',
    number: '8000',
    subject: 'Review',
    capacity: 9,
    locked: false,
    recordingSince: null,
    recordings: 0,
    legs,
  },
]
const call = (outcome: string): Call => ({ leg: 'a', number: '1001', room: '8000', outcome, settledAt: null })
const words = (before: Room[], after: Room[], calls: [before: Call[], after: Call[]] = [[], []]) =>
  changesToWords({ rooms: before, calls: calls[0] }, { rooms: after, calls: calls[1] }, { '1001': 'Bob' })

test('a phone rings, is answered, and leaves', () => {
  expect(words(room(), room(line('a', 'ringing')))).toBe('Bob rings for room 8000.')
  expect(words(room(line('a', 'ringing')), room(line('a', 'joined')))).toBe('Bob answered and joined room 8000.')
  expect(words(room(line('a', 'joined')), room())).toBe('Bob left room 8000.')
})

test('a call that came to nothing says why, once', () => {
  const gone = [room(line('a', 'ringing')), room()] as const
  expect(words(...gone, [[call('ringing')], [call('no-answer')]])).toBe('Bob did not join: no answer.')
  expect(words(room(), room(), [[call('no-answer')], [call('no-answer')]])).toBe('')
  // The rooms were read before the calls.
  expect(words(...gone, [[call('ringing')], [call('ringing')]])).toBe('')
})

test('whoever rings in is named by what is known', () => {
  const nameless = line('a', 'joined', { name: null, number: '+4930901800', direction: 'in' })
  expect(words(room(), room(nameless))).toBe('+49 30 901 800 rang in to room 8000.')
  expect(words(room(), room({ ...nameless, number: null }))).toBe('Number withheld rang in to room 8000.')
})

test('many at once are told together', () => {
  const ringing = (count: number) => room(...Array.from({ length: count }, (_, at) => line(`${at}`, 'ringing')))
  expect(words(room(), ringing(2))).toBe('Bob and Bob ring for room 8000.')
  expect(words(room(), ringing(80))).toBe('80 phones ring for room 8000.')
})

test('what stays as it is is not told again', () => {
  expect(words(room(line('a', 'joined')), room(line('a', 'joined', { talking: true })))).toBe('')
})
