/** The days of a conversation, and which of its messages have a head. */
import { type MessageDay, toDays } from '../chat/message-days.ts'
import { formatDate } from './blocks/date-format.ts'
import type { Message } from './shapes.ts'

const closeSeconds = 5 * 60

export function messagesToDays(messages: readonly Message[], timeZone: string): readonly MessageDay<Message>[] {
  const dateOf = ({ ts }: Message) => formatDate(Number(ts), '{date_num}', { timeZone, now: 0 }) ?? ''
  return toDays(messages, { dateOf, follows })
}

function follows(before: Message, message: Message): boolean {
  if (before.user !== message.user || before.subtype || message.subtype) return false
  if (before.is_ephemeral || message.is_ephemeral || before.blocks || message.blocks) return false
  return Number(message.ts) - Number(before.ts) < closeSeconds
}
