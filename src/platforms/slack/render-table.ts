/** A table as preformatted text: its columns line up, and nothing in it is formatted. */
import type { KnownBlock } from '@slack/types'
import { cleanText, cutText } from '#lib/clean-text.ts'
import { type Language, spanToString } from '#text/format.ts'
import { type Span, say } from '#text/message.ts'
import { limits } from './limits.ts'

const maxCell = 40

export function renderTable(
  head: readonly Span[],
  rows: readonly (readonly Span[])[],
  language: Language,
): KnownBlock[] {
  const cell = (span: Span | undefined) =>
    cutText(
      cleanText(spanToString(span ?? '', language))
        .replace(/\s+/g, ' ')
        .trim(),
      maxCell,
    )
  const lines = [head, ...rows].map((row) => head.map((_, column) => cell(row[column])))
  const widths = head.map((_, column) => Math.max(...lines.map((line) => characters(line[column] ?? ''))))
  const drawn = lines.map((line) =>
    line
      .map((text, column) => text + ' '.repeat((widths[column] ?? 0) - characters(text)))
      .join('  ')
      .trimEnd(),
  )
  const shown: string[] = []
  let room = limits.textObject
  for (const line of drawn) {
    room -= line.length + 1
    if (room < 0) break
    shown.push(line)
  }
  const text = shown.join('\n')
  if (text.trim() === '') return []
  const leftOut = drawn.length - shown.length
  const table: KnownBlock = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  }
  if (leftOut === 0) return [table]
  const more = spanToString(say('slack.more-rows', { count: leftOut }), language)
  return [table, { type: 'context', elements: [{ type: 'plain_text', text: more, emoji: false }] }]
}

const characters = (text: string): number => [...text].length
