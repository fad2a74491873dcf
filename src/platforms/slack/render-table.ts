/** A table as preformatted text: its columns line up, and nothing in it is formatted. */
import type { KnownBlock } from '@slack/types'
import { type Language, spanToString } from '#text/format.ts'
import { type Span, say } from '#text/message.ts'
import { tableToText } from '#view/table-text.ts'
import { limits } from './limits.ts'

export function renderTable(
  head: readonly Span[],
  rows: readonly (readonly Span[])[],
  language: Language,
): KnownBlock[] {
  const { text, leftOut } = tableToText(head, rows, { language, maxLength: limits.textObject })
  if (text === '') return []
  const table: KnownBlock = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  }
  if (leftOut === 0) return [table]
  const more = spanToString(say('slack.more-rows', { count: leftOut }), language)
  return [table, { type: 'context', elements: [{ type: 'plain_text', text: more, emoji: false }] }]
}
