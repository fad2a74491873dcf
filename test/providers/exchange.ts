/** Plays recorded exchanges in the place of a PBX, with the network off: what is asked otherwise than recorded fails. */
import { isDeepStrictEqual } from 'node:util'
import { MockAgent } from 'undici'

export interface ExchangeRequest {
  readonly method: string
  /** Below the base address. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /** May be sent again when nobody knows whether it arrived: GETs may, unless said. */
  readonly repeatable?: boolean
}

export const isRepeatable = ({ method, repeatable }: ExchangeRequest): boolean => repeatable ?? method === 'GET'

/** `refused`: no connection; `reset`: it breaks before an answer; `hang`: never an answer. */
export type ExchangeAnswer =
  | {
      readonly status: number
      readonly json?: unknown
      readonly text?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | 'refused'
  | 'reset'
  | 'hang'

export interface Exchange {
  readonly request: ExchangeRequest
  readonly response: ExchangeAnswer
}

export interface SentRequest {
  readonly method: string
  /** Below the base address, without query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly authorization: string | undefined
}

export interface Player {
  readonly dispatcher: MockAgent
  /** Once each, in any order. */
  play(...exchanges: readonly Exchange[]): void
  /** The same answer whenever it is asked. */
  playForever(exchange: Exchange): void
  /** All requests, in order. */
  sent(): readonly SentRequest[]
  /** Rejects exchanges that nobody asked for. */
  assertAllPlayed(): void
}

/** `anyOf`: names in a query whose values are not compared, such as that of a token. */
export function createPlayer(baseUrl: string, anyOf: readonly string[] = []): Player {
  const { origin, pathname } = new URL(baseUrl)
  const basePath = pathname.replace(/\/$/, '')
  const agent = new MockAgent({ enableCallHistory: true })
  agent.disableNetConnect()
  const pool = agent.get(origin)

  const intercept = ({ request, response }: Exchange) => {
    const interceptor = pool.intercept({
      method: request.method,
      path: (asked) => isSamePath(request, asked.slice(basePath.length), anyOf),
      body: (body) => isSameBody(request, body),
    })
    if (typeof response !== 'string') {
      const body = response.text ?? (response.json === undefined ? '' : JSON.stringify(response.json))
      const isJson = response.text === undefined && response.json !== undefined
      return interceptor.reply(response.status, body, {
        headers: { ...(isJson && { 'content-type': 'application/json' }), ...response.headers },
      })
    }
    if (response === 'hang') return interceptor.reply(200, () => new Promise<never>(() => {}))
    const code = response === 'refused' ? 'ECONNREFUSED' : 'ECONNRESET'
    return interceptor.replyWithError(Object.assign(new Error(`connect ${code}`), { code }))
  }

  return {
    dispatcher: agent,
    play(...exchanges) {
      for (const exchange of exchanges) intercept(exchange)
    },
    playForever(exchange) {
      intercept(exchange).persist()
    },
    sent: () =>
      (agent.getCallHistory()?.calls() ?? []).map((call) => ({
        method: call.method,
        path: call.path.split('?')[0]?.slice(basePath.length) ?? '',
        query: Object.fromEntries(new URL(call.fullUrl).searchParams),
        authorization: [new Map(Object.entries(call.headers ?? {})).get('authorization')].flat()[0],
      })),
    assertAllPlayed: () => agent.assertNoPendingInterceptors(),
  }
}

function isSamePath({ path, query = {} }: ExchangeRequest, asked: string, anyOf: readonly string[]): boolean {
  const [askedPath, askedQuery = ''] = asked.split('?')
  const compared = Object.entries(Object.fromEntries(new URLSearchParams(askedQuery)))
  const isCompared = ([name]: readonly [string, string]) => !anyOf.includes(name)
  return (
    askedPath === path &&
    isDeepStrictEqual(
      Object.fromEntries(compared.filter(isCompared)),
      Object.fromEntries(Object.entries(query).filter(isCompared)),
    )
  )
}

/** Bodies are compared as what they say; a request that records none must have none. */
function isSameBody({ json, form }: ExchangeRequest, body: string | null): boolean {
  if (form) return isDeepStrictEqual(Object.fromEntries(new URLSearchParams(body ?? '')), form)
  if (json === undefined) return !body
  return body !== null && body !== '' && isDeepStrictEqual(JSON.parse(body), json)
}
