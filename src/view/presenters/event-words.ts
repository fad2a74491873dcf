/** What an event says of the meeting that it shows: everybody of the workspace reads it, so it never says a PIN. */

import { mention } from '#core/actor.ts'
import type { EventRoom } from '#core/contracts/event-mirror.ts'
import type { Meeting } from '#core/meeting.ts'
import { formatPhoneNumber } from '#lib/phone-number.ts'
import { type Message, type Span, say } from '#text/message.ts'
import { listed } from './meeting-words.ts'

/** How to join, in one line. */
export function eventWhereWords(room: EventRoom | null): Message {
  if (!room) return say('event.where.at-start')
  const where = room.dialIn
    ? say('event.where.dial', { number: formatPhoneNumber(room.dialIn), room: room.number })
    : say('event.where.room', { room: room.number })
  return room.hasPin ? say('event.where.pin', { where }) : where
}

export const eventAboutWords: Message = say('event.about')

/** How many are interested in its event, with the names that are known; null: nobody is, or it has none. */
export function interestedWords({ event }: Pick<Meeting, 'event'>): Span | null {
  const { count, people } = event?.interested ?? { count: 0, people: [] }
  if (count === 0) return null
  if (people.length === 0) return say('event.interested.count', { count })
  const more = count - people.length
  const named = people.map(mention)
  const all = more > 0 ? [...named, say('event.interested.more', { count: more })] : named
  return say('event.interested.people', { count, people: listed(all) })
}

/** Whether and how a meeting is shown as an event. */
export function eventWords({ event }: Pick<Meeting, 'event'>): Span {
  if (!event) return say('event.card.coming')
  return say(event.id === null ? 'event.card.none' : 'event.card.shown')
}
