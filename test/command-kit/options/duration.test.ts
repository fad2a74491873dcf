import { describe, expect, it } from 'vitest'
import { option } from '#command-kit/options/index.ts'
import { readOption } from '../words.ts'

const minuteMs = 60_000

describe('option.duration', () => {
  it('keeps to its limits and says them', () => {
    const limited = option.duration({ summary: 'option.for', minMs: 5 * minuteMs, maxMs: 120 * minuteMs })
    expect(readOption(limited, '2h')).toBe(120 * minuteMs)
    expect(readOption(limited, '121m')).toBe('Give a length of time from 5m to 2h.')
    expect(readOption(limited, '4m')).toBe('Give a length of time from 5m to 2h.')
    expect(readOption(limited, 'later')).toBe('Give a length of time such as 90m, 1h30 or "2 hours".')
  })
})
