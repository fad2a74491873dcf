/** What a GET call of the API answers, read again after each change. */
import { useEffect, useState } from 'react'
import { type Answer, call } from './api.ts'
import { useChanges } from './changes.ts'

/** Undefined until the first answer, and while another path's is awaited. `null` as a path reads nothing. */
export function useLive<T extends object>(path: string | null): (Answer & Partial<T>) | undefined {
  const { version } = useChanges()
  const [held, setHeld] = useState<{ path: string; text: string; answer: Answer & Partial<T> }>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when to read again
  useEffect(() => {
    if (path === null) return
    const controller = new AbortController()
    call<T>('GET', path, undefined, controller.signal)
      .then((answer) => {
        const text = JSON.stringify(answer)
        // What is equal stays the same object, so that nothing below is drawn anew.
        setHeld((before) => (before?.path === path && before.text === text ? before : { path, text, answer }))
      })
      .catch(() => {})
    return () => controller.abort()
  }, [path, version])
  return held?.path === path ? held?.answer : undefined
}
