/** Signed HTTP requests to the bot's request URL (docs.slack.dev, authentication/verifying-requests-from-slack; apis/events-api). */
import { createHmac } from 'node:crypto'
import { type Answered, postTo } from '../../post-to.ts'
import type { Traffic } from '../../traffic.ts'
import { ackDeadlineMs, type Delivery, type Retry, type Transport } from './delivery.ts'

/** How a forged request differs from a true one. */
export interface Forgery {
  /** Signed with another secret. */
  hasWrongSecret?: boolean
  /** No signature at all. */
  isUnsigned?: boolean
  /** The body is changed after signing. */
  isTampered?: boolean
  /** How far its timestamp is from the present, in seconds. */
  skewSeconds?: number
}

export interface RequestUrl extends Transport {
  /** Sends the delivery forged; answers the HTTP status, or undefined when there was none. */
  forge(delivery: Delivery, forgery: Forgery): Promise<number | undefined>
}

interface RequestUrlOptions {
  url: () => string
  signingSecret: string
  systemNow: () => number
  traffic: Traffic
}

export function createRequestUrl(options: RequestUrlOptions): RequestUrl {
  const { url, signingSecret, systemNow, traffic } = options

  const sign = (secret: string, timestamp: string, body: string) =>
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`

  const deliver = async (delivery: Delivery, retry: Retry | undefined, forgery: Forgery) => {
    const { contentType, body } = encode(delivery)
    const timestamp = String(Math.floor(systemNow() / 1000) + (forgery.skewSeconds ?? 0))
    const signature = sign(forgery.hasWrongSecret ? 'another secret' : signingSecret, timestamp, body)
    const headers: Record<string, string> = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      ...(!forgery.isUnsigned && { 'x-slack-signature': signature }),
      ...(retry && { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }),
    }
    const target = new URL(url())
    const place = { transport: 'http', method: 'POST', path: target.pathname } as const
    const frame = traffic.record({
      ...place,
      direction: 'out',
      headers,
      body: delivery.body,
      ...(!forgery.isUnsigned && { signature }),
    })
    const startedAt = performance.now()
    const answered = await postTo(target, headers, forgery.isTampered ? `${body} ` : body, ackDeadlineMs)
    const ackMs = performance.now() - startedAt
    if (typeof answered !== 'string') {
      frame.status = answered.status
      frame.ackMs = ackMs
      traffic.record({ ...place, direction: 'in', status: answered.status, body: parseBody(answered) })
    }
    return { answered, ackMs }
  }

  return {
    async send(delivery, retry) {
      const { answered, ackMs } = await deliver(delivery, retry, {})
      if (answered === 'timeout') return { ok: false, error: 'operation_timeout' }
      if (answered === 'unreachable') return { ok: false, error: 'dispatch_failed' }
      if (answered.status >= 200 && answered.status < 300) return { ok: true, ackMs, answer: parseBody(answered) }
      return { ok: false, error: 'dispatch_failed', status: answered.status }
    },
    async forge(delivery, forgery) {
      const { answered } = await deliver(delivery, undefined, forgery)
      return typeof answered === 'string' ? undefined : answered.status
    },
  }
}

/** Commands are a form, interactions a form with one JSON field, events plain JSON. */
function encode({ kind, body }: Delivery): { contentType: string; body: string } {
  if (kind === 'event') return { contentType: 'application/json', body: JSON.stringify(body) }
  const fields: Record<string, string> =
    kind === 'interactive'
      ? { payload: JSON.stringify(body) }
      : Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]))
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() }
}

function parseBody({ contentType, body }: Answered): unknown {
  if (body === '') return undefined
  if (!contentType.includes('json')) return body
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
