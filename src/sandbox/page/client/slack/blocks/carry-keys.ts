/**
 * Which block or element of a changed message is the one that stood there before: ids are new in each version, places shift, and
 * yet the focus and an open menu must stay with the same thing.
 */
import type { Block } from './block-shapes.ts'
import type { Element, InputElement } from './element-shapes.ts'

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

export function blockToMarked(block: Block): Marked {
  const { type } = block
  switch (type) {
    case 'input':
      return { type, marks: [block.block_id] }
    case 'actions':
      return { type, marks: block.elements.flatMap(elementMarks) }
    case 'section':
      return { type, marks: block.accessory && block.accessory.type !== 'image' ? elementMarks(block.accessory) : [] }
    default:
      return { type, marks: [] }
  }
}

export const elementToMarked = (element: Element | InputElement): Marked => ({
  type: element.type,
  marks: elementMarks(element),
})

function elementMarks(element: Element | InputElement): string[] {
  if (element.type === 'button') return [element.value ?? element.url ?? element.text.text]
  if ('options' in element && element.options) return element.options.map(({ value }) => value)
  return [element.action_id]
}

/** Whether an element of a changed message is still the one that somebody has just opened. */
export const elementIdentity = (element: Element | InputElement): string => JSON.stringify(elementToMarked(element))
