import { describe, expect, it } from 'vitest'
import type { RoomField } from '#core/contracts/conference-provider.ts'
import { fieldGroups, isSameValue, notAsAsked } from '#core/field-value.ts'
import { portsip } from '#providers/portsip/index.ts'

describe('two values of a field', () => {
  it.each<[RoomField['kind'], string | number | boolean | null, string | number | boolean | null, boolean]>([
    ['list', '1001,1002', '1002, 1001', true],
    ['list', '1001', '1001,1002', false],
    ['list', '', null, true],
    ['time', '2026-12-01T15:00:00+01:00', '2026-12-01T14:00:00Z', true],
    ['time', '2026-12-01T15:00:00Z', '2026-12-01T14:00:00Z', false],
    ['json', '{"a":1}', '{ "a": 1 }', true],
    ['json', '{"a":1}', '{"a":2}', false],
    ['text', 'a', 'A', false],
    ['text', '', null, true],
    ['integer', 9, 9, true],
    ['boolean', true, false, false],
    ['boolean', false, null, false],
  ])('of kind %s, %j and %j: %s', (kind, a, b, isSame) => {
    expect(isSameValue({ kind }, a, b)).toBe(isSame)
    expect(isSameValue({ kind }, b, a)).toBe(isSame)
  })
})

it('what the PBX shows otherwise is named; what it does not show, and secrets, are not', () => {
  const asked = { subject: 'New', capacity: 9, room_pin: '123', language: 'en' }
  const shown = { subject: 'New', capacity: 10, room_pin: null }
  expect(notAsAsked(portsip.roomFields, asked, shown).map(({ id }) => id)).toEqual(['capacity'])
})

it('fields stand in groups, none of them lost', () => {
  const groups = fieldGroups(portsip.roomFields)
  expect(groups.map(([group]) => group)).toEqual(['room', 'access', 'schedule', 'video', 'other'])
  expect(groups.flatMap(([, fields]) => fields)).toHaveLength(portsip.roomFields.length)
})
