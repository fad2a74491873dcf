/** What an event says of the meeting that it shows: everybody of the workspace reads it, so it never says a PIN. */
import type { EventRoom } from '#core/contracts/event-mirror.ts'
import { formatPhoneNumber } from '#lib/phone-number.ts'
import { type Message, say } from '#text/message.ts'

/** How to join, in one line. */
export function eventWhereWords(room: EventRoom | null): Message {
  if (!room) return say('event.where.at-start')
  const where = room.dialIn
    ? say('event.where.dial', { number: formatPhoneNumber(room.dialIn), room: room.number })
    : say('event.where.room', { room: room.number })
  return room.hasPin ? say('event.where.pin', { where }) : where
}

export const eventAboutWords: Message = say('event.about')
