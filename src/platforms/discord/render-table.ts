/** A table as a code block: its columns line up, and nothing in it is formatted. */
import { cleanText, cutText } from '#lib/clean-text.ts'
import { type Language, spanToString } from '#text/format.ts'
import type { Span } from '#text/message.ts'
import { alignColumns } from '#view/plain-text.ts'
import { limits } from './limits.ts'

const maxCell = 40

/** The rows that fit, and how many do not. `block` is empty where there is nothing to show. */
export function renderTable(
  head: readonly Span[],
  rows: readonly (readonly Span[])[],
  language: Language,
): { readonly block: string; readonly leftOut: number } {
  const cell = (span: Span | undefined): string => {
    const text = cleanText(spanToString(span ?? '', language))
    return unfenced(cutText(text.replace(/\s+/g, ' ').trim(), maxCell))
  }
  const lines = alignColumns([head, ...rows].map((row) => head.map((_, column) => cell(row[column]))))
  const shown: string[] = []
  let room = limits.tableText
  for (const line of lines) {
    room -= line.length + 1
    if (room < 0) break
    shown.push(line)
  }
  const text = shown.join('\n')
  if (text.trim() === '') return { block: '', leftOut: 0 }
  return { block: `\`\`\`\n${text}\n\`\`\``, leftOut: lines.length - shown.length }
}

/** Backticks side by side would end the block. */
const unfenced = (text: string): string => text.replace(/`(?=`)/g, '`\u200b')
