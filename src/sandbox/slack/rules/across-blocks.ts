/** What no single block's schema can see: ids that repeat, choices that are not offered, more than one focus. */
import type { Block } from './blocks.ts'
import type { InteractiveElement } from './elements.ts'
import { problem } from './problems.ts'

/** An interactive element where it stands. */
export interface PlacedElement {
  block: Block
  element: InteractiveElement
  /** JSON pointer below the list of blocks. */
  pointer: string
}

/** Every interactive element, in the order a person reads them. */
export function placedElements(blocks: readonly Block[]): PlacedElement[] {
  return blocks.flatMap((block, index): PlacedElement[] => {
    switch (block.type) {
      case 'actions':
        return block.elements.map((element, at) => ({ block, element, pointer: `/${index}/elements/${at}` }))
      case 'input':
        return [{ block, element: block.element, pointer: `/${index}/element` }]
      case 'section':
        if (!block.accessory || block.accessory.type === 'image') return []
        return [{ block, element: block.accessory, pointer: `/${index}/accessory` }]
      default:
        return []
    }
  })
}

/** `at` is the pointer to the list of blocks. */
export function findCrossProblems(blocks: readonly Block[], at: string): string[] {
  const elements = placedElements(blocks)
  const focused = elements.filter(({ element }) => 'focus_on_load' in element && element.focus_on_load)
  return [
    ...repeatedBlockIds(blocks, at),
    ...repeatedActionIds(elements, at),
    ...focused.slice(1).map(({ pointer }) => problem('`focus_on_load` is allowed once', `${at}${pointer}`)),
    ...elements.flatMap(({ element, pointer }) => elementProblems(element, `${at}${pointer}`)),
  ]
}

function repeatedBlockIds(blocks: readonly Block[], at: string): string[] {
  const seen = new Set<string>()
  return blocks.flatMap(({ block_id: id }, index) => {
    if (id === undefined) return []
    if (seen.has(id)) return [problem(`\`block_id\` "${id}" already exists`, `${at}/${index}/block_id`)]
    seen.add(id)
    return []
  })
}

/** An action_id must be unique within its block. */
function repeatedActionIds(elements: readonly PlacedElement[], at: string): string[] {
  const seen = new Map<Block, Set<string>>()
  return elements.flatMap(({ block, element, pointer }) => {
    const ids = seen.get(block) ?? new Set()
    seen.set(block, ids)
    const id = element.action_id
    if (id === undefined) return []
    if (ids.has(id)) return [problem(`\`action_id\` "${id}" already exists`, `${at}${pointer}/action_id`)]
    ids.add(id)
    return []
  })
}

function elementProblems(element: InteractiveElement, at: string): string[] {
  switch (element.type) {
    case 'plain_text_input':
      if (element.min_length === undefined || element.max_length === undefined) return []
      if (element.min_length <= element.max_length) return []
      return [problem('`min_length` must not be greater than `max_length`', `${at}/min_length`)]
    case 'number_input':
      if (element.min_value === undefined || element.max_value === undefined) return []
      if (Number(element.min_value) <= Number(element.max_value)) return []
      return [problem('`min_value` must not be greater than `max_value`', `${at}/min_value`)]
    default:
      return unofferedChoices(element, at)
  }
}

function unofferedChoices(element: InteractiveElement, at: string): string[] {
  const offered = new Set(optionsOf(element).map((option) => option.value))
  if (offered.size === 0) return []
  if ('initial_option' in element && element.initial_option && !offered.has(element.initial_option.value)) {
    return [problem('must be one of the options', `${at}/initial_option`)]
  }
  if ('initial_options' in element && element.initial_options?.some((option) => !offered.has(option.value))) {
    return [problem('must be one of the options', `${at}/initial_options`)]
  }
  return []
}

/** What a menu offers of itself; nothing for the kinds that Slack or the app fills. */
export function optionsOf(element: InteractiveElement) {
  const plain = 'options' in element ? (element.options ?? []) : []
  const grouped = 'option_groups' in element ? (element.option_groups ?? []).flatMap((group) => group.options) : []
  return [...plain, ...grouped]
}
