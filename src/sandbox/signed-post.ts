/** One signed HTTP request of the sandbox to the bot, true or forged; what became of it; and both in the traffic. */
import { request } from 'node:http'
import type { Traffic } from './traffic.ts'

/** How a forged request differs from a true one. */
export interface Forgery {
  /** Signed with another key. */
  hasWrongKey?: boolean
  /** No signature at all. */
  isUnsigned?: boolean
  /** The body is changed after signing. */
  isTampered?: boolean
  /** How far its timestamp is from the present, in seconds. */
  skewSeconds?: number
}

/** Beyond the five minutes that a receiver allows for. */
const staleSeconds = 6 * 60

/** By the names that the driving calls have for them. */
export const forgeries = {
  signature: { hasWrongKey: true },
  unsigned: { isUnsigned: true },
  tampered: { isTampered: true },
  old: { skewSeconds: -staleSeconds },
  future: { skewSeconds: staleSeconds },
} satisfies Record<string, Forgery>

export type ForgeryKind = keyof typeof forgeries
export const forgeryKinds = Object.keys(forgeries) as ForgeryKind[]

export interface SignedPost {
  url: URL
  headers: Record<string, string>
  /** Of the body as it is given here. */
  signature: { header: string; value: string }
  body: string
  /** What the traffic shows of the body. */
  shown: unknown
  forgery: Forgery
  /** An answer later than this is none. Milliseconds of system time, as is all that lasts seconds between two machines. */
  deadlineMs: number
  traffic: Traffic
}

export interface Answered {
  status: number
  isJson: boolean
  /** Parsed where it is JSON; undefined when there is none. */
  body: unknown
  ackMs: number
}

/** What a request says that it was sent at: Unix time in seconds. */
export const timestampOf = (systemNow: number, { skewSeconds = 0 }: Forgery): string =>
  String(Math.floor(systemNow / 1000) + skewSeconds)

export async function postSigned(post: SignedPost): Promise<Answered | 'timeout' | 'unreachable'> {
  const { url, signature, body, shown, forgery, traffic } = post
  const headers = { ...post.headers, ...(!forgery.isUnsigned && { [signature.header]: signature.value }) }
  const place = { transport: 'http', method: 'POST', path: url.pathname } as const
  const frame = traffic.record({
    ...place,
    direction: 'out',
    headers,
    body: shown,
    ...(!forgery.isUnsigned && { signature: signature.value }),
  })
  const startedAt = performance.now()
  const raw = await postTo(url, headers, forgery.isTampered ? `${body} ` : body, post.deadlineMs)
  if (typeof raw === 'string') return raw
  const { status, contentType } = raw
  const ackMs = performance.now() - startedAt
  const isJson = contentType.startsWith('application/json')
  const answer = { status, isJson, body: isJson ? parseJson(raw.body) : raw.body || undefined, ackMs }
  Object.assign(frame, { status, ackMs })
  traffic.record({ ...place, direction: 'in', status, body: answer.body })
  return answer
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

interface RawAnswer {
  status: number
  contentType: string
  body: string
}

/** On a connection of its own. */
function postTo(
  url: URL,
  headers: Record<string, string>,
  body: string,
  deadlineMs: number,
): Promise<RawAnswer | 'timeout' | 'unreachable'> {
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
      signal: AbortSignal.timeout(deadlineMs),
    })
    outgoing.on('error', (error) =>
      resolve(error.name === 'TimeoutError' || error.name === 'AbortError' ? 'timeout' : 'unreachable'),
    )
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', () => resolve('unreachable'))
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          contentType: incoming.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    outgoing.end(body)
  })
}
