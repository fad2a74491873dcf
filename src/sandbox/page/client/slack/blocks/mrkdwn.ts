/** Slack's markup of texts (docs.slack.dev, messaging/formatting-message-text) as rich text, so that both are drawn by one piece of code. */
import { emojiToString } from './emoji.ts'
import type { Inline, InlineStyle, RichTextPart } from './rich-text-shapes.ts'

/** Fenced code, quoted lines, and what stands between. */
export function mrkdwnToParts(text: string): RichTextPart[] {
  return text.split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((piece, index): RichTextPart[] => {
    if (piece === '') return []
    if (index % 2 === 1) return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: decode(piece) }] }]
    return linesToParts(piece)
  })
}

function linesToParts(text: string): RichTextPart[] {
  const runs: { isQuote: boolean; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const [, quoted] = /^(?:>|&gt;) ?(.*)$/.exec(line) ?? []
    const isQuote = quoted !== undefined
    const last = runs.at(-1)
    if (last?.isQuote === isQuote) last.lines.push(quoted ?? line)
    else runs.push({ isQuote, lines: [quoted ?? line] })
  }
  return runs.map(({ isQuote, lines }) => ({
    type: isQuote ? 'rich_text_quote' : 'rich_text_section',
    elements: mrkdwnToInlines(lines.join('\n')),
  }))
}

/** A mark opens after no letter and before no space, and closes the other way round. */
function marked(mark: string): string {
  const sign = `[${mark}]`
  return String.raw`(?<![\p{L}\p{N}${mark}])${sign}(?![\s${mark}])([^${mark}\n]*[^\s${mark}])${sign}(?![\p{L}\p{N}${mark}])`
}
const token = new RegExp(
  ['<([^<>\\n]+)>', '`([^`\\n]+)`', ...['*', '_', '~'].map(marked), ":([a-z0-9_+'-]+(?:::skin-tone-\\d)?):"].join('|'),
  'gu',
)

function mrkdwnToInlines(text: string, style: InlineStyle = {}): Inline[] {
  const styled = Object.keys(style).length > 0 ? { style } : {}
  const found: Inline[] = []
  const say = (words: string) => {
    if (words !== '') found.push({ type: 'text', text: decode(words), ...styled })
  }
  let end = 0
  for (const match of text.matchAll(token)) {
    const [whole, reference, code, bold, italic, strike, emoji] = match
    say(text.slice(end, match.index))
    end = match.index + whole.length
    if (reference !== undefined) found.push({ ...referenceToInline(reference), ...styled })
    else if (code !== undefined) found.push({ type: 'text', text: decode(code), style: { ...style, code: true } })
    else if (bold !== undefined) found.push(...mrkdwnToInlines(bold, { ...style, bold: true }))
    else if (italic !== undefined) found.push(...mrkdwnToInlines(italic, { ...style, italic: true }))
    else if (strike !== undefined) found.push(...mrkdwnToInlines(strike, { ...style, strike: true }))
    else if (emoji !== undefined) found.push({ type: 'emoji', name: emoji, ...styled })
  }
  say(text.slice(end))
  return found
}

/** What stands between `<` and `>`. */
function referenceToInline(reference: string): Inline {
  const bar = reference.indexOf('|')
  const target = bar === -1 ? reference : reference.slice(0, bar)
  const label = bar === -1 ? undefined : decode(reference.slice(bar + 1))
  const [, user] = /^@([UW]\w+)$/.exec(target) ?? []
  if (user) return { type: 'user', user_id: user }
  const [, channel] = /^#([CDG]\w+)$/.exec(target) ?? []
  if (channel) return { type: 'channel', channel_id: channel }
  const [, range] = /^!(here|channel|everyone)$/.exec(target) ?? []
  if (range === 'here' || range === 'channel' || range === 'everyone') return { type: 'broadcast', range }
  const [, group] = /^!subteam\^(S\w+)$/.exec(target) ?? []
  if (group) return label ? { type: 'text', text: label } : { type: 'usergroup', usergroup_id: group }
  const [, seconds, format, url] = /^!date\^(-?\d+)\^([^^]+)(?:\^(.+))?$/.exec(target) ?? []
  if (seconds && format) {
    const further = { ...(url && { url: decode(url) }), ...(label && { fallback: label }) }
    return { type: 'date', timestamp: Number(seconds), format: decode(format), ...further }
  }
  if (/^[@#!]/.test(target)) return { type: 'text', text: label ?? decode(target) }
  return { type: 'link', url: decode(target), ...(label && { text: label }) }
}

/** Text that nothing is read in but, unless it is switched off, the short names of emoji. */
export function plainToParts(text: string, emoji = true): RichTextPart[] {
  const elements = text.split(/:([a-z0-9_+'-]+):/).flatMap((piece, index): Inline[] => {
    if (index % 2 === 1) return [emoji ? { type: 'emoji', name: piece } : { type: 'text', text: `:${piece}:` }]
    return piece === '' ? [] : [{ type: 'text', text: piece }]
  })
  return [{ type: 'rich_text_section', elements }]
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }
const decode = (text: string): string => text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)

/** For where only words fit: buttons, menus, labels. */
export function plainToString({ text, emoji = true }: { readonly text: string; readonly emoji?: boolean }): string {
  return emoji ? text.replace(/:([a-z0-9_+'-]+):/g, (_, name: string) => emojiToString(name)) : text
}
