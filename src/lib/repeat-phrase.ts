/** How often something is to be, as people write it, to a repetition rule (repeat-rule.ts) and a time of day. */
import { phraseToWords } from './phrase-words.ts'
import { amountToCount, readUntil, takeAmount } from './repeat-end.ts'
import { type Repetition, readRepetition } from './repeat-grammar.ts'
import { describeRule, type RuleParts, writeRule } from './repeat-rule.ts'
import { minutesToClock, readTime, type TimeReading } from './time-of-day.ts'
import { type WallTime, wallDate } from './wall-time.ts'

export type RepeatPhrase =
  /** RFC 5545 RRULE value in one spelling (repeat-rule.ts). `time`: `HH:mm`; null: it says none. */
  | { readonly kind: 'rule'; readonly rule: string; readonly time: string | null }
  /** 2 to 5 phrases, each of which is read as one rule. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  /** Once. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }

const maxLength = 200
const maxCandidates = 5
const unreadable = { kind: 'unreadable' } as const
const once = /^(?:|no|none|never|not|once|off|no repeat|does not repeat|doesn't repeat|1 time)$/

/**
 * Every word must be understood. `now`, where the asker is, decides which June is meant.
 *
 * - "every second Tuesday" is every two weeks, "the second Tuesday of the month" monthly; "every first" and "every last" can only
 *   be monthly; "every third Friday" is asked about. "biweekly" is every two weeks.
 * - "until June" ends before 1 June, "through June" with 30 June, "until 30 June" with that day. "for 10 weeks" is a count of
 *   occurrences where it is the same whatever the start.
 * - Times of day are read as everywhere (time-of-day.ts); an hour that may be in either half of the day is asked about.
 * - An RFC 5545 rule, with or without `RRULE:`, may be followed by a time.
 */
export function readRepeatPhrase(text: string, now: WallTime): RepeatPhrase {
  if (text.length > maxLength) return unreadable
  const [, raw, afterRaw = ''] = /^(?:rrule:)?([a-z]+=\S*)(?:\s+(.+))?$/i.exec(text.trim()) ?? []
  if (raw !== undefined) return readRule(raw, afterRaw)
  const words = phraseToWords(text)
  if (once.test(words.join(' '))) return { kind: 'none' }
  const { main, end, isThrough } = splitAtEnd(words.map(toDaily).join(' ').split(' '))
  const until = end && readUntil(end, wallDate(now), isThrough)
  const { time, rest } = readTime(main)
  const { amount, others } = takeAmount(rest)
  if ((end && !until) || (until && amount)) return unreadable
  if (until && until.time.kind !== 'none' && time.kind !== 'none') return unreadable
  const counted = readRepetition(others).map(({ parts, phrase }): Repetition | null => {
    const count = amount && amountToCount(amount, parts)
    if (amount === null) return { parts, phrase }
    return count === null ? null : { parts: { ...parts, count }, phrase: `${phrase} ${count} times` }
  })
  const repetitions = counted.filter((repetition) => repetition !== null)
  if (repetitions.length < counted.length) return unreadable
  const ended = until
    ? repetitions.flatMap(({ parts, phrase }) =>
        until.dates.map((date) => ({ parts: { ...parts, until: `${date}T23:59` }, phrase: `${phrase} until ${date}` })),
      )
    : repetitions
  return withTime(ended, until && until.time.kind !== 'none' ? until.time : time)
}

function readRule(raw: string, after: string): RepeatPhrase {
  const parts = describeRule(raw)
  const { time, rest } = readTime(phraseToWords(after))
  return parts === null || rest.length > 0 ? unreadable : withTime([{ parts, phrase: writeRule(parts) }], time)
}

/** "every morning at 9" is every day at 9 in the morning. */
const toDaily = (word: string, index: number, words: readonly string[]) =>
  /^(?:morning|afternoon|evening|night)$/.test(word) && /^(?:every|each)$/.test(words[index - 1] ?? '')
    ? `day in the ${word}`
    : word

const untilWords = /^(?:until|till|til|through|thru|ending)$/
const beginWords = /^(?:every|each|daily|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually)$/

/** "every Friday until June" and "until June every Friday". */
function splitAtEnd(words: readonly string[]) {
  const at = words.findIndex((word) => untilWords.test(word))
  if (at < 0) return { main: words, end: null, isThrough: false }
  const length = words.slice(at).findIndex((word) => beginWords.test(word))
  const stop = length < 0 ? words.length : at + length
  return {
    main: [...words.slice(0, at), ...words.slice(stop)],
    end: words.slice(at + 1, stop),
    isThrough: /^thr/.test(words[at] ?? ''),
  }
}

function withTime(repetitions: readonly Repetition[], time: TimeReading): RepeatPhrase {
  if (time.kind !== 'none' && time.kind !== 'times') return unreadable
  const readings = repetitions.flatMap(({ parts, phrase }) =>
    timesOf(parts, time).map((at) => ({ parts, at, phrase: at === null ? phrase : `${phrase} at ${at}` })),
  )
  const [first] = readings
  if (first === undefined || readings.length > maxCandidates) return unreadable
  if (readings.length === 1) return { kind: 'rule', rule: writeRule(first.parts), time: first.at }
  return { kind: 'ambiguous', candidates: readings.map(({ phrase }) => phrase) }
}

/** Both ends of a day are the same where each day counts; else midnight belongs to two days, and neither is guessed. */
function timesOf({ freq, days, interval }: RuleParts, time: TimeReading): (string | null)[] {
  if (time.kind !== 'times') return [null]
  const isEveryDay = freq === 'daily' && days.length === 0 && interval === 1
  if (!isEveryDay && time.minutes.some((minutes) => minutes >= 1440)) return []
  return [...new Set(time.minutes.map(minutesToClock))]
}
