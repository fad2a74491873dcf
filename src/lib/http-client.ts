/**
 * The only user of undici: one request, one answer held in memory, within a time and a size. It follows no redirects and
 * repeats nothing. Its errors name method, address without query, and a code; never headers, queries or bodies.
 */
import { TLSSocket } from 'node:tls'
import { Agent, buildConnector, type Dispatcher, errors, request } from 'undici'
import { decode } from './content-encoding.ts'
import { isNeverConnected } from './never-connected.ts'
import { readAtMost } from './read-at-most.ts'
import { checkPin, type TlsTrust, trustOptions } from './tls-trust.ts'

export type { Dispatcher } from 'undici'

export interface HttpClientOptions {
  /** From the call to the last byte of the answer, in system time, since sockets know no other. */
  readonly timeoutMs: number
  /** For the connection alone; 5 s unless said. */
  readonly connectTimeoutMs?: number
  /** To one origin at once; 8 unless said. Further requests wait for their turn, within their time. */
  readonly maxConnections?: number
  /** Before its encoding is undone, and after; 4 MiB unless said. */
  readonly maxResponseBytes?: number
  /** Certificates that are taken: those that anybody trusts, unless said. */
  readonly tls?: TlsTrust | undefined
  /** In place of connections of our own, for tests. Whoever gave it closes it. */
  readonly dispatcher?: Dispatcher | undefined
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** In place of the client's. */
  readonly timeoutMs?: number | undefined
  readonly maxResponseBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface HttpResponse {
  readonly status: number
  /** Names in lower case; repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** `bytes` as UTF-8. Of both the encoding (gzip, deflate) is undone. */
  readonly body: string
  readonly bytes: Uint8Array
}

export interface HttpClient {
  /** Resolves with any answer, whatever its status; rejects with an `HttpClientError`. */
  fetch(url: URL, request?: HttpRequest): Promise<HttpResponse>
  /** Waits for what is under way, then closes the connections. */
  close(): Promise<void>
}

/**
 * `unreachable`: no connection, so that nothing was sent. `broken`: the connection broke before an answer began; `timeout`: no
 * whole answer in time: of both nobody knows what became of the request. `malformed`: the answer is cut short, too large or not
 * HTTP. `aborted`: by the caller's signal.
 */
export type HttpFailureReason = 'unreachable' | 'broken' | 'timeout' | 'malformed' | 'aborted'

/** Has no `cause` on purpose: undici's errors may carry headers and pieces of bodies. */
export class HttpClientError extends Error {
  override readonly name = 'HttpClientError'
  readonly reason: HttpFailureReason
  /** `ECONNREFUSED`, `CERT_HAS_EXPIRED`, …: of the system, of TLS, of undici, or of the caller. */
  readonly code: string

  constructor(reason: HttpFailureReason, what: string, code: string) {
    super(`${what}: ${reason}`)
    this.reason = reason
    this.code = code
  }
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { timeoutMs, connectTimeoutMs = 5_000, maxConnections = 8, maxResponseBytes = 4 * 2 ** 20, tls = {} } = options
  const dispatcher =
    options.dispatcher ??
    new Agent({
      connections: maxConnections,
      connect: connectorOf(tls, connectTimeoutMs),
      // The total time is ours to watch.
      headersTimeout: 0,
      bodyTimeout: 0,
    })

  return {
    async fetch(url, { method = 'GET', headers = {}, body, signal, ...given } = {}) {
      const deadline = AbortSignal.timeout(given.timeoutMs ?? timeoutMs)
      let isAnswered = false
      try {
        const response = await request(url, {
          dispatcher,
          method,
          headers,
          body: body ?? null,
          signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
        })
        isAnswered = true
        const answered = joinHeaders(response.headers)
        const most = given.maxResponseBytes ?? maxResponseBytes
        const bytes = await decode(await readWhole(response.body, most), answered['content-encoding'], most)
        return {
          status: response.statusCode,
          headers: answered,
          bytes,
          get body() {
            return bytes.toString('utf8')
          },
        }
      } catch (error) {
        const code = codeOf(error)
        // A mistake of ours, not of the network.
        if (code === 'UND_ERR_INVALID_ARG') throw error
        const fail = (reason: HttpFailureReason) =>
          new HttpClientError(reason, `${method} ${url.origin}${url.pathname} (${code})`, code)
        if (deadline.aborted) throw fail('timeout')
        if (signal?.aborted) throw fail('aborted')
        if (isAnswered || error instanceof errors.HTTPParserError) throw fail('malformed')
        throw fail(isUnsent(code) ? 'unreachable' : 'broken')
      }
    },
    async close() {
      if (!options.dispatcher) await dispatcher.close()
    },
  }
}

/** A pinned certificate is looked at in each handshake, before the connection is handed on to whoever sends. */
function connectorOf(tls: TlsTrust, timeout: number): buildConnector.BuildOptions | buildConnector.connector {
  const options = { timeout, ...trustOptions(tls) }
  if (tls.fingerprint === undefined) return options
  const connect = buildConnector({ ...options, allowH2: false, maxCachedSessions: 0 })
  return (to, done) =>
    connect(to, (error, socket) => {
      if (error) return done(error, null)
      const problem = socket instanceof TLSSocket ? checkPin(socket, tls) : null
      if (!problem) return done(null, socket)
      socket.destroy()
      done(problem, null)
    })
}

class TooLargeError extends Error {
  readonly code = 'TOO_LARGE'
}

async function readWhole(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const bytes = await readAtMost(body, maxBytes)
  if (!bytes) throw new TooLargeError()
  return bytes
}

const joinHeaders = (headers: Readonly<Record<string, string | string[] | undefined>>) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(', ')]],
    ),
  )

/** No connection, or none that can be trusted: a server's certificate is looked at before anything is said to it. */
const isUnsent = (code: string) =>
  isNeverConnected(code) || /^(CERT_|DEPTH_ZERO_|ERR_SSL_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_)/.test(code)

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (typeof code === 'string') return code
  return error instanceof Error ? error.name : 'unknown'
}
