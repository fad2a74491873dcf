/**
 * Spares everybody the wait for a PBX that is down: after some failures in a row, tasks are refused at once; after a while
 * one is let through as a trial, and its outcome decides.
 */
import type { Clock } from '#lib/clock.ts'

export interface CircuitBreakerOptions {
  readonly clock: Clock
  /** Which errors count. Any other outcome shows that the PBX answers, and counts as success. */
  readonly isFailure: (error: unknown) => boolean
  /** 5 unless said. */
  readonly failuresToOpen?: number
  /** 10 s unless said. */
  readonly openMs?: number
}

export interface CircuitBreaker {
  /** Rejects with a `CircuitOpenError`, without running `task`, while the circuit is open. */
  run<Result>(task: () => Promise<Result>): Promise<Result>
}

export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError'
}

export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { clock, isFailure, failuresToOpen = 5, openMs = 10_000 } = options
  let failures = 0
  let openUntil: number | null = null
  let isTrialUnderWay = false

  const failed = () => {
    failures += 1
    if (failures >= failuresToOpen) openUntil = clock.now() + openMs
  }
  const succeeded = () => {
    failures = 0
    openUntil = null
  }

  return {
    async run(task) {
      const isTrial = openUntil !== null
      if (openUntil !== null && (isTrialUnderWay || clock.now() < openUntil))
        throw new CircuitOpenError('did not answer lately')
      isTrialUnderWay = isTrial
      try {
        const result = await task()
        succeeded()
        return result
      } catch (error) {
        if (isFailure(error)) failed()
        else succeeded()
        throw error
      } finally {
        if (isTrial) isTrialUnderWay = false
      }
    },
  }
}
