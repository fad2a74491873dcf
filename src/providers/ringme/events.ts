/**
 * Events of a RingMe platform, as hints: hooks on the service extension, through which calls into conferences are placed. They tell
 * of calls, not of conferences, and are not signed, so that the address to which they come is a secret. They are set up when
 * somebody listens, and taken down at the end. Source: RingMe API, "Extension Number Events (/event/)".
 */
import type { HintListener, PbxEventRequest, ProviderDeps } from '#core/contracts/conference-provider.ts'
import { errorFacts } from '#core/errors.ts'
import { isSameSecret } from '#lib/same-secret.ts'
import type { RingmeClient } from './client.ts'
import type { RingmeSettings } from './config.ts'

/** Somebody answered, or hung up. Hooks are few (`/limit/`), so that those of calls that only begin are left to others. */
const eventTypes = ['answer', 'hangup'] as const

/** After hooks could not be set up. */
const againMs = 5 * 60_000
/** For each hook. */
const removalTimeoutMs = 2_000

type HookClient = Pick<RingmeClient, 'listHooks' | 'createHook' | 'deleteHook'>

export function createEvents(
  { eventSecret, serviceExtension }: Pick<RingmeSettings, 'eventSecret' | 'serviceExtension'>,
  client: HookClient,
  { clock, logger, name, eventsUrl }: Pick<ProviderDeps, 'clock' | 'logger' | 'name' | 'eventsUrl'>,
) {
  const listeners = new Set<HintListener>()
  const hooks = new Map<string, string>()
  let isClosed = false
  let isWanted = false
  let cancel = () => {}
  let underWay = Promise.resolve()

  /** Below which all hooks are ours. */
  const base = (): string | null => {
    const url = eventsUrl?.() ?? null
    return url === null ? null : `${url.replace(/\/+$/, '')}/`
  }

  /** Those that an earlier process has left behind are taken over, or taken down where they are of no use any more. */
  const setUp = async (): Promise<void> => {
    const ours = base()
    if (ours === null || eventSecret === undefined || isClosed) return
    const url = `${ours}${eventSecret}`
    try {
      const there = (await client.listHooks(serviceExtension)).filter((hook) => hook.url?.startsWith(ours))
      for (const event_type of eventTypes) {
        const found = there.find((hook) => hook.url === url && hook.event_type === event_type)
        if (found) hooks.set(event_type, found.id)
        else hooks.delete(event_type)
      }
      for (const event_type of eventTypes) {
        if (hooks.has(event_type) || isClosed) continue
        hooks.set(
          event_type,
          (await client.createHook(serviceExtension, { url, event_type, method: 'POST' }, eventSecret)).id,
        )
      }
      const used = new Set(hooks.values())
      for (const { id } of there.filter((hook) => !used.has(hook.id))) await remove(id)
    } catch (error) {
      logger.info({ pbx: name, ...errorFacts(error) }, 'events could not be asked for; later again')
      if (!isClosed)
        cancel = clock.schedule(againMs, () => {
          underWay = setUp()
        })
    }
  }

  const remove = async (id: string): Promise<void> => {
    try {
      await client.deleteHook(serviceExtension, id, removalTimeoutMs)
    } catch (error) {
      logger.info({ pbx: name, hook: id, ...errorFacts(error) }, 'a hook of events could not be removed')
    }
  }

  const tell = () => {
    for (const listener of listeners) listener(null)
  }

  return {
    subscribeHints(listener: HintListener) {
      listeners.add(listener)
      if (!isWanted) {
        isWanted = true
        underWay = setUp()
      }
      return () => {
        listeners.delete(listener)
      }
    },
    isPushing: () => eventTypes.every((type) => hooks.has(type)),
    async receiveEvent({ method, secret, body }: PbxEventRequest): Promise<number> {
      if (eventSecret === undefined || !isSameSecret(secret, eventSecret)) return 404
      if (method !== 'POST') return 405
      // Of which room it is, is not told for certain: the number that was called is the invited person's.
      if (new URLSearchParams(Buffer.from(body).toString('utf8')).has('EventType')) tell()
      return 200
    },
    async close() {
      isClosed = true
      cancel()
      await underWay
      for (const id of [...hooks.values()]) await remove(id)
      hooks.clear()
    },
  }
}
