import { describe, expect, it } from 'vitest'
import type { RoomField } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { checkRoomFields, maskFields, readRoomFields } from '#core/room-field.ts'
import { portsip } from '#providers/portsip/index.ts'
import { spanToString } from '#text/format.ts'

const field = (kind: RoomField['kind'], more: Partial<RoomField> = {}): RoomField => ({
  id: 'value',
  kind,
  label: 'room.field.subject',
  group: 'room',
  create: 'optional',
  update: 'optional',
  ...more,
})
const readOne = (one: RoomField, text: string) => readRoomFields([one], { value: text }, 'create').value
const caught = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return null
}
const problemOf = (error: unknown) =>
  error instanceof ConfbotError ? spanToString(error.details.blanks?.problem ?? '') : String(error)

const limited = { min: 2, max: 5 }
const taken: [RoomField, string, unknown][] = [
  [field('text', limited), 'ab', 'ab'],
  [field('text', limited), 'abcde', 'abcde'],
  [field('text', limited), '🏃🏃🏃🏃🏃', '🏃🏃🏃🏃🏃'],
  [field('text'), '', ''],
  [field('lines', limited), 'a\nb', 'a\nb'],
  [field('digits', limited), '00', '00'],
  [field('digits', { ...limited, also: '*' }), '*0*', '*0*'],
  [field('digits', limited), '01234', '01234'],
  [field('digits', limited), '０１２', '012'],
  [field('integer', limited), '2', 2],
  [field('integer', limited), '5', 5],
  [field('integer', limited), '05', 5],
  [field('boolean'), 'yes', true],
  [field('boolean'), 'OFF', false],
  [field('boolean'), '1', true],
  [field('boolean'), '0', false],
  [field('choice', { choices: ['AUDIO', 'VIDEO'] }), 'video', 'VIDEO'],
  [field('time'), '2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z'],
  [field('time'), '2026-11-20T09:00:00.5+01:00', '2026-11-20T09:00:00.5+01:00'],
  [field('zone'), 'Europe/Berlin', 'Europe/Berlin'],
  [field('language'), 'de-DE', 'de-DE'],
  [field('json'), '{"a":[1]}', '{"a":[1]}'],
]
const refused: [RoomField, string, RegExp][] = [
  [field('text', limited), 'a', /2.*5/],
  [field('text', limited), 'abcdef', /2.*5/],
  [field('text', limited), '🏃🏃🏃🏃🏃🏃', /2.*5/],
  [field('lines', limited), 'abc\ndef', /2.*5/],
  [field('digits', limited), '1', /2.*5/],
  [field('digits', limited), '123456', /2.*5/],
  [field('digits', limited), '12a', /2.*5/],
  [field('digits', limited), '12*', /2.*5/],
  [field('digits', { ...limited, also: '*' }), '12#', /2.*5.*\*/],
  [field('digits', limited), '+12', /2.*5/],
  [field('digits', limited), '١٢٣', /2.*5/],
  [field('integer', limited), '1', /2.*5/],
  [field('integer', limited), '6', /2.*5/],
  [field('integer', limited), '-3', /2.*5/],
  [field('integer', limited), '2.5', /2.*5/],
  [field('integer', limited), '3e0', /2.*5/],
  [field('integer', limited), ' ', /2.*5/],
  [field('integer', { min: 2 }), '1', /^A whole number, 2 or more,/],
  [field('text', { min: 2, max: 2 }), 'a', /^Exactly 2 /],
  [field('digits', { max: 5 }), '', /1.*5/],
  [field('boolean'), 'maybe', /Yes or no/],
  [field('choice', { choices: ['AUDIO', 'VIDEO'] }), 'FAX', /AUDIO, VIDEO/],
  [field('time'), '2026-11-20T09:00:00', /./],
  [field('time'), '2026-13-20T09:00:00Z', /./],
  [field('time'), 'tomorrow', /./],
  [field('zone'), 'Mars/Olympus', /./],
  [field('language'), 'no language', /./],
  [field('json'), '{a:1}', /./],
]

describe('a value', () => {
  it.each(taken)('of %o is read: %j', (one, text, value) => {
    expect(readOne(one, text)).toBe(value)
  })

  it.each(refused)('of %o is refused with its limit: %j', (one, text, said) => {
    const error = caught(() => readOne(one, text))
    expect(error).toMatchObject({ code: 'input.invalid', details: { option: 'value', blanks: { option: 'value' } } })
    expect(problemOf(error)).toMatch(said)
  })

  it('has cases for every kind that a provider can declare', () => {
    const kinds = new Set(portsip.roomFields.map(({ kind }) => kind))
    for (const cases of [taken, refused])
      expect([...kinds].filter((kind) => !cases.some(([one]) => one.kind === kind))).toEqual([])
  })
})

describe('the fields of a room', () => {
  const required = { extension_number: '8000', mode: 'AUDIO', subject: 'Board', capacity: '9' }
  const check = (assignments: Record<string, string>, purpose: 'create' | 'update' = 'create') =>
    checkRoomFields(portsip.roomFields, assignments, purpose)
  const wrong = (assignments: Record<string, string>, purpose: 'create' | 'update' = 'create') =>
    check(assignments, purpose).problems.map(({ code, details }) => `${details.option} ${code}`)

  it('are typed when all is right', () => {
    expect(check({ ...required, enable_prompt: 'no', room_pin: '0123' })).toEqual({
      values: { ...required, capacity: 9, enable_prompt: false, room_pin: '0123' },
      problems: [],
    })
  })

  it('are told of all that is wrong at once', () => {
    expect(wrong({ mode: 'FAX', capacity: '201', colour: 'red', subject: 'Board' })).toEqual([
      'mode input.invalid',
      'capacity input.invalid',
      'colour input.unknown-field',
      'extension_number input.invalid',
    ])
    const first = caught(() => readRoomFields(portsip.roomFields, { mode: 'FAX', capacity: '201' }, 'create'))
    expect(first).toMatchObject({ details: { option: 'mode' } })
  })

  it.each([
    [64, true],
    [65, false],
  ])('take a subject of %i characters: %s', (length, isTaken) => {
    expect(wrong({ ...required, subject: 'x'.repeat(length) })).toHaveLength(isTaken ? 0 : 1)
  })

  it('that need another value of another field are refused without it', () => {
    expect(wrong({ ...required, height: '720' })).toEqual(['height input.invalid'])
    expect(wrong({ ...required, mode: 'video', height: '720' })).toEqual([])
  })

  it('that cannot be changed later are refused then, and none is demanded', () => {
    expect(wrong({ mode: 'AUDIO', subject: 'New' }, 'update')).toEqual(['mode input.invalid'])
    expect(wrong({ subject: 'New' }, 'update')).toEqual([])
  })

  it('of which one of two is needed are both asked for where neither is given', () => {
    const wrongServer = (more: Record<string, string>, purpose: 'create' | 'update' = 'create') =>
      checkRoomFields(
        portsip.serverFields ?? [],
        { name: 'a', max_rooms: '1', max_participants: '2', ...more },
        purpose,
      )
        .problems.filter(({ details }) => details.option?.startsWith('ip'))
        .map((problem) => `${problem.details.option} ${problemOf(problem)}`)
    expect(wrongServer({})).toEqual([
      'ipv4 It is required unless ipv6 is given.',
      'ipv6 It is required unless ipv4 is given.',
    ])
    expect(wrongServer({ ipv4: '192.0.2.7' })).toEqual([])
    expect(wrongServer({ ipv6: '2001:db8::7' })).toEqual([])
    expect(wrongServer({}, 'update')).toEqual([])
  })

  it('must be at least one', () => {
    expect(caught(() => readRoomFields(portsip.roomFields, {}, 'update'))).toMatchObject({ code: 'input.missing' })
  })

  it('are shown without their secrets', () => {
    const shown = maskFields(portsip.roomFields, { subject: 'Board', room_pin: '0123', admin_pin: null, capacity: 9 })
    expect(shown).toEqual({ subject: 'Board', room_pin: '•••', admin_pin: '•••', capacity: '9' })
  })
})
