/**
 * The P-Series' events: over a WebSocket that the application opens, or to a webhook that an administrator set up; with `msg` as JSON
 * in a string. Sources: OpenAPI v1.0, "Monitor Events via WebSocket", "Monitor Events via Webhook", "(30011) Call Status Changed",
 * "(30024) No-hosted Conference".
 */
import { createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { parseJson } from '#lib/parse-json.ts'
import type { DialectDeps } from '../../dialect.ts'
import { postEvent } from '../../event-line.ts'
import type { Leg } from '../../room.ts'
import { extensionByNumber } from './directory.ts'
import { callIdOf, channelOf, trunkName } from './members.ts'
import type { Sessions } from './session.ts'
import { serialNumber } from './system.ts'

const path = '/openapi/v1.0/subscribe'
const silenceMs = 60_000
const callStatus = 30_011
const noHost = 30_024
const webhookTopics = [callStatus, noHost]

const Subscription = z.object({ topic_list: z.array(z.int()).min(1) })

/** A leg as it was last told of. */
interface Seen {
  readonly leg: Leg
  readonly state: Leg['state']
  readonly callId: string
}

interface Connection {
  readonly token: string
  readonly topics: Set<number>
  cancel: () => void
}

/** "A system-generated 32-character key". */
export const webhookSecretOf = (password: string): string =>
  createHmac('sha256', password).update('webhook').digest('hex').slice(0, 32)

export function createEvents(deps: DialectDeps, sessions: Sessions) {
  const { pbx, clock, traffic, events, eventsUrl } = deps
  const secret = webhookSecretOf(deps.account.password)
  const server = new WebSocketServer({ noServer: true, maxPayload: 1 << 16 })
  const connections = new Map<WebSocket, Connection>()
  let seen: ReadonlyMap<string, Seen> = new Map()

  const answer = (socket: WebSocket, text: string) => {
    traffic.record({ transport: 'websocket', direction: 'out', path, body: parseJson(text) ?? text })
    socket.send(text)
  }

  const received = (socket: WebSocket, connection: Connection, text: string) => {
    traffic.record({ transport: 'websocket', direction: 'in', path, body: parseJson(text) ?? text })
    keepFor(socket, connection)
    if (text === 'heartbeat') return answer(socket, 'heartbeat response')
    const wanted = Subscription.safeParse(parseJson(text))
    // What else is said is answered like a bad request.
    if (!wanted.success) return answer(socket, JSON.stringify({ errcode: 40001, errmsg: 'PARAMETER SYNTAX ERROR' }))
    for (const topic of wanted.data.topic_list) connection.topics.add(topic)
    answer(socket, JSON.stringify({ errcode: 0, errmsg: 'SUCCESS' }))
  }

  /** Until silence or the token's end, whichever comes first. */
  const keepFor = (socket: WebSocket, connection: Connection) => {
    connection.cancel()
    const leftMs = Math.min(silenceMs, sessions.lapsesAt(connection.token) - clock.now())
    connection.cancel = clock.schedule(leftMs, () => socket.close())
  }

  const welcome = (socket: WebSocket, token: string) => {
    const connection: Connection = { token, topics: new Set(), cancel: () => {} }
    connections.set(socket, connection)
    keepFor(socket, connection)
    socket.on('close', () => {
      connection.cancel()
      connections.delete(socket)
    })
    socket.on('error', () => socket.terminate())
    socket.on('message', (data) => received(socket, connection, String(data)))
  }

  sessions.onEnd((token) => {
    for (const [socket, connection] of connections) if (connection.token === token) socket.close()
  })

  const tell = (type: number, msg: unknown) => {
    const body = JSON.stringify({ type, sn: serialNumber, msg: JSON.stringify(msg) })
    const name = String(type)
    const sockets = [...connections].filter(([, { topics }]) => topics.has(type)).map(([socket]) => socket)
    if (sockets.length > 0) {
      const deliver = () => {
        for (const socket of sockets) socket.send(body)
        return undefined
      }
      return events.send({ name, transport: 'websocket', path, body: parseJson(body), deliver })
    }
    // Whoever listens over a WebSocket has no webhook set up beside it.
    const address = eventsUrl()
    if (address === null || connections.size > 0 || !webhookTopics.includes(type)) return
    const signature = createHmac('sha256', secret).update(body).digest('base64')
    const headers = { 'content-type': 'application/json', 'user-agent': 'OpenAPI' }
    events.send({
      name,
      transport: 'http',
      path: new URL(address).pathname,
      headers,
      body: parseJson(body),
      deliver: () => postEvent(`${address}/${secret}`, { ...headers, 'x-signature': signature }, body),
    })
  }

  deps.onChange(() => {
    const before = seen
    const now = new Map<string, Seen>()
    for (const room of pbx.rooms())
      for (const leg of room.legs.values())
        now.set(leg.id, { leg, state: leg.state, callId: before.get(leg.id)?.callId || callIdOf(room) })
    seen = now
    for (const { leg, state, callId } of now.values())
      if (before.get(leg.id)?.state !== state)
        tell(callStatus, callOf(leg, state === 'ringing' ? 'RING' : joinedAs(leg), callId))
    for (const { leg, state, callId } of before.values()) {
      if (now.has(leg.id)) continue
      tell(callStatus, callOf(leg, 'BYE', callId))
      if (state === 'joined' && leg.moderator && extensionByNumber(leg.number ?? ''))
        tell(noHost, { conference_id: callId, host_num: leg.number })
    }
  })

  const cut = () => {
    for (const socket of connections.keys()) socket.terminate()
  }

  return {
    upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, asked: string): boolean {
      if (asked !== path) return false
      if (!req.headers['user-agent']) return refuse(socket, '400 Bad Request')
      const token = new URL(req.url ?? '/', 'http://sandbox').searchParams.get('access_token') ?? ''
      // With what status it is refused is not documented.
      if (!sessions.isValid(token)) return refuse(socket, '401 Unauthorized')
      server.handleUpgrade(req, socket, head, (opened) => welcome(opened, token))
      return true
    },
    reset: cut,
    close() {
      cut()
      server.close()
    },
  }
}

/** true: it was dealt with. */
function refuse(socket: Duplex, status: string): true {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  return true
}

/** "ANSWERED: the call initiated by the caller has been answered. ANSWER: the callee has answered the call." */
const joinedAs = (leg: Leg) => (leg.direction === 'in' ? 'ANSWERED' : 'ANSWER')

/** The `msg` of 30011: the member whose state changed. */
function callOf(leg: Leg, member_status: string, callId: string) {
  const number = leg.number ?? ''
  const common = { channel_id: channelOf(leg), member_status, call_path: leg.room.number }
  const member = extensionByNumber(number)
    ? { extension: { number, ...common } }
    : leg.direction === 'in'
      ? { inbound: { from: number, to: leg.room.number, trunk_name: trunkName, ...common } }
      : { outbound: { from: leg.room.number, to: number, trunk_name: trunkName, ...common } }
  return { call_id: callId, members: [member] }
}
