/** What Slack adds to blocks it has accepted: missing ids, defaults, and references that it makes live in unguarded text. */
import { randomBytes } from 'node:crypto'
import type { Directory } from '../directory.ts'
import type { Block } from './blocks.ts'

const createId = () => randomBytes(3).toString('base64url')
const interactive = new Set(['actions', 'input', 'section'])

/** A copy with every block_id and action_id there. */
export function completeBlocks<B extends Block>(blocks: readonly B[], directory: Directory): B[] {
  return blocks.map((block) => {
    const copy = structuredClone(block)
    copy.block_id ??= createId()
    if (interactive.has(copy.type)) addActionIds(copy)
    completeTexts(copy, directory)
    return copy
  })
}

function addActionIds(block: Block): void {
  if (block.type === 'actions') for (const element of block.elements) element.action_id ??= createId()
  if (block.type === 'input') block.element.action_id ??= createId()
  if (block.type === 'section' && block.accessory && block.accessory.type !== 'image') {
    block.accessory.action_id ??= createId()
  }
}

function completeTexts(value: unknown, directory: Directory): void {
  if (typeof value !== 'object' || value === null) return
  if ('type' in value && 'text' in value && typeof value.text === 'string') {
    if (value.type === 'plain_text') Object.assign(value, { emoji: true, ...value })
    if (value.type === 'mrkdwn') {
      const guarded = 'verbatim' in value && value.verbatim === true
      Object.assign(value, { verbatim: guarded, text: guarded ? value.text : enliven(value.text, directory) })
    }
  }
  for (const inner of Object.values(value)) completeTexts(inner, directory)
}

/**
 * Bare URLs, channel names and broadcasts become references, as in mrkdwn whose `verbatim` is false
 * (docs.slack.dev, messaging/formatting-message-text). What stands in <…> or `…` stays.
 */
function enliven(text: string, directory: Directory): string {
  return text.replace(
    /<[^>]*>|`[^`]*`|(https?:\/\/[^\s<>|]+)|(?<![\w&])@(here|channel|everyone)\b|(?<![\w&])#([\p{L}\p{N}_-]+)/gu,
    (whole, url?: string, broadcast?: string, name?: string) => {
      if (url) return `<${url}>`
      if (broadcast) return `<!${broadcast}>`
      const channel = directory.channels().find((one) => one.kind === 'public' && one.name === name)
      return channel ? `<#${channel.id}|${channel.name}>` : whole
    },
  )
}
