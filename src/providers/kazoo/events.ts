/**
 * KAZOO's events over the WebSocket of "blackhole": one subscription for each room that is being read, since none covers all. What
 * they tell is not relied upon: each says that its room is to be read again. Sources: blackhole, "Subscribe to real-time events"
 * and "Ping"; `bh_conference` (the binding names one conference).
 */
import type { HintListener } from '#core/contracts/conference-provider.ts'
import { isConfbotError } from '#core/errors.ts'
import { parseJson } from '#lib/parse-json.ts'
import { createHintSocket, type HintSocket } from '../hint-socket.ts'
import type { HttpDeps } from '../http.ts'
import type { KazooSettings } from './config.ts'
import { EventData, SocketMessage } from './schema.ts'
import type { KazooSession } from './session.ts'

export interface KazooHints {
  subscribe(listener: HintListener): () => void
  /** The events of every room that is being read come. */
  isPushing(): boolean
  /** This room is being read: its events are wanted for some minutes from now. */
  watch(roomId: string): void
  close(): void
}

/** A room that nobody read for so long is nobody's business. */
const dropAfterMs = 300_000
/** A subscription that was refused, by a token that was no good any more, say. */
const askAgainMs = 300_000
/** The idle line is closed after about an hour, by proxies sooner. */
const heartbeat = { everyMs: 30_000, text: JSON.stringify({ action: 'ping', request_id: 'ping' }), silentMs: 75_000 }
/** Whoever talks changes from second to second, which is not worth a reading each time. */
const passedOver: ReadonlySet<string | null | undefined> = new Set(['start-talking', 'stop-talking'])

interface Watched {
  readAt: number
  /** When its events were asked for on the present line; null: not yet. */
  askedAt: number | null
  /** The PBX took the subscription on the present line. */
  isSubscribed: boolean
}

export function createKazooHints(settings: KazooSettings, session: KazooSession, deps: HttpDeps): KazooHints {
  const { websocketUrl } = settings
  const { clock } = deps
  const logger = deps.logger.child({ pbx: deps.name })
  const listeners = new Set<HintListener>()
  const rooms = new Map<string, Watched>()
  let socket: HintSocket | null = null
  let cancelSweep: (() => void) | null = null

  const tell = (roomId: string | null) => {
    for (const listener of listeners) listener(roomId)
  }
  /** The token is looked at when it comes, so that it is the present one. */
  const message = async (action: 'subscribe' | 'unsubscribe', roomId: string) =>
    JSON.stringify({
      action,
      auth_token: await session.token(),
      request_id: `${action}:${roomId}`,
      data: { account_id: await session.accountId(), binding: `conference.event.${roomId}.*` },
    })
  const sendSoon = async (action: 'subscribe' | 'unsubscribe', roomId: string): Promise<void> => {
    try {
      const text = await message(action, roomId)
      socket?.send(text)
    } catch (error) {
      // Without a login there is no reading either, which tells of it.
      if (!isConfbotError(error)) throw error
    }
  }
  const ask = (roomId: string, room: Watched) => {
    room.askedAt = clock.now()
    void sendSoon('subscribe', roomId)
  }

  const onMessage = (text: string) => {
    const wire = SocketMessage.safeParse(parseJson(text)).data
    if (wire?.action === 'event') {
      const event = EventData.safeParse(wire.data).data
      if (event && rooms.has(event.conference_id) && !passedOver.has(event.event)) tell(event.conference_id)
    }
    const [what, roomId = ''] = wire?.action === 'reply' ? (wire.request_id?.split(':') ?? []) : []
    const room = what === 'subscribe' ? rooms.get(roomId) : undefined
    if (!room) return
    room.isSubscribed = wire?.status === 'success'
    // Between the last reading and this line something may have happened.
    if (room.isSubscribed) tell(roomId)
    else logger.warn({ room: roomId }, 'the PBX refuses to send events of a room; it is read by the clock alone')
  }

  const sweep = () => {
    cancelSweep = null
    for (const [roomId, { readAt }] of rooms) {
      if (clock.now() - readAt < dropAfterMs) continue
      rooms.delete(roomId)
      void sendSoon('unsubscribe', roomId)
    }
    if (rooms.size > 0) cancelSweep = clock.schedule(dropAfterMs / 5, sweep)
  }

  const open = (url: string): HintSocket =>
    createHintSocket({
      deps,
      tls: settings,
      address: async () => ({ url }),
      async hello(send) {
        for (const room of rooms.values()) Object.assign(room, { askedAt: null, isSubscribed: false })
        for (const [roomId, room] of rooms) {
          room.askedAt = clock.now()
          send(await message('subscribe', roomId))
        }
      },
      onMessage,
      heartbeat,
      onGap() {
        for (const [roomId, room] of rooms) if (room.askedAt === null) ask(roomId, room)
        tell(null)
      },
    })

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (websocketUrl !== undefined) socket ??= open(websocketUrl)
      return () => listeners.delete(listener)
    },
    isPushing: () => socket?.isOpen() === true && rooms.values().every((room) => room.isSubscribed),
    watch(roomId) {
      if (socket === null) return
      const known = rooms.get(roomId)
      if (known) {
        known.readAt = clock.now()
        const isDue = known.askedAt !== null && clock.now() - known.askedAt >= askAgainMs
        if (isDue && !known.isSubscribed) ask(roomId, known)
        return
      }
      const room: Watched = { readAt: clock.now(), askedAt: null, isSubscribed: false }
      rooms.set(roomId, room)
      if (socket.isOpen()) ask(roomId, room)
      cancelSweep ??= clock.schedule(dropAfterMs / 5, sweep)
    },
    close() {
      cancelSweep?.()
      listeners.clear()
      socket?.close()
    },
  }
}
