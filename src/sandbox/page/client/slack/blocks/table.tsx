/** The table block; its first row is its head. */
import type { Table } from './block-shapes.ts'
import { RichTextView } from './rich-text.tsx'

type Cell = Table['rows'][number][number]

export function TableView({ rows, column_settings: columns = [] }: Table) {
  const [head = [], ...body] = rows
  const cell = (one: Cell) => (one.type === 'raw_text' ? one.text : <RichTextView parts={one.elements} />)
  const look = (column: number) => ({
    'data-align': columns[column]?.align,
    'data-wrapped': columns[column]?.is_wrapped || undefined,
  })
  return (
    // A wide table scrolls sideways, by keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus
    <div className="table-frame" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((one, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a table has nothing but its order
              <th key={column} scope="col" {...look(column)}>
                {cell(one)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a table has nothing but its order
            <tr key={index}>
              {row.map((one, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a table has nothing but its order
                <td key={column} {...look(column)}>
                  {cell(one)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
