/**
 * KAZOO's WebSocket, blackhole: one subscription for each conference, replies, pings, and events of those who are in it. Sources:
 * applications/blackhole (bh_conference, bh_events, bh_ping, blackhole_data_emitter), its README, conference.md ("Web-socket
 * events"), ecallmgr_conference_event_publisher.erl.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { parseJson } from '#lib/parse-json.ts'
import type { DialectDeps } from '../../dialect.ts'
import { joinedLegs, type Leg, type Room } from '../../room.ts'
import type { Live } from './live.ts'
import type { Sessions } from './session.ts'
import { isObject } from './wire.ts'

export const blackholePath = '/blackhole'

/** `timeout tunnel` of the README's proxy. */
const idleMs = 3_600_000

interface Connection {
  readonly socket: WebSocket
  readonly bindings: Set<string>
  heard: () => void
}

/** What a conference was like when it was last told of. */
interface Seen {
  readonly locked: boolean
  readonly legs: ReadonlyMap<string, { leg: Leg; muted: boolean; deaf: boolean; talking: boolean }>
}

type Deps = Pick<DialectDeps, 'pbx' | 'clock' | 'traffic' | 'events'>

export function createBlackhole({ pbx, clock, traffic, events }: Deps, live: Live, sessions: Sessions) {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 })
  const connections = new Set<Connection>()
  let seen = new Map<string, Seen>()

  const write = ({ socket }: Connection, frame: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
  }

  const reply = (connection: Connection, requestId: unknown, status: 'success' | 'error', data: object) => {
    const frame = { action: 'reply', request_id: requestId, status, data }
    traffic.record({ transport: 'websocket', direction: 'out', path: blackholePath, body: frame })
    write(connection, frame)
  }

  /** undefined, or why a subscription is refused. */
  const problemOf = (message: Readonly<Record<string, unknown>>): string | undefined => {
    const { auth_token: token, data } = message
    if (!sessions.isValid(String(token))) return 'failed to authenticate token'
    if (!isObject(data)) return 'missing required keys in data object'
    const missing = ['account_id', 'binding'].filter((key) => typeof data[key] !== 'string')
    if (missing.length > 0) return `missing required keys : ${missing.join()}`
    if (data.account_id !== sessions.accountId) return 'unauthorized for account'
    const [key, ...keys] = String(data.binding).split('.')
    const [kind, conference] = keys
    const length = kind === 'event' ? 3 : kind === 'command' ? 2 : -1
    if (key !== 'conference') return `no binding for ${key}`
    if (keys.length !== length) return `invalid format for conference subscription : ${keys.join('')}`
    return conference === '*' ? 'ConferenceId required' : undefined
  }

  const receive = (connection: Connection, text: string) => {
    const message = parseJson(text)
    traffic.record({ transport: 'websocket', direction: 'in', path: blackholePath, body: message ?? text })
    connection.heard()
    if (!isObject(message)) return
    const { action, request_id: requestId } = message
    if (action === 'ping') return reply(connection, requestId, 'success', { response: 'pong' })
    if (action !== 'subscribe' && action !== 'unsubscribe')
      return reply(connection, requestId, 'error', { errors: ['unknown action'] })
    const binding = isObject(message.data) ? message.data.binding : undefined
    if (action === 'unsubscribe' && binding === undefined && sessions.isValid(String(message.auth_token))) {
      const unsubscribed = [...connection.bindings]
      connection.bindings.clear()
      return reply(connection, requestId, 'success', { unsubscribed })
    }
    const problem = problemOf(message)
    if (problem !== undefined) return reply(connection, requestId, 'error', { errors: [problem] })
    if (action === 'subscribe') connection.bindings.add(String(binding))
    else connection.bindings.delete(String(binding))
    reply(connection, requestId, 'success', { [`${action}d`]: [binding] })
  }

  const welcome = (socket: WebSocket) => {
    const idle = () => clock.schedule(idleMs, () => socket.close(1000))
    let cancel = idle()
    const connection: Connection = {
      socket,
      bindings: new Set(),
      heard() {
        cancel()
        cancel = idle()
      },
    }
    connections.add(connection)
    socket.on('close', () => {
      cancel()
      connections.delete(connection)
    })
    socket.on('error', () => socket.terminate())
    socket.on('message', (data) => receive(connection, String(data)))
  }

  /** `leg` absent: it is of the whole conference. */
  const tell = (event: string, room: Room, leg?: Leg) => {
    const routingKey = `conference.event.${room.id}.${leg?.id ?? '*'}`
    for (const connection of connections) {
      const binding = [`conference.event.${room.id}.*`, routingKey].find((one) => connection.bindings.has(one))
      if (binding === undefined) continue
      const frame = {
        action: 'event',
        subscribed_key: binding,
        subscription_key: binding,
        name: 'event',
        routing_key: routingKey,
        data: {
          event_category: 'conference',
          event_name: 'event',
          event,
          conference_id: room.id,
          instance_id: live.instanceId(room),
          ...(leg && {
            call_id: leg.id,
            participant_id: live.number(leg),
            caller_id_name: leg.name ?? leg.number ?? 'anonymous',
            caller_id_number: leg.number ?? 'anonymous',
            conference_channel_vars: live.variables(leg),
          }),
        },
      }
      events.send({
        name: event,
        transport: 'websocket',
        path: blackholePath,
        body: frame,
        deliver: () => {
          write(connection, frame)
          return undefined
        },
      })
    }
  }

  const snapshot = (room: Room): Seen => ({
    locked: room.locked,
    legs: new Map(
      joinedLegs(room).map((leg) => [leg.id, { leg, muted: leg.muted, deaf: live.isDeaf(leg), talking: leg.talking }]),
    ),
  })

  const compare = (room: Room, before: Seen | undefined, now: Seen) => {
    const was = before?.legs ?? new Map()
    if (was.size === 0 && now.legs.size > 0) tell('conference-create', room)
    for (const [id, { leg, muted, deaf, talking }] of now.legs) {
      const old = before?.legs.get(id)
      if (!old) tell('add-member', room, leg)
      if (old && old.muted !== muted) tell(muted ? 'mute-member' : 'unmute-member', room, leg)
      if (old && old.deaf !== deaf) tell(deaf ? 'deaf-member' : 'undeaf-member', room, leg)
      if ((old?.talking ?? false) !== talking) tell(talking ? 'start-talking' : 'stop-talking', room, leg)
    }
    for (const { leg } of before?.legs.values() ?? []) if (!now.legs.has(leg.id)) tell('del-member', room, leg)
    if (now.legs.size > 0 && (before?.locked ?? false) !== now.locked) tell(now.locked ? 'lock' : 'unlock', room)
    if (was.size > 0 && now.legs.size === 0) tell('conference-destroy', room)
  }

  return {
    upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, path: string): boolean {
      if (path !== blackholePath) return false
      server.handleUpgrade(req, socket, head, welcome)
      return true
    },
    /** Called whenever something changed: tells of what did. */
    look() {
      const before = seen
      const rooms = pbx.rooms()
      // What is told of may change more; that is seen the next time.
      seen = new Map(rooms.map((room) => [room.id, snapshot(room)]))
      for (const room of rooms) compare(room, before.get(room.id), seen.get(room.id) ?? snapshot(room))
    },
    reset() {
      seen = new Map()
      for (const { socket } of connections) socket.close(1000)
    },
    close() {
      for (const { socket } of connections) socket.terminate()
      server.close()
    },
  }
}
