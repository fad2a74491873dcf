import { expect, it } from 'vitest'
import { foldName } from '#lib/fold-name.ts'

it.each([
  ['Anna Schmidt', 'ANNA SCHMIDT'],
  ['Anna Schmidt', '  Anna \t Schmidt '],
  ['Zoë', 'Zoe\u0308'],
  ['ÅSA', 'åsa'],
  ['Ａｎｎａ', 'anna'],
  ['Straße', 'STRAẞE'],
])('takes %s and %s for one name', (one, other) => {
  expect(foldName(one)).toBe(foldName(other))
})

it.each([
  ['Zoë', 'Zoe'],
  ['Anna Schmidt', 'AnnaSchmidt'],
  ['Anna-Lena', 'Anna Lena'],
])('keeps %s and %s apart', (one, other) => {
  expect(foldName(one)).not.toBe(foldName(other))
})
