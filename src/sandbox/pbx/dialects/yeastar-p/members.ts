/**
 * The P-Series' ongoing conferences: who is in them, and what can be done to each by channel. Sources: OpenAPI v1.0, "Query Ongoing
 * Conferences", "Invite Conference Members", "Mute Conference Members" and its siblings, "Add an Instant Conference".
 */
import { z } from 'zod'
import type { Pbx } from '../../pbx.ts'
import { joinedLegs, type Leg, type Room } from '../../room.ts'
import { InstantConference, Invitation, MemberAct } from './body.ts'
import { extensionByNumber } from './directory.ts'
import type { Rooms } from './rooms.ts'
import type { Route } from './route.ts'
import { parseFields, Refusal, succeed } from './wire.ts'

export const trunkName = 'sandbox-trunk'
/** What the page prints for an extension. */
const noTrunk = '<no name>'

/** As in `PJSIP/1003-00000021`: of the extension, else of the trunk. */
export const channelOf = (leg: Leg): string =>
  `PJSIP/${extensionByNumber(leg.number ?? '') ? leg.number : trunkName}-${leg.id}`

/** It looks like `1748247575.86`, the conference's first call; constant as long as somebody is in it. */
export function callIdOf(room: Room): string {
  const [first] = joinedLegs(room)
  return first ? `${Math.floor(first.since / 1000)}.${Number.parseInt(first.id.slice(-3), 16)}` : ''
}

const Ongoing = z.object({ number: z.string().min(1) })

/** What ends an instant conference is not documented: here its last call does. */
const instantCapacity = 120

export function createMembers(pbx: Pbx, rooms: Rooms) {
  const findRoom = (number: string): Room => {
    const room = pbx.rooms().find((one) => one.number === number)
    if (!room) throw new Refusal(60001, `no conference ${number}`)
    return room
  }

  const member = (leg: Leg) => {
    const isExtension = extensionByNumber(leg.number ?? '') !== undefined
    return {
      // A withheld number is not documented: an empty one.
      from: leg.number ?? '',
      trunk_name: isExtension ? noTrunk : trunkName,
      channel_id: channelOf(leg),
      // `ext` is the only value that the page shows; the others are those of the call events.
      member_type: isExtension ? 'ext' : leg.direction === 'in' ? 'inbound' : 'outbound',
      member_status: 'ANSWERED',
    }
  }

  const ring = (room: Room, numbers: readonly string[], dialpermission: string) => {
    const mayCallOutside = extensionByNumber(dialpermission)?.mayCallOutside === true
    if (!mayCallOutside && numbers.some((number) => !extensionByNumber(number)))
      throw new Refusal(70084, 'dialpermission: this extension may not call outside')
    for (const number of numbers) pbx.invite(room, number)
  }

  /** Of several that are named, those that are there are done; that is "partial success". */
  const act = (endpoint: string, run: (leg: Leg) => void): Route => ({
    method: 'POST',
    endpoint,
    run(request) {
      const { number, member_channel_id: wanted } = parseFields(MemberAct, request.body())
      const legs = joinedLegs(findRoom(number))
      if (wanted === 'all') {
        for (const leg of legs) run(leg)
        return succeed()
      }
      const channels = wanted.split(',')
      const found = legs.filter((leg) => channels.includes(channelOf(leg)))
      if (found.length === 0) throw new Refusal(60001, 'no such channel')
      for (const leg of found) run(leg)
      if (found.length < channels.length) throw new Refusal(1, 'not all of these channels are there')
      return succeed()
    },
  })

  const routes: Route[] = [
    {
      // Of a room that nobody is in nothing is documented: it is not among the data.
      method: 'GET',
      endpoint: 'conference/query_ongoing_conference',
      run({ query }) {
        const { number } = parseFields(Ongoing, query)
        const wanted = number.split(',')
        const ongoing = pbx
          .rooms()
          .filter((room) => joinedLegs(room).length > 0 && (number === 'all' || wanted.includes(room.number)))
        return succeed({
          data: ongoing.map((room) => ({
            call_id: callIdOf(room),
            conference_number: room.number,
            conference_name: room.subject,
            members: joinedLegs(room).map(member),
          })),
        })
      },
    },
    {
      method: 'POST',
      endpoint: 'conference/invite_member',
      run(request) {
        const { number, invitemembers, dialpermission } = parseFields(Invitation, request.body())
        ring(findRoom(number), invitemembers, dialpermission)
        return succeed()
      },
    },
    {
      method: 'POST',
      endpoint: 'conference/start_interim_conference',
      run(request) {
        const { number, name, members, dialpermission } = parseFields(InstantConference, request.body())
        const room = pbx.createRoom({ number, subject: name, capacity: instantCapacity })
        if (!room) throw new Refusal(40003, 'number: it is taken')
        try {
          ring(room, members, dialpermission)
        } catch (error) {
          pbx.destroyRoom(room)
          throw error
        }
        return succeed()
      },
    },
    act('conference/mute_member', (leg) => pbx.mute(leg, true)),
    act('conference/unmute_member', (leg) => pbx.mute(leg, false)),
    act('conference/kick_member', (leg) => pbx.kick(leg)),
  ]

  return {
    routes,
    /** Instant conferences that nobody is in or rung into any more. */
    tidy() {
      for (const room of pbx.rooms())
        if (!rooms.own(room) && room.calls > 0 && room.legs.size === 0) pbx.destroyRoom(room)
    },
  }
}
