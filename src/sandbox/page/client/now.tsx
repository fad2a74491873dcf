/** What time it is in the sandbox, whose clock may be ahead of the browser's. */
import { createContext, type ReactNode, use, useCallback, useSyncExternalStore } from 'react'
import { useLive } from './use-live.ts'

const AheadContext = createContext(0)

export function NowProvider({ children }: { readonly children: ReactNode }) {
  const { offsetSeconds = 0 } = useLive<{ offsetSeconds: number }>('clock') ?? {}
  return <AheadContext value={offsetSeconds * 1000}>{children}</AheadContext>
}

/** Milliseconds since 1970, as of the last full `everyMs`. */
export function useNow(everyMs: number): number {
  const aheadMs = use(AheadContext)
  const subscribe = useCallback(
    (listener: () => void) => {
      const timer = setInterval(listener, everyMs)
      return () => clearInterval(timer)
    },
    [everyMs],
  )
  const present = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / everyMs) * everyMs)
  return present + aheadMs
}
