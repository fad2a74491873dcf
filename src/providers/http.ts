/**
 * HTTP as providers need it: a base address, JSON in and out, every failure an error of the one tree that names the PBX. At
 * most so many requests at once; what may be repeated is repeated for a while; a PBX that is down is not waited for.
 */
import { z } from 'zod'
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { isConfbotError } from '#core/errors.ts'
import { createHttpClient, type Dispatcher, HttpClientError, type HttpResponse } from '#lib/http-client.ts'
import { parseJson } from '#lib/parse-json.ts'
import { secretsIn } from '#lib/redact.ts'
import { retry } from '#lib/retry.ts'
import type { TlsTrust } from '#lib/tls-trust.ts'
import { createTurnstile } from '#lib/turnstile.ts'
import { CircuitOpenError, createCircuitBreaker } from './circuit-breaker.ts'
import { connectionError, providerError, statusError, type VendorProblem } from './failure.ts'
import { createRateLimit, type Limit } from './rate-limit.ts'

/** What an adapter is given; tests put a dispatcher in the place of the network. */
export interface HttpDeps extends ProviderDeps {
  readonly dispatcher?: Dispatcher | undefined
}

export interface HttpOptions extends HttpDeps {
  /** With the path that all calls share, such as `https://pbx.example.com:8887/api`. */
  readonly baseUrl: string
  /** For each attempt, of sending and receiving: 10 s unless said. */
  readonly timeoutMs?: number
  /** Certificates that are taken: those that anybody trusts, unless said. */
  readonly tls?: TlsTrust | undefined
  /** Requests under way at once; 8 unless said. */
  readonly atOnce?: number
  /** Carried by every request, unless it has its own. */
  readonly headers?: Readonly<Record<string, string>>
  /** The content type of JSON that is sent: `application/json` unless said. */
  readonly jsonType?: string
  /** Reads the vendor's error body (parsed JSON); null where it is none. */
  readonly problemOf: (body: unknown) => VendorProblem | null
  /** Answers that are no success say so in their body alone, with the HTTP status 200: `problemOf` is asked of all. */
  readonly failsWith200?: boolean
  /** What an answer's headers (names in lower case) tell of the vendor's limit; null: nothing. When nothing remains no call is sent. */
  readonly limitOf?: (headers: HttpResponse['headers']) => Limit | null
  /** What the vendor documents: further calls wait a little, and are refused where that is not enough. */
  readonly requestsPerMinute?: number
}

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the base address; make it with `path`. Of a file also an address that the PBX named, as long as it is on the PBX itself. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /** What else in it is secret than what bears the name of a secret: part of an address, say. */
  readonly secrets?: readonly string[]
  /** May be repeated when nobody knows whether it arrived. Only GETs are, unless said. */
  readonly repeatable?: boolean
  readonly timeoutMs?: number
  /** The answer is a file rather than JSON, and read by `FileReply`. */
  readonly isFile?: true
  /** Of a file: a larger one is `provider.too-large`. 256 MiB unless said. */
  readonly maxBytes?: number
  /** Given up when it is aborted. Of a call that lasts as long as somebody's telephone rings, that says nothing about the PBX. */
  readonly signal?: AbortSignal | undefined
}

/** Of a call with `isFile`. */
export const FileReply = z.object({ mimeType: z.string(), content: z.custom<Uint8Array>() })

/** More than a day of sound at the rate of a telephone is not fetched. */
const maxFileBytes = 256 * 2 ** 20
/** What may be an error in the place of a file. */
const maxProblemBytes = 10_000

export interface Http {
  /** The answer's JSON as `reply` reads it; nothing where no reply is expected. Rejects with a `provider.*` ConfbotError. */
  call<Reply extends z.ZodType>(call: HttpCall, reply: Reply): Promise<z.output<Reply>>
  call(call: HttpCall): Promise<void>
  close(): Promise<void>
}

const repeatWaitsMs = [200, 600]

/** ``path`/rooms/${id}` `` with every part encoded. */
export const path = (texts: TemplateStringsArray, ...parts: readonly string[]) =>
  String.raw({ raw: texts }, ...parts.map(encodeURIComponent))

export function createHttp(options: HttpOptions): Http {
  const { name, clock, dispatcher, tls, timeoutMs = 10_000, atOnce = 8, problemOf } = options
  const logger = options.logger.child({ pbx: name })
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  const client = createHttpClient({ timeoutMs, maxConnections: atOnce, tls, dispatcher })
  const turn = createTurnstile(atOnce)
  const breaker = createCircuitBreaker({ clock, isFailure: isSilence })
  const limit = createRateLimit(clock, options.requestsPerMinute ?? null)

  const send = async (call: HttpCall, attemptMs: number): Promise<HttpResponse> => {
    const { method } = call
    const startedAt = clock.now()
    const facts = () => ({ method, path: shown(call), ms: clock.now() - startedAt })
    try {
      const response = await client.fetch(urlOf(baseUrl, call), {
        method,
        ...contentOf({ ...call, headers: { ...options.headers, ...call.headers } }, options.jsonType),
        timeoutMs: attemptMs,
        signal: call.signal,
        ...(call.isFile && { maxResponseBytes: call.maxBytes ?? maxFileBytes }),
      })
      const told = options.limitOf?.(response.headers)
      if (told) limit.told(told)
      logger.debug({ ...facts(), status: response.status }, 'PBX answered')
      return response
    } catch (error) {
      if (error instanceof HttpClientError) logger.debug({ ...facts(), reason: error.message }, 'PBX did not answer')
      throw error
    }
  }

  const succeed = async (call: HttpCall, attemptMs: number): Promise<HttpResponse> => {
    const response = await send(call, attemptMs)
    const isSuccess = response.status >= 200 && response.status < 300
    const saysNothing = isSuccess && (!options.failsWith200 || isWholeFile(call, response))
    const problem = saysNothing ? null : problemOf(parseJson(response.body))
    if (isSuccess && !problem) return response
    const { json, form, headers, query, secrets = [] } = call
    const sent = [...secrets, ...secretsIn({ json, form, headers, query })]
    const told = options.limitOf?.(response.headers)
    const resetMs = told && told.remaining <= 0 ? told.resetMs : undefined
    const error = statusError(name, what(call), response, problem, { now: clock.now(), sent, resetMs })
    if (error.code === 'provider.rate-limited') limit.refused(error.details.retryAfterMs ?? 0)
    throw error
  }

  /** Counted before it is sent. */
  const admit = async (call: HttpCall) => {
    const retryAfterMs = await limit.admit()
    if (retryAfterMs === null) return
    throw providerError('provider.rate-limited', name, new Error(`${what(call)} was not sent`), { retryAfterMs })
  }

  return {
    async call<Reply extends z.ZodType>(call: HttpCall, reply?: Reply) {
      const attemptMs = call.timeoutMs ?? timeoutMs
      const isRepeatable = call.repeatable ?? call.method === 'GET'
      const giveUpAt = clock.now() + (isRepeatable ? attemptMs * 1.5 : attemptMs)
      const attempt = () =>
        turn(async () => {
          const leftMs = () => giveUpAt - clock.now()
          if (leftMs() <= 0) throw new HttpClientError('unreachable', `${what(call)} (no turn in time)`, 'NO_TURN')
          await admit(call)
          // What must not be repeated gets its full time, however long it stood in line.
          const inMs = isRepeatable ? Math.max(Math.min(attemptMs, leftMs()), 1) : attemptMs
          return breaker.run(() => succeed(call, inMs))
        })
      try {
        const response = await (isRepeatable
          ? retry(attempt, { clock, waitsMs: repeatWaitsMs, giveUpAt, isWorthIt: mayPass })
          : attempt())
        return readReply(name, call, response, reply)
      } catch (error) {
        if (error instanceof HttpClientError && error.code === 'TOO_LARGE' && call.isFile)
          throw providerError('provider.too-large', name, error)
        if (error instanceof HttpClientError) throw connectionError(name, error.reason, error, !isRepeatable)
        if (error instanceof CircuitOpenError) throw connectionError(name, 'unreachable', error)
        throw error
      }
    },
    close: () => client.close(),
  }
}

/** Nobody answered: what the circuit breaker counts. */
const isSilence = (error: unknown) =>
  error instanceof HttpClientError && error.reason !== 'malformed' && error.reason !== 'aborted'

const mayPass = (error: unknown) =>
  isConfbotError(error, 'provider.failed') ||
  (error instanceof HttpClientError && !['TOO_LARGE', 'OTHER_HOST'].includes(error.code))

/** The login goes along, so that it must be the same machine, and not be heard on the way. */
const isSamePbx = (own: URL, named: URL) =>
  named.hostname === own.hostname && (named.protocol === own.protocol || named.protocol === 'https:')

/** Without what follows the path: an address that the PBX named may carry a token. */
const what = (call: HttpCall) => `${call.method} ${shown(call)}`
const shown = ({ path }: HttpCall) => path.replace(/[?#].*$/s, '')

/** Throws what is a mistake of ours; an address that the PBX named and that is not its own is its mistake. */
function urlOf(baseUrl: string, call: HttpCall): URL {
  const isNamed = call.isFile === true && /^https?:/i.test(call.path)
  if (isNamed && !(URL.canParse(call.path) && isSamePbx(new URL(baseUrl), new URL(call.path))))
    throw new HttpClientError('malformed', `${call.method} of a file that is not on the PBX`, 'OTHER_HOST')
  const url = new URL(isNamed ? call.path : baseUrl + call.path)
  for (const [key, value] of Object.entries(call.query ?? {})) url.searchParams.set(key, String(value))
  return url
}

function contentOf(
  { json, form, headers, isFile }: HttpCall,
  jsonType = 'application/json',
): { headers: Record<string, string>; body?: string } {
  const common = { accept: isFile ? '*/*' : 'application/json', 'user-agent': 'confbot', ...headers }
  if (form)
    return {
      headers: { ...common, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    }
  if (json !== undefined) return { headers: { ...common, 'content-type': jsonType }, body: JSON.stringify(json) }
  return { headers: common }
}

function readReply<Reply extends z.ZodType>(pbx: string, call: HttpCall, response: HttpResponse, reply?: Reply) {
  const malformed = (how: string) =>
    providerError('provider.malformed', pbx, new Error(`${what(call)} answered ${how}`))
  if (!reply) {
    if (isMarkup(response)) throw malformed('with a web page')
    return undefined
  }
  if (call.isFile && isMarkup(response)) throw malformed('with a web page')
  if (call.isFile && response.headers['content-type']?.includes('json')) throw malformed('with JSON in place of a file')
  const body = call.isFile ? responseToFile(response) : parseJson(response.body)
  if (body === undefined) throw malformed('with something else than JSON')
  const parsed = reply.safeParse(body)
  if (parsed.success) return parsed.data
  // Where and what was expected; zod's issues do not carry the values.
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw malformed(`otherwise than documented: ${issues.slice(0, 5).join('; ')}`)
}

const isWholeFile = ({ isFile }: HttpCall, { bytes }: HttpResponse) => isFile && bytes.length > maxProblemBytes

const responseToFile = ({ headers, bytes }: HttpResponse): z.output<typeof FileReply> => ({
  mimeType: headers['content-type']?.split(';', 1)[0]?.trim() || 'application/octet-stream',
  content: bytes,
})

/** A page of some proxy or portal. */
export const isMarkup = ({ headers, bytes }: Pick<HttpResponse, 'headers' | 'bytes'>) =>
  headers['content-type']?.includes('html') === true ||
  Buffer.from(bytes.subarray(0, 100)).toString('utf8').trimStart().startsWith('<')
