/** The driving API below `/sandbox/api`: what tests and the page do as the people at the chat and at the phones. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { MovableClock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Changes } from './changes.ts'
import type { SandboxDiscord } from './discord/index.ts'
import { DriveRefusal, type Route, route } from './drive-call.ts'
import { hasToken } from './guard.ts'
import { BodyTooLarge, readBody, send } from './http-message.ts'
import type { SandboxPbx } from './pbx/index.ts'
import { createPbxRoutes } from './pbx-routes.ts'
import type { SandboxSlack } from './slack/index.ts'

export const apiPath = '/sandbox/api/'

const maxBodyBytes = 1 << 20
/** How long a question for changes is kept open. */
const waitForChangesMs = 20_000
/** As far as every reader of moments can follow. */
const latestAt = Date.UTC(9999, 11, 31)

/** A PBX that the sandbox does not stand in for; `kind` is the id of its provider. */
export interface RealPbx {
  readonly name: string
  readonly kind: string
}

export interface SandboxApiOptions {
  clock: MovableClock
  /** Moves the clock by so many milliseconds. */
  passTime: (ms: number) => Promise<void>
  logger: Logger
  token: string
  slack: SandboxSlack
  discord: SandboxDiscord
  pbxs: readonly SandboxPbx[]
  realPbxs: readonly RealPbx[]
  changes: Changes
}

type Routes = Record<`${'GET' | 'POST'} ${string}`, Route>

export function createSandboxApi(options: SandboxApiOptions) {
  const { logger, token } = options
  const routes = createRoutes(options)

  const run = async (req: IncomingMessage, url: URL): Promise<unknown> => {
    const path = url.pathname.slice(apiPath.length)
    const found = Object.entries(routes).find(([name]) => name === `${req.method} ${path}`)?.[1]
    if (!found) throw new DriveRefusal(404, `There is no call "${req.method} ${path}".`, Object.keys(routes))
    if (req.method === 'GET') return await found(Object.fromEntries(url.searchParams))
    const body = parseJson(await readBody(req, maxBodyBytes))
    try {
      const answer = found(body)
      // What was said and clicked is seen before the bot has answered.
      options.changes.note()
      return await answer
    } finally {
      options.changes.note()
    }
  }

  return {
    /** Answers a request whose host and origin have been found our own. */
    async handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
      const answer = (status: number, body: unknown) =>
        send(res, {
          status,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'cache-control': 'no-store',
            // What is left of a request that was not read must not be taken for the next one.
            ...(status >= 400 && { connection: 'close' }),
          },
          body: JSON.stringify(body),
        })
      const refuse = (status: number, sentence: string, known: readonly string[] = []) =>
        answer(status, { ok: false, error: sentence, ...(known.length > 0 && { known }) })

      if (!hasToken(req, token))
        return refuse(401, 'Send the token of the printed address as "Authorization: Bearer …".')
      if (req.method === 'POST' && !/^application\/json\b/.test(req.headers['content-type'] ?? '')) {
        return refuse(415, 'Send JSON, as "Content-Type: application/json".')
      }
      try {
        answer(200, await run(req, url))
      } catch (error) {
        if (error instanceof DriveRefusal) return refuse(error.status, error.message, error.known)
        if (error instanceof BodyTooLarge) return refuse(413, 'The body is too large.')
        logger.error({ err: error, path: url.pathname }, 'the sandbox API failed')
        refuse(500, 'The sandbox failed; its log says why.')
      }
    },
  }
}

function createRoutes({ clock, passTime, slack, discord, pbxs, realPbxs, changes }: SandboxApiOptions): Routes {
  const readClock = () => ({
    ok: true,
    now: new Date(clock.now()).toISOString(),
    systemNow: new Date(clock.now() - clock.offsetMs).toISOString(),
    offsetSeconds: clock.offsetMs / 1000,
  })
  const routes: Routes = {
    'GET changes': route(z.strictObject({ after: z.coerce.number().int().min(0).default(0) }), async ({ after }) => {
      const version = await changes.after(after, waitForChangesMs)
      if (version === null) throw new DriveRefusal(409, 'The sandbox stops.')
      return { ok: true, version }
    }),
    'GET pbx': () => ({ ok: true, pbxs: pbxs.map(pbxToSummary), real: realPbxs }),
    'GET clock': readClock,
    'POST clock/advance': route(z.strictObject({ seconds: z.number().min(0) }), async ({ seconds }) => {
      if (clock.now() + seconds * 1000 > latestAt) throw new DriveRefusal(400, 'The clock goes to the year 9999.')
      await passTime(seconds * 1000)
      return readClock()
    }),
    'POST reset': () => {
      slack.reset()
      discord.reset()
      for (const pbx of pbxs) pbx.reset()
      return { ok: true }
    },
  }
  for (const [chat, { get, post }] of Object.entries({ slack: slack.routes, discord: discord.routes })) {
    for (const [name, run] of Object.entries(get)) routes[`GET ${chat}/${name}`] = run
    for (const [name, run] of Object.entries(post)) routes[`POST ${chat}/${name}`] = run
  }
  for (const pbx of pbxs) {
    const { get, post } = createPbxRoutes(pbx)
    for (const [name, run] of Object.entries(get)) routes[`GET pbx/${pbx.name}/${name}`] = run
    for (const [name, run] of Object.entries(post)) routes[`POST pbx/${pbx.name}/${name}`] = run
  }
  return routes
}

/** What one asks before one looks closer: who is on the telephone there at all. */
function pbxToSummary({ name, kind, names, console, rooms }: SandboxPbx) {
  const legs = rooms().map((room) => room.legs)
  return {
    name,
    kind,
    names,
    console,
    liveRooms: legs.filter(({ length }) => length > 0).length,
    calls: legs.flat().length,
    ringing: legs.flat().filter(({ state }) => state === 'ringing').length,
  }
}

function parseJson(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new DriveRefusal(400, 'The body is no JSON.')
  }
}
