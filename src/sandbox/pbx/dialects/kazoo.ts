/**
 * The simulated PBX as KAZOO's Crossbar and blackhole speak it, master of March 2024: conference documents, their live side, and
 * what is odd about them. An account whose domain begins with `vinix` is taken for one of Vinix, whose errors look otherwise.
 * Recorded conferences are kept at the account; dialling into a conference that does not exist makes none here.
 */
import { randomBytes } from 'node:crypto'
import { parseJson } from '#lib/parse-json.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import { createDialectHandler, type Dialect, type DialectDeps, type DialectRequest, hasType } from '../dialect.ts'
import { blackholePath, createBlackhole } from './kazoo/blackhole.ts'
import { createBucket } from './kazoo/bucket.ts'
import { createConferences } from './kazoo/conferences.ts'
import { createDialler } from './kazoo/dial.ts'
import { createLive } from './kazoo/live.ts'
import { participantRoutes } from './kazoo/participants.ts'
import { recordingRoutes } from './kazoo/recordings.ts'
import { createRouter, type Route } from './kazoo/route.ts'
import { createSessions } from './kazoo/session.ts'
import { crash, createReplies, invalidField, isObject, Refusal, sayProblem } from './kazoo/wire.ts'

export { apiKeyOf } from './kazoo/session.ts'

/** 32 hexadecimal characters, as all documents have. */
export const createKazooId = (): string => randomBytes(16).toString('hex')

const secretFields: ReadonlySet<string> = new Set(['pins', 'bridge_password'])

export function createKazooDialect(deps: DialectDeps): Dialect {
  const { pbx, clock, traffic, faults, account } = deps
  const isVinix = /^vinix/i.test(account.domain)
  const replies = createReplies(isVinix)
  const bucket = createBucket(clock)
  const sessions = createSessions(clock, account)
  const live = createLive(pbx, clock)
  const dialler = createDialler(pbx, clock, live)
  const conferences = createConferences(pbx, live, dialler)
  const blackhole = createBlackhole(deps, live, sessions)
  deps.onChange(() => {
    live.update()
    dialler.look()
    blackhole.look()
  })

  const signInRoutes: Route[] = [
    { method: 'PUT', path: '/user_auth', open: true, run: ({ data }) => sessions.byUser(data) },
    { method: 'PUT', path: '/api_auth', open: true, run: ({ data }) => sessions.byKey(data) },
    { method: 'GET', path: '/token_auth', run: sessions.show },
    { method: 'DELETE', path: '/token_auth', run: ({ token }) => sessions.revoke(token) },
  ]
  const findRoute = createRouter([
    ...signInRoutes,
    ...conferences.routes,
    ...participantRoutes(pbx, live, conferences),
    ...recordingRoutes(pbx),
  ])

  /** By path: the query and the body of the last action. */
  const lastActions = new Map<string, string>()
  /** "Sometimes" the same action is not modified the second time (conference.md): here always, so that nobody relies on luck. */
  const isRepeated = ({ path, query, body }: DialectRequest): boolean => {
    const asked = `${query} ${body}`
    const isSame = lastActions.get(path) === asked
    lastActions.set(path, asked)
    return isSame
  }

  const answer = async (request: DialectRequest): Promise<HttpReply> => {
    const { method, path, query, headers } = request
    const token = headers['x-auth-token'] ?? ''
    const context = () => ({ token, tokensLeft: bucket.left(), now: clock.now() })
    try {
      const { route, params } = findRoute(method, path)
      if (!bucket.take()) throw new Refusal(429, 'too_many_requests')
      if (!route.open) sessions.check(token, params.account_id)
      if (method === 'PUT' && params.conference_id !== undefined && isRepeated(request)) return { status: 304 }
      const { envelope, data } = readEnvelope(request)
      const param = (name: string) => params[name] ?? ''
      const result = await route.run({ param, query, headers, envelope, data, token })
      return 'file' in result ? result.file : replies.success(context(), result)
    } catch (error) {
      return replies.failure(context(), error instanceof Refusal ? error : crash())
    }
  }

  return {
    handle: createDialectHandler({
      pbx,
      traffic,
      faults,
      answer,
      refuse: (status) =>
        replies.failure(
          { token: '', tokensLeft: bucket.left(), now: clock.now() },
          new Refusal(status, status === 401 ? 'invalid_credentials' : 'planned_misbehaviour'),
        ),
    }),
    upgrade: blackhole.upgrade,
    createRoom(room) {
      conferences.create({
        name: room.subject,
        conference_numbers: [room.number],
        max_participants: room.capacity,
        member: { join_muted: room.entersMuted ?? false, pins: room.pin === undefined ? [] : [room.pin] },
        moderator: { pins: room.moderatorPin === undefined ? [] : [room.moderatorPin] },
        ...(room.recordsItself !== undefined && { auto_record: room.recordsItself }),
      })
    },
    editRoom(room, fields) {
      if (!isObject(fields)) return 'an object expected'
      try {
        conferences.edit(room, fields)
        return undefined
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return sayProblem(error.message, error.data)
      }
    },
    roomFields: (room) => withoutSecrets(conferences.documentOf(room)),
    settings: (url) => ({
      url: `${url}/v2`,
      username: account.username,
      password: account.password,
      accountName: account.domain,
      websocketUrl: `${url.replace(/^http/, 'ws')}${blackholePath}`,
      ...(isVinix && { operator: 'vinix' }),
    }),
    reset() {
      dialler.reset()
      sessions.reset()
      live.reset()
      blackhole.reset()
      bucket.reset()
      lastActions.clear()
    },
    close: blackhole.close,
  }
}

/** Throws a Refusal for a body that is no JSON, or whose envelope has no `data`. */
function readEnvelope({ method, headers, body }: DialectRequest) {
  const type = headers['content-type']
  if (body === '') return { envelope: {}, data: {} }
  if (method !== 'GET' && !hasType(type, 'application/json')) throw new Refusal(415, 'unsupported_media_type')
  const envelope = parseJson(body)
  if (!isObject(envelope)) throw invalidField('json', 'invalid', 'All JSON must be valid')
  if (!isObject(envelope.data)) throw invalidField('data', 'required', 'Field is required but missing')
  return { envelope, data: envelope.data }
}

function withoutSecrets(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(document)
      .filter(([field]) => !secretFields.has(field))
      .map(([field, value]) => [field, isObject(value) ? withoutSecrets(value) : value]),
  )
}
