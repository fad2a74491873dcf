/** PortSIP's room participants: who has answered, and what can be done to each. An invitation that is not answered shows nowhere. */
import type { Pbx } from '../../pbx.ts'
import { joinedLegs, type Leg } from '../../room.ts'
import { Invitation, Layout, Position } from './body.ts'
import type { Rooms } from './rooms.ts'
import type { Request, Route } from './route.ts'
import { destroyed, done, invalid, json, notFound, parseFields, Refusal } from './wire.ts'

const collection = '/conference_rooms/{id}/participants'
const member = `${collection}/{participant_id}`

export function participantRoutes(pbx: Pbx, rooms: Rooms, domain: string): Route[] {
  const findRoom = (request: Request) => rooms.find(request.param('id'))
  const findLeg = (request: Request): Leg => {
    const leg = findRoom(request).legs.get(request.param('participant_id'))
    if (leg?.state !== 'joined') throw notFound()
    return leg
  }

  const participant = (leg: Leg) => ({
    id: leg.id,
    display_name: legToDisplayName(leg, domain),
    muted: leg.muted,
    chairman: leg.chairman,
    position: leg.position,
  })

  const action = (name: string, run: (leg: Leg, request: Request) => void): Route => ({
    method: 'POST',
    path: `${member}/${name}`,
    run(request) {
      run(findLeg(request), request)
      return done
    },
  })

  return [
    {
      method: 'GET',
      path: collection,
      run: (request) => json(200, { items: joinedLegs(findRoom(request)).map(participant) }),
    },
    {
      method: 'POST',
      path: `${collection}/invite`,
      run(request) {
        const room = findRoom(request)
        const { number } = parseFields(Invitation, request.body())
        if (!pbx.online) throw new Refusal(400, 'UNKNOWN', 'no conference server is online')
        pbx.invite(room, number)
        return done
      },
    },
    {
      // What it does in an audio room is not documented: it is taken there as well.
      method: 'POST',
      path: `${collection}/layout`,
      run(request) {
        const room = findRoom(request)
        const { items } = parseFields(Layout, request.body())
        const legs = joinedLegs(room)
        const stranger = items.find((id) => !legs.some((leg) => leg.id === id))
        if (stranger !== undefined) throw invalid('items: no such participant')
        for (const leg of legs) pbx.place(leg, items.indexOf(leg.id))
        return done
      },
    },
    { method: 'GET', path: member, run: (request) => json(200, participant(findLeg(request))) },
    action('mute', (leg) => pbx.mute(leg, true)),
    action('unmute', (leg) => pbx.mute(leg, false)),
    // The document does not say who is chairman at first: nobody is until this is called.
    action('chairman', (leg) => pbx.makeChairman(leg)),
    action('position', (leg, request) => {
      const { position } = parseFields(Position, request.body())
      if (position !== undefined) pbx.place(leg, position)
    }),
    {
      method: 'POST',
      path: `${member}/destroy`,
      run(request) {
        pbx.kick(findLeg(request))
        return destroyed
      },
    },
  ]
}

/** A whole name-addr of RFC 3261, as the API shows it; a withheld number in the form of RFC 3323. */
function legToDisplayName(leg: Leg, domain: string): string {
  const quoted = (name: string) => `"${name.replace(/["\\]/g, '\\$&')}"`
  if (leg.number === undefined) return `${quoted(leg.name ?? 'Anonymous')} <sip:anonymous@anonymous.invalid>`
  return `${quoted(leg.name ?? leg.number)} <sip:${leg.number}@${domain}>`
}
