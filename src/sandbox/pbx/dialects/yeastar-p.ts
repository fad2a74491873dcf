/**
 * The simulated PBX as Yeastar's P-Series speaks it, OpenAPI v1.0: conferences, recordings, menu options, sign-in and events. HTTP 200
 * for everything, a token in the query, a delete by GET. Nothing is simulated of waiting for a moderator and of keys in a call.
 */
import { randomInt } from 'node:crypto'
import { parseJson } from '#lib/parse-json.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import { createDialectHandler, type Dialect, type DialectDeps, type DialectRequest, hasType } from '../dialect.ts'
import { joinedLegs } from '../room.ts'
import { RoomEdit } from './yeastar-p/body.ts'
import { directoryRoutes, serviceExtension } from './yeastar-p/directory.ts'
import { createEvents, webhookSecretOf } from './yeastar-p/events.ts'
import { createMembers } from './yeastar-p/members.ts'
import { createRecordings } from './yeastar-p/recordings.ts'
import { createRooms } from './yeastar-p/rooms.ts'
import { createRouter } from './yeastar-p/route.ts'
import { createSessions } from './yeastar-p/session.ts'
import { systemRoutes } from './yeastar-p/system.ts'
import { type ErrorCode, parseFields, Refusal, refusalToReply } from './yeastar-p/wire.ts'

/** Eight hexadecimal digits, as stand at the end of a channel. */
export const createYeastarPId = (): string =>
  randomInt(1, 2 ** 32)
    .toString(16)
    .padStart(8, '0')

export function createYeastarPDialect(deps: DialectDeps): Dialect {
  const { pbx, clock, traffic, faults, account } = deps
  const sessions = createSessions(clock, account)
  const rooms = createRooms(pbx)
  const members = createMembers(pbx, rooms)
  const recordings = createRecordings(pbx, rooms, clock)
  // Before the events, which tell of moderators, and of instant conferences that are over.
  deps.onChange(() => {
    for (const room of pbx.rooms())
      for (const leg of joinedLegs(room))
        if (leg.number !== undefined && rooms.isModerator(room, leg.number)) leg.moderator = true
    members.tidy()
  })
  const events = createEvents(deps, sessions)
  const findRoute = createRouter([
    ...sessions.routes,
    ...rooms.routes,
    ...members.routes,
    ...recordings.routes,
    ...directoryRoutes(pbx, rooms.idOf),
    ...systemRoutes(clock),
  ])

  const answer = ({ method, path, query, headers, body }: DialectRequest): HttpReply => {
    // "You MUST include a User-Agent header", or the PBX cannot "respond to the request": here it says so by a status.
    if (!headers['user-agent']) return { status: 400 }
    try {
      const file = method === 'GET' ? download(path, query) : undefined
      if (file) return file
      const route = findRoute(method, path)
      if (!route.open) sessions.check(query.get('access_token') ?? undefined)
      return route.run({ query: Object.fromEntries(query), body: () => jsonBody(headers['content-type'], body) })
    } catch (error) {
      return refusalToReply(error instanceof Refusal ? error : new Refusal(-2, String(error)))
    }
  }
  const download = (path: string, query: URLSearchParams) => {
    if (!path.startsWith('/api/')) return undefined
    sessions.check(query.get('access_token') ?? undefined)
    return recordings.download(path)
  }

  return {
    handle: createDialectHandler({
      pbx,
      traffic,
      faults,
      answer,
      refuse: (status) => ({
        ...refusalToReply(new Refusal(plannedCode[status], 'planned misbehaviour')),
        // It has no code for too many requests: something in front of it says so.
        ...(status === 429 && { status }),
      }),
    }),
    upgrade: events.upgrade,
    createRoom({ number, subject, capacity, pin, moderatorPin, recordsItself }) {
      rooms.create(
        {
          number,
          name: subject,
          ...(pin !== undefined && { partic_password: pin }),
          ...(moderatorPin !== undefined && { moderator_password: moderatorPin }),
        },
        { capacity, ...(recordsItself !== undefined && { recordsItself }) },
      )
    },
    editRoom(room, fields) {
      try {
        rooms.edit(room, parseFields(RoomEdit, fields))
        return undefined
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return error.why || error.message
      }
    },
    roomFields: rooms.shown,
    console: ['mute'],
    settings: (url) => ({
      url: `${url}/openapi/v1.0`,
      clientId: account.username,
      clientSecret: account.password,
      serviceExtension,
      eventSecret: webhookSecretOf(account.password),
    }),
    reset() {
      events.reset()
      sessions.reset()
      recordings.reset()
    },
    close: events.close,
  }
}

/** What it says with HTTP 200 where others have a status. */
const plannedCode: Readonly<Record<401 | 403 | 409 | 422 | 429 | 503, ErrorCode>> = {
  401: 10004,
  403: 10005,
  409: 40003,
  422: 40002,
  429: 70082,
  503: -2,
}

function jsonBody(type: string | undefined, body: string): unknown {
  const content = hasType(type, 'application/json') ? parseJson(body) : undefined
  if (content === undefined) throw new Refusal(40001, 'JSON expected')
  return content
}
