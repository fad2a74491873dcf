import { describe, expect, it } from 'vitest'
import { createTokenBuckets } from '#command-kit/token-bucket.ts'
import { createHeldClock } from './held-clock.ts'

describe('createTokenBuckets', () => {
  it('gives a burst, then one per second, to each key by itself', () => {
    const clock = createHeldClock()
    const buckets = createTokenBuckets(clock, { perSecond: 1, burst: 3 })
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 1000])
    expect(buckets.take('b')).toBe(0)
    clock.advance(400)
    expect(buckets.take('a')).toBe(600)
    clock.advance(600)
    expect(buckets.take('a')).toBe(0)
    expect(buckets.take('a')).toBe(1000)
  })

  it('saves up no more than the burst', () => {
    const clock = createHeldClock()
    const buckets = createTokenBuckets(clock, { perSecond: 1, burst: 2 })
    buckets.take('a')
    clock.advance(3_600_000)
    expect([1, 2, 3].map(() => buckets.take('a') === 0)).toEqual([true, true, false])
  })

  it('keeps counting those who ask while it forgets the many who do not', () => {
    const clock = createHeldClock()
    const buckets = createTokenBuckets(clock, { perSecond: 1, burst: 1 })
    for (let key = 0; key < 10_001; key++) buckets.take(String(key))
    clock.advance(500)
    expect(buckets.take('7')).toBe(500)
    clock.advance(1000)
    expect(buckets.take('7')).toBe(0)
  })
})
