/** The gateway, seen from Discord's side: connections, sessions, what is dispatched to whom, and trouble on request (discord-api-docs, events/gateway). */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { type Clock, createSystemClock } from '#lib/clock.ts'
import type { Traffic } from '../../traffic.ts'
import { type Connection, closeCodes, type GatewayHost, gatewayPath, openConnection } from './connection.ts'
import type { GatewayEvent } from './events.ts'
import { createSessionStore } from './session-store.ts'
import { createWriter } from './transport.ts'

export { type GatewayHost, gatewayPath } from './connection.ts'

/** What can be made to happen to the connections there are. */
export const gatewayTroubles = ['drop', 'reconnect', 'invalid-session', 'silence', 'answer'] as const
export type GatewayTrouble = (typeof gatewayTroubles)[number]

/** As Discord's own is. */
const usualHeartbeatIntervalMs = 41_250
/** "Identifying": so many sessions can be started in a day. */
const startsADay = 1000
const dayMs = 24 * 60 * 60_000
/** Between being asked to come back and being closed. */
const reconnectWithinMs = 5000
/** How long a client may take to say goodbye when the sandbox closes. */
const closingMs = 1000

export interface Gateway {
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells every session that asked for it. Returns how many sessions there are to tell. */
  dispatch(event: GatewayEvent): number
  /** Answers how many connections there were. */
  make(trouble: GatewayTrouble): number
  /** Ends all sessions, as a token does that is no good any more. */
  shutOut(): void
  close(): Promise<void>
}

export interface GatewayOptions {
  baseUrl: () => string
  clock: Clock
  traffic: Traffic
  host: GatewayHost
  /** In milliseconds; as Discord's own when absent. */
  heartbeatIntervalMs?: number | undefined
}

export function createGateway({ baseUrl, clock, traffic, host, heartbeatIntervalMs }: GatewayOptions): Gateway {
  const systemClock = createSystemClock()
  const server = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 })
  const sessions = createSessionStore(clock)
  const connections = new Set<Connection>()
  let starts: number[] = []

  const url = () => `${baseUrl().replace(/^http/, 'ws')}${gatewayPath}`
  const countStart = () => {
    starts = starts.filter((at) => clock.now() - at < dayMs)
    if (starts.length >= startsADay) return false
    starts.push(clock.now())
    return true
  }

  return {
    upgrade(req, socket, head) {
      const asked = new URL(req.url ?? '/', baseUrl()).searchParams
      server.handleUpgrade(req, socket, head, (webSocket) => {
        const compress = asked.get('compress')
        const compression = compress === 'zlib-stream' || compress === 'zstd-stream' ? compress : undefined
        if ((asked.get('v') ?? '10') !== '10') return webSocket.close(closeCodes.invalidVersion, 'Invalid API version.')
        // What is sent as ETF cannot be read by a server that speaks JSON only.
        if ((asked.get('encoding') ?? 'json') !== 'json') return webSocket.close(closeCodes.decodeError, 'JSON only.')
        const connection = openConnection({
          socket: webSocket,
          write: createWriter(webSocket, compression),
          sessions,
          host,
          traffic,
          resumeUrl: url,
          heartbeatIntervalMs: heartbeatIntervalMs ?? usualHeartbeatIntervalMs,
          countStart,
        })
        connections.add(connection)
        webSocket.on('close', () => connections.delete(connection))
      })
    },
    dispatch: (event) => sessions.tellAll(event),
    make(trouble) {
      const present = [...connections]
      // Also those whose connection is lost at the moment.
      if (trouble === 'invalid-session') for (const session of sessions.all()) sessions.end(session)
      for (const connection of present) {
        if (trouble === 'drop') connection.drop()
        else if (trouble === 'invalid-session') connection.invalidate()
        else if (trouble === 'silence') connection.silence()
        else if (trouble === 'answer') connection.answer()
        else {
          connection.askToReconnect()
          systemClock.schedule(reconnectWithinMs, () => {
            if (connections.has(connection)) connection.close(closeCodes.unknownError, 'Asked to reconnect.')
          })
        }
      }
      return present.length
    },
    shutOut() {
      for (const session of sessions.all()) sessions.end(session)
      for (const connection of connections) connection.close(closeCodes.authenticationFailed, 'Authentication failed.')
    },
    close() {
      for (const client of server.clients) client.close(1001)
      const cancel = systemClock.schedule(closingMs, () => {
        for (const client of server.clients) client.terminate()
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
