/** Simulated PBXs side by side, each with a clock, an account and a server of its own, for what asks many of them at once. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import type { Account } from '#sandbox/pbx/dialect.ts'
import { createSandboxPbx, type DialectId, type SandboxPbx } from '#sandbox/pbx/index.ts'
import { close, listen } from './local-server.ts'

export interface Patient {
  readonly name: string
  readonly pbx: SandboxPbx
  readonly clock: MovableClock
  readonly account: Account
  /** Where its server listens: `http://127.0.0.1:3000`. */
  readonly origin: string
  /** As in confbot.yaml. */
  readonly settings: Readonly<Record<string, unknown>>
  /** What was asked of it, oldest first: `POST /api/login`, without the query. */
  asked(): readonly string[]
  stop(): Promise<void>
}

export interface Admission {
  /** Beside the name of its kind. */
  readonly name?: string
  readonly account?: Partial<Account>
  /** The certificate of its server, which speaks TLS then. */
  readonly tls?: { readonly key: string; readonly certificate: string }
  /** In the place of the PBX, or in front of it. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse, pass: () => void) => void
  /** Shared with whoever talks to it; one of its own unless said. */
  readonly clock?: MovableClock
  /** Where it delivers what happens there; nowhere unless said. */
  readonly eventsUrl?: () => string | null
  /** Beside those that the PBX is reached with. */
  readonly settings?: Readonly<Record<string, unknown>>
}

const rooms = [8000, 8001].map((number) => ({
  number: String(number),
  subject: `Room ${number}`,
  capacity: 30,
}))

export async function admit(kind: DialectId, admission: Admission = {}): Promise<Patient> {
  const { name = kind, tls, answer, clock = createMovableClock(), eventsUrl } = admission
  const account: Account = {
    username: 'confbot',
    password: `planted-secret-of-${name}`,
    domain: 'sandbox.example',
    ...admission.account,
  }
  const pbx = createSandboxPbx({
    name,
    dialect: kind,
    clock,
    account,
    // Elsewhere confbot makes those that it needs.
    rooms: kind === 'yeastar-s' ? rooms : [],
    ...(eventsUrl && { eventsUrl }),
  })
  const listener: RequestListener = (req, res) => {
    // What a machine with this clock would say.
    res.setHeader('date', new Date(clock.now()).toUTCString())
    const pass = () => void pbx.handle(req, res, pathOf(req.url))
    if (answer) answer(req, res, pass)
    else pass()
  }
  const server: Server = tls
    ? createTlsServer({ key: tls.key, cert: tls.certificate }, listener)
    : createServer(listener)
  server.on('upgrade', (req, socket: Duplex, head) => {
    if (!pbx.upgrade(req, socket, head, pathOf(req.url))) socket.destroy()
  })
  const origin = (await listen(server)).replace(/^http:/, tls ? 'https:' : 'http:')
  return {
    name,
    pbx,
    clock,
    account,
    origin,
    settings: {
      kind,
      ...pbx.settings(origin),
      rooms: '8000-8001',
      extensions: ['1000-1099'],
      countries: ['DE'],
      ...admission.settings,
    },
    asked: () =>
      pbx.traffic
        .list()
        .flatMap(({ direction, method, path = '' }) =>
          direction === 'in' && method ? [`${method} ${pathOf(path)}`] : [],
        ),
    async stop() {
      pbx.close()
      await close(server)
    },
  }
}

const pathOf = (url = '/') => new URL(url, 'http://pbx').pathname
