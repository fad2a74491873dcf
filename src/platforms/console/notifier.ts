/** The channel's messages in the terminal: printed behind a bar, and when they change, only what changed. */
import { randomUUID } from 'node:crypto'
import { type Language, spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import type { Card } from '#view/card.ts'
import type { Notifier } from '#view/notifier.ts'
import { changedLines } from './changed-lines.ts'

export interface NotifierDeps {
  readonly print: (text: string) => void
  readonly toText: (card: Card) => string
  readonly language: Language
}

export function createNotifier({ print, toText, language }: NotifierDeps): Notifier {
  /** By message: its text as it was last printed. */
  const shown = new Map<string, string>()
  const printInChannel = (text: string) => print(text.replaceAll(/^/gm, '│ '))
  const note = (key: 'terminal.changed' | 'terminal.removed', text: string) =>
    spanToString(say(key, { title: text.split('\n', 1)[0] ?? '' }), language)

  return {
    async post(place, card) {
      const messageId = randomUUID()
      const text = toText(card)
      shown.set(messageId, text)
      printInChannel(text)
      return { place, messageId }
    },
    async tell({ platform, workspaceId, userId }, card) {
      print(toText(card))
      return { place: { platform, workspaceId, channelId: userId, kind: 'direct' }, messageId: randomUUID() }
    },
    async update({ messageId }, card) {
      const text = toText(card)
      const before = shown.get(messageId)
      shown.set(messageId, text)
      // A message of an earlier run is out of sight, so it is shown whole.
      if (before === undefined) printInChannel(text)
      else if (before !== text)
        printInChannel([note('terminal.changed', text), ...changedLines(before, text)].join('\n'))
      return true
    },
    async remove({ messageId }) {
      const before = shown.get(messageId)
      shown.delete(messageId)
      if (before !== undefined) printInChannel(note('terminal.removed', before))
    },
  }
}
