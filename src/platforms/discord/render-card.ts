/**
 * A card as one Container of Discord's components (developers/components/reference, Components V2). Pure. It is drawn in the
 * roomiest way in which all of it fits; what fits in none is said: rows as "and 12 more", anything else as a closing line.
 */
import { type APIMessage, type APIMessageTopLevelComponent, ComponentType, MessageFlags } from 'discord-api-types/v10'
import { type Language, spanToString } from '#text/format.ts'
import { bold, say } from '#text/message.ts'
import type { Card, CardNode } from '#view/card.ts'
import type { LongAction } from './custom-ids.ts'
import { type Block, countComponents, liveConferenceIn, textIn, toComponents } from './layout.ts'
import { limits } from './limits.ts'
import { type ActionRenderer, createActionRenderer } from './render-actions.ts'
import { type ListOptions, type ListPart, moreRows, renderList, unitsWithin } from './render-list.ts'
import { renderTable } from './render-table.ts'
import { lineToMarkdown, lineToOneLine } from './render-text.ts'

export interface RenderedCard {
  /** IS_COMPONENTS_V2; an edit must carry it, too. */
  readonly flags: number
  /** One Container. */
  readonly components: APIMessageTopLevelComponent[]
  /** Nobody is notified, whatever the text says. */
  readonly allowed_mentions: { readonly parse: [] }
  /** Commands longer than a custom_id: to be kept under their keys before the message is sent. */
  readonly long: readonly LongAction[]
}

export interface RenderOptions {
  readonly language?: Language
  /** Numeric ids (int32, from 1) of the Container and of its first Text Display, by which a message of ours is found again. */
  readonly ids?: readonly [container: number, text: number]
  /** All components of the message, nested ones included; 40 unless told. */
  readonly maxComponents?: number
}

interface Room {
  readonly components: number
  readonly text: number
}

/** How much room is taken: from beautiful to compact. */
interface Style {
  /** Buttons of rows stand beside their lines, else in a select below the list. */
  readonly besideLines: boolean
  /** Of one group of actions; the others are in a select. */
  readonly maxButtons?: number
}
const styles: readonly [Style, ...Style[]] = [
  { besideLines: true },
  { besideLines: false },
  { besideLines: false, maxButtons: 10 },
]

interface Drawing {
  readonly blocks: readonly Block[]
  /** 0 when everything is there. */
  readonly lost: number
}

type Part = { readonly kind: 'fixed'; readonly blocks: readonly Block[] } | ListPart

/** Beside a card whose conference is live. */
const liveColour = 0x23a55a

export function renderCard(card: Card, options: RenderOptions = {}): RenderedCard {
  const { language = 'en', ids, maxComponents = limits.components } = options
  const room = { components: maxComponents - 1, text: limits.messageText }
  const { blocks } = bestDrawing(card, room, language)
  const { components, long } = toComponents(blocks, card.shows)
  const [first, ...others] = components
  const named = first && ids ? [{ ...first, id: ids[1] }, ...others] : components
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        ...(ids && { id: ids[0] }),
        ...(card.shows !== undefined && { accent_color: liveColour }),
        components: named,
      },
    ],
    allowed_mentions: { parse: [] },
    long,
  }
}

/**
 * The live conference, by id, that a message of ours shows: its card has a control of this conference at the position in the
 * message that is kept for it (see `custom-ids.ts`). null when it shows none.
 */
export const shownIn = ({ components }: Pick<APIMessage, 'components'>): string | null =>
  liveConferenceIn(components ?? [])

function bestDrawing(card: Card, room: Room, language: Language): Drawing {
  const [first, ...others] = styles
  let best = draw(card, first, room, language)
  for (const style of others) {
    if (best.lost === 0) break
    const next = draw(card, style, room, language)
    if (next.lost < best.lost) best = next
  }
  return best
}

function draw(card: Card, style: Style, room: Room, language: Language): Drawing {
  const actions = createActionRenderer(language)
  const parts = [
    fixed(titleBlock(card, language)),
    ...card.nodes.map((node) =>
      renderNode(node, { ...style, hasControls: card.shows !== undefined }, actions, language),
    ),
  ]
  if (actions.leftOut.length > 0) {
    const buttons = actions.leftOut.map((label) => spanToString(label, language)).join(', ')
    parts.push(fixed(noteBlock(say('discord.buttons-left-out', { buttons }), language)))
  }
  const { blocks, lost } = fitLists(parts, room)
  const cut = cutBlocks(blocks, room, noteBlock(say('discord.cut'), language))
  return { blocks: cut, lost: lost + (cut.length < blocks.length ? room.text : 0) }
}

const fixed = (...blocks: readonly Block[]): Part => ({ kind: 'fixed', blocks })
const textBlock = (content: string): Block => ({ kind: 'text', content })

/** Beyond so many, several stand in one block: a message holds few, and a room may have forty fields. */
const maxFieldBlocks = 8

function fieldBlocks(fields: Extract<CardNode, { kind: 'fields' }>['fields'], language: Language): Block[] {
  const lines = fields.map(({ label, value }) =>
    lineToOneLine([bold(label), ': ', ...(Array.isArray(value) ? value : [value])], { language, max: limits.field }),
  )
  if (lines.length <= maxFieldBlocks) return lines.map(textBlock)
  const each = Math.ceil(lines.length / maxFieldBlocks)
  return Array.from({ length: Math.ceil(lines.length / each) }, (_, index) =>
    textBlock(lines.slice(index * each, (index + 1) * each).join('\n')),
  )
}

/** A heading is for what stands below it; a card that is a single sentence is drawn as one. */
function titleBlock({ title, nodes, shows }: Card, language: Language): Block {
  const isSentence = shows === undefined && nodes.every(({ kind }) => kind === 'actions' || kind === 'note')
  if (isSentence) return textBlock(lineToMarkdown(title, { language }))
  return textBlock(`### ${lineToOneLine(title, { language, max: limits.titleText })}`)
}

/** Small and grey. */
const noteBlock = (line: Extract<CardNode, { kind: 'note' }>['line'], language: Language): Block =>
  textBlock(`-# ${lineToOneLine(line, { language, max: limits.note })}`)

function renderNode(
  node: CardNode,
  style: Style & Pick<ListOptions, 'hasControls'>,
  actions: ActionRenderer,
  language: Language,
): Part {
  switch (node.kind) {
    case 'text':
      return fixed(textBlock(lineToMarkdown(node.line, { language })))
    case 'fields':
      return fixed(...fieldBlocks(node.fields, language))
    case 'list':
      return renderList(node, { language, actions, ...style })
    case 'table': {
      const { block, leftOut } = renderTable(node.head, node.rows, language)
      return block === '' ? fixed() : fixed(textBlock(block), ...moreRows(leftOut, language))
    }
    case 'actions':
      return fixed(...actions.actions(node.actions, style.maxButtons))
    case 'note':
      return fixed(noteBlock(node.line, language))
    case 'divider':
      return fixed({ kind: 'separator' })
  }
}

/** Gives the lists what the other nodes leave of components and text: each what it needs, as far as that is no more than its share. */
function fitLists(parts: readonly Part[], room: Room): Drawing {
  const shown = new Map<ListPart, ListPart['units']>()
  const lists = parts.filter((part) => part.kind === 'list')
  const blocksOf = (part: Part): readonly Block[] => {
    if (part.kind === 'fixed') return part.blocks
    const units = shown.get(part) ?? []
    return [...units.flatMap((unit) => unit.blocks), ...part.end(units)]
  }
  for (const list of lists) shown.set(list, list.units)
  const whole = parts.flatMap(blocksOf)
  if (fits(whole, room)) return { blocks: whole, lost: 0 }

  shown.clear()
  // Each list without its rows, but with the line that says how many there are.
  const others = parts.flatMap((part) => [...(part.kind === 'list' ? [textBlock('')] : []), ...blocksOf(part)])
  let components = room.components - countComponents(others)
  let text = room.text - lengthOf(others)
  for (const [index, list] of lists.toSorted((one, other) => listLength(one) - listLength(other)).entries()) {
    const left = lists.length - index
    const units = unitsWithin(list.units, { components: Math.floor(components / left), text: Math.floor(text / left) })
    shown.set(list, units)
    const blocks = units.flatMap((unit) => unit.blocks)
    const choices = units.reduce((sum, unit) => sum + unit.choices.length, 0)
    components -= countComponents(blocks) + 2 * Math.ceil(choices / limits.selectOptions)
    text -= lengthOf(blocks)
  }
  const lost = lists.reduce((sum, list) => sum + list.units.length - (shown.get(list)?.length ?? 0), 0)
  return { blocks: parts.flatMap(blocksOf), lost }
}

const listLength = ({ units }: ListPart): number => lengthOf(units.flatMap(({ blocks }) => blocks))
const lengthOf = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + textIn(block), 0)

const fits = (blocks: readonly Block[], room: Room): boolean =>
  countComponents(blocks) <= room.components && lengthOf(blocks) <= room.text

/** What does not fit is left out, and said where the first of it would have been. */
function cutBlocks(blocks: readonly Block[], room: Room, note: Block): readonly Block[] {
  if (fits(blocks, room)) return blocks
  const kept: Block[] = []
  let isSaid = false
  for (const block of blocks) {
    const next = [...kept, block, ...(isSaid ? [] : [note])]
    if (fits(next, room)) kept.push(block)
    else if (!isSaid) {
      kept.push(note)
      isSaid = true
    }
  }
  return kept
}
