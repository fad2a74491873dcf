import { describe, expect, it } from 'vitest'
import { createRecentIntents } from '#command-kit/recent-intents.ts'
import { createHeldClock } from './held-clock.ts'

const minuteMs = 60_000

describe('createRecentIntents', () => {
  it('knows an intent for ten minutes and more, and not for ever', () => {
    const clock = createHeldClock()
    const recent = createRecentIntents(clock)
    expect(recent.add('a')).toBe(true)
    clock.advance(10 * minuteMs)
    expect(recent.has('a')).toBe(true)
    expect(recent.add('a')).toBe(false)
    clock.advance(10 * minuteMs)
    expect(recent.has('a')).toBe(false)
    expect(recent.add('a')).toBe(true)
  })

  it('is bounded: of very many, the oldest go first', () => {
    const recent = createRecentIntents(createHeldClock())
    for (let count = 0; count <= 50_000; count++) recent.add(String(count))
    expect(recent.has('0')).toBe(false)
    expect(recent.has('1')).toBe(true)
    expect(recent.has('50000')).toBe(true)
  })
})
