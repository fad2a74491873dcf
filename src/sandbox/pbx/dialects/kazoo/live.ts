/**
 * What is live of KAZOO's conferences: instances that begin with the first who joins and end with the last who leaves, small
 * numbers for participants that hold within one instance, and who cannot hear. Sources: applications/crossbar/src/modules/
 * cb_conferences.erl (`_read_only`, participants), conference.md, ecallmgr's conference control (channel variables).
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { Pbx } from '../../pbx.ts'
import { joinedLegs, type Leg, type Room } from '../../room.ts'
import { toGregorian } from './wire.ts'

interface Instance {
  readonly id: string
  readonly startedAt: number
  readonly numbers: Map<string, number>
}

export type Live = ReturnType<typeof createLive>

export function createLive(pbx: Pbx, clock: Clock) {
  const instances = new Map<string, Instance>()
  const deaf = new WeakSet<Leg>()

  /** Brings instances up to date; a conference that ended takes its lock along. */
  const update = () => {
    for (const room of pbx.rooms()) {
      const legs = joinedLegs(room)
      let instance = instances.get(room.id)
      if (legs.length === 0) {
        instances.delete(room.id)
        if (room.locked) pbx.lock(room, false)
        continue
      }
      if (!instance) {
        instance = { id: randomUUID(), startedAt: clock.now(), numbers: new Map() }
        instances.set(room.id, instance)
      }
      for (const leg of legs) if (!instance.numbers.has(leg.id)) instance.numbers.set(leg.id, instance.numbers.size + 1)
    }
  }

  const seconds = (since: number) => Math.floor((clock.now() - since) / 1000)

  const variables = (leg: Leg) => ({
    is_moderator: leg.moderator,
    floor: leg.talking,
    speak: !leg.muted,
    hear: !deaf.has(leg),
    talking: leg.talking,
    video: false,
    see: false,
    mute_detect: false,
    energy_level: 20,
    current_energy: leg.talking ? 300 : 0,
    member_id: String(instances.get(leg.room.id)?.numbers.get(leg.id) ?? 0),
    member_ghost: false,
  })

  const participant = (leg: Leg) => {
    const instance = instances.get(leg.room.id)
    return {
      call_id: leg.id,
      caller_id_name: leg.name ?? leg.number ?? 'anonymous',
      caller_id_number: leg.number ?? 'anonymous',
      conference_channel_vars: variables(leg),
      conference_name: leg.room.id,
      conference_uuid: instance?.id,
      duration: seconds(leg.since),
      join_time: toGregorian(leg.since),
      participant_id: instance?.numbers.get(leg.id),
      switch_hostname: 'sandbox',
    }
  }

  const participants = (room: Room) => {
    update()
    return joinedLegs(room).map(participant)
  }

  const counts = (room: Room) => {
    update()
    const legs = joinedLegs(room)
    const instance = instances.get(room.id)
    return {
      members: legs.filter((leg) => !leg.moderator).length,
      moderators: legs.filter((leg) => leg.moderator).length,
      duration: instance ? seconds(instance.startedAt) : 0,
      is_locked: room.locked,
    }
  }

  return {
    update,
    participants,
    /** `_read_only` of a summary. */
    counts,
    /** `_read_only` of a document. */
    details: (room: Room) => ({ ...counts(room), participants: participants(room) }),
    /** undefined: nobody of that number is in it. */
    leg(room: Room, id: number): Leg | undefined {
      update()
      return joinedLegs(room).find((leg) => instances.get(room.id)?.numbers.get(leg.id) === id)
    },
    instanceId: (room: Room) => instances.get(room.id)?.id,
    variables,
    number: (leg: Leg) => instances.get(leg.room.id)?.numbers.get(leg.id),
    isDeaf: (leg: Leg) => deaf.has(leg),
    setDeaf(leg: Leg, on: boolean) {
      if (on) deaf.add(leg)
      else deaf.delete(leg)
    },
    reset: () => instances.clear(),
  }
}
