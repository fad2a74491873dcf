/** Socket Mode, seen from Slack's side: one-use addresses, envelopes, acknowledgements, disconnect frames (docs.slack.dev, apis/events-api/using-socket-mode). */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { createSystemClock } from '#lib/clock.ts'
import { parseJson } from '#lib/parse-json.ts'
import type { Traffic } from '../../traffic.ts'
import { appId } from '../identity.ts'
import {
  ackDeadlineMs,
  type Delivery,
  type DeliveryKind,
  type Outcome,
  type Retry,
  type Transport,
} from './delivery.ts'

export const socketPath = '/sandbox/slack/socket'

const envelopeTypes: Record<DeliveryKind, string> = {
  command: 'slash_commands',
  interactive: 'interactive',
  event: 'events_api',
}

/** Slack announces the end of a connection some ten seconds ahead. */
const warningMs = 10_000
const maxConnections = 10
/** How long a client may take to say goodbye when the sandbox closes. */
const closingMs = 1000

const Acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown() })

type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled'

export interface SocketMode extends Transport {
  /** The address that apps.connections.open answers. */
  issueUrl(): string
  /** Takes over the connection of a valid ticket; answers 401 to any other. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells every connection to go, and closes it when its time has come. Answers how many there were. */
  disconnect(reason: DisconnectReason): number
  close(): Promise<void>
}

export function createSocketMode(options: { baseUrl: () => string; traffic: Traffic }): SocketMode {
  const { baseUrl, traffic } = options
  const clock = createSystemClock()
  const server = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 })
  const tickets = new Set<string>()
  const connections = new Set<WebSocket>()
  /** Who waits for which envelope, the longest waiting first: one that is delivered again is acknowledged again. */
  const waiting = new Map<string, ((answer: unknown) => void)[]>()
  let turn = 0

  const write = (connection: WebSocket, frame: Record<string, unknown>) => {
    connection.send(JSON.stringify(frame))
    return traffic.record({ transport: 'websocket', direction: 'out', path: socketPath, body: frame })
  }

  const receive = (text: string) => {
    const acknowledgement = Acknowledgement.safeParse(parseJson(text))
    traffic.record({
      transport: 'websocket',
      direction: 'in',
      path: socketPath,
      body: acknowledgement.success ? acknowledgement.data : text,
    })
    if (acknowledgement.success) waiting.get(acknowledgement.data.envelope_id)?.[0]?.(acknowledgement.data.payload)
  }

  const welcome = (connection: WebSocket) => {
    connections.add(connection)
    connection.on('close', () => connections.delete(connection))
    connection.on('error', () => connection.terminate())
    connection.on('message', (data) => receive(String(data)))
    write(connection, {
      type: 'hello',
      num_connections: connections.size,
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 3600 },
      connection_info: { app_id: appId },
    })
  }

  const refuse = (socket: Duplex) => {
    socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  }

  return {
    issueUrl() {
      const ticket = randomBytes(18).toString('base64url')
      tickets.add(ticket)
      return `${baseUrl().replace(/^http/, 'ws')}${socketPath}?ticket=${ticket}&app_id=${appId}`
    },
    upgrade(req, socket, head) {
      const ticket = new URL(req.url ?? '/', baseUrl()).searchParams.get('ticket') ?? ''
      if (!tickets.delete(ticket) || connections.size >= maxConnections) return refuse(socket)
      server.handleUpgrade(req, socket, head, welcome)
    },
    send(delivery, retry) {
      const open = [...connections].filter((connection) => connection.readyState === connection.OPEN)
      const connection = open[turn % Math.max(open.length, 1)]
      turn += 1
      if (!connection) return Promise.resolve({ ok: false, error: 'dispatch_failed' })
      const startedAt = performance.now()
      const frame = write(connection, envelope(delivery, retry))
      return new Promise<Outcome>((resolve) => {
        const finish = (outcome: Outcome) => {
          const others = waiting.get(delivery.id)?.filter((one) => one !== acknowledge) ?? []
          if (others.length > 0) waiting.set(delivery.id, others)
          else waiting.delete(delivery.id)
          cancel()
          resolve(outcome)
        }
        const acknowledge = (answer: unknown) => {
          const ackMs = performance.now() - startedAt
          frame.ackMs = ackMs
          finish({ ok: true, ackMs, answer })
        }
        const cancel = clock.schedule(ackDeadlineMs, () => finish({ ok: false, error: 'operation_timeout' }))
        waiting.set(delivery.id, [...(waiting.get(delivery.id) ?? []), acknowledge])
      })
    },
    disconnect(reason) {
      const leaving = [...connections]
      for (const connection of leaving) {
        write(connection, { type: 'disconnect', reason, debug_info: { host: 'sandbox' } })
        if (reason === 'warning') clock.schedule(warningMs, () => connection.close(1000))
        else connection.close(1000)
      }
      return leaving.length
    },
    close() {
      for (const connection of server.clients) connection.close(1001)
      const cancel = clock.schedule(closingMs, () => {
        for (const connection of server.clients) connection.terminate()
      })
      return new Promise((resolve) =>
        server.close(() => {
          cancel()
          resolve()
        }),
      )
    },
  }
}

function envelope(delivery: Delivery, retry: Retry | undefined): Record<string, unknown> {
  return {
    envelope_id: delivery.id,
    type: envelopeTypes[delivery.kind],
    accepts_response_payload: delivery.kind !== 'event',
    payload: delivery.body,
    ...(delivery.kind === 'event' && {
      retry_attempt: retry?.number ?? 0,
      retry_reason: retry?.reason === 'http_timeout' ? 'timeout' : (retry?.reason ?? ''),
    }),
  }
}
