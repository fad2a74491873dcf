/**
 * The simulated PBX as the RingMe platform speaks it, which Telphin and UCOM4B run: conferences as extensions, callbacks as the one
 * way to pull somebody in, event hooks, recordings by period. It tells nobody who is in a conference, and controls one by the
 * keypad alone. Sources: the page "Conference", the platform's wiki, and the types of a public client.
 */
import { createHmac, randomInt } from 'node:crypto'
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
import { callRoutes } from './ringme/calls.ts'
import { createExtensions, phone } from './ringme/extensions.ts'
import { createHooks } from './ringme/hooks.ts'
import { createKeypad } from './ringme/keypad.ts'
import { createHourlyLimit } from './ringme/limit.ts'
import { recordRoutes } from './ringme/records.ts'
import { createRouter } from './ringme/route.ts'
import { createSessions } from './ringme/session.ts'
import { Refusal, refusalToReply } from './ringme/wire.ts'

/** How many an operator allows is not documented. */
const requestsPerHour = 10_000
/** An application whose App ID begins so has the access level "Call API", and may not touch the configuration. */
const callApiPrefix = 'call-api'

/** Ids of extensions are numbers; those of calls and recordings are made of them. */
export const createRingmeId = (): string => String(randomInt(200_000, 2_000_000_000))

export function createRingmeDialect(deps: DialectDeps): Dialect {
  const { pbx, clock, account, traffic, faults, events } = deps
  // Ids of clients are numbers.
  const client = /^\d+$/.test(account.domain) ? account.domain : '10058'
  let mount = 'http://storage.ringme.invalid'
  const sessions = createSessions(clock, account)
  const limit = createHourlyLimit(clock, requestsPerHour)
  const extensions = createExtensions(pbx, client)
  const hooks = createHooks(pbx, extensions, client, events)
  deps.onChange(hooks.look)
  const findRoute = createRouter([
    ...extensions.routes,
    ...callRoutes(pbx, extensions),
    ...hooks.routes,
    ...recordRoutes(pbx, extensions, client, (digest) => `${mount}/storage/${digest}`),
  ])
  const mayConfigure = !account.username.startsWith(callApiPrefix)

  const callApi = ({ method, path, query, headers, body }: DialectRequest): HttpReply => {
    const { route, params } = findRoute(method, path)
    sessions.check(headers.authorization)
    if (route.isConfiguration && !mayConfigure)
      throw new Refusal(403, 'The application may not use this resource', 'app_access_type_deny')
    return route.run({
      param: (name) => params[name] ?? '',
      query,
      body: () => jsonBody(headers['content-type'], body),
    })
  }
  const answer = (request: DialectRequest): HttpReply => {
    const { method, path, headers, body } = request
    const refusing = (run: () => HttpReply): HttpReply => {
      try {
        return run()
      } catch (error) {
        return refusalToReply(error instanceof Refusal ? error : new Refusal(500, 'Internal error'))
      }
    }
    if (path === '/oauth/token')
      return refusing(() => {
        if (method !== 'POST') throw new Refusal(405, 'Method not allowed')
        return sessions.token(readForm(headers['content-type'], body))
      })
    const digest = /^\/storage\/([0-9a-f]{64})$/.exec(path)?.[1]
    const file = digest === undefined ? undefined : pbx.recordingFile(digest)
    if (file) return { status: 200, headers: { 'content-type': 'audio/wav' }, body: file }
    const { isExceeded, headers: told } = limit.take()
    const reply = refusing(() => {
      if (isExceeded) throw new Refusal(429, 'Rate limit exceeded', 'rate_limit_exceeded')
      return callApi(request)
    })
    return { ...reply, headers: { ...reply.headers, ...told } }
  }

  return {
    handle: createDialectHandler({
      pbx,
      traffic,
      faults,
      answer,
      refuse: (status) =>
        refusalToReply(
          new Refusal(
            status,
            'Planned misbehaviour',
            status === 429 ? 'rate_limit_exceeded' : status === 403 ? 'access_denied' : undefined,
          ),
        ),
    }),
    createRoom: extensions.createRoom,
    editRoom(room, fields) {
      try {
        extensions.edit(room, fields)
        return undefined
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return error.message
      }
    },
    roomFields: extensions.shown,
    // A conference is controlled by the keypad alone.
    console: [],
    keysPressed: createKeypad(pbx, extensions),
    settings(url) {
      mount = url
      return {
        url,
        clientId: account.username,
        clientSecret: account.password,
        client,
        serviceExtension: phone.id,
        eventSecret: createHmac('sha256', account.password).update('events of RingMe').digest('hex'),
      }
    },
    reset() {
      sessions.reset()
      limit.reset()
      hooks.reset()
    },
  }
}

function jsonBody(type: string | undefined, body: string): unknown {
  const content = hasType(type, 'application/json') ? parseJson(body) : undefined
  if (content === undefined) throw new Refusal(400, 'body: application/json expected')
  return content
}
