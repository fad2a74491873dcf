import { describe, expect, it } from 'vitest'
import { editDistance } from '#lib/edit-distance.ts'

describe('editDistance', () => {
  it.each([
    ['mute', 'mute', 0],
    ['mute', 'mut', 1],
    ['mtue', 'mute', 1],
    ['lcok', 'lock', 1],
    ['start', 'strat', 1],
    ['', 'end', 3],
    ['kitten', 'sitting', 3],
  ])('from %s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })
})
