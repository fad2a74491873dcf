/**
 * Spans in Discord's Markdown (developers/reference, Message Formatting). What people and PBXs wrote is escaped, so that it
 * neither formats, mentions, links, nor becomes an emoji or a moment; what is alive in a text was written here.
 */
import { cleanText, cutText } from '#lib/clean-text.ts'
import { type Language, type Piece, pieceToString, spanToPieces, spanToString } from '#text/format.ts'
import type { Moment, Span } from '#text/message.ts'
import type { Line } from '#view/card.ts'
import { limits } from './limits.ts'

const linePieces = (line: Line, language: Language): Piece[] =>
  (Array.isArray(line) ? line : [line]).flatMap((span: Span) => spanToPieces(span, language))

/** What is empty would be refused. */
const visible = (text: string): string => (text.trim() === '' ? '–' : text)

const oneLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ')

/** One line without any markup: for buttons, placeholders, and options, which Discord does not format. */
export const labelText = (span: Span, max: number, language: Language): string =>
  visible(cutText(oneLine(spanToString(span, language)).trim(), max))

/** A line in the same way: for what is chosen from a select. */
export const lineToLabel = (line: Line, max: number, language: Language): string =>
  visible(cutText(oneLine(linePieces(line, language).map(pieceToWords).join('')).trim(), max))

const pieceToWords = (piece: Piece): string => (piece.kind === 'mention' ? piece.name : pieceToString(piece))

/** These mean something anywhere: `<` begins all mentions, moments and emoji, `[` links, `@` those that name everybody. */
const signs = /[\\*_~`|<>[\]@]/g
/** Of `https://…` and `:100:`; what ends a word, or stands in `15:30`, is left alone. What follows the text is not known here. */
const colons = /:(?!\s)(?!(?<=\d:)\d\d(?![\w:]))/g
/** At the beginning of a line, before a space: headings, subtext and lists. */
const lineSigns = /(^|\n)([^\S\n]*)(?:(?=(?:[-+]|-?#{1,3})(?:\s|$))|(\d+)(?=[.)](?:\s|$)))/g

/** A backslash makes any sign an ordinary one. The text must be clean. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(signs, '\\$&')
    .replace(colons, '\\:')
    .replace(lineSigns, (_, start: string, space: string, digits = '') => `${start}${space}${digits}\\`)

/** Escaped, and then at most `max` UTF-16 units long. */
function escapeWithin(text: string, max: number): string {
  for (let length = Math.min(text.length, max); length > 0; ) {
    const escaped = escapeMarkdown(cutText(text, length))
    const excess = escaped.length - max
    if (excess <= 0) return escaped
    length -= Math.ceil(excess / 2)
  }
  return ''
}

const timestampStyles = { time: 't', 'date-time': 'f', relative: 'R' } as const

/** In whole seconds: Discord takes no others. */
const timestamp = ({ at, style }: Moment): string => `<t:${Math.floor(at / 1000)}:${timestampStyles[style]}>`

/** What Discord makes a link of; it dials no numbers. */
export const isLinkable = (url: string): boolean => /^https?:\/\/[^\s<>]+$/i.test(url)

/** Discord shows a label's backslashes, so one with signs in it stands before its address. `<…>` keeps previews away. */
function linkMarkdown(label: string, url: string, max: number): string {
  const address = `<${url.replaceAll('(', '%28').replaceAll(')', '%29')}>`
  const room = max - address.length - 4
  const isWhole = label.trim() !== '' && label.length <= room
  if (room <= 0) return escapeWithin(label, max)
  if (isWhole && escapeMarkdown(label) === label) return `[${label}](${address})`
  return label === url ? address : `${escapeWithin(label, room)} (${address})`
}

const markers = [
  ['bold', '**'],
  ['strike', '~~'],
  ['quiet', '*'],
] as const

interface Run {
  readonly marks: readonly string[]
  readonly text: string
}

/** `max` is for the words; the marks of its styles come on top. */
interface MarkdownOptions {
  readonly language: Language
  readonly max?: number
}

/** As one paragraph, with the line breaks that its words have. */
export function lineToMarkdown(line: Line, options: MarkdownOptions): string {
  return visible(joinRuns(linePieces(line, options.language), cleanText, options))
}

/** As one line, whatever its words have. */
export const lineToOneLine = (line: Line, options: MarkdownOptions): string =>
  visible(joinRuns(linePieces(line, options.language), oneLine, options))

function joinRuns(
  pieces: readonly Piece[],
  clean: (text: string) => string,
  { max = limits.paragraph }: MarkdownOptions,
): string {
  let left = max
  const runs: Run[] = []
  for (const piece of pieces) {
    const text = pieceMarkdown(piece, clean, left)
    left -= text.length
    if (text === '') continue
    const marks = markers.flatMap(([style, mark]) => (piece.styles.includes(style) ? [mark] : []))
    const last = runs.at(-1)
    if (last?.marks.join() === marks.join()) runs[runs.length - 1] = { marks, text: join(last.text, text) }
    else runs.push({ marks, text })
  }
  return runs.map(wrap).reduce(join, '').trim()
}

function pieceMarkdown(piece: Piece, clean: (text: string) => string, max: number): string {
  if (max <= 0) return ''
  switch (piece.kind) {
    case 'text': {
      const text = clean(piece.text)
      return piece.styles.includes('code') ? codeMarkdown(text, max) : escapeWithin(text, max)
    }
    case 'link':
      return isLinkable(piece.url)
        ? linkMarkdown(oneLine(piece.label), piece.url, max)
        : escapeWithin(clean(piece.label), max)
    case 'mention':
      return piece.platform === 'discord' ? `<@${piece.userId}>` : escapeWithin(clean(piece.name), max)
    case 'group':
      return piece.platform === 'discord' ? `<@&${piece.groupId}>` : escapeWithin(pieceToString(piece), max)
    case 'channel':
      return piece.platform === 'discord' ? `<#${piece.channelId}>` : escapeWithin(pieceToString(piece), max)
    case 'moment':
      return timestamp(piece)
  }
}

/** Between backticks nothing is escaped, so what holds one is not written as code. */
function codeMarkdown(text: string, max: number): string {
  const [before, words, after] = spacesApart(text)
  return words === '' || /[`\n]/.test(words) ? escapeWithin(text, max) : `${before}\`${cutText(words, max)}\`${after}`
}

/** Marks hold only next to the words themselves. */
function wrap({ marks, text }: Run): string {
  const [before, words, after] = spacesApart(text)
  return words === '' ? text : `${before}${marks.join('')}${words}${marks.toReversed().join('')}${after}`
}

function spacesApart(text: string): readonly [before: string, words: string, after: string] {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? []
  return [before, words, after]
}

/** Marks that touch would be read as one; a zero-width space keeps them apart. */
const join = (before: string, after: string): string =>
  /[*~`]$/.test(before) && /^[*~`]/.test(after) ? `${before}\u200b${after}` : before + after
