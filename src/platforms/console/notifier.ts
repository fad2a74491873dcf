/** The channel's messages in the terminal: printed behind a bar, and when they change, only what changed. */
import { randomUUID } from 'node:crypto'
import { type Language, spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import { type Card, card, text } from '#view/card.ts'
import type { MessageRef, Notifier } from '#view/notifier.ts'
import { changedLines } from './changed-lines.ts'

export interface NotifierDeps {
  readonly print: (text: string) => void
  readonly toText: (card: Card) => string
  readonly language: Language
}

export function createNotifier({ print, toText, language }: NotifierDeps): Notifier {
  /** By message: its text as it was last printed. */
  const shown = new Map<string, string>()
  const printInChannel = (words: string) => print(words.replaceAll(/^/gm, '│ '))
  /** By mark: what was printed in this run; what an earlier one printed is out of sight. */
  const marked = new Map<string, MessageRef>()
  const remember = (message: MessageRef, mark: string | undefined): MessageRef => {
    if (mark !== undefined) marked.set(mark, message)
    return message
  }
  const note = (key: 'terminal.changed' | 'terminal.removed', words: string) =>
    spanToString(say(key, { title: words.split('\n', 1)[0] ?? '' }), language)

  return {
    async post(place, shownCard, _asker, mark) {
      const messageId = randomUUID()
      const words = toText(shownCard)
      shown.set(messageId, words)
      printInChannel(words)
      return remember({ place, messageId }, mark)
    },
    async tell({ platform, workspaceId, userId }, shownCard, mark) {
      print(toText(shownCard))
      const place = { platform, workspaceId, channelId: userId, kind: 'direct' } as const
      return remember({ place, messageId: randomUUID() }, mark)
    },
    async find(_where, mark) {
      return marked.get(mark) ?? null
    },
    async sendFile(_person, { name, content }, said) {
      print(toText(said))
      if (typeof content === 'string') print(toText(card(say('terminal.file', { name }), text(content))))
      else print(toText(card(say('terminal.file-of-bytes', { name, count: content.byteLength }))))
    },
    async update({ messageId }, shownCard) {
      const words = toText(shownCard)
      const before = shown.get(messageId)
      shown.set(messageId, words)
      // A message of an earlier run is out of sight, so it is shown whole.
      if (before === undefined) printInChannel(words)
      else if (before !== words)
        printInChannel([note('terminal.changed', words), ...changedLines(before, words)].join('\n'))
      return true
    },
    async remove({ messageId }) {
      const before = shown.get(messageId)
      shown.delete(messageId)
      if (before !== undefined) printInChannel(note('terminal.removed', before))
    },
  }
}
