/** Messages as they stand below each other: by day, and those of one author that follow close upon each other without a new head. */
import { formatDate } from './blocks/date-format.ts'
import type { Message } from './shapes.ts'

export interface MessageDay {
  /** `2026-11-21`, in the reader's zone. */
  readonly date: string
  readonly messages: readonly { readonly message: Message; readonly hasHead: boolean }[]
}

const closeSeconds = 5 * 60

export function messagesToDays(messages: readonly Message[], timeZone: string): readonly MessageDay[] {
  const days: { date: string; messages: { message: Message; hasHead: boolean }[] }[] = []
  for (const message of messages) {
    const date = formatDate(Number(message.ts), '{date_num}', { timeZone, now: 0 }) ?? ''
    const day = days.at(-1)
    if (day?.date === date) day.messages.push({ message, hasHead: !follows(day.messages.at(-1)?.message, message) })
    else days.push({ date, messages: [{ message, hasHead: true }] })
  }
  return days
}

function follows(before: Message | undefined, message: Message): boolean {
  if (!before || before.user !== message.user || before.subtype || message.subtype) return false
  if (before.is_ephemeral || message.is_ephemeral || before.blocks || message.blocks) return false
  return Number(message.ts) - Number(before.ts) < closeSeconds
}
