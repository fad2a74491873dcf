/**
 * Who is in Yeastar S-Series' conferences, and what a moderator can do to them by their telephone numbers. Source: Yeastar S-Series
 * developer guide, "Query Conference in Session", "Invite Conference Members", "Add an Instant Conference"; for muting and kicking the sister pages of Yeastar Cloud
 * PBX ("Mute Conference Members" and so on), since the guide's own only name the calls.
 */
import type { HttpReply } from '#sandbox/faults.ts'
import type { Pbx } from '../../pbx.ts'
import { joinedLegs, type Leg, type Room } from '../../room.ts'
import type { Rooms } from './rooms.ts'
import { errno, type Parameters, Refusal, required, splitList, success } from './wire.ts'

/** The only trunk. */
const trunkname = 'siptrunk'

const isExtension = (number: string) => /^1\d{3}$/.test(number)

/** By which a member is muted or kicked: an extension's number, a caller's, or whom the PBX rang. A withheld one is none. */
const memberNumber = (leg: Leg): string => leg.number ?? ''

/** A session has a call id of its own; here it is the room's for good. */
export const callidOf = (room: Room): string => `${Math.floor(room.createdAt / 1000)}.${room.number}`

/** Wrapped by what it is. Whether a member is muted or a moderator is not told. */
export function memberOf(leg: Leg, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, unknown>> {
  const number = memberNumber(leg)
  const shared = {
    channelid: `PJSIP/${isExtension(number) ? number : trunkname}-${leg.id}`,
    // ANSWERED rang in, ANSWER took an invitation.
    memberstatus: leg.direction === 'in' ? 'ANSWERED' : 'ANSWER',
    ...more,
  }
  if (isExtension(number)) return { ext: { number, ...shared } }
  if (leg.direction === 'in') return { inbound: { from: number, to: leg.room.number, trunkname, ...shared } }
  return { outbound: { from: leg.room.number, to: number, trunkname, ...shared } }
}

/** `caller`: the only extension that may call outside numbers. */
export function createMembers(pbx: Pbx, rooms: Rooms, caller: string) {
  /** For whom a call is made. Which code tells that somebody is no moderator is not documented. */
  const roomOfOperator = (parameters: Parameters): Room => {
    const room = rooms.find(required(parameters, 'number'))
    const operator = required(parameters, 'operator')
    if (!rooms.isModerator(room, operator))
      throw new Refusal(errno.noOutboundPermission, `${operator} is no moderator of ${room.number}`)
    return room
  }

  /** That `all` spares nobody is not documented, and taken at its word. */
  const control =
    (act: (leg: Leg) => void) =>
    (parameters: Parameters): HttpReply => {
      const room = roomOfOperator(parameters)
      const numbers = required(parameters, 'membernumber')
      const legs = joinedLegs(room)
      if (numbers === 'all') {
        for (const leg of legs) act(leg)
        return success()
      }
      const named = splitList(numbers).map((number) => legs.filter((leg) => memberNumber(leg) === number))
      if (named.some((found) => found.length === 0)) throw new Refusal(errno.noSuchExtension, 'no such member')
      for (const leg of named.flat()) act(leg)
      return success()
    }

  /** Whom to ring, with the rights of the extension that is named. */
  const permitted = (parameters: Parameters, name: string): string[] => {
    const numbers = splitList(required(parameters, name))
    const permission = required(parameters, 'dialpermission')
    if (!isExtension(permission)) throw new Refusal(errno.noSuchExtension, `no extension ${permission}`)
    if (permission !== caller && !numbers.every(isExtension))
      throw new Refusal(errno.noOutboundPermission, `${permission} may not call outside`)
    return numbers
  }

  return {
    querySession(parameters: Parameters): HttpReply {
      const found = rooms.findAll(required(parameters, 'number')).filter((room) => joinedLegs(room).length > 0)
      // The key is singular. What is answered of a room in which nobody is, is not documented.
      const conference = found.map((room) => ({
        callid: callidOf(room),
        conferencenumber: room.number,
        conferencename: room.subject,
        members: joinedLegs(room).map((leg) => memberOf(leg)),
      }))
      return success({ conference })
    },
    add(parameters: Parameters): HttpReply {
      const room = roomOfOperator(parameters)
      for (const number of permitted(parameters, 'invitemember')) pbx.invite(room, number)
      return success()
    },
    /** Which code tells that a number is not idle, or that no moderator is among the members, is not documented. */
    startInstant(parameters: Parameters): HttpReply {
      const number = required(parameters, 'number')
      const moderators = splitList(required(parameters, 'moderators'))
      const invited = permitted(parameters, 'members')
      if (!moderators.every(isExtension)) throw new Refusal(errno.noSuchExtension, 'moderators: extensions only')
      if (!invited.some((one) => moderators.includes(one)))
        throw new Refusal(errno.unsupportedRequest, 'moderators: one of them must be in the conference')
      const room = isExtension(number)
        ? undefined
        : rooms.createInstant(number, required(parameters, 'name'), moderators.join(','))
      if (!room) throw new Refusal(errno.unsupportedRequest, `${number} is not idle`)
      for (const one of invited) pbx.invite(room, one)
      return success()
    },
    mute: control((leg) => pbx.mute(leg, true)),
    unmute: control((leg) => pbx.mute(leg, false)),
    kick: control((leg) => pbx.kick(leg)),
  }
}
