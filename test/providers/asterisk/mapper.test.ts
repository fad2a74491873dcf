import { describe, expect, it } from 'vitest'
import { callerToNumber, wireToProblem, wireToReading, wireToRecordings } from '#providers/asterisk/mapper.ts'

const leg = (more: object = {}) => ({ Channel: 'PJSIP/1001-00000001', Uniqueid: '1795313255.1', ...more })
const read = (more: object = {}, room: object | undefined = {}) =>
  wireToReading(room && { Conference: '8000', ...room }, [leg(more)], 'office', () => null)

describe('a leg', () => {
  it.each([
    ['Ada Byron', 'Ada Byron'],
    ['  Ada Byron ', 'Ada Byron'],
    ['<unknown>', null],
    ['', null],
    [undefined, null],
    // What a telephone claims to be is no name to show in full.
    ['+49 30 901800', null],
    ['1001', null],
  ])('called %j has the name %j', (CallerIDName, name) => {
    expect(read({ CallerIDName }).participants?.[0]?.name).toBe(name)
  })

  it('is not said to be muted or to talk where that is not told, or in other words', () => {
    expect(read().participants?.[0]).toMatchObject({ muted: null, talking: null })
    expect(read({ Muted: 'maybe', Talking: 'YES' }).participants?.[0]).toMatchObject({ muted: null, talking: true })
  })
})

describe('a room', () => {
  it.each([
    [
      { Locked: 'Yes', Muted: 'No' },
      { locked: true, muted: false },
    ],
    [{}, { locked: null, muted: null }],
    // It ended between two questions.
    [undefined, { locked: false, muted: false }],
  ])('of which is told %j', (room, expected) => {
    expect(wireToReading(room && { Conference: '8000', ...room }, [leg()], 'office', () => null)).toMatchObject(
      expected,
    )
  })

  it('in which a helper alone is left has nobody in it', () => {
    const helper = { Channel: 'Local/8000@confbot-helper-00000001;2', Uniqueid: '1795313255.4' }
    expect(wireToReading({ Conference: '8000' }, [helper], 'office', () => null)).toMatchObject({
      participants: [],
      recording: false,
    })
  })
})

it.each([
  ['+4930901800', '+4930901800'],
  ['1001', '1001'],
  ['7', null],
  ['<unknown>', null],
  ['ada', null],
  ['sip:1001', null],
  [null, null],
  [undefined, null],
])('the caller %j has the number %j', (caller, number) => {
  expect(callerToNumber(caller)).toBe(number)
})

it('a recording has the ending that Asterisk names', () => {
  const name = 'confbot-8000-20261120T080000Z-abcdefgh'
  expect(wireToRecordings([{ name, format: 'gsm' }], '8000', new Set())[0]?.fileName).toBe(`${name}.gsm`)
})

it('an error of ARI is its message', () => {
  expect(wireToProblem({ message: 'Recording not found' })).toEqual({ message: 'Recording not found' })
  expect(wireToProblem({ error: 'Internal Server Error' })).toEqual({ message: 'Internal Server Error' })
  expect(wireToProblem({ reason: 'x' })).toBe(null)
  expect(wireToProblem(null)).toBe(null)
})
