/**
 * Where PBXs ask and tell: `/pbx/<name>/events/<secret>` takes what happens there, `/pbx/<name>/entry/<secret>` answers who may enter
 * a room. Who asks without being a PBX learns nothing: an unknown name, one that does not ask or tell and a wrong secret are answered
 * alike. The secret stands in no log.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type {
  ConferenceProvider,
  EntryAnswer,
  EntryQuestion,
  PbxEventRequest,
} from '#core/contracts/conference-provider.ts'
import { errorFacts } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import { answerError } from './answer.ts'
import { pathOf, type Route } from './routes.ts'

/** On the public server; below it the secret. */
export const eventsPath = (pbx: string) => `/pbx/${pbx}/events`

const maxEventBytes = 256 * 2 ** 10
/** A PBX that waits for its answer holds back what it has to tell next. */
const eventWithinMs = 1_000

/** A number, a room and some digits. */
const maxQuestionBytes = 4 * 2 ** 10
/** Somebody stands at the door, and a dialplan takes no answer after four seconds (`docs/asterisk`). */
const entryWithinMs = 3_000

/** Without its handler, since the server listens before PBXs are connected. */
export const pbxRoute: Omit<Route, 'handle'> = { path: '/pbx/*', methods: ['GET', 'POST'] }

type Provider = Pick<ConferenceProvider, 'receiveEvent' | 'readEntry' | 'writeEntry'>

export interface PbxRequestDeps {
  readonly providerOf: (pbx: string) => Provider | undefined
  /** Never rejects. */
  readonly admit: (pbx: string, question: EntryQuestion) => Promise<EntryAnswer>
  readonly clock: Clock
  readonly logger: Logger
}

/** What is done with a request to one PBX; undefined where nothing is served. */
interface Desk {
  readonly maxBytes: number
  readonly tooLarge: (response: ServerResponse) => void
  readonly take: (request: PbxEventRequest, response: ServerResponse) => Promise<void>
}

export const takingPbxRequests = (deps: PbxRequestDeps): Route['handle'] => {
  const desks: Readonly<Record<string, (name: string, provider: Provider, method: string) => Desk | undefined>> = {
    events: (name, provider) => eventDesk(deps, name, provider),
    entry: (name, provider, method) => (method === 'POST' ? entryDesk(deps, name, provider) : undefined),
  }
  return async (request, response) => {
    const [, , name = '', what = '', secret = '', more] = (pathOf(request) ?? '').split('/')
    const isWhole = secret !== '' && more === undefined && Object.hasOwn(desks, what)
    const provider = isWhole ? deps.providerOf(name) : undefined
    const desk = provider && desks[what]?.(name, provider, request.method ?? '')
    if (!desk) return notFound(response)
    const body = await readAtMost(request, desk.maxBytes).catch(() => undefined)
    // It broke off, so that nobody waits for an answer.
    if (body === undefined) return void response.destroy()
    if (body !== null) return desk.take(toEvent(request, secret, body), response)
    // The rest is not read, so that the connection is of no more use.
    response.setHeader('connection', 'close')
    desk.tooLarge(response)
  }
}

function eventDesk({ clock, logger }: PbxRequestDeps, name: string, provider: Provider): Desk | undefined {
  const { receiveEvent } = provider
  if (!receiveEvent) return undefined
  return {
    maxBytes: maxEventBytes,
    tooLarge: (response) => answerError(response, 413, 'too-large', 'This is more than an event holds.'),
    async take(request, response) {
      const answer = receiveEvent(request).catch((error: unknown) => {
        logger.warn({ pbx: name, ...errorFacts(error) }, 'an event of a PBX could not be taken')
        return 500
      })
      // What takes longer goes on behind the answer.
      const status = await Promise.race([answer, sleep(clock, eventWithinMs).then(() => 200)])
      if (status === 404) return notFound(response)
      response.writeHead(status, { 'cache-control': 'no-store' }).end()
    },
  }
}

function entryDesk({ admit, clock, logger }: PbxRequestDeps, name: string, provider: Provider): Desk | undefined {
  const { readEntry, writeEntry } = provider
  if (!readEntry || !writeEntry) return undefined
  // From here on: what is sent slowly is also waited for.
  const late = sleep(clock, entryWithinMs).then((): EntryAnswer | null => null)
  return {
    maxBytes: maxQuestionBytes,
    tooLarge: notFound,
    async take(request, response) {
      const question = readEntry(request)
      if (!question) return notFound(response)
      const answer = await Promise.race([admit(name, question), late])
      if (!answer) logger.warn({ pbx: name, room: question.roomId }, 'who may enter was not decided in time')
      response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
      response.end(writeEntry(answer ?? { verdict: 'closed' }))
    },
  }
}

const notFound = (response: ServerResponse) =>
  answerError(response, 404, 'not-found', 'Nothing is served at this address.')

function toEvent(request: IncomingMessage, secret: string, body: Uint8Array): PbxEventRequest {
  const { method = '', url = '', headers, socket } = request
  return {
    method,
    secret: decoded(secret),
    query: Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? '')),
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, [value].flat().join(', ')]],
      ),
    ),
    body,
    remoteAddress: socket.remoteAddress ?? '',
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
