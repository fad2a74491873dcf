/** The administrative server, on loopback unless told otherwise: whether each part works, for probes and people. */
import type { Clock } from '#lib/clock.ts'
import { answerError, answerJson } from './answer.ts'
import { createHttpServer, type HttpServer } from './http-server.ts'
import { pathOf } from './routes.ts'

export interface PartStatus {
  readonly isConnected: boolean
  /** When it last answered or called; null: never yet. */
  readonly lastContactAt: number | null
  readonly detail: string
}

export interface Part {
  /** `slack`, `store`, `pbx office`. */
  readonly name: string
  /** Without it nothing can be served. A PBX is not: one that fails must not take the others with it. */
  readonly isEssential: boolean
  readonly status: () => PartStatus
}

export interface AdminServerOptions {
  readonly port: number
  readonly host: string | null
  /** Shown, so that nobody takes a sandbox for the real thing. */
  readonly mode: 'configured' | 'sandbox'
  readonly parts: readonly Part[]
  readonly clock: Clock
}

/** `/readyz` answers 200 when every essential part is connected, else 503; the body tells of all parts. */
export function createAdminServer({ port, host, mode, parts, clock }: AdminServerOptions): HttpServer {
  return createHttpServer({
    port,
    host,
    portSetting: 'ADMIN_PORT',
    handle(request, response) {
      if (pathOf(request) !== '/readyz')
        return answerError(response, 404, 'not-found', 'Nothing is served at this address. Try /readyz.')
      const readings = parts.map((part) => ({ ...part, ...part.status() }))
      const ready = readings.every(({ isEssential, isConnected }) => isConnected || !isEssential)
      const details = readings.map(({ name, isConnected, isEssential, lastContactAt, detail }) => [
        name,
        {
          connected: isConnected,
          essential: isEssential,
          /** Since the last good contact; null: there was none. */
          ageSeconds: lastContactAt === null ? null : Math.max(0, Math.round((clock.now() - lastContactAt) / 1000)),
          detail,
        },
      ])
      answerJson(response, ready ? 200 : 503, { ready, mode, parts: Object.fromEntries(details) })
    },
  })
}
