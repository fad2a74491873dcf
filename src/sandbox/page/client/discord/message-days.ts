/** The days of a channel, and which of its messages have a head. */
import { type MessageDay, toDays } from '../chat/message-days.ts'
import type { Message } from './shapes.ts'
import { dayOf } from './timestamp.ts'

const closeMs = 7 * 60_000

export function messagesToDays(messages: readonly Message[], timeZone: string): readonly MessageDay<Message>[] {
  const dateOf = ({ timestamp }: Message) => dayOf(Date.parse(timestamp), { timeZone })
  return toDays(messages, { dateOf, follows })
}

/** What answers a command says whose, and so has a head of its own. */
function follows(before: Message, message: Message): boolean {
  if (before.author.id !== message.author.id) return false
  if (message.interaction_metadata || message.type !== 0 || before.flags !== message.flags) return false
  return Date.parse(message.timestamp) - Date.parse(before.timestamp) < closeMs
}
