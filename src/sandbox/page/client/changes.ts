/** The sandbox's version as a store of React's: it rises whenever something that can be seen may have changed. */
import { useSyncExternalStore } from 'react'
import { call } from './api.ts'

/** `isLost`: the sandbox does not answer. */
interface Present {
  readonly version: number
  readonly isLost: boolean
}

const retryMs = 1000

let present: Present = { version: 0, isLost: false }
const listeners = new Set<() => void>()

function set(next: Present): void {
  if (next.version === present.version && next.isLost === present.isLost) return
  present = next
  for (const listener of listeners) listener()
}

async function follow(): Promise<never> {
  let after = 0
  while (true) {
    try {
      const { version = 0, ok } = await call<{ version: number }>('GET', `changes?after=${after}`)
      // A sandbox that was started anew counts from the beginning.
      set({ version: version === present.version ? version : present.version + 1, isLost: !ok })
      after = version
      if (!ok) await sleep(retryMs)
    } catch {
      set({ ...present, isLost: true })
      after = 0
      await sleep(retryMs)
    }
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export function followChanges(): void {
  void follow()
}

export function useChanges(): Present {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => present,
  )
}
