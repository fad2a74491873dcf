/**
 * A card as Block Kit blocks with their plain-text fallback. Pure. What does not fit in one message is said: rows as "and 12
 * more", anything else as a closing line. Blocks with elements carry no block_id: Slack makes new ones for each version of a
 * message, so that a menu does not keep the entry that was chosen last.
 */
import type { Button as ButtonElement, KnownBlock, RichTextBlock, RichTextElement } from '@slack/types'
import { cleanText, cutText } from '#lib/clean-text.ts'
import { type Language, spanToString } from '#text/format.ts'
import { bold, say } from '#text/message.ts'
import type { Button, Card, CardNode, LinkButton, Menu, Row } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { limits } from './limits.ts'
import { type ActionElement, type ActionRenderer, createActionRenderer } from './render-actions.ts'
import { renderTable } from './render-table.ts'
import {
  joinLines,
  labelText,
  lineToElements,
  lineToString,
  lineToTextObjects,
  plainText,
  richText,
  type TextOptions,
} from './render-text.ts'

export interface RenderedCard {
  readonly blocks: KnownBlock[]
  /** For notifications, screen readers and clients without blocks; escaped, since Slack reads it as mrkdwn. */
  readonly text: string
}

export interface RenderOptions extends Partial<TextOptions> {
  readonly maxBlocks?: number
  /** Characters of all its blocks together. */
  readonly maxText?: number
}

interface Room {
  readonly blocks: number
  readonly text: number
}

/** Blocks that are shown or left out together. */
interface Unit {
  readonly rows: number
  readonly blocks: KnownBlock[]
}
type Part =
  | { readonly kind: 'fixed'; readonly blocks: KnownBlock[] }
  | { readonly kind: 'list'; readonly units: readonly Unit[]; readonly end: (leftOut: number) => KnownBlock[] }

/** In the block_id of the header of a card that shows a live conference, before its id. */
export const showsPrefix = 'shows:'

/** Room kept for the line that ends a list. */
const listEndText = 200

export function renderCard(card: Card, options: RenderOptions = {}): RenderedCard {
  const text: TextOptions = { language: options.language ?? 'en', mentions: options.mentions ?? 'name' }
  const actions = createActionRenderer(text.language)
  const parts = card.nodes.map((node) => renderNode(node, text, actions))
  if (actions.leftOut.length > 0) {
    const buttons = actions.leftOut.map((label) => spanToString(label, text.language)).join(', ')
    parts.push(fixed(noteBlock(say('slack.buttons-left-out', { buttons }), text)))
  }
  return {
    blocks: fitParts(
      [fixed(titleBlock(card, text)), ...parts],
      { blocks: options.maxBlocks ?? limits.blocksPerMessage, text: options.maxText ?? limits.messageBlocksText },
      text.language,
    ),
    text: fallbackText(card, text.language),
  }
}

/** A heading is for what stands below it; a card that is a single sentence is drawn as one. */
function titleBlock({ title, nodes, shows }: Card, options: TextOptions): KnownBlock {
  const isSentence = shows === undefined && nodes.every(({ kind }) => kind === 'actions' || kind === 'note')
  if (isSentence) return richText(lineToElements(title, options))
  return {
    type: 'header',
    text: labelText(title, limits.header, options.language),
    ...(shows !== undefined && { block_id: `${showsPrefix}${shows}` }),
  }
}

function renderNode(node: CardNode, options: TextOptions, actions: ActionRenderer): Part {
  const { language } = options
  switch (node.kind) {
    case 'text':
      return fixed(richText(lineToElements(node.line, options)))
    case 'fields': {
      const lines = node.fields.map(({ label, value }) =>
        lineToElements([bold(label), ': ', ...(Array.isArray(value) ? value : [value])], options),
      )
      return lines.length === 0 ? fixed() : fixed(richText(joinLines(lines)))
    }
    case 'list': {
      const units = listUnits(node.rows, options, actions)
      const [more] = node.more ? actions.button(node.more) : []
      return { kind: 'list', units, end: (leftOut) => listEnd(leftOut, more, language) }
    }
    case 'table':
      return fixed(...renderTable(node.head, node.rows, language))
    case 'actions':
      return fixed(...actionBlocks(node.actions.flatMap((action) => actionElements(action, actions))))
    case 'note':
      return fixed(noteBlock(node.line, options))
    case 'divider':
      return fixed({ type: 'divider' })
  }
}

function actionElements(action: Button | LinkButton | Menu, actions: ActionRenderer): ActionElement[] {
  switch (action.kind) {
    case 'button':
      return actions.button(action)
    case 'link-button':
      return actions.linkButton(action)
    case 'menu':
      return actions.menu(action)
  }
}

const fixed = (...blocks: KnownBlock[]): Part => ({ kind: 'fixed', blocks })

function actionBlocks(elements: readonly ActionElement[]): KnownBlock[] {
  const blocks: KnownBlock[] = []
  for (let first = 0; first < elements.length; first += limits.actionsElements)
    blocks.push({ type: 'actions', elements: elements.slice(first, first + limits.actionsElements) })
  return blocks
}

/** Small and grey where its pieces can be drawn so; a context block takes no links. */
function noteBlock(line: Extract<CardNode, { kind: 'note' }>['line'], options: TextOptions): KnownBlock {
  const elements = lineToElements(line, options)
  const objects = elements.some(({ type }) => type === 'link' || type === 'user')
    ? null
    : lineToTextObjects(line, options.language, limits.contextElements, limits.sectionField)
  if (objects) return { type: 'context', elements: objects }
  return richText(elements.map((element) => ({ ...element, style: { ...element.style, italic: true } })))
}

/** Rows with nothing to press share a block: as bullets, or as plain lines beside rows that have a menu. */
const rowsPerBlock = 10

function listUnits(rows: readonly Row[], options: TextOptions, actions: ActionRenderer): Unit[] {
  const bullets = rows.every(isPlain)
  const units: Unit[] = []
  let run: RichTextElement[][] = []
  const flush = () => {
    if (run.length > 0) units.push({ rows: run.length, blocks: [bullets ? bulletList(run) : richText(joinLines(run))] })
    run = []
  }
  for (const row of rows) {
    if (isPlain(row)) {
      run.push(lineToElements(row.line, options, limits.listRow))
      if (run.length === rowsPerBlock) flush()
    } else {
      flush()
      units.push({ rows: 1, blocks: rowBlocks(row, options, actions) })
    }
  }
  flush()
  return units
}

const isPlain = (row: Row): boolean => !row.button && (row.menu?.entries.length ?? 0) === 0

const bulletList = (lines: readonly RichTextElement[][]): RichTextBlock => ({
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_list',
      style: 'bullet',
      elements: lines.map((elements) => ({ type: 'rich_text_section', elements })),
    },
  ],
})

/**
 * Only sections have a place for a menu beside the line, and sections take no rich text: there the line is plain. One with a
 * moment in it is rich text, and its menu stands below: in a section the moment would be a field of its own, in another column.
 */
function rowBlocks({ line, menu, button }: Row, options: TextOptions, actions: ActionRenderer): KnownBlock[] {
  const { language } = options
  const entries = [...(button ? [button] : []), ...(menu?.entries ?? [])]
  const elements = actions.menu({ label: menu?.label ?? button?.label ?? '', entries })
  const rich = lineToElements(line, options, limits.listRow)
  if (rich.some(({ type }) => type === 'date')) return [richText(rich), ...actionBlocks(elements)]
  const [first, ...others] = elements
  const section: KnownBlock = {
    type: 'section',
    text: plainText(lineToString(line, language), limits.listRow),
    ...(first && others.length === 0 && { accessory: first }),
  }
  return others.length === 0 ? [section] : [section, ...actionBlocks(elements)]
}

function listEnd(leftOut: number, more: ButtonElement | undefined, language: Language): KnownBlock[] {
  if (leftOut === 0) return more ? [{ type: 'actions', elements: [more] }] : []
  const text = labelText(say('slack.more-rows', { count: leftOut }), limits.sectionField, language)
  return more ? [{ type: 'section', text, accessory: more }] : [{ type: 'context', elements: [text] }]
}

/** Gives the lists what the other nodes leave of blocks and text, then cuts what is still too much. */
function fitParts(parts: readonly Part[], room: Room, language: Language): KnownBlock[] {
  const others = parts.flatMap((part) => (part.kind === 'fixed' ? part.blocks : []))
  let lists = parts.filter((part) => part.kind === 'list').length
  let blocks = room.blocks - others.length - lists
  let text = room.text - shownLength(others) - lists * listEndText
  const shown = parts.flatMap((part) => {
    if (part.kind === 'fixed') return part.blocks
    let share = Math.floor(blocks / lists)
    let textShare = Math.floor(text / lists)
    lists--
    const taken: Unit[] = []
    for (const unit of part.units) {
      share -= unit.blocks.length
      textShare -= shownLength(unit.blocks)
      if (share < 0 || textShare < 0) break
      taken.push(unit)
    }
    const takenBlocks = taken.flatMap((unit) => unit.blocks)
    blocks -= takenBlocks.length
    text -= shownLength(takenBlocks)
    return [...takenBlocks, ...part.end(rowCount(part.units) - rowCount(taken))]
  })
  return cutBlocks(shown, room, language)
}

const rowCount = (units: readonly Unit[]): number => units.reduce((sum, unit) => sum + unit.rows, 0)

function cutBlocks(blocks: KnownBlock[], room: Room, language: Language): KnownBlock[] {
  let text = 0
  const end = blocks.findIndex((block, index) => {
    text += shownLength(block)
    return text > room.text || (index === room.blocks - 1 && blocks.length > room.blocks)
  })
  if (end === -1) return blocks
  return [
    ...blocks.slice(0, end),
    { type: 'context', elements: [labelText(say('slack.cut'), limits.sectionField, language)] },
  ]
}

/** All characters of the texts in it. */
function shownLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : shownLength(inner)),
    0,
  )
}

function fallbackText(card: Card, language: Language): string {
  return escapeText(cleanText(cardToPlainText(card, { language, actions: false, maxLength: limits.messageText })))
}

/** `&`, `<` and `>` are all that Slack wants escaped (formatting-message-text); cut so that no entity is halved. */
function escapeText(text: string): string {
  for (let max: number = limits.messageText; ; ) {
    const escaped = cutText(text, max).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    const excess = escaped.length - limits.messageText
    if (excess <= 0) return escaped.trim() === '' ? '–' : escaped
    max -= Math.ceil(excess / 5)
  }
}
