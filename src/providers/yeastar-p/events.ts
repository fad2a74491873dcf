/**
 * What a Yeastar P-Series PBX tells by itself, as "read again now": over a WebSocket, or by a webhook that somebody set up in the
 * portal. It tells of calls and not of rosters; nothing in an event is taken for the truth. Source: Yeastar P-Series developer guide,
 * "Monitor Events via WebSocket", "Monitor Events via Webhook", "(30011) Call Status Changed", "(30024) No Host in Audio Conference".
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { CapabilityMethods, HintListener, PbxEventRequest } from '#core/contracts/conference-provider.ts'
import { parseJson } from '#lib/parse-json.ts'
import { createHintSocket, type HintSocket } from '../hint-socket.ts'
import type { HttpDeps } from '../http.ts'
import type { Session } from '../session.ts'
import { userAgent } from './agent.ts'
import type { YeastarPSettings } from './config.ts'

/** Call status changed; no host in an audio conference. */
const topics = [30011, 30024] as const
/** The PBX hangs up after a minute of silence. */
const heartbeat = { everyMs: 25_000, text: 'heartbeat', silentMs: 60_000 } as const
const heartbeatAnswer = 'heartbeat response'
/** How long a webhook counts as working after it brought something. */
const webhookHoldsMs = 5 * 60_000

const CallStatus = z.object({ members: z.array(z.record(z.string(), z.object({ call_path: z.string().nullish() }))) })
const Event = z.object({ type: z.number(), msg: z.unknown() })
const Subscribed = z.object({ errcode: z.number() })

export interface Hints extends Required<CapabilityMethods['hints']> {
  close(): void
}

/** Whether a room with this number is of interest to anybody. */
type IsRoom = (number: string) => boolean

/**
 * What a message says: the numbers of rooms that it names, null for "of some room", nothing where it is none of ours. The documents
 * print `msg` as a text in whose JSON the quotes are not escaped; so a message that cannot be read counts by its type.
 */
export function messageToHints(text: string, isRoom: IsRoom): readonly (string | null)[] {
  const event = Event.safeParse(parseJson(text)).data
  const type = event?.type ?? Number(/"type"\s*:\s*(\d+)/.exec(text)?.[1])
  if (!topics.some((topic) => topic === type)) return []
  const msg = typeof event?.msg === 'string' ? parseJson(event.msg) : event?.msg
  const members = CallStatus.safeParse(msg).data?.members ?? []
  const paths = members.flatMap((member) => Object.values(member).map(({ call_path }) => call_path ?? ''))
  const numbers = [...new Set(paths.filter(isRoom))]
  // That a call's path is the number of its room is not stated: it may be that of a menu on the way, or missing at the end.
  return paths.length > 0 && paths.every((path) => numbers.includes(path)) ? numbers : [null]
}

export function createHints(settings: YeastarPSettings, session: Session, isRoom: IsRoom, deps: HttpDeps): Hints {
  const { url, events, eventSecret } = settings
  const { clock, logger, name } = deps
  const listeners = new Set<HintListener>()
  let socket: HintSocket | null = null
  let isSubscribed = false
  let tokenInUse: unknown = null
  let deliveredAt = Number.NEGATIVE_INFINITY

  const tell = (roomIds: readonly (string | null)[]) => {
    for (const roomId of roomIds) for (const listener of listeners) listener(roomId)
  }

  /** The connection lives as long as its token: with a new one it is opened again before the old one lapses. */
  const followToken = async () => {
    try {
      const { query } = await session.credentials()
      if (query?.access_token !== tokenInUse) socket?.reopen()
    } catch {
      // Whatever is asked next of this PBX tells of it.
    }
  }

  const take = (text: string) => {
    if (text.trim() === heartbeatAnswer) return void followToken()
    const answer = Subscribed.safeParse(parseJson(text)).data
    if (!answer) return tell(messageToHints(text, isRoom))
    isSubscribed = answer.errcode === 0
    if (!isSubscribed) logger.warn({ pbx: name, errcode: answer.errcode }, 'the PBX does not let us have its events')
  }

  const open = () =>
    createHintSocket({
      deps,
      tls: settings,
      async address(refusedWith) {
        isSubscribed = false
        const present = await session.credentials()
        const { query } = refusedWith === 401 ? await session.renew(present) : present
        tokenInUse = query?.access_token
        const address = new URL(`${url.replace(/\/$/, '').replace(/^http/, 'ws')}/subscribe`)
        address.searchParams.set('access_token', String(tokenInUse))
        return { url: address.href, headers: { 'user-agent': userAgent } }
      },
      hello: (send) => send(JSON.stringify({ topic_list: topics })),
      onMessage: take,
      heartbeat,
      onGap: () => tell([null]),
    })

  return {
    subscribeHints(listener) {
      listeners.add(listener)
      if (events === 'websocket') socket ??= open()
      return () => void listeners.delete(listener)
    },
    isPushing: () =>
      (events === 'websocket' && isSubscribed && socket?.isOpen() === true) ||
      (events === 'webhook' && clock.now() < deliveredAt + webhookHoldsMs),
    async receiveEvent({ method, headers, body }: PbxEventRequest) {
      if (events !== 'webhook' || eventSecret === undefined) return 404
      // The other way that can be chosen in the portal has no body to sign.
      if (method !== 'POST') return 405
      if (!isSignedWith(eventSecret, body, headers['x-signature'])) return 401
      deliveredAt = clock.now()
      tell(messageToHints(Buffer.from(body).toString('utf8'), isRoom))
      return 200
    },
    close() {
      socket?.close()
      socket = null
      listeners.clear()
    },
  }
}

/** Base64 of HMAC-SHA256 over the body as it came. */
function isSignedWith(secret: string, body: Uint8Array, signature: string | undefined): boolean {
  const wanted = createHmac('sha256', secret).update(body).digest()
  const given = Buffer.from(signature ?? '', 'base64')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
