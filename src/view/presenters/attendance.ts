/** Who was in a conference that has ended, and for how long. */
import type { Conference, Participant } from '#core/conference.ts'
import { nameOf } from '#core/service/locate.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { type Span, say } from '#text/message.ts'
import type { Row } from '../card.ts'

/** Each person once, with the time that their legs were there together. */
export function attendanceRows(conference: Conference): Row[] {
  const endedAt = conference.endedAt ?? conference.changedAt
  const people = Map.groupBy(conference.participants, (one) => one.number ?? one.code)
  return [...people.values()].map((legs) => {
    const stayedMs = legs.reduce((sum, leg) => sum + (leg.leftAt ?? endedAt) - leg.joinedAt, 0)
    return { line: [...legs.slice(0, 1).flatMap(personOf), ' · ', durationOf(stayedMs)] }
  })
}

const personOf = (one: Participant): Span[] =>
  one.name !== null && one.number !== null ? [one.name, ' · ', maskPhoneNumber(one.number)] : [nameOf(one)]

/** Whole minutes, begun ones counted. */
export function durationOf(ms: number): Span {
  const minutes = Math.max(Math.ceil(ms / 60_000), 1)
  return say('card.record.duration', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}
