/** Signed HTTP requests to the app's Interactions Endpoint URL, and the check of that address (discord-api-docs, interactions/overview, "Configuring an Interactions Endpoint URL"). */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Answered, postTo } from '../../post-to.ts'
import type { Traffic } from '../../traffic.ts'

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

/** What the app answered with: an HTTP status, and its body where that is JSON. */
export type Reply = { status: number; isJson: boolean; body: unknown } | 'timeout' | 'unreachable'

export interface RequestUrl {
  /** Sends an interaction, forged if asked for. */
  send(interaction: object, forgery?: Forgery): Promise<Reply>
  /** Pings the address as Discord does when it is entered, with a true and with a wrong signature. */
  check(ping: object): Promise<'verified' | 'refused'>
}

interface RequestUrlOptions {
  url: () => string
  privateKey: KeyObject
  systemNow: () => number
  traffic: Traffic
  /** An answer later than this is none. Milliseconds of system time. */
  deadlineMs: number
}

const pong = 1

export function createRequestUrl({ url, privateKey, systemNow, traffic, deadlineMs }: RequestUrlOptions): RequestUrl {
  const send = async (interaction: object, forgery: Forgery = {}): Promise<Reply> => {
    const body = JSON.stringify(interaction)
    const timestamp = String(Math.floor(systemNow() / 1000) + (forgery.skewSeconds ?? 0))
    const key = forgery.hasWrongKey ? generateKeyPairSync('ed25519').privateKey : privateKey
    const signature = sign(null, Buffer.from(timestamp + body), key).toString('hex')
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
      'x-signature-timestamp': timestamp,
      ...(!forgery.isUnsigned && { 'x-signature-ed25519': signature }),
    }
    const target = new URL(url())
    const place = { transport: 'http', method: 'POST', path: target.pathname } as const
    const frame = traffic.record({
      ...place,
      direction: 'out',
      headers,
      body: interaction,
      ...(!forgery.isUnsigned && { signature }),
    })
    const startedAt = performance.now()
    const answered = await postTo(target, headers, forgery.isTampered ? `${body} ` : body, deadlineMs)
    if (typeof answered === 'string') return answered
    const parsed = parseBody(answered)
    frame.status = answered.status
    frame.ackMs = performance.now() - startedAt
    traffic.record({ ...place, direction: 'in', status: answered.status, body: parsed })
    return { status: answered.status, isJson: answered.contentType.startsWith('application/json'), body: parsed }
  }

  return {
    send,
    async check(ping) {
      const reply = await send(ping)
      const isPong =
        typeof reply !== 'string' &&
        reply.status === 200 &&
        reply.isJson &&
        typeof reply.body === 'object' &&
        reply.body !== null &&
        'type' in reply.body &&
        reply.body.type === pong
      if (!isPong) return 'refused'
      const forged = await send(ping, { hasWrongKey: true })
      return typeof forged !== 'string' && forged.status === 401 ? 'verified' : 'refused'
    },
  }
}

function parseBody({ body }: Answered): unknown {
  if (body === '') return undefined
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
