/**
 * Spans in Slack's typed elements. Text of people and PBXs goes into `text` and `plain_text` elements alone, which Slack neither
 * formats nor links; `mrkdwn` carries nothing but date tokens that we wrote ourselves.
 */
import type { MrkdwnElement, PlainTextElement, RichTextBlock, RichTextElement } from '@slack/types'
import { cleanText, cutText } from '#lib/clean-text.ts'
import { type Language, type Piece, pieceToString, spanToPieces, spanToString } from '#text/format.ts'
import type { Moment, Span } from '#text/message.ts'
import type { Line } from '#view/card.ts'
import { limits } from './limits.ts'

export interface TextOptions {
  readonly language: Language
  /** Slack notifies whom a posted message mentions, so messages for all carry names; private ones may mention. */
  readonly mentions: 'native' | 'name'
}

const linePieces = (line: Line, language: Language): Piece[] =>
  (Array.isArray(line) ? line : [line]).flatMap((span: Span) => spanToPieces(span, language))

export const lineToString = (line: Line, language: Language): string =>
  linePieces(line, language).map(pieceToWords).join('')

const pieceToWords = (piece: Piece): string => (piece.kind === 'mention' ? piece.name : pieceToString(piece))

/** Slack refuses empty texts. */
const visible = (text: string): string => (text.trim() === '' ? '–' : text)

/** One line: for labels, titles, placeholders and buttons. */
export const labelText = (span: Span, max: number, language: Language): PlainTextElement =>
  plainText(spanToString(span, language).replace(/\s+/g, ' ').trim(), max)

export const plainText = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: visible(cutText(cleanText(text), max)),
  emoji: false,
})

/** The elements of one rich_text_section; together at most `max` characters. */
export function lineToElements(
  line: Line,
  { language, mentions }: TextOptions,
  max: number = limits.textObject,
): RichTextElement[] {
  let left = max
  const take = (text: string) => {
    const taken = left > 0 ? cutText(cleanText(text), left) : ''
    left -= taken.length
    return taken
  }
  const elements = linePieces(line, language).flatMap((piece) => pieceToElements(piece, mentions, take))
  return elements.some((element) => element.type !== 'text' || element.text.trim() !== '')
    ? elements
    : [{ type: 'text', text: '–' }]
}

function pieceToElements(
  piece: Piece,
  mentions: TextOptions['mentions'],
  take: (text: string) => string,
): RichTextElement[] {
  const style = styleOf(piece)
  const words = (said: string): RichTextElement[] => {
    const text = take(said)
    return text === '' ? [] : [{ type: 'text', text, ...style }]
  }
  switch (piece.kind) {
    case 'text':
      return words(piece.text)
    case 'link': {
      if (!isLinkable(piece.url)) return words(piece.label)
      const text = take(piece.label)
      return text === '' ? [] : [{ type: 'link', url: piece.url, text, ...style }]
    }
    case 'mention':
      if (mentions === 'native' && piece.platform === 'slack')
        return [{ type: 'user', user_id: piece.userId, ...style }]
      return words(piece.name)
    case 'group':
      return words(pieceToString(piece))
    case 'channel':
      if (mentions === 'native' && piece.platform === 'slack')
        return [{ type: 'channel', channel_id: piece.channelId, ...style }]
      return words(pieceToString(piece))
    case 'moment':
      return [{ type: 'date', ...dateOf(piece), ...style }]
  }
}

/** As one paragraph. */
export const richText = (elements: RichTextElement[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
})

export const joinLines = (lines: readonly RichTextElement[][]): RichTextElement[] =>
  lines.flatMap((line, index) => (index === 0 ? line : [{ type: 'text', text: '\n' } as const, ...line]))

/**
 * The line as text objects side by side, for the places that take no rich text: words as plain text, moments as date tokens.
 * null when there are more than `maxCount`.
 */
export function lineToTextObjects(
  line: Line,
  language: Language,
  maxCount: number,
  maxEach: number,
): (PlainTextElement | MrkdwnElement)[] | null {
  const objects: (PlainTextElement | MrkdwnElement)[] = []
  let words = ''
  const flush = () => {
    if (words.trim() !== '') objects.push(plainText(words.trim(), maxEach))
    words = ''
  }
  for (const piece of linePieces(line, language)) {
    if (piece.kind === 'moment') {
      flush()
      objects.push({ type: 'mrkdwn', text: dateToken(piece), verbatim: true })
    } else words += pieceToWords(piece)
  }
  flush()
  if (objects.length === 0) objects.push(plainText('', maxEach))
  return objects.length <= maxCount ? objects : null
}

const dateFormats = { time: '{time}', 'date-time': '{date_short_pretty} {time}', relative: '{ago}' } as const

/** Whole seconds; the fallback is UTC, for readers whose client cannot draw dates. */
const dateOf = (moment: Moment) => ({
  timestamp: Math.floor(moment.at / 1000),
  format: dateFormats[moment.style],
  fallback: pieceToString({ ...moment, styles: [] }),
})

function dateToken(moment: Moment): string {
  const { timestamp, format, fallback } = dateOf(moment)
  return `<!date^${timestamp}^${format}|${fallback}>`
}

export const isLinkable = (url: string): boolean =>
  url.length <= limits.buttonUrl && /^(https?:\/\/|tel:|mailto:)\S+$/i.test(url)

function styleOf({ styles, kind }: Piece): { style?: { bold?: true; code?: true; strike?: true; italic?: true } } {
  const has = new Set(styles)
  const style = {
    ...(has.has('bold') && { bold: true as const }),
    // Slack's user and date elements take no code style.
    ...(has.has('code') && (kind === 'text' || kind === 'link') && { code: true as const }),
    ...(has.has('strike') && { strike: true as const }),
    ...(has.has('quiet') && { italic: true as const }),
  }
  return Object.keys(style).length === 0 ? {} : { style }
}
