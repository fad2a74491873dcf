import { expect, test } from 'vitest'
import { outcomeToWords, vainCalls } from '#sandbox/page/client/telephone/outcome.ts'
import type { Call } from '#sandbox/page/client/telephone/shapes.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const call = (facts: Partial<Call>): Call => ({
  leg: 'l',
  number: '1055',
  room: '8000',
  outcome: 'busy',
  settledAt: new Date(now - 1000).toISOString(),
  ...facts,
})

test('calls that came to nothing stay in sight for a while, in their own room', () => {
  const shown = vainCalls(
    [
      call({ leg: 'busy' }),
      call({ leg: 'elsewhere', room: '8001' }),
      call({ leg: 'long ago', settledAt: new Date(now - 91_000).toISOString() }),
    ],
    '8000',
    now,
  )
  expect(shown.map(({ leg }) => leg)).toEqual(['busy'])
})

test('calls that ring or were answered are lines, and not shown again', () => {
  expect(
    vainCalls([call({ outcome: 'ringing', settledAt: null }), call({ outcome: 'answered' })], '8000', now),
  ).toEqual([])
})

test('an outcome has words, and one that nobody knows is shown as it is', () => {
  expect([outcomeToWords('no-answer'), outcomeToWords('lost')]).toEqual(['No answer', 'lost'])
})
