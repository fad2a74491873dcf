import { describe, expect, it } from 'vitest'
import { leads, leadsOrPause, leadsToText } from '#command-kit/options/leads.ts'
import { textToWords } from '#command-kit/tokenize.ts'
import { readOption } from '../words.ts'

const summary = 'option.subject'
const read = (typed: string, option: Parameters<typeof readOption>[0] = leads({ summary })) => {
  const value = option.schema.safeParse(textToWords(typed))
  return value.success ? value.data : 'wrong'
}

describe('lead times', () => {
  it.each([
    ['10m', [10]],
    ['1d 10m', [1440, 10]],
    ['10m, 1d', [1440, 10]],
    ['1 day, 10 minutes', [1440, 10]],
    ['1 day before and 10 min before', [1440, 10]],
    ['1 day before, 10 min before', [1440, 10]],
    ['2 hours', [120]],
    ['"1h 30m"', [90]],
    ['1h 30m', [60, 30]],
    ['1h30', [90]],
    ['start', [0]],
    ['1w, at the start', [10_080, 0]],
    ['10m, 10 minutes', [10]],
    ['off', []],
    ['none', []],
    ['PT15M', [15]],
  ])('are read: %s', (typed, minutes) => {
    expect(read(typed)).toEqual(minutes)
  })

  it.each(['soon', '90s', '5w', 'off 10m', 'before', 'pause', '1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 11m'])(
    'are not: %s',
    (typed) => {
      expect(read(typed)).toBe('wrong')
    },
  )

  it('can be paused and resumed where that is asked', () => {
    const option = leadsOrPause({ summary })
    expect(readOption(option, 'Pause')).toBe('pause')
    expect(readOption(option, 'resume')).toBe('resume')
    expect(read('10m', option)).toEqual([10])
    expect(read('pause 10m', option)).toBe('wrong')
  })

  it('are written so that they are read again', () => {
    for (const minutes of [[], [0], [1440, 10], [10_080, 90, 0], [40_320]])
      expect(read(leadsToText(minutes))).toEqual(minutes)
  })
})
