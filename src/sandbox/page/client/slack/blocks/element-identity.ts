/** Tells whether an element of a changed message is still the one that somebody has just opened: ids of blocks and elements are new in each version. */
import type { Element, InputElement } from './element-shapes.ts'

export function elementIdentity(element: Element | InputElement): string {
  if (element.type === 'button') return `button ${element.value ?? element.url ?? element.text.text}`
  if ('options' in element && element.options) {
    return `${element.type} ${JSON.stringify(element.options.map(({ value }) => value))}`
  }
  return `${element.type} ${element.action_id}`
}
