/** The Markdown of the `markdown` block (docs.slack.dev, reference/block-kit/blocks/markdown-block) as rich text, as far as apps use it. */
import type { Inline, InlineStyle, RichTextPart } from './rich-text-shapes.ts'

interface Line {
  readonly kind: 'text' | 'blank' | 'quote' | 'bullet' | 'ordered'
  readonly words: string
  readonly indent: number
}

/** Headings are bold lines, as Slack draws them. */
export function markdownToParts(text: string): RichTextPart[] {
  return text.split(/^```\w*\n([\s\S]*?)\n?```[ \t]*$\n?/m).flatMap((piece, index): RichTextPart[] => {
    if (index % 2 === 1) return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: piece }] }]
    return groupLines(piece.split('\n').map(toLine))
  })
}

function toLine(line: string): Line {
  const [, quoted] = /^> ?(.*)$/.exec(line) ?? []
  if (quoted !== undefined) return { kind: 'quote', words: quoted, indent: 0 }
  const [, space = '', bullet, item = ''] = /^(\s*)(?:([-*+])|\d+[.)])\s+(.+)$/.exec(line) ?? []
  if (item)
    return { kind: bullet ? 'bullet' : 'ordered', words: item, indent: Math.min(Math.floor(space.length / 2), 8) }
  const [, heading] = /^#{1,6}\s+(.+?)\s*#*$/.exec(line) ?? []
  if (heading !== undefined) return { kind: 'text', words: `**${heading.replaceAll('**', '')}**`, indent: 0 }
  return { kind: line.trim() === '' ? 'blank' : 'text', words: line, indent: 0 }
}

function groupLines(lines: readonly Line[]): RichTextPart[] {
  const runs: Line[][] = []
  for (const line of lines) {
    const run = runs.at(-1)
    if (run?.[0]?.kind === line.kind && run[0].indent === line.indent) run.push(line)
    else runs.push([line])
  }
  return runs.flatMap(runToPart)
}

function runToPart(run: readonly Line[]): RichTextPart[] {
  const [first] = run
  const joined = () => markdownToInlines(run.map(({ words }) => words).join('\n'))
  switch (first?.kind) {
    case 'bullet':
    case 'ordered':
      return [
        {
          type: 'rich_text_list',
          style: first.kind,
          indent: first.indent,
          elements: run.map(({ words }) => ({ type: 'rich_text_section', elements: markdownToInlines(words) })),
        },
      ]
    case 'quote':
      return [{ type: 'rich_text_quote', elements: joined() }]
    case 'text':
      return [{ type: 'rich_text_section', elements: joined() }]
    default:
      return []
  }
}

const token =
  /\[([^\]\n]+)\]\(([^\s)]+)\)|<?(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])>?|`([^`\n]+)`|\*\*(?=\S)(.+?)\*\*|~~(?=\S)(.+?)~~|\*(?=[^\s*])([^*\n]*[^\s*])\*|(?<![\p{L}\p{N}])_(?=\S)([^_\n]*\S)_(?![\p{L}\p{N}])|:([a-z0-9_+'-]+):/gu

function markdownToInlines(text: string, style: InlineStyle = {}): Inline[] {
  const styled = Object.keys(style).length > 0 ? { style } : {}
  const found: Inline[] = []
  const say = (words: string) => {
    if (words !== '') found.push({ type: 'text', text: words, ...styled })
  }
  let end = 0
  for (const match of text.matchAll(token)) {
    const [whole, label, target, bare, code, bold, strike, star, underscore, emoji] = match
    say(text.slice(end, match.index))
    end = match.index + whole.length
    const italic = star ?? underscore
    if (label !== undefined && target !== undefined) found.push({ type: 'link', url: target, text: label, ...styled })
    else if (bare !== undefined) found.push({ type: 'link', url: bare, ...styled })
    else if (code !== undefined) found.push({ type: 'text', text: code, style: { ...style, code: true } })
    else if (bold !== undefined) found.push(...markdownToInlines(bold, { ...style, bold: true }))
    else if (strike !== undefined) found.push(...markdownToInlines(strike, { ...style, strike: true }))
    else if (italic !== undefined) found.push(...markdownToInlines(italic, { ...style, italic: true }))
    else if (emoji !== undefined) found.push({ type: 'emoji', name: emoji, ...styled })
  }
  say(text.slice(end))
  return found
}
