/** Messages as they stand below each other: by day, and those that follow close upon each other without a new head. */

export interface MessageDay<Message> {
  /** `2026-11-21`, in the reader's zone. */
  readonly date: string
  readonly messages: readonly { readonly message: Message; readonly hasHead: boolean }[]
}

interface Order<Message> {
  readonly dateOf: (message: Message) => string
  /** Whether it needs no head of its own after the one before it on its day. */
  readonly follows: (before: Message, message: Message) => boolean
}

export function toDays<Message>(
  messages: readonly Message[],
  { dateOf, follows }: Order<Message>,
): readonly MessageDay<Message>[] {
  const days: { date: string; messages: { message: Message; hasHead: boolean }[] }[] = []
  for (const message of messages) {
    const date = dateOf(message)
    const day = days.at(-1)
    const before = day?.messages.at(-1)?.message
    if (day?.date === date && before) day.messages.push({ message, hasHead: !follows(before, message) })
    else days.push({ date, messages: [{ message, hasHead: true }] })
  }
  return days
}
