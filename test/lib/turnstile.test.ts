import { describe, expect, it } from 'vitest'
import { createTurnstile } from '#lib/turnstile.ts'

describe('the turnstile', () => {
  it('lets so many through at once, in the order in which they came, and all in the end', async () => {
    const turn = createTurnstile(3)
    const begun: number[] = []
    let inside = 0
    let most = 0
    await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        turn(async () => {
          begun.push(index)
          inside += 1
          most = Math.max(most, inside)
          await new Promise(setImmediate)
          inside -= 1
          if (index % 2 === 0) throw new Error('a failure frees its place as well')
        }),
      ),
    )
    expect(most).toBe(3)
    expect(begun).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })
})
