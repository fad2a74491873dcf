/**
 * RingMe's event hooks (wiki, "Event"): an address for each extension and kind of event, told in form fields by POST or in the
 * query by GET. Whether hooks on conferences are told of anything is not documented; here they are, like those on telephones.
 */
import { type PbxEvent, postEvent } from '../../event-line.ts'
import type { Pbx } from '../../pbx.ts'
import type { Leg } from '../../room.ts'
import { EventRequest, type EventType } from './body.ts'
import { idToHex } from './calls.ts'
import { type Extensions, phone } from './extensions.ts'
import type { Route } from './route.ts'
import { deleted, json, notFound, parseBody } from './wire.ts'

interface Hook extends EventRequest {
  readonly id: number
  readonly extensionId: string
}
type CallStatus = 'CALLING' | 'ANSWER' | 'BUSY' | 'NOANSWER' | 'CANCEL' | 'CONGESTION' | 'CHANUNAVAIL'

const deadlineMs = 5_000

export function createHooks(pbx: Pbx, extensions: Extensions, client: string, events: { send(event: PbxEvent): void }) {
  const hooks = new Map<number, Hook>()
  let lastId = 0
  let known = new Map<string, Pick<Leg, 'id' | 'room' | 'number' | 'name' | 'direction' | 'state'>>()

  const tell = (
    extension: { readonly id: string; readonly number: string },
    type: EventType,
    { id, number, name }: Pick<Leg, 'id' | 'number' | 'name'>,
    status: CallStatus,
  ) => {
    const fields = {
      EventType: type,
      CallID: idToHex(`call ${id}`),
      CallerIDNum: number ?? 'anonymous',
      CallerIDName: name ?? '',
      CalledDID: '',
      CalledExtension: `${client}*${extension.number}`,
      CallStatus: status,
    }
    for (const hook of hooks.values())
      if (hook.extensionId === extension.id && hook.event_type === type) events.send(hookToEvent(hook, fields))
  }

  /** Of a call to a conference, and where the telephone made it, of the telephone's. */
  const look = () => {
    for (const hook of [...hooks.values()]) if (!extensions.exists(hook.extensionId)) hooks.delete(hook.id)
    const before = known
    known = new Map(pbx.rooms().flatMap((room) => [...room.legs.values()].map((leg) => [leg.id, { ...leg }] as const)))
    for (const leg of known.values()) {
      const was = before.get(leg.id)?.state
      if (leg.direction === 'out' && was === undefined) tell(phone, 'dial-out', leg, 'CALLING')
      if (leg.state !== 'joined' || was === 'joined') continue
      if (leg.direction === 'out') tell(phone, 'answer', leg, 'ANSWER')
      tell(leg.room, 'dial-in', leg, 'CALLING')
      tell(leg.room, 'answer', leg, 'ANSWER')
    }
    for (const leg of before.values()) {
      if (known.has(leg.id)) continue
      if (leg.direction === 'out') tell(phone, 'hangup', leg, leg.state === 'joined' ? 'ANSWER' : statusOf(pbx, leg.id))
      if (leg.state === 'joined') tell(leg.room, 'hangup', leg, 'ANSWER')
    }
  }

  const shown = ({ extensionId: _, ...hook }: Hook) => hook
  const collection = '/extension/{extension_id}/event/'
  const extensionOf = (param: (name: string) => string): string => {
    const id = param('extension_id')
    if (!extensions.exists(id)) throw notFound()
    return id
  }
  const routes: Route[] = [
    {
      method: 'GET',
      path: collection,
      run({ param }) {
        const id = extensionOf(param)
        return json(200, [...hooks.values()].filter(({ extensionId }) => extensionId === id).map(shown))
      },
    },
    {
      method: 'POST',
      path: collection,
      run({ param, body }) {
        const extensionId = extensionOf(param)
        lastId += 1
        const hook: Hook = { id: lastId, extensionId, ...parseBody(EventRequest, body()) }
        hooks.set(hook.id, hook)
        return json(201, shown(hook))
      },
    },
    {
      method: 'DELETE',
      path: `${collection}{event_id}`,
      run({ param }) {
        const id = Number(param('event_id'))
        if (hooks.get(id)?.extensionId !== extensionOf(param)) throw notFound()
        hooks.delete(id)
        return deleted
      },
    },
  ]
  return {
    routes,
    look,
    reset() {
      hooks.clear()
      known.clear()
    },
  }
}

function statusOf(pbx: Pbx, legId: string): CallStatus {
  switch (pbx.calls().find(({ leg }) => leg === legId)?.outcome) {
    case 'busy':
      return 'BUSY'
    case 'no-answer':
      return 'NOANSWER'
    case 'wrong-number':
      return 'CHANUNAVAIL'
    case 'not-allowed':
      return 'CONGESTION'
    // It was answered; what came after that was another call.
    case 'turned-away':
    case 'room-full':
      return 'ANSWER'
    default:
      return 'CANCEL'
  }
}

/** Its address is a secret: whoever knows it can tell the bot things. */
function hookToEvent({ url, method, event_type }: Hook, fields: Readonly<Record<string, string>>): PbxEvent {
  const form = new URLSearchParams(fields).toString()
  return {
    name: event_type,
    transport: 'http',
    path: new URL(url).pathname.replace(/[^/]+$/, '…'),
    body: fields,
    deliver: () =>
      method === 'POST'
        ? postEvent(url, { 'content-type': 'application/x-www-form-urlencoded' }, form)
        : getEvent(`${url}${url.includes('?') ? '&' : '?'}${form}`),
  }
}

async function getEvent(url: string): Promise<number | undefined> {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(deadlineMs) })
    return status
  } catch {
    return undefined
  }
}
