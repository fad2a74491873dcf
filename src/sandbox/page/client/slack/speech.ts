/** What a screen reader says of a message: its text without markup. */
import { mrkdwnToParts } from './blocks/mrkdwn.ts'
import type { Inline } from './blocks/rich-text-shapes.ts'

interface Names {
  readonly personName: (id: string) => string
  readonly channelName: (id: string) => string
}

export function textToSpeech(text: string, names: Names): string {
  const inlines = mrkdwnToParts(text).flatMap((part) =>
    part.type === 'rich_text_list' ? part.elements.flatMap(({ elements }) => elements) : part.elements,
  )
  return inlines.map((inline) => inlineToWords(inline, names)).join('')
}

function inlineToWords(inline: Inline, { personName, channelName }: Names): string {
  switch (inline.type) {
    case 'text':
      return inline.text
    case 'link':
      return inline.text ?? inline.url
    case 'user':
      return personName(inline.user_id)
    case 'channel':
      return channelName(inline.channel_id)
    case 'broadcast':
      return inline.range
    case 'date':
      return inline.fallback ?? ''
    default:
      return ''
  }
}
