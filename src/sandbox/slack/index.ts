/** A Slack workspace with one app in it, spoken to as the real one: Web API, Socket Mode or signed HTTP, response URLs; and driven from the people's side. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { MovableClock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { parseJson } from '#lib/parse-json.ts'
import { answerFailure, createAnswering } from '../answering.ts'
import { DriveRefusal, expectLoopback, type Route } from '../drive-call.ts'
import { createFaults, type HttpReply, type RefusedStatus } from '../faults.ts'
import { forgeries } from '../signed-post.ts'
import { createTraffic } from '../traffic.ts'
import { createCourier, eventRetryDelaysMs } from './delivery/courier.ts'
import type { Delivery } from './delivery/delivery.ts'
import { createRequestUrl } from './delivery/request-url.ts'
import { createSocketMode, socketPath } from './delivery/socket-mode.ts'
import { createSlackRoutes, type Wire } from './drive/routes.ts'
import type { Stage } from './drive/stage.ts'
import { appId, deriveSecrets, teamDomain, teamId } from './identity.ts'
import { SlackRefusal } from './refusal.ts'
import { takeUpload } from './take-upload.ts'
import { uploadPath } from './web-api/files.ts'
import { createWebApi } from './web-api/index.ts'
import { createWorkspace } from './workspace.ts'

export type SlackDelivery = { delivery: 'socket' } | { delivery: 'http'; requestUrl: string | (() => string) }

export interface SandboxSlackOptions {
  clock: MovableClock
  logger: Logger
  /** The sandbox's token: the bot's secrets follow from it. */
  token: string
  baseUrl: () => string
  delivery: SlackDelivery
  /** When an event that was not acknowledged comes again, on the sandbox's clock; Slack's own times when absent. */
  retryDelaysMs?: readonly number[] | undefined
  /** Told whenever the bot may have changed something, and of planned faults. */
  changed?: (() => void) | undefined
}

export interface SandboxSlack {
  /** Answers a request below `/sandbox/slack/`. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>
  /** Takes a WebSocket; false: not at this path. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): boolean
  routes: { get: Record<string, Route>; post: Record<string, Route> }
  credentials(): { slackApiUrl: string; botToken: string; appToken: string; signingSecret: string; teamId: string }
  reset(): void
  close(): Promise<void>
}

const apiPath = '/sandbox/slack/api/'
const hooksPath = '/sandbox/slack/hooks/'
/** A form around a file of the greatest size fits, too. */
const maxBodyBytes = (1 << 20) + 4096
export function createSandboxSlack(options: SandboxSlackOptions): SandboxSlack {
  const { clock, logger, baseUrl, changed = () => {} } = options
  const secrets = deriveSecrets(options.token)
  const traffic = createTraffic()
  const faults = createFaults(changed)
  const workspace = createWorkspace({ clock, secrets, baseUrl })
  let delivery = options.delivery
  if (delivery.delivery === 'http' && typeof delivery.requestUrl === 'string') expectLoopback(delivery.requestUrl)

  const socketMode = createSocketMode({ baseUrl, traffic })
  const requestUrl = createRequestUrl({
    url: () => {
      const target = delivery.delivery === 'http' ? delivery.requestUrl : ''
      return typeof target === 'string' ? target : target()
    },
    signingSecret: secrets.signingSecret,
    systemNow: workspace.systemNow,
    traffic,
  })
  const courier = createCourier({
    transport: () => (delivery.delivery === 'http' ? requestUrl : socketMode),
    clock,
    retryDelaysMs: options.retryDelaysMs ?? eventRetryDelaysMs,
  })
  const stage: Stage = { workspace, courier, selections: new Map(), suggestions: new Map() }
  const webApi = createWebApi({ workspace, openConnection: socketMode.issueUrl })

  const wire: Wire = {
    faults,
    traffic,
    disconnect: socketMode.disconnect,
    setDelivery(next) {
      if (next.delivery === 'http') expectLoopback(next.requestUrl)
      delivery = next
    },
    async forge(kind) {
      if (delivery.delivery !== 'http') throw new DriveRefusal(409, 'Socket Mode has no signatures to forge.')
      const status = await requestUrl.forge(courier.last() ?? sampleDelivery, forgeries[kind])
      return { ok: true, status: status ?? null }
    },
  }

  const answer = createAnswering({ faults, traffic, maxBodyBytes, readable, refuse: refusedStatus, changed })

  const handleApi = (req: IncomingMessage, res: ServerResponse, url: URL) =>
    answer(req, res, url, (bytes) =>
      webApi({
        method: url.pathname.slice(apiPath.length),
        authorization: req.headers.authorization ?? '',
        contentType: req.headers['content-type'] ?? '',
        query: url.searchParams,
        body: bytes.toString('utf8'),
      }),
    )

  const handleHook = (req: IncomingMessage, res: ServerResponse, url: URL) =>
    answer(req, res, url, (bytes) => {
      try {
        workspace.responseUrls.post(url.pathname.slice(hooksPath.length), parseJson(bytes.toString('utf8')))
        return json(200, { ok: true })
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error
        return json(hookStatuses[error.code] ?? 400, { ok: false, error: error.code, ...error.fields })
      }
    })

  const handleUpload = (req: IncomingMessage, res: ServerResponse, url: URL) =>
    answer(req, res, url, (bytes) =>
      takeUpload(workspace.files, url.pathname.slice(uploadPath.length), req.headers['content-type'] ?? '', bytes),
    )

  return {
    async handle(req, res, url) {
      try {
        if (url.pathname.startsWith(apiPath)) return await handleApi(req, res, url)
        if (url.pathname.startsWith(hooksPath) && req.method === 'POST') return await handleHook(req, res, url)
        if (url.pathname.startsWith(uploadPath) && req.method === 'POST') return await handleUpload(req, res, url)
        res.writeHead(404).end()
      } catch (error) {
        answerFailure(res, error, logger, url.pathname)
      }
    },
    upgrade(req, socket, head, url) {
      if (url.pathname !== socketPath) return false
      socketMode.upgrade(req, socket, head)
      return true
    },
    routes: createSlackRoutes(stage, wire),
    credentials: () => ({
      slackApiUrl: `${baseUrl()}${apiPath}`,
      botToken: secrets.botToken,
      appToken: secrets.appToken,
      signingSecret: secrets.signingSecret,
      teamId,
    }),
    reset() {
      courier.clear()
      workspace.reset()
      stage.selections.clear()
      stage.suggestions.clear()
      faults.clear()
      traffic.clear()
    },
    async close() {
      courier.clear()
      await socketMode.close()
    },
  }
}

/** A response_url that is over answers 404, whatever else is wrong with a post 400; the documents do not say. */
const hookStatuses: Record<string, number> = { used_url: 404, expired_url: 404, ratelimited: 429 }

/** What a forged request carries when nothing true was delivered yet. */
const sampleDelivery: Delivery = {
  id: 'sample',
  kind: 'command',
  name: '/conf',
  body: {
    command: '/conf',
    text: 'help',
    team_id: teamId,
    team_domain: teamDomain,
    user_id: 'U0ALICE',
    user_name: 'alice',
    channel_id: 'C0OPS',
    channel_name: 'ops',
    api_app_id: appId,
  },
}

function refusedStatus(status: RefusedStatus): HttpReply {
  const error = status === 401 ? 'invalid_auth' : status === 429 ? 'ratelimited' : 'service_unavailable'
  return json(status, { ok: false, error })
}

function json(status: number, body: unknown): HttpReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) }
}

/** A form's structures are JSON within it; both are read, so that a frame shows what was meant. */
function readable(contentType: string, bytes: Buffer): unknown {
  const body = bytes.toString('utf8')
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return parseJson(body) ?? body
  const fields = [...new URLSearchParams(body)]
  return Object.fromEntries(
    fields.map(([name, value]) => [name, /^[[{]/.test(value) ? (parseJson(value) ?? value) : value]),
  )
}
