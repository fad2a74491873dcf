/**
 * The way by which a PBX tells the bot of what happens: every event is recorded, in the traffic and by itself, and goes wrong as
 * planned by faults that match `event <name>`.
 */
import { request } from 'node:http'
import type { Clock } from '#lib/clock.ts'
import type { Faults } from '#sandbox/faults.ts'
import type { Traffic } from '#sandbox/traffic.ts'

/** How much later a delayed one comes, on the PBX's clock. */
const delayMs = 5_000
/** Whoever takes a webhook answers within this, in system time. */
const deadlineMs = 5_000
const mostKept = 500

export interface PbxEvent {
  /** By the vendor's name for it: `30011`, `ConferenceStatus`. */
  readonly name: string
  readonly transport: 'http' | 'websocket'
  /** Of the address, or of the socket; without what is secret in it. */
  readonly path: string
  /** Without what is secret in them. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** What the record shows of it: parsed, where it is JSON. */
  readonly body: unknown
  /** Puts it on the wire. Resolves to the HTTP status that it was answered with; undefined: there is none, or nobody answered. */
  readonly deliver: () => undefined | Promise<number | undefined>
}

export interface SentEvent {
  readonly name: string
  /** RFC 3339, on the PBX's clock. */
  readonly at: string
  readonly transport: PbxEvent['transport']
  readonly body: unknown
  /** What became of it before it was on the wire. */
  readonly fate: 'sent' | 'dropped' | 'twice' | 'delayed'
  /** Of the last delivery; null: none yet, or over a socket. */
  status: number | null
}

export interface EventLine {
  send(event: PbxEvent): void
  /** Oldest first. */
  sent(): readonly SentEvent[]
  /** Forgets them, and sends no more what was delayed. */
  reset(): void
}

interface EventLineOptions {
  readonly clock: Clock
  readonly traffic: Traffic
  readonly faults: Faults
}

export function createEventLine({ clock, traffic, faults }: EventLineOptions): EventLine {
  let sent: SentEvent[] = []
  const waiting = new Set<() => void>()

  const deliver = async (event: PbxEvent, record: SentEvent) => {
    const { transport, path, headers, body } = event
    const frame = traffic.record({
      transport,
      direction: 'out',
      path,
      ...(transport === 'http' && { method: 'POST' }),
      ...(headers && { headers: { ...headers } }),
      body,
    })
    const startedMs = performance.now()
    const status = await event.deliver()
    if (status === undefined) return
    frame.status = status
    frame.ackMs = performance.now() - startedMs
    record.status = status
  }

  const fates = { drop: 'dropped', duplicate: 'twice', delay: 'delayed' } as const

  return {
    send(event) {
      const kind = faults.take(`event ${event.name}`)?.kind
      const fate = kind === 'drop' || kind === 'duplicate' || kind === 'delay' ? fates[kind] : 'sent'
      const { name, transport, body } = event
      const record: SentEvent = {
        name,
        at: new Date(clock.now()).toISOString(),
        transport,
        body,
        fate,
        status: null,
      }
      sent.push(record)
      if (sent.length > mostKept) sent.shift()
      if (fate === 'dropped') return
      if (fate === 'delayed') {
        const cancel = clock.schedule(delayMs, () => {
          waiting.delete(cancel)
          void deliver(event, record)
        })
        waiting.add(cancel)
        return
      }
      void deliver(event, record)
      if (fate === 'twice') void deliver(event, record)
    },
    sent: () => [...sent],
    reset() {
      for (const cancel of waiting) cancel()
      waiting.clear()
      sent = []
    },
  }
}

/** An event as a request to an address: what `deliver` of such a one does. Never rejects. */
export function postEvent(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const outgoing = request(address, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' },
      signal: AbortSignal.timeout(deadlineMs),
    })
    outgoing.on('error', () => resolve(undefined))
    outgoing.on('response', (incoming) => {
      incoming.resume()
      resolve(incoming.statusCode)
    })
    outgoing.end(body)
  })
}
