/** Signed HTTP requests to the bot's request URL (docs.slack.dev, authentication/verifying-requests-from-slack; apis/events-api). */
import { createHmac } from 'node:crypto'
import { type Forgery, postSigned, timestampOf } from '../../signed-post.ts'
import type { Traffic } from '../../traffic.ts'
import { ackDeadlineMs, type Delivery, type Retry, type Transport } from './delivery.ts'

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
    const timestamp = timestampOf(systemNow(), forgery)
    const secret = forgery.hasWrongKey ? 'another secret' : signingSecret
    return postSigned({
      url: new URL(url()),
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        ...(retry && { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }),
      },
      signature: { header: 'x-slack-signature', value: sign(secret, timestamp, body) },
      body,
      shown: delivery.body,
      forgery,
      deadlineMs: ackDeadlineMs,
      traffic,
    })
  }

  return {
    async send(delivery, retry) {
      const answered = await deliver(delivery, retry, {})
      if (answered === 'timeout') return { ok: false, error: 'operation_timeout' }
      if (answered === 'unreachable') return { ok: false, error: 'dispatch_failed' }
      const { status, ackMs, body } = answered
      if (status >= 200 && status < 300) return { ok: true, ackMs, answer: body }
      return { ok: false, error: 'dispatch_failed', status }
    },
    async forge(delivery, forgery) {
      const answered = await deliver(delivery, undefined, forgery)
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
