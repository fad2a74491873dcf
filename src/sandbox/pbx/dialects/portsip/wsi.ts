/**
 * PortSIP's event interface WSI (development-portsip, "WSI: Pub/Sub", versions 22.2 and 22.3): after `auth` and `subscribe`, calls of
 * the tenant as `cdr_events`. Rooms themselves have no topic. How a call into or out of a room is told is not documented: here the
 * room is the one end of it, and whoever is in it the other.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { Clock } from '#lib/clock.ts'
import { parseJson } from '#lib/parse-json.ts'
import type { Traffic } from '#sandbox/traffic.ts'
import type { Account, DialectDeps } from '../../dialect.ts'
import type { Pbx } from '../../pbx.ts'
import type { Leg } from '../../room.ts'

const path = '/wsi'

const Command = z.discriminatedUnion('command', [
  z.object({
    command: z.literal('auth'),
    username: z.string(),
    password: z.string(),
    domain: z.string().optional(),
  }),
  z.object({ command: z.enum(['subscribe', 'unsubscribe']), topics: z.array(z.string()) }),
])

/** Of these a tenant's administrator may have any; only calls happen here. */
const tenantTopics: ReadonlySet<string> = new Set([
  'cdr_events',
  'extension_events',
  'queue_events',
  'queue_management_events',
])

interface Seen extends Pick<Leg, 'id' | 'number' | 'name' | 'direction' | 'state'> {
  readonly room: string
}

export interface Wsi {
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, path: string): boolean
  /** Cuts every connection. */
  reset(): void
  close(): void
}

export function createWsi(
  deps: Pick<DialectDeps, 'events' | 'onChange'> & {
    readonly pbx: Pbx
    readonly clock: Clock
    readonly traffic: Traffic
    readonly account: Account
    readonly createId: () => string
  },
): Wsi {
  const { pbx, clock, traffic, account, events } = deps
  const server = new WebSocketServer({ noServer: true, maxPayload: 1 << 16 })
  const topicsOf = new Map<WebSocket, Set<string> | null>()
  const tenantId = deps.createId()
  let seen: ReadonlyMap<string, Seen> = new Map()

  const answer = (connection: WebSocket, text: string, id: string) => {
    const body = parseJson(text)
    traffic.record({ transport: 'websocket', direction: 'in', path, body: body ?? text })
    const parsed = Command.safeParse(body)
    // What else is said is answered with the documented shape of an error; its words are not.
    if (!parsed.success) return reply(connection, { command: 'unknown', id, status: -1, error: 'invalid command' })
    const { data } = parsed
    if (data.command === 'auth') {
      const { username, password, domain } = data
      if (username !== account.username || password !== account.password || domain !== account.domain) {
        const error = 'access_token , username , domain or password error'
        return reply(connection, { command: 'auth', error, id, status: -1 })
      }
      topicsOf.set(connection, new Set())
      return reply(connection, { command: 'auth', id, status: 0 })
    }
    const { command, topics } = data
    const own = topicsOf.get(connection)
    // The reply to these two is not documented: that of `auth`.
    if (!own || !topics.every((topic) => tenantTopics.has(topic)))
      return reply(connection, { command, error: 'permission denied', id, status: -1 })
    for (const topic of topics) own[command === 'subscribe' ? 'add' : 'delete'](topic)
    reply(connection, { command, id, status: 0 })
  }

  const reply = (connection: WebSocket, body: Readonly<Record<string, unknown>>) => {
    traffic.record({ transport: 'websocket', direction: 'out', path, body })
    connection.send(JSON.stringify(body))
  }

  const welcome = (connection: WebSocket) => {
    let commands = 0
    topicsOf.set(connection, null)
    connection.on('close', () => topicsOf.delete(connection))
    connection.on('error', () => connection.terminate())
    connection.on('message', (data) => answer(connection, String(data), String(++commands)))
  }

  const tell = (name: string, leg: Seen) => {
    const listeners = [...topicsOf].filter(([, topics]) => topics?.has('cdr_events')).map(([connection]) => connection)
    if (listeners.length === 0) return
    const body = eventOf(name, leg, { tenantId, at: clock.now() })
    events.send({
      name,
      transport: 'websocket',
      path,
      body,
      deliver: () => {
        for (const connection of listeners) connection.send(JSON.stringify(body))
        return undefined
      },
    })
  }

  deps.onChange(() => {
    const before = seen
    const now = new Map(pbx.rooms().flatMap((room) => [...room.legs.values()].map((leg) => [leg.id, seenOf(leg)])))
    seen = now
    for (const leg of now.values()) {
      const known = before.get(leg.id)
      if (!known) tell('call_start', leg)
      if (known?.state !== leg.state && leg.state === 'joined') tell('call_update_info', leg)
    }
    for (const leg of before.values()) if (!now.has(leg.id)) tell('call_cdr', leg)
  })

  const cut = () => {
    for (const connection of topicsOf.keys()) connection.terminate()
  }

  return {
    upgrade(req, socket, head, asked) {
      if (asked !== path) return false
      server.handleUpgrade(req, socket, head, welcome)
      return true
    },
    reset: cut,
    close() {
      cut()
      server.close()
    },
  }
}

const seenOf = ({ id, number, name, direction, state, room }: Leg): Seen => ({
  id,
  number,
  name,
  direction,
  state,
  room: room.number,
})

/** Documented: the fields, and that times are Unix seconds in texts. */
function eventOf(name: string, leg: Seen, { tenantId, at }: { readonly tenantId: string; readonly at: number }) {
  const other = { number: leg.number ?? 'anonymous', name: leg.name ?? '' }
  const room = { number: leg.room, name: '' }
  const [caller, callee] = leg.direction === 'in' ? [other, room] : [room, other]
  const isInside = /^\d{1,6}$/.test(other.number)
  const facts = {
    event_type: name,
    session_id: leg.id,
    cdr_id: leg.id,
    direction: isInside ? 'ext' : leg.direction,
    caller: caller.number,
    caller_display_name: caller.name,
    callee: callee.number,
    tenant_id: tenantId,
    did: '',
    outbound_caller_id: '',
  }
  const time = String(Math.floor(at / 1000))
  if (name !== 'call_cdr') return { ...facts, callee_display_name: callee.name, time }
  return { ...facts, ended_time: time, call_targets: [{ caller: caller.number, callee: callee.number }] }
}
