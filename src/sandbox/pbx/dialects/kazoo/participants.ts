/** KAZOO's participants: who is in a conference, and what can be done to one or to all (cb_conferences.erl, metaflows.relate.json). */
import type { Pbx } from '../../pbx.ts'
import { joinedLegs, type Leg, type Room } from '../../room.ts'
import { type Conferences, play } from './conferences.ts'
import type { Live } from './live.ts'
import { actionData, actionOf, type Request, type Route } from './route.ts'
import { accepted, badIdentifier, crash, faultyRequest, invalidField, isObject, ok, type Success } from './wire.ts'

const collection = '/accounts/{account_id}/conferences/{conference_id}/participants'
const member = `${collection}/{participant_id}`

export function participantRoutes(pbx: Pbx, live: Live, conferences: Conferences): Route[] {
  const deeds: Readonly<Record<string, (leg: Leg) => void>> = {
    mute: (leg) => pbx.mute(leg, true),
    unmute: (leg) => pbx.mute(leg, false),
    deaf: (leg) => live.setDeaf(leg, true),
    undeaf: (leg) => live.setDeaf(leg, false),
    kick: (leg) => pbx.kick(leg),
  }
  /** Whom an action on all of them changes: moderators are spared by all but `kick`. */
  const changed: Readonly<Record<string, (leg: Leg) => boolean>> = {
    mute: (leg) => !leg.moderator && !leg.muted,
    unmute: (leg) => !leg.moderator && leg.muted,
    deaf: (leg) => !leg.moderator && !live.isDeaf(leg),
    undeaf: (leg) => !leg.moderator && live.isDeaf(leg),
    kick: () => true,
  }

  const legs = (room: Room | undefined) => (room ? joinedLegs(room) : [])

  const actOnAll = (request: Request): Success => {
    const action = String(actionOf(request))
    if (action === 'play') return play(request)
    if (action === 'relate') return relate(request)
    const [deed, isChanged] = [deeds[action], changed[action]]
    if (!deed || !isChanged) throw faultyRequest()
    for (const leg of legs(conferences.find(request)).filter(isChanged)) deed(leg)
    // Not a 202: the conference, as it was loaded before.
    return conferences.shown(request)
  }

  const actOnOne = (request: Request): Success => {
    const action = String(actionOf(request))
    if (action === 'play') return play(request)
    const deed = deeds[action]
    const id = request.param('participant_id')
    if (!deed || !/^\d+$/.test(id)) throw crash()
    const room = conferences.find(request)
    const leg = room && live.leg(room, Number(id))
    if (leg) deed(leg)
    return accepted('ok')
  }

  /** Who hears whom has no effect on the simulated network. */
  const relate = (request: Request): Success => {
    const data = actionData(request)
    for (const field of ['participant_id', 'other_participant'])
      if (data[field] === undefined) throw invalidField(field, 'required', 'Field is required but missing')
    if (!['deaf', 'clear', 'mute'].includes(String(data.relationship ?? 'clear')))
      throw invalidField('relationship', 'enum', 'Value not found in enumerated list of values')
    const room = conferences.find(request)
    for (const id of [data.participant_id, data.other_participant])
      if (!room || !live.leg(room, Number(id))) throw badIdentifier(String(id))
    return accepted('relating participants')
  }

  return [
    {
      method: 'GET',
      path: collection,
      run(request) {
        const room = conferences.find(request)
        return ok(room ? live.participants(room) : [])
      },
    },
    { method: 'PUT', path: collection, run: actOnAll },
    {
      method: 'GET',
      path: member,
      run(request) {
        const room = conferences.find(request)
        const all = room ? live.participants(room) : []
        const one = all.find((participant) => String(participant.participant_id) === request.param('participant_id'))
        return ok(isObject(one) ? one : {})
      },
    },
    { method: 'PUT', path: member, run: actOnOne },
  ]
}
