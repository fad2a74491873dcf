/**
 * What a card is made of before its components have ids: texts, rows of controls, lines with a button beside them, separators.
 * Texts one below the other are one Text Display, so that a message's 40 components last.
 */
import {
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageComponent,
  ButtonStyle,
  ComponentType,
  SeparatorSpacingSize,
} from 'discord-api-types/v10'
import type { ActionRef } from '#view/card.ts'
import { actionToCustomId, type LongAction, livePosition, menuCustomId, readCustomId } from './custom-ids.ts'
import { limits } from './limits.ts'

export interface Press {
  readonly kind: 'press'
  readonly label: string
  readonly action: ActionRef
  readonly style?: 'primary' | 'danger'
}
export interface OpenLink {
  readonly kind: 'link'
  readonly label: string
  readonly url: string
}
export interface Choice {
  readonly label: string
  readonly description?: string
  readonly action: ActionRef
}
/** 1 to 25 choices, of which one is chosen. */
export interface Choose {
  readonly kind: 'choose'
  readonly placeholder: string
  readonly choices: readonly Choice[]
}

export type Block =
  | { readonly kind: 'text'; readonly content: string }
  /** Up to five buttons, or one select. */
  | { readonly kind: 'row'; readonly controls: readonly (Press | OpenLink)[] | readonly [Choose] }
  | { readonly kind: 'section'; readonly content: string; readonly button: Press }
  | { readonly kind: 'separator' }

/** Components that a block adds below another one, nested ones included. */
export function componentsIn(block: Block, above: Block | undefined): number {
  switch (block.kind) {
    case 'text':
      return above?.kind === 'text' ? 0 : 1
    case 'row':
      return 1 + block.controls.length
    case 'section':
      return 3
    case 'separator':
      return 1
  }
}

export const countComponents = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block, index) => sum + componentsIn(block, blocks[index - 1]), 0)

/**
 * Characters of its Text Display, with the line break that may join it to the one above; more for scripts whose bytes come to their
 * limit before their characters do.
 */
export function textIn(block: Block): number {
  if (block.kind !== 'text' && block.kind !== 'section') return 0
  const bytes = Buffer.byteLength(block.content) + limits.textDisplayBytes
  return Math.max(block.content.length + 1, Math.ceil((bytes * limits.messageText) / limits.messageBytes))
}

export interface Components {
  readonly components: APIComponentInContainer[]
  readonly long: readonly LongAction[]
}

/**
 * Numbers the controls. `shows`: a control that acts on this conference gets the position that is kept for it, so that the
 * message tells which conference it shows (see `shownIn`).
 */
export function toComponents(blocks: readonly Block[], shows?: string): Components {
  const long = new Map<string, LongAction>()
  let position = livePosition
  let isMarked = shows === undefined

  const customId = (action: ActionRef, at: number): string => {
    if (!isMarked && action.input.in === shows) {
      const marked = actionToCustomId(action, livePosition)
      isMarked = !marked.long
      if (isMarked) return marked.customId
    }
    const { customId, long: kept } = actionToCustomId(action, at)
    if (kept) long.set(kept.key, kept)
    return customId
  }

  const control = (one: Press | OpenLink | Choose): APIComponentInMessageActionRow => {
    if (one.kind !== 'choose') return button(one)
    return {
      type: ComponentType.StringSelect,
      custom_id: menuCustomId(++position),
      placeholder: one.placeholder,
      options: one.choices.map(({ label, description, action }, index) => ({
        label,
        ...(description !== undefined && { description }),
        value: customId(action, index + 1),
      })),
    }
  }
  const button = (one: Press | OpenLink): APIButtonComponent =>
    one.kind === 'link'
      ? { type: ComponentType.Button, style: ButtonStyle.Link, label: one.label, url: one.url }
      : {
          type: ComponentType.Button,
          style: buttonStyles[one.style ?? 'none'],
          label: one.label,
          custom_id: customId(one.action, ++position),
        }

  const component = (block: Block): APIComponentInContainer => {
    switch (block.kind) {
      case 'text':
        return { type: ComponentType.TextDisplay, content: block.content }
      case 'row':
        return { type: ComponentType.ActionRow, components: block.controls.map(control) }
      case 'section':
        return {
          type: ComponentType.Section,
          components: [{ type: ComponentType.TextDisplay, content: block.content }],
          accessory: button(block.button),
        }
      case 'separator':
        return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small }
    }
  }
  const components = joinTexts(blocks).map(component)
  return { components, long: [...long.values()] }
}

const buttonStyles = {
  none: ButtonStyle.Secondary,
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
} as const

function joinTexts(blocks: readonly Block[]): Block[] {
  const joined: Block[] = []
  for (const block of blocks) {
    const last = joined.at(-1)
    if (block.kind === 'text' && last?.kind === 'text')
      joined[joined.length - 1] = { kind: 'text', content: `${last.content}\n${block.content}` }
    else joined.push(block)
  }
  return joined
}

/** The conference named by the control at the position that is kept for it. */
export function liveConferenceIn(components: readonly APIMessageComponent[]): string | null {
  for (const customId of components.flatMap(customIdsIn)) {
    if (!customId.startsWith(`${livePosition}|`)) continue
    const read = readCustomId(customId)
    if (read?.kind === 'action') return read.ref.input.in ?? null
  }
  return null
}

function customIdsIn(component: APIMessageComponent): string[] {
  switch (component.type) {
    case ComponentType.Container:
    case ComponentType.ActionRow:
      return component.components.flatMap(customIdsIn)
    case ComponentType.Section:
      return customIdsIn(component.accessory)
    case ComponentType.StringSelect:
      return component.options.map(({ value }) => value)
    case ComponentType.Button:
      return 'custom_id' in component ? [component.custom_id] : []
    default:
      return []
  }
}

/** No more than fit a message stand in a row; selects stand alone. */
export const rowsOfButtons = (buttons: readonly (Press | OpenLink)[]): Block[] =>
  slices(buttons, limits.buttonsPerRow).map((controls) => ({ kind: 'row', controls }))

export const slices = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))
