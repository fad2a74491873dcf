/** A table as a code block: its columns line up, and nothing in it is formatted. */
import type { Language } from '#text/format.ts'
import type { Span } from '#text/message.ts'
import { tableToText } from '#view/table-text.ts'
import { limits } from './limits.ts'

/** The rows that fit, and how many do not. `block` is empty where there is nothing to show. */
export function renderTable(
  head: readonly Span[],
  rows: readonly (readonly Span[])[],
  language: Language,
): { readonly block: string; readonly leftOut: number } {
  const { text, leftOut } = tableToText(head, rows, { language, maxLength: limits.tableText, escapeCell: unfenced })
  return { block: text && `\`\`\`\n${text}\n\`\`\``, leftOut }
}

/** Backticks side by side would end the block. */
const unfenced = (text: string): string => text.replace(/`(?=`)/g, '`\u200b')
