/** The HTTP API as it is served: routes, token, rate limits, planned faults, and what went over the wire. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createAnswering } from '../../answering.ts'
import type { Faults, HttpReply, RefusedStatus } from '../../faults.ts'
import type { Traffic } from '../../traffic.ts'
import type { Verdict } from '../rate-limits.ts'
import { DiscordRefusal, refusal } from '../refusal.ts'
import type { DiscordServer } from '../server.ts'
import { isSnowflake } from '../snowflake.ts'
import { readRequestBody } from './body.ts'
import { channelRoutes } from './channels.ts'
import { commandRoutes } from './commands.ts'
import { eventRoutes } from './events.ts'
import { guildRoutes } from './guilds.ts'
import { messageRoutes } from './messages.ts'
import { json, type Route } from './route.ts'
import { userRoutes } from './users.ts'

/** The version follows. */
export const apiPath = '/sandbox/discord/api/'
const version = 'v10'
/** Ten files of the greatest size, and the form around them. */
const maxBodyBytes = 101 * 1024 * 1024

export interface RestOptions {
  server: DiscordServer
  faults: Faults
  traffic: Traffic
  /** Further routes: those of interactions. */
  routes?: readonly Route[]
  /** Told whenever the bot may have changed something. */
  changed?: () => void
}

export interface Rest {
  /** Answers a request below `apiPath`. Rejects with BodyTooLarge. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>
}

interface Found {
  route: Route
  params: Readonly<Record<string, string>>
}

export function createRest({ server, faults, traffic, routes = [], changed = () => {} }: RestOptions): Rest {
  const all = [
    ...userRoutes,
    ...guildRoutes,
    ...channelRoutes,
    ...messageRoutes,
    ...commandRoutes,
    ...eventRoutes,
    ...routes,
  ].map((route) => ({ route, parts: route.path.split('/') }))

  const find = (method: string, path: string): Found | 'other method' | undefined => {
    const parts = path.split('/')
    let isKnown = false
    for (const { route, parts: pattern } of all) {
      const params = matchParts(pattern, parts)
      if (!params) continue
      if (route.method === method) return { route, params }
      isKnown = true
    }
    return isKnown ? 'other method' : undefined
  }

  const run = async (req: IncomingMessage, url: URL, bytes: Buffer): Promise<HttpReply> => {
    let verdict: Verdict = { headers: {} }
    try {
      const [, given, path] = /^([^/]+)(\/.*)$/.exec(url.pathname.slice(apiPath.length)) ?? []
      if (given !== version) throw refusal(50041)
      const found = find(req.method ?? '', path ?? '')
      if (!found) return json(404, { message: '404: Not Found', code: 0 })
      if (found === 'other method') return json(405, { message: '405: Method Not Allowed', code: 0 })
      const { route, params } = found
      if (route.auth === 'bot' && !isAuthorized(req)) throw refusal(0)
      verdict = server.limits.count({
        bucket: route.limit && {
          name: `${route.method} ${route.path}`,
          limit: route.limit.calls,
          windowMs: route.limit.windowMs,
        },
        major: params.channelId ?? params.guildId ?? params.token ?? '',
        isExempt: route.isExempt === true,
      })
      if (verdict.refused) return json(429, limitBody(verdict.refused), verdict.headers)
      const reply = await route.run({
        server,
        param: (name) => params[name] ?? '',
        query: url.searchParams,
        ...(await readRequestBody(req.headers['content-type'] ?? '', bytes)),
      })
      return reply.body === undefined
        ? { status: reply.status, headers: verdict.headers }
        : json(reply.status, reply.body, verdict.headers)
    } catch (error) {
      if (!(error instanceof DiscordRefusal)) throw error
      return json(error.status, { message: error.message, code: error.code, ...error.fields }, verdict.headers)
    }
  }

  const isAuthorized = (req: IncomingMessage) =>
    server.isTokenValid && req.headers.authorization === `Bot ${server.secrets.botToken}`

  const answer = createAnswering({ faults, traffic, maxBodyBytes, readable, refuse: refusedStatus, changed })

  return { handle: (req, res, url) => answer(req, res, url, (bytes) => run(req, url, bytes)) }
}

/** The named parts, or undefined where the path is another one. A part `:…Id` matches snowflakes only. */
function matchParts(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, wanted] of pattern.entries()) {
    const part = parts[index] ?? ''
    if (!wanted.startsWith(':')) {
      if (wanted !== part) return undefined
      continue
    }
    const name = wanted.slice(1)
    if (name.endsWith('Id') && !isSnowflake(part)) return undefined
    params[name] = part
  }
  return params
}

const limitBody = ({ retryAfter, isGlobal }: { retryAfter: number; isGlobal: boolean }) => ({
  message: 'You are being rate limited.',
  retry_after: retryAfter,
  global: isGlobal,
})

const refusedWords: Record<Exclude<RefusedStatus, 429>, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  409: 'Conflict',
  422: 'Unprocessable Entity',
  503: 'Service Unavailable',
}

function refusedStatus(status: RefusedStatus, retryAfter = 1): HttpReply {
  if (status === 429) {
    return json(429, limitBody({ retryAfter, isGlobal: false }), { 'x-ratelimit-scope': 'shared' })
  }
  return json(status, { message: `${status}: ${refusedWords[status]}`, code: 0 })
}

/** What a frame shows of a body: JSON as it is, of a form its size. */
function readable(contentType: string, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  if (contentType.startsWith('multipart/')) return `${bytes.length} bytes of multipart/form-data`
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
