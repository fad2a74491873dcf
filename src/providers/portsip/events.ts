/**
 * PortSIP's event interface WSI as hints: calls of the tenant begin, change and end, and so somebody may have joined or left a
 * room. No topic tells of rooms themselves. Source: "WSI: Pub/Sub", versions 22.2 and 22.3, and the "Event Reference" of CDRs.
 * Events of extensions are not asked for: they must be listed one by one, and what they tell of calls `cdr_events` tells of all.
 */
import type { HintListener } from '#core/contracts/conference-provider.ts'
import { parseJson } from '#lib/parse-json.ts'
import { providerError } from '../failure.ts'
import { createHintSocket, type HintSocket } from '../hint-socket.ts'
import type { HttpDeps } from '../http.ts'
import type { PortsipSettings } from './config.ts'
import { CallEvent, WsiReply } from './schema.ts'

export interface Events {
  subscribe(listener: HintListener): () => void
  close(): void
}

/** No heartbeat is documented, so that the protocol's own ping is used. */
const heartbeat = { everyMs: 20_000, text: '', silentMs: 60_000 }

const subscription = JSON.stringify({ command: 'subscribe', topics: ['cdr_events'] })

/** Connects with the first listener. `roomIdOf`: of a room's number, as far as it was read before. */
export function createEvents(
  settings: PortsipSettings & { readonly wsiUrl: string },
  deps: HttpDeps,
  roomIdOf: (number: string) => string | undefined,
): Events {
  const { wsiUrl: url, username, password, domain } = settings
  const listeners = new Set<HintListener>()
  let socket: HintSocket | null = null
  let signIn = Promise.withResolvers<void>()

  const tell = (roomId: string | null) => {
    for (const listener of listeners) listener(roomId)
  }

  const onReply = ({ command, status, error }: WsiReply) => {
    if (command === 'auth' && status === 0) signIn.resolve()
    // What it says is not logged: nobody knows what it repeats.
    else if (command === 'auth') signIn.reject(providerError('provider.unauthorized', deps.name, new Error('WSI')))
    else if (status !== 0 || error)
      deps.logger.warn({ pbx: deps.name, status }, 'the PBX does not tell of calls; its user may lack the right to')
  }

  const open = () =>
    createHintSocket({
      deps,
      tls: settings,
      address: async () => ({ url }),
      async hello(send) {
        signIn = Promise.withResolvers()
        send(JSON.stringify({ command: 'auth', username, password, domain }))
        await signIn.promise
        send(subscription)
      },
      onMessage(text) {
        const message = parseJson(text)
        const reply = WsiReply.safeParse(message).data
        if (reply) return onReply(reply)
        const event = CallEvent.safeParse(message).data
        if (!event) return
        const rooms = new Set(numbersIn(event).flatMap((number) => roomIdOf(number) ?? []))
        if (rooms.size === 0) tell(null)
        for (const roomId of rooms) tell(roomId)
      },
      heartbeat,
      onGap: () => tell(null),
    })

  return {
    subscribe(listener) {
      listeners.add(listener)
      socket ??= open()
      return () => {
        listeners.delete(listener)
      }
    },
    close() {
      listeners.clear()
      socket?.close()
    },
  }
}

/** Whoever may be the room: `destination` is an address, as in `sip:8000@192.0.2.1`. */
const numbersIn = ({ call_targets, ...call }: CallEvent): readonly string[] =>
  [call, ...call_targets]
    .flatMap(({ caller, callee, destination }) => [caller, callee, destination])
    .flatMap((text) => text?.replace(/^sips?:/, '').split(/[@;]/)[0] ?? [])
