/** A text as an app or a person wrote it. */
import type { TextObject } from './block-shapes.ts'
import { mrkdwnToParts, plainToParts } from './mrkdwn.ts'
import { RichTextView } from './rich-text.tsx'

interface SlackTextProps {
  readonly text: string
  readonly kind: TextObject['type']
  /** False: `:name:` is no emoji in plain text. */
  readonly emoji?: boolean
}

export function SlackText({ text, kind, emoji = true }: SlackTextProps) {
  return <RichTextView parts={kind === 'mrkdwn' ? mrkdwnToParts(text) : plainToParts(text, emoji)} />
}

export function TextView({ of: { type, text, emoji = true } }: { readonly of: TextObject }) {
  return <SlackText text={text} kind={type} emoji={emoji} />
}
