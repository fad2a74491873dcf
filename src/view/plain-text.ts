/** Card to plain text: notifications, the terminal, tests. */
import { type Language, spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import type { Button, Card, CardNode, Line, LinkButton, Menu, Row } from './card.ts'
import { alignColumns } from './table-text.ts'

export interface PlainTextOptions {
  readonly language: Language
  /** Characters; what does not fit is said. Endless when absent. */
  readonly maxLength?: number
  /** Buttons and menus as `[Mute]`; true unless told. */
  readonly actions?: boolean
}

export function cardToPlainText(card: Card, options: PlainTextOptions): string {
  const writer = createWriter(options)
  return shorten([writer.label(card.title), ...card.nodes.flatMap(writer.node)], options)
}

function createWriter({ language, actions: hasActions = true }: PlainTextOptions) {
  const label = (line: Line): string => withoutControls(lineToString(line)).replace(/\s*\n\s*/g, ' ')
  const lineToString = (line: Line): string =>
    (isSpans(line) ? line : [line]).map((span) => spanToString(span, language)).join('')
  const paragraph = (line: Line): string[] => withoutControls(lineToString(line)).split('\n')

  const action = (entry: Button | LinkButton | Menu): string => {
    switch (entry.kind) {
      case 'button':
        return `[${label(entry.label)}]`
      case 'link-button':
        return `[${label(entry.label)}] ${withoutControls(entry.url)}`
      case 'menu':
        return `[${label(entry.label)}: ${entry.entries.map((one) => label(one.label)).join(' | ')}]`
    }
  }
  const row = ({ line, menu, button }: Row): string => {
    const controls = hasActions ? [menu, button].filter((entry) => entry !== undefined).map(action) : []
    return ['•', label(line), ...controls].join(' ')
  }
  const node = (one: CardNode): string[] => {
    switch (one.kind) {
      case 'text':
      case 'note':
        return paragraph(one.line)
      case 'fields':
        return one.fields.map((field) => `${label(field.label)}: ${label(field.value)}`)
      case 'list':
        return [...one.rows.map(row), ...(one.more && hasActions ? [action(one.more)] : [])]
      case 'table':
        return alignColumns([one.head, ...one.rows].map((cells) => cells.map(label)))
      case 'actions':
        return hasActions && one.actions.length > 0 ? [one.actions.map(action).join(' ')] : []
      case 'divider':
        return ['---']
    }
  }
  return { label, node }
}

const isSpans = (line: Line): line is Exclude<Line, string | number | { kind: string }> => Array.isArray(line)

/** People's and PBXs' words must not steer a terminal: controls and text direction marks are dropped. */
const withoutControls = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '')

/** Whole lines as far as they fit, then how many are left out. */
function shorten(
  lines: readonly string[],
  { language, maxLength = Number.POSITIVE_INFINITY }: PlainTextOptions,
): string {
  const whole = lines.join('\n')
  if (whole.length <= maxLength) return whole
  for (let count = lines.length - 1; count > 0; count--) {
    const rest = spanToString(say('help.lines-left', { count: lines.length - count }), language)
    const text = [...lines.slice(0, count), rest].join('\n')
    if (text.length <= maxLength) return text
  }
  // Not even the first line fits.
  return `${whole.slice(0, Math.max(0, maxLength - 1)).replace(/[\ud800-\udbff]$/, '')}…`.slice(0, maxLength)
}
