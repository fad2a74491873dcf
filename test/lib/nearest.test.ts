import { expect, it } from 'vitest'
import { nearestNames } from '#lib/nearest.ts'

const names = ['Anna Smith', 'Bob Miller', 'Annabelle Jones', 'Support']

it('offers names that begin with what was typed, or are a few letters away, the nearest first', () => {
  expect(nearestNames('ann', names, 5)).toEqual(['Anna Smith', 'Annabelle Jones'])
  expect(nearestNames('milller', names, 5)).toEqual(['Bob Miller'])
  expect(nearestNames('SUPORT', names, 5)).toEqual(['Support'])
})

it('offers nothing when nothing is near, and no more than asked for', () => {
  expect(nearestNames('Xerxes', names, 5)).toEqual([])
  expect(nearestNames('anna', names, 1)).toEqual(['Anna Smith'])
})

it('compares no text that is too long for a name', () => {
  expect(nearestNames(`anna${'a'.repeat(200)}`, names, 5)).toEqual([])
})
