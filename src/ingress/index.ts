/**
 * The one public server: a table of routes, to which platforms, PBX webhooks and the sandbox are guests. Each guest reads and
 * bounds its own body, since a signature is over the bytes as they came.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from '#lib/logger.ts'
import { answerError, answerJson } from './answer.ts'
import { createHttpServer, type HttpServer } from './http-server.ts'
import { createTable, pathOf, type Route, type UpgradeRoute } from './routes.ts'

export { ListenError } from './http-server.ts'
export type { Route, UpgradeRoute } from './routes.ts'

export interface IngressOptions {
  /** 0: any free port. */
  readonly port: number
  /** null: all addresses of the machine. */
  readonly host: string | null
  readonly routes: readonly Route[]
  readonly upgrades?: readonly UpgradeRoute[]
  readonly logger: Logger
  /** How long requests under way may take to finish once the server stops. */
  readonly graceMs?: number
}

/** `/healthz` is answered by the server itself: it says that the process runs, and nothing more. */
export function createIngress({ routes, upgrades = [], logger, ...rest }: IngressOptions): HttpServer {
  const health: Route = {
    path: '/healthz',
    methods: ['GET'],
    handle: (_, response) => answerJson(response, 200, { ok: true }),
  }
  const findRoute = createTable([...routes, health])
  const findUpgrade = createTable(upgrades)

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request)
    if (path === undefined)
      return answerError(response, 400, 'bad-request', 'The address of this request is not a path.')
    const route = findRoute(path)
    if (!route) return answerError(response, 404, 'not-found', 'Nothing is served at this address.')
    const { methods } = route
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
    if (methods && !methods.includes(method)) {
      response.setHeader('allow', methods.join(', '))
      return answerError(response, 405, 'method-not-allowed', `This address takes ${methods.join(' and ')} only.`)
    }
    try {
      await route.handle(request, response)
    } catch (error) {
      logger.error({ err: error, path: route.path }, 'a request failed')
      answerError(response, 500, 'failed', 'Something went wrong here. It was logged.')
    }
  }

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const route = findUpgrade(pathOf(request) ?? '')
    if (route) route.handle(request, socket, head)
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  }

  return createHttpServer({ ...rest, portSetting: 'PORT', handle: (...args) => void handle(...args), upgrade })
}
