/**
 * The simulated PBX as PortSIP's REST API speaks it, version 22.3: its conference page with all 31 calls, its sign-in page, and
 * the conventions of its OpenAPI file. It has no way to end a room, no dial progress and no events, for PortSIP has none.
 */
import { randomInt } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '#lib/clock.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import { type Faults, type HttpReply, withFault } from '#sandbox/faults.ts'
import type { Traffic } from '#sandbox/traffic.ts'
import type { Pbx } from '../pbx.ts'
import type { Room, RoomSettings } from '../room.ts'
import { participantRoutes } from './portsip/participants.ts'
import { recordingRoutes } from './portsip/recordings.ts'
import { createRooms } from './portsip/rooms.ts'
import { createRouter, type Route } from './portsip/route.ts'
import { createServers } from './portsip/servers.ts'
import { type Account, createSessions } from './portsip/session.ts'
import { invalid, Refusal, refusalToReply } from './portsip/wire.ts'

const maxBodyBytes = 1_000_000

/** An opaque id of the form the vendor's page shows: base64 of a long number. */
export function createPortsipId(): string {
  const half = () => String(randomInt(100_000_000, 1_000_000_000))
  return Buffer.from(half() + half()).toString('base64')
}

interface PortsipDialect {
  handle(req: IncomingMessage, res: ServerResponse, path: string): Promise<void>
  createRoom(room: RoomSettings): void
  /** Changes fields by their names here. Undefined, or why not, as the API would say it. */
  editRoom(room: Room, fields: unknown): string | undefined
  /** By their names here; no PINs. */
  roomFields(room: Room): Readonly<Record<string, unknown>>
  /** Ends all sessions and brings the servers back to the one of the start. */
  reset(): void
}

export function createPortsipDialect(deps: {
  pbx: Pbx
  clock: Clock
  account: Account
  traffic: Traffic
  faults: Faults
}): PortsipDialect {
  const { pbx, traffic, faults } = deps
  const { domain } = deps.account
  const sessions = createSessions(deps.clock, deps.account)
  const servers = createServers(pbx, createPortsipId)
  const rooms = createRooms(pbx, { domain, createId: createPortsipId })
  const signInRoutes: Route[] = [
    { method: 'POST', path: '/login/oauth/token', open: true, run: (request) => sessions.token(request.form) },
    { method: 'POST', path: '/login/oauth/revoke', run: (request) => sessions.revoke(request.token) },
  ]
  const findRoute = createRouter([
    ...signInRoutes,
    ...servers.routes,
    ...rooms.routes,
    ...participantRoutes(pbx, rooms, domain),
    ...recordingRoutes(pbx, rooms),
  ])

  const answer = (req: IncomingMessage, path: string, content: string): HttpReply => {
    const url = new URL(req.url ?? '/', 'http://sandbox')
    try {
      const { route, params } = findRoute(req.method ?? '', path)
      const token = route.open ? '' : sessions.check(req.headers.authorization)
      return route.run({
        param: (name) => params[name] ?? '',
        query: url.searchParams,
        body: () => readJson(req, content),
        form: readForm(req, content),
        token,
      })
    } catch (error) {
      return refusalToReply(
        error instanceof Refusal ? error : new Refusal(500, 'UNKNOWN', 'unknown error', String(error)),
      )
    }
  }

  return {
    async handle(req, res, path) {
      const startedMs = performance.now()
      const content = await readContent(req)
      if (content === undefined) {
        res.destroy()
        return
      }
      const frame = traffic.record({
        transport: 'http',
        direction: 'in',
        method: req.method ?? '',
        path: path + new URL(req.url ?? '/', 'http://sandbox').search,
        headers: Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
        ...(content && { body: readForm(req, content) ?? parseOrKeep(content) }),
      })
      const fault = faults.take(`${req.method} ${path}`)
      if (fault?.kind === 'drop-calls') pbx.dropAllCalls()
      const reply = await withFault(
        fault,
        res,
        () => answer(req, path, content),
        (status) =>
          refusalToReply(new Refusal(status, status === 401 ? 'UNAUTHORIZED' : 'UNKNOWN', 'planned misbehaviour')),
      )
      if (!reply) return
      frame.status = reply.status
      frame.ackMs = performance.now() - startedMs
    },
    createRoom(room) {
      rooms.create({
        extension_number: room.number,
        mode: 'AUDIO',
        subject: room.subject,
        capacity: room.capacity,
        ...(room.pin !== undefined && { room_pin: room.pin }),
        ...(room.recordsItself !== undefined && { enable_recording: room.recordsItself }),
      })
    },
    editRoom(room, fields) {
      try {
        rooms.edit(room, fields)
        return undefined
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return error.detail === undefined ? error.message : String(error.detail)
      }
    },
    roomFields: rooms.shown,
    reset() {
      sessions.reset()
      servers.reset()
    },
  }
}

/** Undefined: the caller went away, or sent more than any call here needs. */
async function readContent(req: IncomingMessage): Promise<string | undefined> {
  const bytes = await readAtMost(req, maxBodyBytes).catch(() => null)
  return bytes?.toString('utf8')
}

function hasType(req: IncomingMessage, type: string): boolean {
  return req.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === type
}

function readForm(req: IncomingMessage, content: string): Record<string, string> | undefined {
  if (!hasType(req, 'application/x-www-form-urlencoded')) return undefined
  return Object.fromEntries(new URLSearchParams(content))
}

function readJson(req: IncomingMessage, content: string): unknown {
  if (!hasType(req, 'application/json')) throw invalid('body: application/json expected')
  try {
    return JSON.parse(content)
  } catch {
    throw invalid('body: not JSON')
  }
}

function parseOrKeep(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return content
  }
}
