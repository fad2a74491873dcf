/** The sandbox's version as a store of React's: it rises whenever something that can be seen may have changed. */
import { useSyncExternalStore } from 'react'
import { call, TokenRefused } from './api.ts'

/** `lost`: why nothing new is shown, in a sentence; empty while the sandbox answers. */
interface Present {
  readonly version: number
  readonly lost: string
}

const retryMs = 1000
/** What changes faster is read no more often than this. */
const pauseMs = 50

const silent = 'The sandbox has stopped or cannot be reached. The page goes on as soon as it is back.'
const refused = 'This is not the address of the sandbox that runs: each start prints a new one. Open that.'

let present: Present = { version: 0, lost: '' }
const listeners = new Set<() => void>()

function set(next: Present): void {
  if (next.version === present.version && next.lost === present.lost) return
  present = next
  for (const listener of listeners) listener()
}

async function follow(): Promise<never> {
  let known = 0
  while (true) {
    await untilSeen()
    const { signal } = sight
    try {
      const { version = 0, ok } = await call<{ version: number }>('GET', `changes?after=${known}`, undefined, signal)
      // A sandbox that was started anew counts from the beginning, and what it shows is new all the same.
      set({ version: present.version + (version === known ? 0 : 1), lost: ok ? '' : silent })
      known = ok ? version : 0
      await sleep(ok ? pauseMs : retryMs)
    } catch (error) {
      if (signal.aborted) continue
      set({ ...present, lost: error instanceof TokenRefused ? refused : silent })
      known = 0
      await sleep(retryMs)
    }
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Aborted while the page is not seen: a browser keeps few connections to one server, and pages that nobody looks at must not hold
 * them.
 */
let sight = new AbortController()

const untilSeen = async () => {
  while (document.hidden)
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }))
}

export function followChanges(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) sight.abort()
    else sight = new AbortController()
  })
  void follow()
}

/** Returns what ends it. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useChanges(): Present {
  return useSyncExternalStore(onChange, () => present)
}
