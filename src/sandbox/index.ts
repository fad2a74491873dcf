/** The sandbox: a Slack workspace, a Discord server and a PBX that the real clients connect to, and the API and page that drive them. */
import { createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createSystemClock, type MovableClock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { apiPath, createSandboxApi, type RealPbx } from './api.ts'
import { createChanges } from './changes.ts'
import { createSandboxDiscord, type DiscordCredentials, type DiscordDelivery } from './discord/index.ts'
import { findForeign } from './guard.ts'
import { createPage } from './page/serve.ts'
import { createSandboxPbx, type DialectId, type RoomSettings } from './pbx/index.ts'
import { createSandboxSlack, type SlackDelivery } from './slack/index.ts'

export interface SandboxOptions {
  clock: MovableClock
  /** Moves the clock by so many milliseconds; all at once when absent. */
  passTime?: ((ms: number) => Promise<void>) | undefined
  logger: Logger
  /** What every driving call must carry; the bot's credentials follow from it. */
  token: string
  slack: SlackDelivery & {
    /** When an event that was not acknowledged comes again; Slack's own times when absent. */
    retryDelaysMs?: readonly number[]
  }
  /** How interactions come to the bot; over the gateway when absent. */
  discord?:
    | (DiscordDelivery & {
        /** How often the bot is to send a heartbeat; Discord's own time when absent. */
        heartbeatIntervalMs?: number
      })
    | undefined
  /** The kinds of PBX that it stands in for; PortSIP alone when absent. */
  pbxs?: readonly DialectId[] | undefined
  /** PBXs of the bot's own, which the page names in the place of those; none when absent. */
  realPbxs?: readonly RealPbx[] | undefined
  /** Where the bot takes a PBX's events, by the PBX's name; nowhere when absent. */
  eventsUrl?: ((name: string) => string | null) | undefined
  /** Where the sandbox is served, e.g. `http://127.0.0.1:3000`; asked only once the server listens. */
  baseUrl: () => string
}

export interface SandboxCredentials {
  slackApiUrl: string
  botToken: string
  appToken: string
  signingSecret: string
  teamId: string
  discord: DiscordCredentials
  /** By name, which is that of its kind. */
  pbxs: ReadonlyMap<string, SandboxPbxCredentials>
}

export interface SandboxPbxCredentials {
  /** Id of the provider. */
  kind: DialectId
  /** By the names of that provider's settings. */
  settings: Readonly<Record<string, unknown>>
}

export interface Sandbox {
  /** True when it took the request: `/`, `/page…`, `/sandbox/…`. */
  handle(req: IncomingMessage, res: ServerResponse): boolean
  /** True when it took the WebSocket: `/sandbox/…`. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** What a bot needs to connect. */
  credentials(): SandboxCredentials
  close(): Promise<void>
}

const pbxRoot = '/sandbox/pbx/'
/** Extensions of the people of the workspace. */
const pbxNames = { '1000': 'Alice', '1001': 'Bob', '1002': 'Carol' }

/** On those that let nobody make rooms over their API, an administrator has made some. */
const madeByHand: Readonly<Record<string, readonly RoomSettings[]>> = {
  'yeastar-s': Array.from({ length: 10 }, (_, index) => ({
    number: String(8000 + index),
    subject: `Room ${8000 + index}`,
    capacity: 30,
  })),
}

export function createSandbox({
  clock,
  passTime = async (ms) => clock.advance(ms),
  logger,
  token,
  slack: slackOptions,
  discord: discordOptions = { delivery: 'gateway' },
  pbxs: kinds = ['portsip'],
  realPbxs = [],
  eventsUrl = () => null,
  baseUrl,
}: SandboxOptions): Sandbox {
  const { retryDelaysMs, ...delivery } = slackOptions
  const changes = createChanges(createSystemClock())
  const slack = createSandboxSlack({ clock, logger, token, baseUrl, delivery, retryDelaysMs, changed: changes.note })
  const { heartbeatIntervalMs, ...discordDelivery } = discordOptions
  const discord = createSandboxDiscord({
    clock,
    logger,
    token,
    baseUrl,
    delivery: discordDelivery,
    heartbeatIntervalMs,
    changed: changes.note,
  })
  const account = { username: 'confbot', password: derivePassword(token), domain: 'sandbox.example' }
  const pbxs = kinds.map((kind) => {
    const pbx = createSandboxPbx({
      name: kind,
      dialect: kind,
      clock,
      logger,
      account,
      rooms: madeByHand[kind] ?? [],
      names: pbxNames,
      eventsUrl: () => eventsUrl(kind),
    })
    pbx.changed(changes.note)
    return pbx
  })
  /** The PBX that a path below `/sandbox/pbx/` is of, and the path below its mount. */
  const pbxAt = (pathname: string) => {
    const pbx = pbxs.find(({ name }) => pathname.startsWith(`${pbxRoot}${name}/`))
    return pbx && { pbx, path: pathname.slice(pbxRoot.length + pbx.name.length) }
  }
  const api = createSandboxApi({ clock, passTime, logger, token, slack, discord, pbxs, realPbxs, changes })
  const page = createPage({ logger })

  const serve = (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> | undefined => {
    const { pathname } = url
    if (pathname.startsWith(apiPath)) return api.handle(req, res, url)
    if (pathname.startsWith('/sandbox/slack/')) return slack.handle(req, res, url)
    if (pathname.startsWith('/sandbox/discord/')) return discord.handle(req, res, url)
    const of = pbxAt(pathname)
    if (of) return of.pbx.handle(req, res, of.path)
    return page.handle(req, res, pathname)
  }

  return {
    handle(req, res) {
      const url = URL.parse(req.url ?? '/', baseUrl())
      if (!url || !isOurs(url.pathname)) return false
      const foreign = findForeign(req, baseUrl())
      if (foreign) {
        res.writeHead(403, { 'content-type': 'application/json', connection: 'close' })
        res.end(JSON.stringify({ ok: false, error: foreign }))
        return true
      }
      serve(req, res, url)?.catch((error: unknown) => {
        logger.error({ err: error, path: url.pathname }, 'the sandbox failed')
        res.destroy()
      })
      return true
    },
    upgrade(req, socket, head) {
      const url = URL.parse(req.url ?? '/', baseUrl())
      if (!url?.pathname.startsWith('/sandbox/')) return false
      const of = pbxAt(url.pathname)
      const isTaken =
        !findForeign(req, baseUrl()) &&
        (slack.upgrade(req, socket, head, url) ||
          discord.upgrade(req, socket, head, url) ||
          of?.pbx.upgrade(req, socket, head, of.path) === true)
      if (!isTaken) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      }
      return true
    },
    credentials: () => ({
      ...slack.credentials(),
      discord: discord.credentials(),
      pbxs: new Map(
        pbxs.map(({ name, kind, settings }) => [name, { kind, settings: settings(`${baseUrl()}${pbxRoot}${name}`) }]),
      ),
    }),
    async close() {
      changes.close()
      for (const pbx of pbxs) pbx.close()
      await Promise.all([slack.close(), discord.close()])
    },
  }
}

function isOurs(pathname: string): boolean {
  return pathname === '/' || pathname === '/page' || pathname.startsWith('/page/') || pathname.startsWith('/sandbox/')
}

function derivePassword(token: string): string {
  return createHmac('sha256', token).update('pbx password').digest('hex').slice(0, 24)
}
