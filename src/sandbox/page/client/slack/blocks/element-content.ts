/** What an element holds, in one shape for every kind: a list of texts, from the message's own initial values or from a view's state. */
import type { ElementState } from '../shapes.ts'
import type { Element, InputElement, Option } from './element-shapes.ts'

export interface Content {
  readonly type: string
  /** What was typed, an option's value, an id, `YYYY-MM-DD`, `HH:mm`, UNIX seconds; empty for nothing. */
  readonly values: readonly string[]
  /** The chosen options with their texts, of menus that have options. */
  readonly options: readonly Option[]
}

export function valuesToContent(type: string, values: readonly string[]): Content {
  return { type, values, options: [] }
}

export function optionsToContent(type: string, options: readonly Option[]): Content {
  return { type, values: options.map(({ value }) => value), options }
}

export function stateToContent({ type, timezone, ...content }: ElementState): Content {
  return gather(type, Object.values(content))
}

/** What the element was made with. */
export function initialContent(element: Element | InputElement): Content {
  const initial = Object.entries(element).filter(([key]) => key.startsWith('initial_'))
  return gather(
    element.type,
    initial.map(([, value]) => value),
  )
}

/** As the calls of the API take it. */
export function contentToValue({ type, values }: Content): string | readonly string[] | null {
  return holdsSeveral(type) ? values : (values[0] ?? null)
}

export const holdsSeveral = (type: string): boolean => type.startsWith('multi_') || type === 'checkboxes'

function gather(type: string, given: readonly unknown[]): Content {
  const content = given.flat().filter((one) => one !== null && one !== undefined && one !== '')
  const options = content.filter(isOption)
  if (options.length > 0) return optionsToContent(type, options)
  return valuesToContent(
    type,
    content.map((one) => (typeof one === 'object' ? richTextToString(one) : String(one))),
  )
}

const isOption = (value: unknown): value is Option => typeof value === 'object' && value !== null && 'value' in value

/** All texts in it, one after the other. */
function richTextToString(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : richTextToString(inner)))
    .join('')
}
