/**
 * Events of a Yeastar S-Series PBX, as hints: ConferenceStatus comes whenever the number of participants changes. They carry no
 * signature, so the address to which they come is a secret. Source: S-Series API v2.0.0, "API Events" and "ConferenceStatus".
 */
import type { HintListener, PbxEventRequest, ProviderDeps } from '#core/contracts/conference-provider.ts'
import { parseJson } from '#lib/parse-json.ts'
import { isSameSecret } from '#lib/same-secret.ts'
import type { EventTarget } from './client.ts'
import type { YeastarSSettings } from './config.ts'
import { EventBody } from './schema.ts'

/** Without a single one for so long nobody knows whether they still come. */
const silentMs = 30 * 60_000

/**
 * What the PBX is told at the login; null: to send none. An absolute address is written without `http://` in the documents, which know
 * no events over TLS: none are asked for at an address that wants it.
 */
export function eventTarget(
  { eventSecret, eventsUrl }: Pick<YeastarSSettings, 'eventSecret' | 'eventsUrl'>,
  publicUrl: string | null,
): EventTarget | null {
  const base = eventsUrl ?? publicUrl
  if (base === null || eventSecret === undefined) return null
  const { protocol, hostname, port: given, pathname } = new URL(base)
  if (protocol !== 'http:') return null
  const port = given || '80'
  return { port, url: `${hostname}:${port}${pathname.replace(/\/+$/, '')}/${eventSecret}`, urltag: '1' }
}

export function createEvents(
  { eventSecret, eventAddresses }: Pick<YeastarSSettings, 'eventSecret' | 'eventAddresses'>,
  { clock, logger, name }: Pick<ProviderDeps, 'clock' | 'logger' | 'name'>,
) {
  const listeners = new Set<HintListener>()
  let lastAt = Number.NEGATIVE_INFINITY

  const tell = (roomId: string | null) => {
    for (const listener of listeners) listener(roomId)
  }

  return {
    subscribeHints(listener: HintListener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    isPushing: () => clock.now() < lastAt + silentMs,
    async receiveEvent({ method, secret, body, remoteAddress }: PbxEventRequest): Promise<number> {
      if (eventSecret === undefined || !isSameSecret(secret, eventSecret)) return 404
      const from = remoteAddress.replace(/^::ffff:/i, '')
      if (eventAddresses.length > 0 && !eventAddresses.includes(from)) {
        logger.warn(
          { pbx: name },
          'an event with the right secret came from an address that is not among eventAddresses',
        )
        return 403
      }
      if (method !== 'POST') return 405
      lastAt = clock.now()
      const event = EventBody.safeParse(parseJson(Buffer.from(body).toString('utf8'))).data
      // Whatever it was: something happened. Any other answer than 200 would bring it again.
      if (!event) tell(null)
      else if (event.event === 'ConferenceStatus') tell(event.conferencenumber ?? null)
      return 200
    },
  }
}
