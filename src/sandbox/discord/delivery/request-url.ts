/** Signed HTTP requests to the app's Interactions Endpoint URL, and the check of that address (discord-api-docs, interactions/overview, "Configuring an Interactions Endpoint URL"). */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Answered, type Forgery, postSigned, timestampOf } from '../../signed-post.ts'
import type { Traffic } from '../../traffic.ts'

/** What the app answered with: an HTTP status, and its body where that is JSON. */
export type Reply = Answered | 'timeout' | 'unreachable'

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
    const timestamp = timestampOf(systemNow(), forgery)
    const key = forgery.hasWrongKey ? generateKeyPairSync('ed25519').privateKey : privateKey
    return postSigned({
      url: new URL(url()),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
        'x-signature-timestamp': timestamp,
      },
      signature: {
        header: 'x-signature-ed25519',
        value: sign(null, Buffer.from(timestamp + body), key).toString('hex'),
      },
      body,
      shown: interaction,
      forgery,
      deadlineMs,
      traffic,
    })
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
