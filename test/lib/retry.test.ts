import { describe, expect, it } from 'vitest'
import { retry } from '#lib/retry.ts'
import { createInstantClock } from '../providers/instant-clock.ts'

const clock = createInstantClock()
const failing = (times: number) => {
  let attempts = 0
  return {
    attempts: () => attempts,
    run: async () => {
      attempts += 1
      if (attempts <= times) throw new Error(`failure ${attempts}`)
      return 'done'
    },
  }
}
const rules = { clock, waitsMs: [200, 600], giveUpAt: Number.POSITIVE_INFINITY, isWorthIt: () => true }

describe('retrying', () => {
  it('goes on until it succeeds, waiting in between', async () => {
    const task = failing(2)
    const startedAt = clock.now()
    expect(await retry(task.run, rules)).toBe('done')
    expect(task.attempts()).toBe(3)
    expect(clock.now() - startedAt).toBe(800)
  })

  it('gives up with the last error', async () => {
    const task = failing(9)
    await expect(retry(task.run, rules)).rejects.toThrow('failure 3')
  })

  it('does not repeat what is not worth it', async () => {
    const task = failing(9)
    await expect(retry(task.run, { ...rules, isWorthIt: () => false })).rejects.toThrow('failure 1')
    expect(task.attempts()).toBe(1)
  })

  it('does not wait beyond its time', async () => {
    const task = failing(9)
    await expect(retry(task.run, { ...rules, giveUpAt: clock.now() + 500 })).rejects.toThrow('failure 2')
  })
})
