import { expect, test } from 'vitest'
import { groupNumber } from '#sandbox/page/client/telephone/number.ts'

test.each([
  ['+4930901800', '+49 30 901 800'],
  ['+493090180', '+49 3090 180'],
  ['+4915112345678', '+49 15 112 345 678'],
  ['+12125550123', '+1 212 555 0123'],
  ['+442079460018', '+44 2079 460 018'],
  ['+74951234567', '+7 4951 234 567'],
  ['+3531234567', '+353 1234 567'],
  ['+49', '+49'],
  ['1001', '1001'],
  ['030901800', '030 901 800'],
  ['anonymous', 'anonymous'],
  ['+49 30 901800', '+49 30 901800'],
  ['', ''],
])('%s is read as %s', (number, grouped) => {
  expect(groupNumber(number)).toBe(grouped)
})
