/** What a GET call of the API answers, read again after each change. */
import { useCallback, useSyncExternalStore } from 'react'
import { type Answer, call } from './api.ts'
import { onChange } from './changes.ts'

/** A path that somebody looks at; all who do share its reading. */
interface Reading {
  readonly listeners: Set<() => void>
  answer: Answer | undefined
  text: string
  isUnderWay: boolean
  /** Something changed since the reading under way began. */
  isOutdated: boolean
}

const readings = new Map<string, Reading>()

/** One at a time: what changes faster than it is read would otherwise never be shown. */
async function read(path: string, reading: Reading): Promise<void> {
  reading.isOutdated = reading.isUnderWay
  if (reading.isUnderWay) return
  reading.isUnderWay = true
  try {
    const answer = await call('GET', path)
    const text = JSON.stringify(answer)
    // What is equal stays the same object, so that nothing is drawn anew.
    if (text !== reading.text) {
      Object.assign(reading, { answer, text })
      for (const listener of reading.listeners) listener()
    }
  } catch {
    // That the sandbox is lost is told by whoever waits for changes.
  }
  reading.isUnderWay = false
  if (reading.isOutdated) await read(path, reading)
}

onChange(() => {
  for (const [path, reading] of readings) void read(path, reading)
})

function watch(path: string, listener: () => void): () => void {
  let reading = readings.get(path)
  if (!reading) {
    reading = { listeners: new Set(), answer: undefined, text: '', isUnderWay: false, isOutdated: false }
    readings.set(path, reading)
    void read(path, reading)
  }
  const { listeners } = reading
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) readings.delete(path)
  }
}

/** Undefined until the first answer, and while another path's is awaited. `null` as a path reads nothing. */
export function useLive<T extends object>(path: string | null): (Answer & Partial<T>) | undefined {
  const subscribe = useCallback((listener: () => void) => (path === null ? () => {} : watch(path, listener)), [path])
  return useSyncExternalStore(subscribe, () => (path === null ? undefined : readings.get(path)?.answer)) as
    | (Answer & Partial<T>)
    | undefined
}
