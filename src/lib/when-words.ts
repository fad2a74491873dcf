/** Takes what is about time from the front of a typed line: `tomorrow 3pm for 30m Europe/Berlin @bob 1001`. */
import { phraseToWords, wordToWeekday } from './phrase-words.ts'
import { isTimeZone } from './time.ts'
import { type PieceKind, pieceAt } from './when-pieces.ts'
import { placeToZone } from './zone-names.ts'

/** As the command line's words are (core/word.ts). */
interface TypedWord {
  readonly text: string
  readonly quoted: boolean
  readonly afterComma: boolean
}

export interface SplitWhen<W> {
  /** For `readSchedule`, with `repeat`: a time without a day is in `repeat` if there is one. Empty here and below: not said. */
  readonly when: string
  readonly repeat: string
  /** For `textToDuration`, without "for". */
  readonly duration: string
  /** An IANA zone, or the city of one; what has an area of the world before its slash stands here even if there is no such place. */
  readonly zone: string
  /** From the first word on that is not about time: who. */
  readonly rest: readonly W[]
}

/**
 * Words are taken as long as they can only be about time; they need not be readable, so that "31 April" and "3pm CET" are
 * complained of as times. Month names, small numbers and ordinals count beside what makes them a date, numbers of three and more
 * digits only as `at 1500` and as years after 2000 in a date. A quoted word ends it, except for a first one that is wholly about
 * time.
 */
export function splitWhen<W extends TypedWord>(words: readonly W[]): SplitWhen<W> {
  const [first, ...others] = words
  if (!first?.quoted) return splitWords(words, words.length)
  const inner = first.text
    .split(/[\s,]+/)
    .filter((text) => text !== '')
    .map((text) => ({ text, quoted: false, afterComma: false }))
  const isAllTime = inner.length > 0 && splitWords(inner, inner.length).rest.length === 0
  if (!isAllTime) return { when: '', repeat: '', duration: '', zone: '', rest: words }
  const { rest, ...read } = splitWords<TypedWord>([...inner, ...others], inner.length + others.length)
  return { ...read, rest: others.slice(others.length - rest.length) }
}

interface Part {
  readonly kind: PieceKind | 'zone'
  readonly text: string
}

function splitWords<W extends TypedWord>(words: readonly W[], count: number): SplitWhen<W> {
  const parts: Part[] = []
  const has = (kind: Part['kind']) => parts.some((part) => part.kind === kind)
  // A word such as `1-Dec-2026` is several.
  const tokens = words.slice(0, count).flatMap(({ text, quoted }, index) => {
    const read = quoted ? [] : isWhole(text) ? [text.toLowerCase()] : phraseToWords(text)
    return (read.length === 0 ? [''] : read).map((token) => ({ token, index }))
  })
  const texts = tokens.map(({ token }) => token)
  let taken = 0
  for (let at = 0; at < tokens.length; ) {
    const last = parts.at(-1)?.kind ?? null
    const zoneLength = isZone(texts[at] ?? '') ? 1 : has('clock') ? placeLength(texts, at) : 0
    const piece =
      zoneLength > 0
        ? ({ kind: 'zone', length: zoneLength } as const)
        : pieceAt(texts, at, {
            hasClock: has('clock'),
            hasRepeat: has('repeat'),
            last: last === 'zone' ? null : last,
          })
    if (!piece || ((piece.kind === 'zone' || piece.kind === 'duration') && has(piece.kind))) break
    const from = tokens[at]?.index ?? 0
    at += piece.length
    const to = tokens[at]?.index ?? words.length
    if (to === tokens[at - 1]?.index) break
    parts.push({
      kind: piece.kind,
      text: words
        .slice(from, to)
        .map(({ text }) => text)
        .join(' '),
    })
    taken = to
  }
  return { ...sort(parts), rest: words.slice(taken) }
}

/** Not to be taken apart: zones, rules, `Mon/Wed`. */
const isWhole = (text: string) => isZone(text) || /^(?:rrule:)?freq=/i.test(text) || /^[a-z]+(?:\/[a-z]+)+$/i.test(text)

/** `in New York`, `Tokyo time`: a bare name may as well be somebody's. */
function placeLength(words: readonly string[], at: number): number {
  const lead = words[at] === 'in' ? 1 : 0
  for (const length of [3, 2, 1]) {
    const end = at + lead + length
    if (placeToZone(words.slice(at + lead, end).join(' ')) === null) continue
    const tail = words[end] === 'time' ? 1 : 0
    return lead + tail > 0 ? lead + length + tail : 0
  }
  return 0
}

/** Abbreviations such as EST are zones to Intl, yet not what people mean by them in summer. */
const isZone = (text: string) => /^utc$/i.test(text) || (text.includes('/') && (isTimeZone(text) || areas.test(text)))
const areas =
  /^(?:africa|america|antarctica|arctic|asia|atlantic|australia|etc|europe|indian|pacific)\/[a-z_+-]+(?:\/[a-z_+-]+)?$/i

const isWeekdays = (text: string) =>
  phraseToWords(text).every((word) => word === 'and' || word === 'on' || wordToWeekday(word) !== undefined)

function sort(parts: readonly Part[]): Omit<SplitWhen<never>, 'rest'> {
  const has = (...kinds: Part['kind'][]) => parts.some(({ kind }) => kinds.includes(kind))
  const isRepeated = has('repeat')
  const days = parts.filter(({ kind }) => kind === 'day')
  // "Mon and Wed 9:30 weekly": several weekdays are those of the repetition.
  const areRepeated = isRepeated && days.length > 1 && days.every(({ text }) => isWeekdays(text))
  const clockTo = isRepeated && (days.length === 0 || areRepeated) && !has('from') ? 'repeat' : 'when'
  const destinations: Record<Part['kind'], 'when' | 'repeat' | 'duration' | 'zone'> = {
    clock: clockTo,
    day: areRepeated ? 'repeat' : 'when',
    from: 'when',
    repeat: 'repeat',
    end: 'repeat',
    days: isRepeated ? 'repeat' : 'duration',
    duration: 'duration',
    zone: 'zone',
  }
  const of = (destination: string) => parts.filter(({ kind }) => destinations[kind] === destination)
  const text = (chosen: readonly Part[]) => chosen.map((part) => part.text).join(' ')
  const when = of('when')
  return {
    // "from" opens its phrase.
    when: text([...when.filter(({ kind }) => kind === 'from'), ...when.filter(({ kind }) => kind !== 'from')]),
    repeat: text(of('repeat')),
    duration: text(of('duration')).replace(/^for\s+/i, ''),
    zone: text(of('zone')).replace(/^in\s+|\s+time$/gi, ''),
  }
}
