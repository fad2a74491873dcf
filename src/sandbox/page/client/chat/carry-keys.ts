/**
 * Which part of a changed message is the one that stood there before: ids are new in each version, places shift, and
 * yet the focus and an open menu must stay with the same thing.
 */
/** `marks`: what can be done with it. */
export interface Marked {
  readonly type: string
  readonly marks: readonly string[]
}
export interface Keyed extends Marked {
  readonly key: string
}

/**
 * What shares a mark is the same; of the rest, what stands in the same order among its kind, but a row that can do
 * something else is another row.
 */
export function carryKeys(before: readonly Keyed[], now: readonly Marked[]): Keyed[] {
  const left = new Set(before)
  const take = (found: Keyed | undefined) => {
    if (found) left.delete(found)
    return found?.key
  }
  const shared = now.map(({ type, marks }) =>
    take([...left].find((one) => one.type === type && one.marks.some((mark) => marks.includes(mark)))),
  )
  const ordered = now.map(({ type, marks }, index) => {
    if (shared[index] !== undefined || isRow({ type, marks })) return shared[index]
    return take([...left].find((one) => one.type === type && !isRow(one)))
  })
  let fresh = 1 + Math.max(-1, ...before.map(({ key }) => Number(key)))
  return now.map((one, index) => ({ ...one, key: ordered[index] ?? String(fresh++) }))
}

const isRow = ({ type, marks }: Marked) => type === 'section' && marks.length > 0
