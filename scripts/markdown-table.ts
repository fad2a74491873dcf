/** Tables of generated documents. */

export function tableToMarkdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const rowToLine = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [rowToLine(columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(rowToLine)].join('\n')
}
