/** The driving API below `/sandbox/api`: what tests and the page do as the people at the chat and at the phones. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { MovableClock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Changes } from './changes.ts'
import { type Fault, faultKinds } from './faults.ts'
import { hasToken } from './guard.ts'
import { BodyTooLarge, readBody, send } from './http-message.ts'
import type { SandboxPbx } from './pbx/index.ts'
import { type Route, route } from './slack/drive/routes.ts'
import { DriveRefusal } from './slack/drive/stage.ts'
import type { SandboxSlack } from './slack/index.ts'

export const apiPath = '/sandbox/api/'

const maxBodyBytes = 1 << 20
/** How long a question for changes is kept open. */
const waitForChangesMs = 20_000

export interface SandboxApiOptions {
  clock: MovableClock
  logger: Logger
  token: string
  slack: SandboxSlack
  pbxs: readonly SandboxPbx[]
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
    try {
      return await found(parseJson(await readBody(req, maxBodyBytes)))
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

function createRoutes({ clock, slack, pbxs, changes }: SandboxApiOptions): Routes {
  const readClock = () => ({
    ok: true,
    now: new Date(clock.now()).toISOString(),
    systemNow: new Date(clock.now() - clock.offsetMs).toISOString(),
    offsetSeconds: clock.offsetMs / 1000,
  })
  const routes: Routes = {
    'GET changes': route(z.strictObject({ after: z.coerce.number().int().min(0).default(0) }), async ({ after }) => ({
      ok: true,
      version: await changes.after(after, waitForChangesMs),
    })),
    'GET clock': readClock,
    'POST clock/advance': route(z.strictObject({ seconds: z.number().min(0) }), ({ seconds }) => {
      clock.advance(seconds * 1000)
      return readClock()
    }),
    'POST reset': () => {
      slack.reset()
      for (const pbx of pbxs) pbx.reset()
      return { ok: true }
    },
  }
  for (const [name, run] of Object.entries(slack.routes.get)) routes[`GET slack/${name}`] = run
  for (const [name, run] of Object.entries(slack.routes.post)) routes[`POST slack/${name}`] = run
  for (const pbx of pbxs) Object.assign(routes, createPbxRoutes(pbx))
  return routes
}

function createPbxRoutes(pbx: SandboxPbx): Routes {
  const name = z.string().min(1)
  const onLeg = (leg: string, isDone: boolean) => {
    if (isDone) return { ok: true }
    const known = pbx
      .rooms()
      .flatMap((room) => room.legs.map((one) => `${one.id} (${one.name ?? one.number ?? 'unknown'})`))
    throw new DriveRefusal(404, `There is no leg "${leg}".`, known)
  }
  return {
    [`GET pbx/${pbx.name}/rooms`]: () => ({ ok: true, rooms: pbx.rooms() }),
    [`GET pbx/${pbx.name}/calls`]: () => ({ ok: true, calls: pbx.calls() }),
    [`GET pbx/${pbx.name}/traffic`]: () => ({ ok: true, frames: pbx.traffic.list() }),
    [`POST pbx/${pbx.name}/call`]: route(
      z.strictObject({ from: name, to: name, pin: z.string().optional(), name: z.string().optional() }),
      (call) => {
        const placed = pbx.call(call)
        return 'leg' in placed ? { ok: true, ...placed } : { ok: false, ...placed }
      },
    ),
    [`POST pbx/${pbx.name}/hangup`]: route(z.strictObject({ leg: name }), ({ leg }) => onLeg(leg, pbx.hangup(leg))),
    [`POST pbx/${pbx.name}/talk`]: route(z.strictObject({ leg: name, on: z.boolean() }), ({ leg, on }) =>
      onLeg(leg, pbx.talk(leg, on)),
    ),
    [`POST pbx/${pbx.name}/key`]: route(z.strictObject({ leg: name, digits: name }), ({ leg, digits }) =>
      onLeg(leg, pbx.key(leg, digits)),
    ),
    [`POST pbx/${pbx.name}/fault`]: route(FaultRequest, (fault) => {
      pbx.faults.add(fault)
      return { ok: true }
    }),
    [`POST pbx/${pbx.name}/mend`]: () => {
      pbx.faults.clear()
      return { ok: true }
    },
  }
}

/** A planned fault, once unless said. */
const FaultRequest: z.ZodType<Fault> = z
  .strictObject({
    match: z.string().default(''),
    kind: z.enum(faultKinds),
    times: z.int().min(1).default(1),
    retryAfter: z.int().min(0).optional(),
  })
  .transform(({ retryAfter, ...fault }) => ({ ...fault, ...(retryAfter !== undefined && { retryAfter }) }))

function parseJson(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new DriveRefusal(400, 'The body is no JSON.')
  }
}
