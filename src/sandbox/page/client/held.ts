/** A value beside React's tree that components follow: it outlives whoever draws it. */
import { useSyncExternalStore } from 'react'

export interface Held<T> {
  get(): T
  set(value: T): void
  use(): T
}

export function createHeld<T>(initial: T): Held<T> {
  let value = initial
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const held: Held<T> = {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    use: () => useSyncExternalStore(subscribe, held.get),
  }
  return held
}

/** One of a few choices that this browser remembers; the first of them where it remembers none, or may not. */
export function createRemembered<T extends string>(name: string, choices: readonly [T, ...T[]]): Held<T> {
  const key = `confbot.${name}`
  const found = remembered(() => localStorage.getItem(key))
  const held = createHeld<T>(choices.find((choice) => choice === found) ?? choices[0])
  return {
    ...held,
    set(value) {
      remembered(() => localStorage.setItem(key, value))
      held.set(value)
    },
  }
}

/** A browser that keeps nothing says so by throwing. */
function remembered<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}
