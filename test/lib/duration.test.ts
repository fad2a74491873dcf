import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationToText, textToDuration } from '#lib/duration.ts'

const minuteMs = 60_000

describe('textToDuration', () => {
  it.each([
    ['90m', 90],
    ['1h30', 90],
    ['1h30m', 90],
    ['1 h 30', 90],
    ['2 hours', 120],
    ['2hrs', 120],
    ['1 hour and 30 minutes', 90],
    ['1.5h', 90],
    ['1 Day', 1440],
    ['1w', 10_080],
    ['an hour', 60],
    ['an hour and 15 minutes', 75],
    ['a week', 10_080],
    ['half an hour', 30],
    ['PT1H30M', 90],
    ['pt90m', 90],
    ['P1DT2H', 1560],
    ['P2W', 20_160],
    ['９０ｍ', 90],
    ['PT30S', 0.5],
  ])('reads %s as %d minutes', (typed, minutes) => {
    expect(textToDuration(typed)).toBe(minutes * minuteMs)
  })

  it.each([
    '',
    '90',
    '1:30',
    'soon',
    '30m1h',
    '1h2h',
    'P',
    'PT',
    'P1DT',
    'P1Y',
    'PT1.5H',
    '-5m',
    '5 m m',
    'm',
    'an',
    'a few hours',
    'half an',
    '1h30x',
    '1h 1001',
    '1h60',
    '9'.repeat(60),
  ])('does not guess what "%s" means', (typed) => {
    expect(textToDuration(typed)).toBeNull()
  })

  it('reads back what durationToText writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 86_400 }), (seconds) => {
        expect(textToDuration(durationToText(seconds * 1000))).toBe(seconds * 1000)
      }),
    )
  })
})
