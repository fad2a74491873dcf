/**
 * The simulated PBX as PortSIP's REST API speaks it, version 22.3: its conference page with all 31 calls, its sign-in page, the
 * conventions of its OpenAPI file, and its event interface. It has no way to end a room, no dial progress and no events of rooms,
 * for PortSIP has none.
 */
import { randomInt } from 'node:crypto'
import { parseJson } from '#lib/parse-json.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import {
  createDialectHandler,
  type Dialect,
  type DialectDeps,
  type DialectRequest,
  hasType,
  readForm,
} from '../dialect.ts'
import { participantRoutes } from './portsip/participants.ts'
import { recordingRoutes } from './portsip/recordings.ts'
import { createRooms } from './portsip/rooms.ts'
import { createRouter, type Route } from './portsip/route.ts'
import { createServers } from './portsip/servers.ts'
import { createSessions, systemAccountOf } from './portsip/session.ts'
import { invalid, Refusal, refusalToReply } from './portsip/wire.ts'
import { createWsi } from './portsip/wsi.ts'

/** An opaque id of the form the vendor's page shows: base64 of a long number. */
export function createPortsipId(): string {
  const half = () => String(randomInt(100_000_000, 1_000_000_000))
  return Buffer.from(half() + half()).toString('base64')
}

export function createPortsipDialect(deps: DialectDeps): Dialect {
  const { pbx, traffic, faults, account } = deps
  const { domain } = account
  const system = systemAccountOf(account)
  const sessions = createSessions(deps.clock, { tenant: account, system })
  const wsi = createWsi({ ...deps, createId: createPortsipId })
  const servers = createServers(pbx, createPortsipId)
  const rooms = createRooms(pbx, { domain, createId: createPortsipId })
  const signInRoutes: Route[] = [
    { method: 'POST', path: '/login/oauth/token', open: true, run: (request) => sessions.token(request.form) },
    { method: 'POST', path: '/login/oauth/revoke', scope: 'any', run: (request) => sessions.revoke(request.token) },
  ]
  const findRoute = createRouter([
    ...signInRoutes,
    ...servers.routes,
    ...rooms.routes,
    ...participantRoutes(pbx, rooms, domain),
    ...recordingRoutes(pbx, rooms),
  ])

  const answer = ({ method, path, query, headers, body }: DialectRequest): HttpReply => {
    const type = headers['content-type']
    try {
      const { route, params } = findRoute(method, path)
      const token = route.open ? '' : sessions.check(headers.authorization, route.scope ?? 'tenant')
      return route.run({
        param: (name) => params[name] ?? '',
        query,
        body: () => jsonBody(type, body),
        form: readForm(type, body),
        token,
      })
    } catch (error) {
      return refusalToReply(
        error instanceof Refusal ? error : new Refusal(500, 'UNKNOWN', 'unknown error', String(error)),
      )
    }
  }

  return {
    handle: createDialectHandler({
      pbx,
      traffic,
      faults,
      answer,
      refuse: (status) =>
        refusalToReply(new Refusal(status, status === 401 ? 'UNAUTHORIZED' : 'UNKNOWN', 'planned misbehaviour')),
    }),
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
    settings: (url) => ({
      url: `${url}/api`,
      ...account,
      systemUsername: system.username,
      systemPassword: system.password,
      wsiUrl: `${url.replace(/^http/, 'ws')}/wsi`,
    }),
    upgrade: wsi.upgrade,
    reset() {
      wsi.reset()
      sessions.reset()
      servers.reset()
    },
    close: wsi.close,
  }
}

function jsonBody(type: string | undefined, body: string): unknown {
  if (!hasType(type, 'application/json')) throw invalid('body: application/json expected')
  const content = parseJson(body)
  if (content === undefined) throw invalid('body: not JSON')
  return content
}
