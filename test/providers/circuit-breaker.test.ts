import { beforeEach, describe, expect, it } from 'vitest'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { type CircuitBreaker, CircuitOpenError, createCircuitBreaker } from '#providers/circuit-breaker.ts'

const silence = new Error('silence')
const refusal = new Error('no')

let clock: MovableClock
let breaker: CircuitBreaker
let runs: number

beforeEach(() => {
  clock = createMovableClock()
  breaker = createCircuitBreaker({ clock, isFailure: (error) => error === silence })
  runs = 0
})

const run = (outcome?: Error) =>
  breaker.run(async () => {
    runs += 1
    if (outcome) throw outcome
    return 'answer'
  })
const fail = async (times: number) => {
  for (let count = 0; count < times; count += 1) await expect(run(silence)).rejects.toBe(silence)
}

describe('the circuit breaker', () => {
  it('lets everything through while there are answers', async () => {
    await fail(4)
    expect(await run()).toBe('answer')
    await fail(4)
    expect(await run()).toBe('answer')
  })

  it('refuses at once after five failures in a row', async () => {
    await fail(5)
    await expect(run()).rejects.toBeInstanceOf(CircuitOpenError)
    expect(runs).toBe(5)
  })

  it('takes an answer that says no for an answer', async () => {
    await fail(4)
    await expect(run(refusal)).rejects.toBe(refusal)
    await fail(4)
    expect(await run()).toBe('answer')
  })

  it('lets a single one through after ten seconds, and then all when that one is answered', async () => {
    await fail(5)
    clock.advance(9_000)
    await expect(run()).rejects.toBeInstanceOf(CircuitOpenError)
    clock.advance(1_000)
    const [trial, other] = await Promise.allSettled([run(), run()])
    expect(trial).toMatchObject({ status: 'fulfilled' })
    expect(other).toMatchObject({ status: 'rejected', reason: expect.any(CircuitOpenError) })
    expect(await run()).toBe('answer')
  })

  it('waits again when that one fails', async () => {
    await fail(5)
    clock.advance(10_000)
    await fail(1)
    await expect(run()).rejects.toBeInstanceOf(CircuitOpenError)
    clock.advance(10_000)
    expect(await run()).toBe('answer')
  })
})
