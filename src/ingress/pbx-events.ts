/**
 * Where PBXs deliver what happens there: `/pbx/<name>/events/<secret>`. Who asks without being one learns nothing: an unknown name,
 * a PBX that delivers nothing and a wrong secret are answered alike. The secret stands in no log.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ConferenceProvider, PbxEventRequest } from '#core/contracts/conference-provider.ts'
import { errorFacts } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { readAtMost } from '#lib/read-at-most.ts'
import { answerError } from './answer.ts'
import { pathOf, type Route } from './routes.ts'

/** On the public server; below it the secret. */
export const eventsPath = (pbx: string) => `/pbx/${pbx}/events`

const maxBodyBytes = 256 * 2 ** 10
/** A PBX that waits for its answer holds back what it has to tell next. */
const answerWithinMs = 1_000

/** Without its handler, since the server listens before PBXs are connected. */
export const pbxEventsRoute: Omit<Route, 'handle'> = { path: '/pbx/*', methods: ['GET', 'POST'] }

export const takingPbxEvents =
  (deps: {
    readonly providerOf: (pbx: string) => Pick<ConferenceProvider, 'receiveEvent'> | undefined
    readonly clock: Clock
    readonly logger: Logger
  }): Route['handle'] =>
  async (request, response) => {
    const [, , name = '', events, secret = '', more] = (pathOf(request) ?? '').split('/')
    const provider = events === 'events' && secret !== '' && more === undefined ? deps.providerOf(name) : undefined
    if (!provider?.receiveEvent) return notFound(response)
    const body = await readAtMost(request, maxBodyBytes).catch(() => undefined)
    // It broke off, so that nobody waits for an answer.
    if (body === undefined) return void response.destroy()
    if (body === null) return tooLarge(response)
    const answer = provider.receiveEvent(toEvent(request, secret, body)).catch((error: unknown) => {
      deps.logger.warn({ pbx: name, ...errorFacts(error) }, 'an event of a PBX could not be taken')
      return 500
    })
    // What takes longer goes on behind the answer.
    const status = await Promise.race([answer, sleep(deps.clock, answerWithinMs).then(() => 200)])
    if (status === 404) return notFound(response)
    response.writeHead(status, { 'cache-control': 'no-store' }).end()
  }

const notFound = (response: ServerResponse) =>
  answerError(response, 404, 'not-found', 'Nothing is served at this address.')

/** The rest is not read, so that the connection is of no more use. */
function tooLarge(response: ServerResponse): void {
  response.setHeader('connection', 'close')
  answerError(response, 413, 'too-large', 'This is more than an event holds.')
}

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
