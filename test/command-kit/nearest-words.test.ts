import { describe, expect, it } from 'vitest'
import { nearestWords } from '#command-kit/nearest-words.ts'

describe('nearestWords', () => {
  const known = ['start', 'show', 'mute', 'unmute', 'end', 'schedule']

  it('gives the nearest first', () => {
    expect(nearestWords('emute', known)).toEqual(['mute', 'unmute'])
  })
  it('knows a word that was begun', () => {
    expect(nearestWords('sched', known)).toEqual(['schedule'])
  })
  it('gives nothing for a word that is like none', () => {
    expect(nearestWords('banana', known)).toEqual([])
  })
  it('asks more of short words', () => {
    expect(nearestWords('and', known)).toEqual(['end'])
    expect(nearestWords('ab', known)).toEqual([])
  })
  it('does not compare endless words at length', () => {
    expect(nearestWords('s'.repeat(100_000), known)).toEqual([])
  })
})
