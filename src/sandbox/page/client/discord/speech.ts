/** What a screen reader says of a message: its texts without markup, those of its components in their order. */
import { kinds, type TopLevelComponent } from './components/shapes.ts'
import { type Block, type Inline, markdownToBlocks } from './markdown.ts'
import type { Message } from './shapes.ts'
import { formatTimestamp, type Reader } from './timestamp.ts'

interface Listener extends Reader {
  readonly personName: (id: string) => string
  readonly channelName: (id: string) => string
  readonly roleName: (id: string) => string
}

export function messageToSpeech({ content, components = [] }: Message, listener: Listener): string {
  return [content, ...components.flatMap(textsOf)]
    .filter((text) => text !== '')
    .map((text) => markdownToSpeech(text, listener))
    .join(' ')
}

const markdownToSpeech = (text: string, listener: Listener): string =>
  markdownToBlocks(text)
    .map((block) => blockToWords(block, listener))
    .join(' ')

function textsOf(component: TopLevelComponent): readonly string[] {
  switch (component.type) {
    case kinds.textDisplay:
      return [component.content]
    case kinds.section:
      return component.components.map(({ content }) => content)
    case kinds.container:
      return component.components.flatMap(textsOf)
    default:
      return []
  }
}

function blockToWords(block: Block, listener: Listener): string {
  const say = (content: readonly Inline[]) => content.map((inline) => inlineToWords(inline, listener)).join('')
  switch (block.type) {
    case 'codeBlock':
      return block.content
    case 'list':
      return block.items.map(({ content }) => say(content)).join(', ')
    case 'blockQuote':
      return block.blocks.map((inner) => blockToWords(inner, listener)).join(' ')
    default:
      return say(block.content)
  }
}

function inlineToWords(inline: Inline, listener: Listener): string {
  switch (inline.type) {
    case 'text':
    case 'inlineCode':
      return inline.content
    case 'user':
      return listener.personName(inline.id)
    case 'channel':
      return listener.channelName(inline.id)
    case 'role':
      return listener.roleName(inline.id)
    case 'br':
      return ' '
    case 'timestamp':
      return formatTimestamp(Number(inline.timestamp), inline.format ?? 'f', listener) ?? ''
    case 'slashCommand':
      return `/${inline.fullName}`
    case 'emoji':
    case 'twemoji':
      return inline.name
    default:
      return 'content' in inline ? inline.content.map((inner) => inlineToWords(inner, listener)).join('') : ''
  }
}
