/** What can stand at a place of a typed line that is about time, and how many words it takes. Only its shape is looked at. */
import { textToDuration } from './duration.ts'
import { isPluralWeekday, wordToMonth, wordToOrdinal, wordToWeekday } from './phrase-words.ts'
import { clockAt, dayPartAt } from './time-of-day.ts'

export type PieceKind =
  /** A time of day, or a part of the day. */
  | 'clock'
  /** Says which day. */
  | 'day'
  /** `from 1 Dec`: the day from which on it is repeated. */
  | 'from'
  /** How often. */
  | 'repeat'
  /** How long the repetition goes on: `until June`, `10 times`, `for 3 months`. */
  | 'end'
  /** `for 2 weeks`: of the repetition, if there is one, else of the meeting. */
  | 'days'
  /** How long: `for 1 hour`, `30m`. */
  | 'duration'

export interface Piece {
  readonly kind: PieceKind
  /** At least 1. */
  readonly length: number
}

/** What came before matters to what a word can be. */
interface Before {
  readonly hasClock: boolean
  readonly hasRepeat: boolean
  readonly last: PieceKind | null
}

/** `words`: see phrase-words.ts. null: nothing about time begins there. */
export function pieceAt(words: readonly string[], at: number, before: Before): Piece | null {
  for (const find of finders) {
    const piece = find(words, at, before)
    if (piece && at + piece.length <= words.length) return piece
  }
  return null
}

type Find = (words: readonly string[], at: number, before: Before) => Piece | null

const piece = (kind: PieceKind, length: number): Piece | null => (length > 0 ? { kind, length } : null)
const word = (words: readonly string[], at: number): string => words[at] ?? ''

const isSmallNumber = (text: string) => /^\d{1,2}$/.test(text)
const isDayNumber = (text: string) => isSmallNumber(text) || wordToOrdinal(text) !== undefined
const isFigureOrdinal = (text: string) => /^\d/.test(text) && wordToOrdinal(text) !== undefined
const isMonth = (text: string) => wordToMonth(text) !== undefined
/** `Mon/Wed` as well. */
const isWeekday = (text: string) =>
  text.split('/').every((one) => wordToWeekday(one) !== undefined || isPluralWeekday(one))
/** A number of four digits is an extension rather than a year of another century. */
const isYear = (text: string) => /^20\d\d$/.test(text)
const isFigures = (text: string) =>
  /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}(?:t\d.*)?|\d{1,2}([-/])\d{1,2}\2(?:\d{4}|\d{2})|\d{1,2}\/\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?)$/.test(
    text,
  )
const isDayName = (text: string) => /^(?:today|tomorrow|tmrw?|yesterday|now)$/.test(text)

/** The most words from `at` on, 5 at most, that `accepts` takes as one text; 0: none. */
function longest(words: readonly string[], at: number, accepts: (text: string) => boolean): number {
  for (let length = Math.min(5, words.length - at); length > 0; length--)
    if (accepts(words.slice(at, at + length).join(' '))) return length
  return 0
}

const isLength = (text: string) => textToDuration(text) !== null
const isLengthInDays = (text: string) => !/\d ?[hms]|hour|min|sec|pt/.test(text)
const isMonthsOrYears = (text: string) => /^(?:\d{1,3}|an?) (?:month|year)s?$/.test(text)

/** `for 30m`, `for 2 weeks`, `for 3 months`, `for 10 times`; without "for" only hours and minutes. */
const findLength: Find = (words, at, { hasClock, last }) => {
  if (word(words, at) === 'for') {
    const times = findTimes(words, at + 1)
    if (times) return { ...times, length: times.length + 1 }
    const months = longest(words, at + 1, isMonthsOrYears)
    if (months > 0) return piece('end', months + 1)
    const length = longest(words, at + 1, isLength)
    const text = words.slice(at + 1, at + 1 + length).join(' ')
    // "for -1h", "for 30": after a time it is a length all the same, and is complained of as one.
    if (length === 0) return piece('duration', last !== null && /^-?\d/.test(word(words, at + 1)) ? 2 : 0)
    return piece(isLengthInDays(text) ? 'days' : 'duration', length + 1)
  }
  // "14h" is a time as long as there is none.
  if (!hasClock && clockAt(words, at)) return null
  const length = longest(words, at, (text) => /^(?:pt)?\d/.test(text) && isLength(text) && !isLengthInDays(text))
  return piece('duration', length)
}

const findTimes = (words: readonly string[], at: number): Piece | null => {
  if (/^\d{1,3}x$/.test(word(words, at))) return piece('end', 1)
  const isTimes =
    /^\d{1,3}$/.test(word(words, at)) && /^(?:times|occurrences|meetings|sessions)$/.test(word(words, at + 1))
  return piece('end', isTimes ? 2 : 0)
}

/** `in 2 hours`, `in a month`, `3 days from now`, `2 days ago`. */
const findDistance: Find = (words, at) => {
  const isDistance = (text: string) =>
    isLength(text.replace(/\b(?:a|1) fortnight\b/, '2 weeks')) || isMonthsOrYears(text)
  if (word(words, at) === 'in') {
    const length = longest(words, at + 1, isDistance)
    const text = words.slice(at + 1, at + 1 + length).join(' ')
    return length === 0 ? null : piece(isLengthInDays(text) ? 'day' : 'clock', length + 1)
  }
  const length = longest(words, at, isDistance)
  const after = words.slice(at + length, at + length + 2).join(' ')
  if (length > 0 && /^from (?:now|today)$/.test(after)) return piece('day', length + 2)
  return length > 0 && after.startsWith('ago') ? piece('day', length + 1) : null
}

/** Times of day, and what is so like one that it cannot be anything else: spans, which nobody reads, and zone abbreviations. */
const findClock: Find = (words, at, { last }) => {
  const text = word(words, at)
  if (/^\d{1,2}(?:[:.]\d\d)?(?:am|pm)?-\d{1,2}(?:[:.]\d\d)?(?:am|pm)?$/.test(text)) return piece('clock', 1)
  if (last === 'clock' && zoneAbbreviations.test(text)) return piece('clock', 1)
  if (/^(?:from|to|until|till|-)$/.test(text) && (text === 'from' || last === 'clock')) {
    const end = clockAt(words, at + 1)
    const isNumber = isSmallNumber(word(words, at + 1)) && !isMonth(word(words, at + 2))
    return end ? piece('clock', end.length + 1) : piece('clock', isNumber ? 2 : 0)
  }
  const clock = clockAt(words, at)
  return clock ? piece('clock', clock.length) : piece('clock', dayPartAt(words, at)?.length ?? 0)
}

/** They name no place, and clock changes with it: as part of the time they make it unreadable, which is then said. */
const zoneAbbreviations = /^(?:gmt|bst|c?est|cet|eet|eest|edt|cst|cdt|mst|mdt|pst|pdt|ist|msk|jst|ae[sd]t)$/

const untilWords = /^(?:until|till|til|through|thru|ending)$/

const findEnd: Find = (words, at) => {
  const times = findTimes(words, at)
  if (times) return times
  if (!untilWords.test(word(words, at))) return null
  let next = at + 1
  let end = next
  for (; next < words.length; next++) {
    const text = word(words, next)
    const isContent =
      isMonth(text) ||
      isYear(text) ||
      isFigures(text) ||
      isWeekday(text) ||
      isDayName(text) ||
      isFigureOrdinal(text) ||
      /^\d{1,2}\.\d{1,2}$/.test(text) ||
      /^(?:end|month|year|week)$/.test(text) ||
      (isSmallNumber(text) && (isMonth(word(words, next + 1)) || isMonth(word(words, next - 1))))
    if (isContent) end = next + 1
    else if (!/^(?:the|of|next|this|on)$/.test(text)) break
  }
  return end === at + 1 ? null : piece('end', end - at)
}

/** What happens hourly is no meeting, and is said to be unreadable. */
const adverbs =
  /^(?:hourly|daily|weekly|fortnightly|bi-?weekly|monthly|quarterly|yearly|annually|weekdays|workdays|weekends)$/
const repeatUnits =
  /^(?:minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|weekdays?|workdays?|weekends?)$/
const links = /^(?:on|the|of|and|in)$/

/** `every second Tuesday`, `weekly on Mon and Wed`, `first Monday of every month`, `Mondays and Thursdays`, an RFC 5545 rule. */
const findRepeat: Find = (words, at, { hasRepeat }) => {
  const text = word(words, at)
  if (/^(?:rrule:)?freq=/.test(text)) return piece('repeat', 1)
  const begins = /^(?:every|each)$/.test(text)
  const lead = /^on$/.test(text) ? 1 : 0
  if (begins || adverbs.test(text)) {
    const length = bodyLength(words, at + 1, begins, /year|annual/.test(text))
    return piece('repeat', begins && length === 0 ? 0 : length + 1)
  }
  if (hasRepeat || isPluralWeekday(word(words, at + lead))) {
    const length = bodyLength(words, at, false, false)
    const isBody = words.slice(at, at + length).some((one) => isWeekday(one) || wordToOrdinal(one) !== undefined)
    if (isBody) return piece('repeat', length)
  }
  const ordinals = words
    .slice(at, at + 12)
    .findIndex((one) => wordToOrdinal(one) === undefined && !/^(?:the|and|last|on)$/.test(one))
  const end = at + Math.max(ordinals, 0)
  const weekday = isWeekday(word(words, end)) || repeatUnits.test(word(words, end)) ? 1 : 0
  const rest = words.slice(end + weekday, end + weekday + 3)
  const isOfEvery = rest[0] === 'of' && /^(?:every|each)$/.test(rest[1] ?? '') && rest[2] === 'month'
  return ordinals > 0 && isOfEvery ? piece('repeat', end + weekday + 3 - at) : null
}

/** `isOpen`: right after "every", where a date can follow; `isYearly`: where it can as well. */
function bodyLength(words: readonly string[], at: number, isOpen: boolean, isYearly: boolean): number {
  let end = at
  let takesDate = isOpen || isYearly
  for (let next = at; next < words.length; next++) {
    const text = word(words, next)
    const after = word(words, next + 1)
    const isDate =
      isMonth(text) || (isDayNumber(text) && (isMonth(after) || (after === 'of' && isMonth(word(words, next + 2)))))
    if (isDate) {
      // A month beside an ordinal day that was taken already, or a date where one can be.
      if (!takesDate && !(isMonth(text) && word(words, next - 1) === 'of')) break
    } else if (links.test(text)) {
      continue
    } else if (isSmallNumber(text)) {
      const isInterval = repeatUnits.test(after) || isWeekday(after)
      if (!isInterval && !(takesDate && isMonth(word(words, next - 1)))) break
    } else if (/^(?:other|last|working|business)$/.test(text) || wordToOrdinal(text) !== undefined) {
      if (!isFollowed(words, next)) break
    } else if (isWeekday(text) || repeatUnits.test(text)) {
      takesDate = /^years?$/.test(text)
    } else if (!(isOpen && end === at && /^(?:morning|afternoon|evening|night)$/.test(text))) {
      break
    }
    end = next + 1
  }
  return end - at
}

/** An ordinal is one of days, weekdays or units, which the 15th is by itself. */
function isFollowed(words: readonly string[], at: number): boolean {
  if (isFigureOrdinal(word(words, at))) return true
  const after = word(words, at + 1)
  return (
    isWeekday(after) ||
    repeatUnits.test(after) ||
    after === 'and' ||
    after === 'of' ||
    wordToOrdinal(after) !== undefined
  )
}

const findFrom: Find = (words, at) => {
  if (!/^(?:from|starting|starts|beginning)$/.test(word(words, at))) return null
  const lead = /^(?:on|from)$/.test(word(words, at + 1)) ? 2 : 1
  return piece('from', withLead(lead, dayLength(words, at + lead)))
}

const withLead = (lead: number, length: number) => (length === 0 ? 0 : lead + length)

const findDay: Find = (words, at, { last }) => {
  const length = dayLength(words, at)
  if (length > 0) return piece('day', length)
  // "Mon and Wed", which is no one day, and a bare number after a day, which may be anything: said to be unreadable.
  const isListed = word(words, at) === 'and' && isWeekday(word(words, at + 1))
  if (last === 'day' && (isListed || isSmallNumber(word(words, at)))) return piece('day', isListed ? 2 : 1)
  return null
}

function dayLength(words: readonly string[], at: number): number {
  const [text, next, third] = [word(words, at), word(words, at + 1), word(words, at + 2)]
  if (text === 'on' || text === 'the') return withLead(1, dayLength(words, at + 1))
  if (isFigures(text)) return 1
  if (isDayName(text) || isFigureOrdinal(text))
    return isMonth(next) || (next === 'of' && isMonth(third)) ? dateLength(words, at) : 1
  if (text === 'day' && next === 'after' && third === 'tomorrow') return 3
  if (text === 'right' && next === 'now') return 2
  if (/^(?:this|next|coming|upcoming|last)$/.test(text)) {
    if (isWeekday(next)) return 2
    if (next === 'week' && isWeekday(third)) return 3
    return /^(?:week|month|year)$/.test(next) || isMonth(next) ? 2 : 0
  }
  if (isWeekday(text)) {
    const week = next === 'of' ? 1 : 0
    const isOfWeek = /^(?:this|next)$/.test(word(words, at + 1 + week)) && word(words, at + 2 + week) === 'week'
    return isOfWeek ? 3 + week : 1
  }
  if (text === 'in' && isMonth(next)) return 2
  return dateLength(words, at)
}

/** `1 Dec 2026`, `Dec 1st`, `first of May`, `twenty first of May`, `2026 Dec 1`. */
function dateLength(words: readonly string[], at: number): number {
  if (isYear(word(words, at)) && isMonth(word(words, at + 1)) && isDayNumber(word(words, at + 2))) return 3
  if (/^(?:twenty|thirty)$/.test(word(words, at))) return withLead(1, dateLength(words, at + 1))
  const isDayFirst = isDayNumber(word(words, at))
  if (!isDayFirst && !isMonth(word(words, at))) return 0
  const between = word(words, at + 1) === 'of' || word(words, at + 1) === 'the' ? 1 : 0
  const second = word(words, at + 1 + between)
  if (isDayFirst ? !isMonth(second) : !isDayNumber(second)) return 0
  return 2 + between + (isYear(word(words, at + 2 + between)) ? 1 : 0)
}

const finders: readonly Find[] = [findLength, findDistance, findEnd, findRepeat, findFrom, findClock, findDay]
