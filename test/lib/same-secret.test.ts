import { expect, it } from 'vitest'
import { isSameSecret } from '#lib/same-secret.ts'

it.each([
  ['1234', '1234', true],
  ['1234', '1235', false],
  ['1234', '12345', false],
  ['', '1234', false],
  ['x'.repeat(100_000), '1234', false],
])('%.8s and %s', (given, wanted, isSame) => {
  expect(isSameSecret(given, wanted)).toBe(isSame)
})
