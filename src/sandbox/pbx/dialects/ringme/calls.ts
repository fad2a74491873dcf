/**
 * RingMe's callbacks and the calls of its telephone. The numbers of `src_num` ring first; once one of them has picked up, the
 * destination is called, which is a call like any other: a conference that is blocked, locked, full or wants a PIN that is not
 * keyed by `dst_dtmf` takes nobody. Sources: the wiki's pages "Callback" and "Current calls".
 */
import { createHash } from 'node:crypto'
import type { Pbx } from '../../pbx.ts'
import type { Leg, Room } from '../../room.ts'
import { CallbackRequest } from './body.ts'
import { type Extensions, phone } from './extensions.ts'
import type { Route } from './route.ts'
import { deleted, json, notFound, parseBody } from './wire.ts'

/** As an id of this platform looks: 32 digits and letters A to F. */
export const idToHex = (id: string): string => createHash('md5').update(id).digest('hex').toUpperCase()

export function callRoutes(pbx: Pbx, extensions: Extensions): Route[] {
  /** Calls of the telephone: a conference has none here, "current calls" are those of telephones alone. */
  const callsOf = (extensionId: string): Leg[] =>
    extensionId === phone.id
      ? pbx.rooms().flatMap((room) => [...room.legs.values()].filter((leg) => leg.direction === 'out'))
      : []
  const shown = (leg: Leg) => ({
    call_api_id: idToHex(leg.id),
    call_id: idToHex(`call ${leg.id}`),
    extension_id: Number(phone.id),
    call_flow: 'OUT',
    called_number: leg.number ?? null,
    call_status: leg.state === 'joined' ? 'ANSWER' : 'CALLING',
  })
  const checkExtension = (id: string) => {
    if (!extensions.exists(id)) throw notFound()
  }

  const ring = (room: Room, numbers: readonly string[], dtmf: string): string => {
    const legs: Leg[] = []
    for (const number of numbers)
      legs.push(
        pbx.invite(room, number, (leg) => {
          // Whoever else still rings is rung no more.
          for (const other of legs) if (other !== leg && other.state === 'ringing') pbx.kick(other)
          return comesIn(room, leg, dtmf)
        }),
      )
    return legs[0]?.id ?? ''
  }

  return [
    {
      method: 'POST',
      path: '/extension/{extension_id}/callback/',
      run({ param, body }) {
        // Whether a conference may be where a callback is made from is not documented: here it is the telephone.
        if (param('extension_id') !== phone.id) throw notFound()
        const { src_num, dst_num, dst_dtmf } = parseBody(CallbackRequest, body())
        const room = pbx.rooms().find(({ number }) => number === extensions.nameToNumber(dst_num))
        // A destination that is no conference answers nobody here.
        const id = room ? ring(room, src_num, dst_dtmf ?? '') : `nobody ${dst_num}`
        return json(201, { call_api_id: idToHex(id), call_id: idToHex(`call ${id}`) })
      },
    },
    {
      method: 'GET',
      path: '/client/{client_id}/current_calls/',
      run({ param }) {
        extensions.checkClient(param('client_id'))
        return json(200, callsOf(phone.id).map(shown))
      },
    },
    {
      method: 'GET',
      path: '/extension/{extension_id}/current_calls/',
      run({ param }) {
        checkExtension(param('extension_id'))
        return json(200, callsOf(param('extension_id')).map(shown))
      },
    },
    {
      method: 'DELETE',
      path: '/extension/{extension_id}/current_calls/{call_api_id}',
      run({ param }) {
        checkExtension(param('extension_id'))
        const leg = callsOf(param('extension_id')).find((one) => idToHex(one.id) === param('call_api_id'))
        if (!leg) throw notFound()
        pbx.kick(leg)
        return deleted
      },
    },
  ]
}

/** As a caller does who keys these digits; pauses and `#` belong to no PIN. Marks who comes as a moderator. */
function comesIn(room: Room, leg: Leg, dtmf: string): boolean {
  if (room.locked || room.isBlocked) return false
  const keyed = dtmf.replace(/[Ww#]/g, '')
  leg.moderator = room.moderatorPin !== undefined && keyed === room.moderatorPin
  return room.pin === undefined || keyed === room.pin || leg.moderator
}
