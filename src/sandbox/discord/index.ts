/** A Discord server with one bot in it, spoken to as the real one: HTTP API, gateway, interactions over either way; and driven from the people's side. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { MovableClock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { answerFailure } from '../answering.ts'
import { DriveRefusal, expectLoopback, type Route } from '../drive-call.ts'
import { createFaults } from '../faults.ts'
import { forgeries } from '../signed-post.ts'
import { createTraffic, type Traffic } from '../traffic.ts'
import { attachmentsPath } from './attachment-store.ts'
import { createCourier, firstAnswerMs } from './delivery/courier.ts'
import { createRequestUrl } from './delivery/request-url.ts'
import { describeGuild } from './describe-guild.ts'
import { createDiscordRoutes, type Wire } from './drive/routes.ts'
import type { Stage } from './drive/stage.ts'
import { createGateway, gatewayPath } from './gateway/gateway.ts'
import { applicationId, botUserId, deriveSecrets, guildId } from './identity.ts'
import { createInteractionDesk } from './interactions/create-desk.ts'
import { createPing } from './interactions/payload.ts'
import { createInteractionRoutes } from './interactions/routes.ts'
import { apiPath, createRest } from './rest/index.ts'
import { createServer } from './server.ts'
import { toGatewayEvent } from './tell-gateway.ts'
import { personToUser } from './wire-object.ts'

export type DiscordDelivery = { delivery: 'gateway' } | { delivery: 'http'; requestUrl: string | (() => string) }

export interface SandboxDiscordOptions {
  clock: MovableClock
  logger: Logger
  /** The sandbox's token: the bot's secrets follow from it. */
  token: string
  baseUrl: () => string
  delivery: DiscordDelivery
  /** How often the app is to send a heartbeat, in milliseconds; Discord's own time when absent. */
  heartbeatIntervalMs?: number | undefined
  /** Told whenever the bot may have changed something, and of planned faults. */
  changed?: (() => void) | undefined
}

export interface DiscordCredentials {
  /** Without the version, e.g. `http://127.0.0.1:3000/sandbox/discord/api`. */
  apiUrl: string
  token: string
  applicationId: string
  /** 64 hexadecimal digits: verifies what comes to the request URL. */
  publicKey: string
  serverId: string
}

export interface SandboxDiscord {
  /** Answers a request below `/sandbox/discord/`. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>
  /** Takes a WebSocket; false: not at this path. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): boolean
  routes: { get: Record<string, Route>; post: Record<string, Route> }
  credentials(): DiscordCredentials
  reset(): void
  close(): Promise<void>
}

export function createSandboxDiscord(options: SandboxDiscordOptions): SandboxDiscord {
  const { clock, logger, baseUrl, changed = () => {} } = options
  const secrets = deriveSecrets(options.token)
  const traffic = createTraffic()
  const faults = createFaults(changed)
  const server = createServer({ clock, secrets, baseUrl })
  const desk = createInteractionDesk(server)
  let delivery = options.delivery
  const noteAddress = () => {
    server.interactionsUrl = delivery.delivery === 'http' ? addressOf(delivery.requestUrl) : null
  }
  if (delivery.delivery === 'http' && typeof delivery.requestUrl === 'string') expectLoopback(delivery.requestUrl)

  const gateway = createGateway({
    baseUrl,
    clock,
    traffic,
    heartbeatIntervalMs: options.heartbeatIntervalMs,
    host: {
      applicationId,
      isToken: (token) => server.isTokenValid && token === secrets.botToken,
      hasPrivilegedIntents: () => server.hasPrivilegedIntents,
      botUser() {
        const bot = server.directory.person(botUserId)
        return bot ? { ...personToUser(bot), verified: true, mfa_enabled: true, email: null } : {}
      },
      guildIds: () => (server.directory.member(botUserId) ? [guildId] : []),
      describeGuild: () => describeGuild(server),
    },
  })
  server.onChange((change) => {
    const event = toGatewayEvent(server, change)
    if (event) gateway.dispatch(event)
  })

  const requestUrlTo = (url: () => string) =>
    createRequestUrl({
      url,
      privateKey: secrets.privateKey,
      systemNow: server.systemNow,
      traffic,
      deadlineMs: firstAnswerMs,
    })
  const requestUrl = requestUrlTo(() => (delivery.delivery === 'http' ? addressOf(delivery.requestUrl) : ''))
  const courier = createCourier({
    requestUrl: () => (delivery.delivery === 'http' ? requestUrl : undefined),
    gateway,
    desk,
  })
  const stage: Stage = { server, courier, gateway }

  const wire: Wire = {
    faults,
    traffic,
    async setDelivery(next) {
      if (next.delivery === 'http') {
        expectLoopback(next.requestUrl)
        const found = await requestUrlTo(() => next.requestUrl).check(createPing(server))
        if (found === 'refused') {
          throw new DriveRefusal(409, 'The specified interactions endpoint url could not be verified.')
        }
      }
      delivery = next
      noteAddress()
    },
    async forge(kind) {
      if (delivery.delivery !== 'http') throw new DriveRefusal(409, 'The gateway has no signatures to forge.')
      const reply = await requestUrl.send(courier.last()?.raw ?? createPing(server), forgeries[kind])
      return { ok: true, status: typeof reply === 'string' ? null : reply.status }
    },
  }

  const rest = createRest({
    server,
    faults,
    traffic: withoutTokens(traffic),
    routes: createInteractionRoutes(desk),
    changed,
  })

  return {
    async handle(req, res, url) {
      // Where the app listens is known only once it does.
      noteAddress()
      try {
        if (url.pathname.startsWith(apiPath)) return await rest.handle(req, res, url)
        const isFile = req.method === 'GET' && url.pathname.startsWith(attachmentsPath)
        const file = isFile ? findFile(url.pathname) : undefined
        if (!file) {
          res.writeHead(404).end()
          return
        }
        // Whatever a file says that it is, no browser takes it for a page.
        res.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.length })
        res.end(file.bytes)
      } catch (error) {
        answerFailure(res, error, logger, url.pathname)
      }
    },
    upgrade(req, socket, head, url) {
      if (url.pathname !== gatewayPath) return false
      gateway.upgrade(req, socket, head)
      return true
    },
    routes: createDiscordRoutes(stage, wire),
    credentials: () => ({
      apiUrl: `${baseUrl()}${apiPath.slice(0, -1)}`,
      token: secrets.botToken,
      applicationId,
      publicKey: secrets.publicKey,
      serverId: guildId,
    }),
    reset() {
      courier.clear()
      server.reset()
      faults.clear()
      traffic.clear()
      // Rights and members are as they were; who is connected learns of it as after an outage of the server.
      gateway.dispatch({ t: 'GUILD_DELETE', d: { id: guildId, unavailable: true }, guildId })
      gateway.dispatch({ t: 'GUILD_CREATE', d: describeGuild(server), guildId })
    },
    close: gateway.close,
  }

  function findFile(pathname: string) {
    const [, id = ''] = pathname.slice(attachmentsPath.length).split('/')
    return server.attachments.find(id)
  }
}

/** What goes over the wire, without the tokens that stand in addresses. */
function withoutTokens(traffic: Traffic): Traffic {
  const hide = (path: string) => path.replace(/(\/(?:interactions|webhooks)\/\d+\/)[^/]+/, '$1[redacted]')
  return {
    ...traffic,
    record: (frame) => traffic.record({ ...frame, ...(frame.path !== undefined && { path: hide(frame.path) }) }),
  }
}

const addressOf = (address: string | (() => string)) => (typeof address === 'string' ? address : address())
