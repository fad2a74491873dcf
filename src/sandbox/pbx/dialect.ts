/**
 * What a vendor's dialect is: the simulated PBX put on the wire as that vendor's documents say, with the vendor's own oddities;
 * and what all of them do alike with a request: reading it, recording it, spoiling it as planned.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { parseJson } from '#lib/parse-json.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import { type Faults, type HttpReply, type RefusedStatus, withFault } from '#sandbox/faults.ts'
import type { Traffic } from '#sandbox/traffic.ts'
import type { EventLine } from './event-line.ts'
import type { Pbx } from './pbx.ts'
import type { Leg, Room, RoomSettings } from './room.ts'

/** What an operator can do at the vendor's own console, beside putting somebody out. */
export type ConsoleAct = 'lock' | 'record' | 'mute'
export const consoleActs: readonly ConsoleAct[] = ['lock', 'record', 'mute']

/** What the bot signs in with, in the words of none of the vendors: each dialect says what is what of it. */
export interface Account {
  readonly username: string
  readonly password: string
  /** The tenant, account or domain that the user belongs to. */
  readonly domain: string
}

export interface DialectDeps {
  readonly pbx: Pbx
  /** The movable one: calls, tokens and recordings live on it. */
  readonly clock: Clock
  readonly logger: Logger
  readonly account: Account
  readonly traffic: Traffic
  readonly faults: Faults
  /** By which events go to the bot, so that they are seen and can go wrong; `reset` is not the dialect's business. */
  readonly events: Pick<EventLine, 'send'>
  /** Tells of every change of rooms and legs, to dialects that send events. */
  readonly onChange: (listener: () => void) => void
  /** Where the bot takes events (`…/pbx/<name>/events/<secret>`), as an administrator would have set it up; null: nowhere. */
  readonly eventsUrl: () => string | null
}

export interface Dialect {
  /** Answers a request of the bot; `path` is its path below the mount, without the query. */
  handle(req: IncomingMessage, res: ServerResponse, path: string): Promise<void>
  /** Takes a WebSocket of the bot; false: no such path. Absent: this vendor has none. */
  upgrade?(req: IncomingMessage, socket: Duplex, head: Buffer, path: string): boolean
  /** As an administrator would make it there. */
  createRoom(room: RoomSettings): void
  /** Changes fields by the vendor's names. undefined, or why not, as the vendor would say it. */
  editRoom(room: Room, fields: unknown): string | undefined
  /** By the vendor's names; no PINs. */
  roomFields(room: Room): Readonly<Record<string, unknown>>
  /** Those that this vendor's console has; absent: all of them. */
  readonly console?: readonly ConsoleAct[]
  /** What a key in a call does on this PBX. */
  keysPressed?(leg: Leg, digits: string): void
  /** What must be configured to reach it, by the names of that provider's settings; `url`: of the mount. */
  settings(url: string): Readonly<Record<string, unknown>>
  /** Ends all sessions, and whatever else it holds beside the PBX. */
  reset(): void
  /** Closes its sockets. */
  close?(): void
}

/** A new dialect for a PBX, and how its ids of rooms, legs and recordings look. */
export interface DialectDefinition {
  readonly createId: () => string
  readonly create: (deps: DialectDeps) => Dialect
}

/** One request, read. */
export interface DialectRequest {
  readonly method: string
  /** Below the mount, as it came: not decoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

const maxBodyBytes = 1_000_000

/**
 * The handler of a dialect. `answer` may throw nothing; `refuse` gives the vendor's own error for a planned fault (`retryAfter` is
 * added as a header).
 */
export function createDialectHandler({
  pbx,
  traffic,
  faults,
  answer,
  refuse,
}: Pick<DialectDeps, 'pbx' | 'traffic' | 'faults'> & {
  readonly answer: (request: DialectRequest) => HttpReply | Promise<HttpReply>
  readonly refuse: (status: RefusedStatus) => HttpReply
}): Dialect['handle'] {
  return async (req, res, path) => {
    const startedMs = performance.now()
    // The caller went away, or sent more than any call here needs.
    const bytes = await readAtMost(req, maxBodyBytes).catch(() => null)
    if (!bytes) {
      res.destroy()
      return
    }
    const url = new URL(req.url ?? '/', 'http://sandbox')
    const method = req.method ?? ''
    const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]))
    const body = bytes.toString('utf8')
    const frame = traffic.record({
      transport: 'http',
      direction: 'in',
      method,
      path: path + url.search,
      headers,
      ...(body && { body: shownBody(headers['content-type'], body) }),
    })
    const fault = faults.take(`${method} ${path}`)
    if (fault?.kind === 'drop-calls') pbx.dropAllCalls()
    const request = { method, path, query: url.searchParams, headers, body }
    const reply = await withFault(fault, res, () => answer(request), refuse)
    if (!reply) return
    frame.status = reply.status
    frame.ackMs = performance.now() - startedMs
  }
}

const shownBody = (type: string | undefined, body: string): unknown => readForm(type, body) ?? parseJson(body) ?? body

/** undefined: it is not form-encoded. */
export function readForm(type: string | undefined, body: string): Record<string, string> | undefined {
  if (!hasType(type, 'application/x-www-form-urlencoded')) return undefined
  return Object.fromEntries(new URLSearchParams(body))
}

export const hasType = (type: string | undefined, wanted: string): boolean =>
  type?.split(';', 1)[0]?.trim().toLowerCase() === wanted
