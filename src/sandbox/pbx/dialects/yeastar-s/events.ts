/**
 * What a Yeastar S-Series PBX tells by itself: the whole roster whenever the number of people in a conference changes, to everybody who
 * is logged in, again where it is not answered with 200. Source: Yeastar S-Series developer guide, "API Reports", "ConferenceStatus".
 */
import type { DialectDeps } from '../../dialect.ts'
import { postEvent } from '../../event-line.ts'
import { joinedLegs, type Room } from '../../room.ts'
import { callidOf, memberOf } from './members.ts'
import type { Sessions } from './session.ts'

const name = 'ConferenceStatus'
const headers = { 'user-agent': 'WebAPI', 'content-type': 'application/json', accept: 'application/json' }

/** How often it is repeated is not documented: once. Only addresses without TLS are told. */
async function deliver(target: string, body: string): Promise<number | undefined> {
  if (!target.startsWith('http://')) return undefined
  const status = await postEvent(target, headers, body)
  return status === 200 ? status : postEvent(target, headers, body)
}

export function createEvents(
  { pbx, events }: Pick<DialectDeps, 'pbx' | 'events'>,
  sessions: Sessions,
  serialNumber: string,
) {
  let counts = new Map<Room, number>()

  const statusOf = (room: Room) => ({
    event: name,
    callid: callidOf(room),
    conferencenumber: room.number,
    conferencename: room.subject,
    members: joinedLegs(room).map((leg) => memberOf(leg, { callpath: room.number })),
    sn: serialNumber,
  })

  return {
    /** Looks at what became of the rooms, and tells of those that it concerns. */
    look() {
      const before = counts
      counts = new Map(pbx.rooms().map((room) => [room, joinedLegs(room).length]))
      for (const [room, count] of counts) {
        if (count === (before.get(room) ?? 0)) continue
        const body = statusOf(room)
        const text = JSON.stringify(body)
        for (const target of sessions.targets())
          events.send({
            name,
            transport: 'http',
            path: new URL(target).pathname.replace(/[^/]+$/, '…'),
            headers,
            body,
            deliver: () => deliver(target, text),
          })
      }
    },
    reset() {
      counts = new Map()
    },
  }
}
