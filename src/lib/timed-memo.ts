/** Remembers for a while what somebody outside answered for a key, and for longer while that one does not answer. */
import type { Clock } from './clock.ts'

export interface TimedMemo<V> {
  /**
   * What is remembered and fresh, else what `ask` resolves with; whoever wants the same meanwhile shares the question. An answer of
   * null is not remembered. Rejects as `ask` does, unless that counts as no answer and what is remembered is not too old.
   */
  find(key: string, ask: () => Promise<V>): Promise<V>
  /** What was learnt without asking. */
  learn(key: string, value: V): void
}

export interface TimedMemoOptions {
  readonly clock: Clock
  /** For how long nobody is asked again, in milliseconds. */
  readonly freshMs: number
  /** For how long an answer holds while none comes, in milliseconds. */
  readonly staleMs: number
  /** Of more the oldest answers are forgotten. */
  readonly max: number
  /** Whether a question that failed so was not answered; else the failure is the answer. */
  readonly isUnanswered: (error: unknown) => boolean
}

export function createTimedMemo<V>({ clock, freshMs, staleMs, max, isUnanswered }: TimedMemoOptions): TimedMemo<V> {
  const remembered = new Map<string, { readonly value: V; readonly at: number }>()
  const asking = new Map<string, Promise<V>>()

  const learn = (key: string, value: V) => {
    remembered.delete(key)
    if (value === null) return
    remembered.set(key, { value, at: clock.now() })
    if (remembered.size > max) remembered.delete(remembered.keys().next().value ?? '')
  }
  const inquire = async (key: string, ask: () => Promise<V>): Promise<V> => {
    try {
      const value = await ask()
      learn(key, value)
      return value
    } finally {
      asking.delete(key)
    }
  }

  return {
    learn,
    async find(key, ask) {
      const known = remembered.get(key)
      if (known && clock.now() - known.at < freshMs) return known.value
      const question = asking.get(key) ?? inquire(key, ask)
      asking.set(key, question)
      try {
        return await question
      } catch (error) {
        if (known && isUnanswered(error) && clock.now() - known.at < staleMs) return known.value
        throw error
      }
    },
  }
}
