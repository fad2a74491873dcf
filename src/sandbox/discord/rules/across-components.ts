/** What must hold between the components of one message or modal, which no schema of a single one can say. */
import type { Problem } from '../refusal.ts'
import { lengthProblem } from './problems.ts'

type Node = Record<string, unknown>
interface Placed {
  node: Node
  path: Problem['path']
}

const maxComponents = 40
const maxText = 4000
const maxProcessedBytes = 10_170
const selectTypes: readonly unknown[] = [3, 5, 6, 7, 8]

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** Every component, parents before children, in the order in which Discord numbers them. */
export function* walk(components: readonly unknown[], path: Problem['path'] = ['components']): Generator<Placed> {
  for (const [index, node] of components.entries()) {
    if (!isNode(node)) continue
    yield* walkOne(node, [...path, index])
  }
}

function* walkOne(node: Node, path: Problem['path']): Generator<Placed> {
  yield { node, path }
  if (Array.isArray(node.components)) yield* walk(node.components, [...path, 'components'])
  for (const key of ['accessory', 'component']) {
    const inner = node[key]
    if (isNode(inner)) yield* walkOne(inner, [...path, key])
  }
}

/** `at` leads to the list within the body. */
export function findComponentProblems(components: readonly unknown[], at: Problem['path']): Problem[] {
  const placed = [...walk(components, at)]
  return [
    ...duplicates(placed, 'custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
    ...duplicates(
      placed.filter(({ node }) => node.id !== 0),
      'id',
      'COMPONENT_ID_DUPLICATED',
      'Component id cannot be duplicated',
    ),
    ...placed.flatMap(findOwnProblems),
  ]
}

/** The limits that all components of a message with IS_COMPONENTS_V2 share. */
export function findTotalProblems(components: readonly unknown[], at: Problem['path']): Problem[] {
  const nodes = [...walk(components, at)].map(({ node }) => node)
  const length = nodes.reduce((sum, { type, content }) => sum + (type === 10 ? String(content).length : 0), 0)
  return [
    ...(nodes.length > maxComponents
      ? [
          {
            path: at,
            code: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
            message: `The total number of components (${nodes.length}) exceeds the maximum of ${maxComponents}.`,
          },
        ]
      : []),
    ...(length > maxText
      ? [
          {
            path: at,
            code: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
            message: `Displayable text size exceeds maximum size of ${maxText}`,
          },
        ]
      : []),
  ]
}

/**
 * What Discord answers with 500: more text, in bytes of UTF-8 with 12 for each display, than it can process. Nowhere documented,
 * but measured to the byte (discord-api-docs, issue 8554); texts in scripts of three bytes a letter meet it below 4000 letters.
 */
export function isTooLargeToProcess(components: readonly unknown[]): boolean {
  const texts = [...walk(components)].filter(({ node }) => node.type === 10)
  return texts.reduce((sum, { node }) => sum + Buffer.byteLength(String(node.content)) + 12, 0) > maxProcessedBytes
}

/** The position (from 0) of each value that stood before. */
function repeated(values: readonly unknown[]): number[] {
  const seen = new Set<unknown>()
  return values.flatMap((value, index) => {
    if (value === undefined) return []
    if (seen.has(value)) return [index]
    seen.add(value)
    return []
  })
}

function duplicates(placed: readonly Placed[], field: string, code: string, message: string): Problem[] {
  return repeated(placed.map(({ node }) => node[field])).map((index) => ({
    path: [...(placed[index]?.path ?? []), field],
    code,
    message,
  }))
}

function findOwnProblems({ node, path }: Placed): Problem[] {
  const options = Array.isArray(node.options) ? node.options.filter((one) => typeof one === 'object') : []
  const problems: Problem[] = repeated(options.map((option) => option.value)).map((index) => ({
    path: [...path, 'options', index, 'value'],
    code: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    message: 'The specified option value is already used',
  }))
  if (node.type === 1 && Array.isArray(node.components)) problems.push(...findRowProblems(node.components, path))
  if (node.type === 2 && node.style !== 6 && !node.label && !node.emoji) {
    problems.push({
      path,
      code: 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
      message: 'A button must have a label or an emoji',
    })
  }
  if (selectTypes.includes(node.type) || node.type === 22 || node.type === 19) {
    problems.push(...findRangeProblems(node, options, path))
  }
  if (node.type === 4 && typeof node.min_length === 'number' && Number(node.max_length ?? 4000) < node.min_length) {
    problems.push({
      path: [...path, 'max_length'],
      code: 'TEXT_INPUT_COMPONENT_MIN_LENGTH_EXCEEDS_MAX_LENGTH',
      message: 'The minimum length exceeds the maximum length',
    })
  }
  return problems
}

/** A row holds five buttons or one select menu. */
function findRowProblems(components: readonly unknown[], path: Problem['path']): Problem[] {
  const menus = components.filter((one) => isNode(one) && selectTypes.includes(one.type))
  if (menus.length === 0 || components.length === 1) return []
  return [
    {
      path: [...path, 'components'],
      code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      message: 'The specified component exceeds the maximum width',
    },
  ]
}

/** How many may and must be chosen, against each other, the options and what is chosen already. */
function findRangeProblems(node: Node, options: readonly { default?: unknown }[], path: Problem['path']): Problem[] {
  const min = typeof node.min_values === 'number' ? node.min_values : 1
  const hasOwnMax = typeof node.max_values === 'number'
  const max = hasOwnMax ? Number(node.max_values) : node.type === 22 ? options.length : 1
  const problems: Problem[] = []
  if (min > Math.max(max, 1) || (hasOwnMax && min > max)) {
    problems.push({
      path: [...path, 'min_values'],
      code: 'SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX_VALUES',
      message: 'The minimum number of values exceeds the maximum number',
    })
  }
  if (options.length > 0 && max > options.length) {
    problems.push({
      path: [...path, 'max_values'],
      code: 'NUMBER_TYPE_MAX',
      message: `int value should be less than or equal to ${options.length}.`,
    })
  }
  const chosen = Array.isArray(node.default_values)
    ? node.default_values.length
    : options.filter((option) => option.default === true).length
  if (chosen > max || (chosen > 0 && chosen < min)) {
    problems.push(
      lengthProblem([...path, Array.isArray(node.default_values) ? 'default_values' : 'options'], { min, max }),
    )
  }
  return problems
}
