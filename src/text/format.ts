/**
 * Puts messages into words: a span tree becomes a flat list of primitive pieces that each renderer draws in its own way.
 * ICU messages are compiled once per language (intl-messageformat).
 */
import { IntlMessageFormat } from 'intl-messageformat'
import { en } from './en/index.ts'
import type { Catalogue, Channel, Group, Link, Mention, MessageKey, Moment, Span, Styled } from './message.ts'

export type Language = 'en'
const catalogues: Record<Language, Catalogue> = { en }
const compiled = new Map<string, IntlMessageFormat>()

/** What a renderer draws. `styles` are the styles that hold for this piece, outermost first. */
export type Piece = { styles: readonly Styled['style'][] } & (
  | { kind: 'text'; text: string }
  | { kind: 'link'; url: string; label: string }
  | Mention
  | Group
  | Channel
  | Moment
)

export function spanToPieces(span: Span, language: Language = 'en'): Piece[] {
  return mergeTexts(flatten(span, language, []))
}

/** The words alone, without style: for labels, placeholders and titles, which no platform formats. */
export function spanToString(span: Span, language: Language = 'en'): string {
  return spanToPieces(span, language)
    .map((piece) => pieceToString(piece))
    .join('')
}

/** Instants are written in UTC here, since plain text has no reader's zone. */
export function pieceToString(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'link':
      return piece.label === piece.url ? piece.url : `${piece.label} (${piece.url})`
    case 'mention':
      return `@${piece.name}`
    case 'group':
      return `@${piece.groupId}`
    case 'channel':
      return `#${piece.channelId}`
    case 'moment':
      return momentToString(piece)
  }
}

function momentToString({ at, style }: Moment): string {
  const iso = new Date(at).toISOString()
  return style === 'time' ? `${iso.slice(11, 16)} UTC` : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

function flatten(span: Span, language: Language, styles: readonly Styled['style'][]): Piece[] {
  if (typeof span === 'string') return [{ kind: 'text', text: span, styles }]
  if (typeof span === 'number') return [{ kind: 'text', text: String(span), styles }]
  switch (span.kind) {
    case 'styled':
      return flatten(span.of, language, [...styles, span.style])
    case 'link':
      return [{ kind: 'link', url: span.url, label: labelOf(span, language), styles }]
    case 'mention':
    case 'group':
    case 'channel':
    case 'moment':
      return [{ ...span, styles }]
    case 'message': {
      const parts = formatFor(span.key, language).formatToParts<Exclude<Span, string | number>>(span.blanks)
      const list = Array.isArray(parts) ? parts : [parts]
      return list.flatMap((part) => {
        const value = typeof part === 'object' && part !== null && 'value' in part ? part.value : part
        return flatten(value as Span, language, styles)
      })
    }
  }
}

const labelOf = (span: Link, language: Language) => spanToString(span.label, language)

function formatFor(key: MessageKey, language: Language): IntlMessageFormat {
  const id = `${language}:${key}`
  let format = compiled.get(id)
  if (!format) {
    format = new IntlMessageFormat(catalogues[language][key], language, undefined, { ignoreTag: true })
    compiled.set(id, format)
  }
  return format
}

function mergeTexts(pieces: Piece[]): Piece[] {
  const merged: Piece[] = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text' && last.styles.join() === piece.styles.join())
      merged[merged.length - 1] = { ...last, text: last.text + piece.text }
    else merged.push(piece)
  }
  return merged
}
