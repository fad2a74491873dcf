/** Messages as they stand below each other: by day, and those of one author that follow close upon each other without a new head. */
import type { Message } from './shapes.ts'
import { dayOf } from './timestamp.ts'

export interface MessageDay {
  /** `2026-11-21`, in the reader's zone. */
  readonly date: string
  readonly messages: readonly { readonly message: Message; readonly hasHead: boolean }[]
}

const closeMs = 7 * 60_000

export function messagesToDays(messages: readonly Message[], timeZone: string): readonly MessageDay[] {
  const days: { date: string; messages: { message: Message; hasHead: boolean }[] }[] = []
  for (const message of messages) {
    const date = dayOf(Date.parse(message.timestamp), { timeZone })
    const day = days.at(-1)
    if (day?.date === date) day.messages.push({ message, hasHead: !follows(day.messages.at(-1)?.message, message) })
    else days.push({ date, messages: [{ message, hasHead: true }] })
  }
  return days
}

/** What answers a command says whose, and so has a head of its own. */
function follows(before: Message | undefined, message: Message): boolean {
  if (!before || before.author.id !== message.author.id) return false
  if (message.interaction_metadata || message.type !== 0 || before.flags !== message.flags) return false
  return Date.parse(message.timestamp) - Date.parse(before.timestamp) < closeMs
}
