/** Brings the workspace's deliveries to the bot over whichever transport is set, remembers them, and repeats events that were not acknowledged. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { Delivery, DeliveryKind, Outcome, Retry, Transport } from './delivery.ts'

/** At once, after a minute, after five (docs.slack.dev, apis/events-api, "Retries"). */
export const eventRetryDelaysMs: readonly number[] = [0, 60_000, 300_000]

const remembered = 200

export interface Courier {
  /** The outcome of the first try. */
  send(kind: DeliveryKind, name: string, body: Delivery['body']): Promise<Outcome & { delivery: string }>
  /** The same delivery again, the last one when no id is given; undefined: there is none. */
  redeliver(id?: string): Promise<(Outcome & { delivery: string }) | undefined>
  last(): Delivery | undefined
  /** Forgets the deliveries and stops repeating events. */
  clear(): void
}

export interface CourierOptions {
  transport: () => Transport
  clock: Clock
  retryDelaysMs: readonly number[]
}

export function createCourier({ transport, clock, retryDelaysMs }: CourierOptions): Courier {
  let deliveries: Delivery[] = []
  const pending = new Set<() => void>()

  const repeat = (delivery: Delivery, failed: Outcome & { ok: false }, attempt: number) => {
    const delayMs = retryDelaysMs[attempt]
    if (delayMs === undefined) return
    const cancel = clock.schedule(delayMs, () => {
      pending.delete(cancel)
      void transport()
        .send(delivery, { number: attempt + 1, reason: reasonOf(failed) })
        .then((outcome) => {
          if (!outcome.ok) repeat(delivery, outcome, attempt + 1)
        })
    })
    pending.add(cancel)
  }

  return {
    async send(kind, name, body) {
      const delivery: Delivery = { id: randomUUID(), kind, name, body }
      deliveries = [...deliveries, delivery].slice(-remembered)
      const outcome = await transport().send(delivery)
      if (kind === 'event' && !outcome.ok) repeat(delivery, outcome, 0)
      return { ...outcome, delivery: delivery.id }
    },
    async redeliver(id) {
      const delivery = id === undefined ? deliveries.at(-1) : deliveries.find((one) => one.id === id)
      if (!delivery) return undefined
      const retry: Retry | undefined = delivery.kind === 'event' ? { number: 1, reason: 'http_timeout' } : undefined
      return { ...(await transport().send(delivery, retry)), delivery: delivery.id }
    },
    last: () => deliveries.at(-1),
    clear() {
      deliveries = []
      for (const cancel of pending) cancel()
      pending.clear()
    },
  }
}

function reasonOf(failed: Outcome & { ok: false }): Retry['reason'] {
  if (failed.error === 'operation_timeout') return 'http_timeout'
  return failed.status === undefined ? 'connection_failed' : 'http_error'
}
