/** Answers a Web API call: token, method, scopes, rate, then the method itself (docs.slack.dev, apis/web-api). */
import type { HttpReply } from '../../faults.ts'
import { SlackRefusal } from '../refusal.ts'
import { appScopes } from '../scopes.ts'
import type { Workspace } from '../workspace.ts'
import { parseArguments } from './arguments.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { fileMethods } from './files.ts'
import { type Method, need } from './method.ts'
import { peopleMethods } from './people.ts'
import { viewMethods } from './views.ts'

export interface WebApiRequest {
  method: string
  /** As the header says, or empty. */
  authorization: string
  contentType: string
  query: URLSearchParams
  body: string
}

export interface WebApiDeps {
  workspace: Workspace
  /** Where a Socket Mode client may connect, once. */
  openConnection(): string
}

export function createWebApi({ workspace, openConnection }: WebApiDeps): (request: WebApiRequest) => HttpReply {
  const methods: Record<string, Method> = {
    ...chatMethods,
    ...conversationMethods,
    ...fileMethods,
    ...peopleMethods,
    ...viewMethods,
    'apps.connections.open': { tier: 'tier3', token: 'app', run: () => ({ url: openConnection() }) },
  }

  const run = (request: WebApiRequest): HttpReply => {
    const args = parseArguments(request.contentType, request.body, request.query)
    const bearer = /^Bearer (.+)$/.exec(request.authorization)?.[1]
    const holder = identify(workspace, bearer ?? args.text('token'))
    const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined
    if (!method) throw new SlackRefusal('unknown_method', { req_method: request.method })
    const wanted = method.token ?? 'bot'
    if (wanted !== 'any' && wanted !== holder) throw new SlackRefusal('not_allowed_token_type')
    if (holder === 'bot') need(workspace, ...(method.scopes ?? []))
    const wait = workspace.limits.callWait(request.method, method.tier)
    if (wait > 0) throw new SlackRefusal('ratelimited', { retryAfter: wait })
    const provided = holder === 'bot' ? workspace.scopes : appScopes
    return reply(200, { ok: true, ...method.run({ args, workspace }) }, { 'x-oauth-scopes': provided.join(',') })
  }

  return (request) => {
    try {
      return run(request)
    } catch (error) {
      if (error instanceof SlackRefusal) return refusalToReply(error)
      throw error
    }
  }
}

/** Throws not_authed, invalid_auth, or what the bot token is answered with now. */
function identify({ secrets, tokenError }: Workspace, token: string | undefined): 'bot' | 'app' {
  if (token === undefined) throw new SlackRefusal('not_authed')
  if (token === secrets.botToken) {
    if (tokenError !== null) throw new SlackRefusal(tokenError)
    return 'bot'
  }
  if (token === secrets.appToken) return 'app'
  throw new SlackRefusal('invalid_auth')
}

/** HTTP 200 for everything but the rate limit. */
function refusalToReply({ code, fields }: SlackRefusal): HttpReply {
  const { retryAfter, ...shown } = fields
  if (code !== 'ratelimited') return reply(200, { ok: false, error: code, ...shown })
  return reply(429, { ok: false, error: code }, { 'retry-after': String(retryAfter ?? 1) })
}

function reply(status: number, body: unknown, headers: Record<string, string> = {}): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  }
}
