/** A table as text whose columns line up, for wherever text is shown as it stands. */
import { cleanText, cutText } from '#lib/clean-text.ts'
import { type Language, spanToString } from '#text/format.ts'
import type { Span } from '#text/message.ts'

export interface TableTextOptions {
  readonly language: Language
  /** UTF-16 units of the whole. */
  readonly maxLength: number
  /** Makes a cell harmless where it is shown; as it is unless said. */
  readonly escapeCell?: (cell: string) => string
}

const maxCell = 40

/** The rows that fit, a line each, and how many do not. `text` is empty where there is nothing to show. */
export function tableToText(
  head: readonly Span[],
  rows: readonly (readonly Span[])[],
  { language, maxLength, escapeCell = (cell) => cell }: TableTextOptions,
): { readonly text: string; readonly leftOut: number } {
  const cell = (span: Span | undefined): string => {
    const text = cleanText(spanToString(span ?? '', language))
    return escapeCell(cutText(text.replace(/\s+/g, ' ').trim(), maxCell))
  }
  const lines = alignColumns([head, ...rows].map((row) => head.map((_, column) => cell(row[column]))))
  const shown: string[] = []
  let room = maxLength
  for (const line of lines) {
    room -= line.length + 1
    if (room < 0) break
    shown.push(line)
  }
  const text = shown.join('\n')
  return text.trim() === '' ? { text: '', leftOut: 0 } : { text, leftOut: lines.length - shown.length }
}

/** Columns two spaces apart, as wide as their widest cell. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, lengthOf(cell))
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - lengthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}

const lengthOf = (text: string) => [...text].length
