/** The ports that confbot listens on: free, or already those of a confbot that runs. */
import { createServer } from 'node:net'
import { z } from 'zod'
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { createHttpClient } from '#lib/http-client.ts'
import { say } from '#text/message.ts'

export interface PortSettings {
  /** null: all addresses of the machine. */
  readonly host: string | null
  readonly port: number
  readonly adminHost: string
  readonly adminPort: number
}

/** A confbot answers at once. */
const answerWithinMs = 3_000

const Health = z.strictObject({ ok: z.literal(true) })
const Readiness = z.object({
  ready: z.boolean(),
  mode: z.string(),
  parts: z.record(z.string(), z.object({ connected: z.boolean() })),
})

export function portChecks({ host, port, adminHost, adminPort }: PortSettings): readonly Check[] {
  const same: Check = {
    what: say('doctor.port.what', { port: String(port) }),
    run: async () =>
      port !== 0 && port === adminPort
        ? [fail(say('doctor.port.same', { port: String(port) }), say('doctor.port.same.next'))]
        : [],
  }
  const at = (place: Place, running: (origin: string) => Promise<readonly Finding[] | null>): Check => ({
    what: say('doctor.port.what', { port: String(place.port) }),
    after: same,
    run: () => portFindings(place, running),
  })
  return [
    same,
    at({ setting: 'PORT', hostSetting: 'CONFBOT_HOST', host, port }, async (origin) =>
      Health.safeParse(await ask(`${origin}/healthz`)).success ? [] : null,
    ),
    at(
      { setting: 'ADMIN_PORT', hostSetting: 'CONFBOT_ADMIN_HOST', host: adminHost, port: adminPort },
      async (origin) => {
        const { data } = Readiness.safeParse(await ask(`${origin}/readyz`))
        return data ? readinessFindings(data) : null
      },
    ),
  ]
}

interface Place {
  readonly setting: string
  readonly hostSetting: string
  readonly host: string | null
  readonly port: number
}

/** `running`: what a confbot says that answers there; null where it is none. */
async function portFindings(
  place: Place,
  running: (origin: string) => Promise<readonly Finding[] | null>,
): Promise<readonly Finding[]> {
  const { setting, hostSetting, host } = place
  const port = String(place.port)
  if (place.port === 0) return [ok(say('doctor.port.any', { setting }))]
  const problem = await tryToListen(place)
  switch (problem) {
    case null:
      return [ok(say('doctor.port.free', { port, setting }))]
    case 'EADDRINUSE': {
      const said = await running(`http://${host && !isAnyAddress(host) ? inUrl(host) : '127.0.0.1'}:${port}`)
      if (said) return [ok(say('doctor.port.running', { port, setting })), ...said]
      return [fail(say('doctor.port.taken', { port }), say('doctor.port.taken.next', { setting }))]
    }
    case 'EACCES':
      return [fail(say('doctor.port.closed', { port }), say('doctor.port.closed.next', { setting }))]
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return [
        fail(
          say('doctor.port.no-address', { host: host ?? '' }),
          say('doctor.port.no-address.next', { setting: hostSetting }),
        ),
      ]
  }
  return [fail(say('doctor.port.other', { port, code: problem }), say('doctor.port.other.next', { setting }))]
}

/** The code of the failure; null when it went well. */
function tryToListen({ host, port }: Place): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, ...(host !== null && { host }), exclusive: true }, () => server.close(() => resolve(null)))
  })
}

const isAnyAddress = (host: string) => ['0.0.0.0', '::'].includes(host)
const inUrl = (host: string) => (host.includes(':') ? `[${host}]` : host)

/** JSON; undefined for anything else. */
async function ask(url: string): Promise<unknown> {
  const client = createHttpClient({ timeoutMs: answerWithinMs })
  try {
    return JSON.parse((await client.fetch(new URL(url))).body)
  } catch {
    return undefined
  } finally {
    await client.close()
  }
}

function readinessFindings({ parts }: z.output<typeof Readiness>): readonly Finding[] {
  const gone = Object.entries(parts).filter(([, { connected }]) => !connected)
  if (gone.length === 0) return []
  const names = gone.map(([name]) => name).join(', ')
  return [warn(say('doctor.port.not-ready', { parts: names }), say('doctor.port.not-ready.next'))]
}
