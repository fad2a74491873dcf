import { expect, it } from 'vitest'
import { createConferenceId, createPin, createReference } from '#lib/ids.ts'

const many = <T>(make: () => T) => Array.from({ length: 2000 }, make)

it('makes conference ids of six characters that are never numbers and have no look-alikes', () => {
  for (const id of many(createConferenceId)) expect(id).toMatch(/^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/)
})

it('makes references of eight such characters', () => {
  for (const reference of many(createReference)) expect(reference).toMatch(/^[a-hjkmnp-z2-9]{8}$/)
})

it('hardly ever makes an id twice', () => {
  expect(new Set(many(createConferenceId)).size).toBeGreaterThan(1990)
})

it.each([3, 4, 6, 12])('makes PINs of %i digits without a leading zero that nobody guesses first', (digits) => {
  for (const pin of many(() => createPin(digits))) {
    expect(pin).toMatch(new RegExp(`^[1-9]\\d{${digits - 1}}$`))
    expect('0123456789').not.toContain(pin)
    expect('9876543210').not.toContain(pin)
    expect(new Set(pin).size).toBeGreaterThan(1)
  }
})

it('refuses PINs too short to keep anybody out', () => {
  expect(() => createPin(2)).toThrow(RangeError)
  expect(() => createPin(4.5)).toThrow(RangeError)
})
