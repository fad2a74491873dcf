/**
 * The simulated PBX as Yeastar S-Series' API v2.0.0 speaks it: everything a POST with JSON and the token in the address, every answer
 * with the HTTP status 200. It has no way to make or delete a conference, but for one that lasts for a call, to lock one or to record it.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { parseJson } from '#lib/parse-json.ts'
import type { HttpReply, RefusedStatus } from '#sandbox/faults.ts'
import { createDialectHandler, type Dialect, type DialectDeps, type DialectRequest, hasType } from '../dialect.ts'
import { createEvents } from './yeastar-s/events.ts'
import { createMembers } from './yeastar-s/members.ts'
import { createRecordings } from './yeastar-s/recordings.ts'
import { createRooms } from './yeastar-s/rooms.ts'
import { createSessions } from './yeastar-s/session.ts'
import { createSystem } from './yeastar-s/system.ts'
import { errno, failure, type Parameters, Refusal, readParameters } from './yeastar-s/wire.ts'

/** The number that Asterisk gives a channel. */
export const createYeastarSId = (): string => randomBytes(4).toString('hex')

const root = '/api/v2.0.0/'
/** A moderator of every room, with the right to call outside. */
const serviceExtension = '1099'
const serialNumber = '369451090405'

type Post = (parameters: Parameters) => HttpReply

export function createYeastarSDialect(deps: DialectDeps): Dialect {
  const { pbx, clock, traffic, faults, account } = deps
  const sessions = createSessions(clock, account)
  const rooms = createRooms(pbx, serviceExtension)
  const members = createMembers(pbx, rooms, serviceExtension)
  const recordings = createRecordings(pbx, clock, serviceExtension, serialNumber)
  const system = createSystem(clock, serialNumber, serviceExtension)
  const events = createEvents(deps, sessions, serialNumber)
  deps.onChange(() => {
    events.look()
    rooms.tidy()
  })

  const posts: Readonly<Record<string, Post>> = {
    'conference/query': rooms.query,
    'conference/update': rooms.update,
    'conference/query_in_session': members.querySession,
    'conference/add_member': members.add,
    'conference/kick_member': members.kick,
    'conference/mute_member': members.mute,
    'conference/unmute_member': members.unmute,
    'instant_conference/start': members.startInstant,
    'recording/get_random': recordings.randomOfFile,
    'cdr/get_random': recordings.randomOfRecords,
    'deviceinfo/query': system.deviceInfo,
    'extension/list': system.extensionList,
    'outroute/query': system.outboundRoutes,
  }
  const downloads: Readonly<Record<string, (query: URLSearchParams) => HttpReply>> = {
    'recording/download': recordings.downloadFile,
    'cdr/download': recordings.downloadRecords,
  }

  const run = ({ method, path, query, headers, body }: DialectRequest): HttpReply => {
    const endpoint = path.startsWith(root) ? path.slice(root.length) : ''
    const token = query.get('token') ?? ''
    const download = downloads[endpoint]
    if (download) {
      if (method !== 'GET') throw new Refusal(errno.unsupportedRequest, 'only GET')
      sessions.check(token)
      return download(query)
    }
    if (method !== 'POST') throw new Refusal(errno.onlyPost, 'only POST')
    if (!isJson(headers['content-type'])) throw new Refusal(errno.onlyJson, 'only JSON')
    // Calls without parameters have no body.
    const parameters = readParameters(body === '' ? {} : parseJson(body))
    if (endpoint === 'login') return sessions.login(parameters)
    sessions.check(token)
    if (endpoint === 'heartbeat') return sessions.heartbeat(token, parameters)
    if (endpoint === 'logout') return sessions.logout(token)
    const post = posts[endpoint]
    if (!post) throw new Refusal(errno.unsupportedRequest, `no call ${endpoint}`)
    return post(parameters)
  }

  const answer = (request: DialectRequest): HttpReply => {
    try {
      return run(request)
    } catch (error) {
      if (error instanceof Refusal) return failure(error.errno)
      throw error
    }
  }

  return {
    handle: createDialectHandler({ pbx, traffic, faults, answer, refuse }),
    console: ['mute'],
    createRoom: rooms.create,
    editRoom(room, fields) {
      try {
        rooms.edit(room, readParameters(fields))
        return undefined
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return error.message
      }
    },
    roomFields(room) {
      const { number: _, participantepassword: __, moderatorpassword: ___, ...fields } = rooms.shown(room)
      return fields
    },
    settings: (url) => ({
      url: `${url}/api/v2.0.0`,
      username: account.username,
      password: account.password,
      operator: serviceExtension,
      serviceExtension,
      eventSecret: createHmac('sha256', account.password).update('events').digest('hex').slice(0, 32),
    }),
    reset() {
      sessions.reset()
      recordings.reset()
      events.reset()
    },
  }
}

/** With its charset, as all examples print it. */
const isJson = (type: string | undefined): boolean =>
  hasType(type, 'application/json') && /;\s*charset="?utf-8"?\s*$/i.test(type ?? '')

const errnoOf: Readonly<Record<Exclude<RefusedStatus, 503>, string>> = {
  401: errno.noSuchToken,
  403: errno.noOutboundPermission,
  // The nearest that there are.
  409: errno.unsupportedRequest,
  422: errno.blankParameter,
  429: errno.tooOften,
}

/** A box that fails altogether does not come to say so with 200. */
const refuse = (status: RefusedStatus): HttpReply =>
  status === 503
    ? { status, headers: { 'content-type': 'text/plain' }, body: 'Service Unavailable' }
    : failure(errnoOf[status])
