/** What can be done with a block or an element, by which it is known again in a changed message. */
import type { Marked } from '../../chat/carry-keys.ts'
import type { Block } from './block-shapes.ts'
import type { Element, InputElement } from './element-shapes.ts'

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
