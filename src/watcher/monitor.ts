/** When each part was last seen to work: asked now and then, so that `/readyz` and `status` answer from memory. */
import { type Clock, sleep } from '#lib/clock.ts'

export interface Monitored {
  readonly name: string
  /** Rejects when the part does not work. */
  readonly check: () => Promise<unknown>
  /** How it works at this moment, while it does. */
  readonly detail?: () => string
}

export interface MonitorReading {
  readonly name: string
  readonly isConnected: boolean
  readonly lastContactAt: number | null
  readonly detail: string
}

export interface Monitor {
  start(): void
  stop(): void
  readings(): readonly MonitorReading[]
}

const intervalMs = 30_000

export function createMonitor(parts: readonly Monitored[], clock: Clock): Monitor {
  const state = new Map<string, MonitorReading>(
    parts.map(({ name }) => [name, { name, isConnected: false, lastContactAt: null, detail: 'not asked yet' }]),
  )
  const stopping = new AbortController()

  /** One part that hangs keeps nobody else waiting. */
  const ask = async ({ name, check }: Monitored) => {
    while (!stopping.signal.aborted) {
      try {
        await check()
        state.set(name, { name, isConnected: true, lastContactAt: clock.now(), detail: 'works' })
      } catch (error) {
        const lastContactAt = state.get(name)?.lastContactAt ?? null
        state.set(name, {
          name,
          isConnected: false,
          lastContactAt,
          detail: error instanceof Error ? error.message : 'failed',
        })
      }
      await sleep(clock, intervalMs, stopping.signal).catch(() => {})
    }
  }

  return {
    start() {
      for (const part of parts) void ask(part)
    },
    stop: () => stopping.abort(),
    readings: () =>
      parts.flatMap(({ name, detail }) => {
        const reading = state.get(name)
        return reading ? [{ ...reading, ...(detail && reading.isConnected && { detail: detail() }) }] : []
      }),
  }
}
