/**
 * Discord's Markdown (docs.discord.com/developers/reference#message-formatting) as paragraphs, headings, lists and the like. It is read by
 * the same kind of parser that Discord's client has; lists and the newer timestamp styles are added here.
 */
import { rulesExtended, SimpleMarkdown } from 'discord-markdown-parser'

/** What stands in a line. */
export type Inline =
  | { readonly type: 'text' | 'inlineCode'; readonly content: string }
  | {
      readonly type: 'strong' | 'em' | 'underline' | 'strikethrough' | 'spoiler'
      readonly content: readonly Inline[]
    }
  | { readonly type: 'link' | 'url' | 'autolink'; readonly target: string; readonly content: readonly Inline[] }
  | { readonly type: 'user' | 'channel' | 'role'; readonly id: string }
  | { readonly type: 'everyone' | 'here' | 'br' }
  | { readonly type: 'emoji' | 'twemoji'; readonly name: string }
  | { readonly type: 'timestamp'; readonly timestamp: string; readonly format?: string }
  | { readonly type: 'slashCommand'; readonly fullName: string }

export interface ListItem {
  /** 0 for the outermost. */
  readonly depth: number
  /** Undefined for a bullet. */
  readonly number: number | undefined
  readonly content: readonly Inline[]
}

type Nested =
  | { readonly type: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly type: 'subtext'; readonly content: readonly Inline[] }
  | { readonly type: 'codeBlock'; readonly content: string }
  | { readonly type: 'list'; readonly items: readonly ListItem[] }

/** What takes lines of its own. */
export type Block =
  | Nested
  | { readonly type: 'blockQuote'; readonly blocks: readonly Block[] }
  | { readonly type: 'paragraph'; readonly content: readonly Inline[] }

type Quote = { readonly type: 'blockQuote'; readonly content: readonly Node[] }
type Node = Inline | Nested | Quote

const { order } = SimpleMarkdown.defaultRules.heading

/** `prevCapture`: the match before this one, where there is one. */
const isAtLineStart = (state: { readonly [key: string]: unknown }) =>
  !Array.isArray(state.prevCapture) || String(state.prevCapture[0]).endsWith('\n')

const parse = SimpleMarkdown.parserFor({
  ...rulesExtended,
  list: {
    order: order - 0.4,
    // Headings and small print look for a line break in the last group of what stands before them.
    match: (source, state) => (isAtLineStart(state) ? /^(?: *(?:[-*]|\d{1,9}\.) [^\n]+(\n|$))+/.exec(source) : null),
    parse: ([lines = ''], nested, state) => ({
      items: lines
        .trimEnd()
        .split('\n')
        .map((line) => readItem(line, (text) => nested(text, state))),
    }),
  },
  timestamp: {
    order: SimpleMarkdown.defaultRules.strong.order,
    match: (source) => /^<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/.exec(source),
    parse: ([, timestamp, format]) => ({ timestamp, format }),
  },
})

function readItem(line: string, parseInlines: (text: string) => unknown) {
  const [, spaces = '', number, text = ''] = /^( *)(?:[-*]|(\d+)\.) (.*)$/.exec(line) ?? []
  return {
    depth: Math.min(Math.ceil(spaces.length / 2), 10),
    number: number === undefined ? undefined : Number(number),
    content: parseInlines(text),
  }
}

/** The parser's rules make nodes of these shapes; the library itself has no types for them. */
const parseNodes = (text: string): readonly Node[] => parse(text, { inline: true }) as readonly Node[]

export const markdownToBlocks = (text: string): readonly Block[] => nodesToBlocks(parseNodes(text))

function nodesToBlocks(nodes: readonly Node[]): readonly Block[] {
  const blocks: Block[] = []
  let line: Inline[] = []
  const endLine = () => {
    // The line break that only leads to what stands below it.
    if (line.at(-1)?.type === 'br') line.pop()
    if (line.length > 0) blocks.push({ type: 'paragraph', content: line })
    line = []
  }
  for (const node of nodes) {
    switch (node.type) {
      case 'heading':
      case 'subtext':
      case 'codeBlock':
      case 'list':
        endLine()
        blocks.push(node)
        break
      case 'blockQuote':
        endLine()
        blocks.push({ type: 'blockQuote', blocks: nodesToBlocks(node.content) })
        break
      default:
        // A line break after a block ends that block's own line.
        if (node.type === 'br' && line.length === 0 && blocks.at(-1)?.type === 'codeBlock') break
        line.push(node)
    }
  }
  endLine()
  return blocks
}
