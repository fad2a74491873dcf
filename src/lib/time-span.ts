/** A start and an end in one phrase: `tomorrow 15:00–16:00`, `3-4pm`, `every Tuesday from 9 am to 9:30`. */
import { phraseToWords } from './phrase-words.ts'
import { minutesToClock, readTime } from './time-of-day.ts'

export type TimeSpan =
  /** `phrase`: without its end, for `readDatePhrase` and the like. 1 to 1439. */
  | { readonly kind: 'span'; readonly phrase: string; readonly minutes: number }
  /** It ends when it starts, or before. `end` as `HH:mm`. */
  | { readonly kind: 'backwards'; readonly end: string }

const clock = String.raw`\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|noon|midnight`
/** Nothing of a date, an offset or a longer number stands beside it. */
const spanForm = new RegExp(
  String.raw`(?<![\w:./+-])(?:(from|between) )?(${clock})(?: ?- ?| (to|until|till|and) )(${clock})(?![\w:/+-]|\.\d)`,
)
/** `2026-12-01 09:00-10:00`: what follows the time may be its offset from UTC. */
const offsetForm = /\d{4}-\d\d-\d\d \d\d:\d\d-\d\d:\d\d(?!\d)/

const dayMinutes = 24 * 60
/** Longer meetings over midnight are rather slips of the pen. */
const maxOverMidnight = 8 * 60

/** null: no such thing is in it, or what is meant cannot be told for certain. */
export function readTimeSpan(typed: string): TimeSpan | null {
  const text = phraseToWords(typed).join(' ')
  if (offsetForm.test(text)) return null
  const found = spanForm.exec(text)
  const [whole = '', opening, from = '', joint, to = ''] = found ?? []
  if (!found || !isTime(to) || (joint === 'and') !== (opening === 'between')) return null
  const starts = readings(from, isTime(from) ? null : halfOf(to))
  const ends = halfOf(to) === null ? bothHalves(to) : readings(to, null)
  const [end] = ends
  if (starts.length === 0 || end === undefined) return null
  const lengths = starts.map((start) => lengthFrom(start, ends))
  if (lengths.every((one) => one === null)) return { kind: 'backwards', end: minutesToClock(end) }
  // "3-4pm" says of the start only that it is before the end.
  const isNearest = halfOf(from) === null && halfOf(to) !== null
  const at = isNearest ? shortest(lengths) : 0
  const minutes = lengths[at] ?? null
  if (minutes === null || (!isNearest && lengths.some((one) => one !== minutes))) return null
  const said = isNearest || !isTime(from) ? minutesToClock(starts[at] ?? 0) : from
  const phrase = `${text.slice(0, found.index)}${said}${text.slice(found.index + whole.length)}`
  return { kind: 'span', phrase, minutes }
}

/** A bare number is none by itself. */
const isTime = (text: string) => !/^\d+$/.test(text)
const halfOf = (text: string): 'am' | 'pm' | null => (/am$/.test(text) ? 'am' : /pm$/.test(text) ? 'pm' : null)

/** Minutes since midnight, in order. A bare number is meant in either half of the day where the other end says which it has. */
function readings(text: string, other: 'am' | 'pm' | null): readonly number[] {
  if (!isTime(text) && other === null) return []
  const { time } = readTime(phraseToWords(isTime(text) ? text : `${text}:00`))
  if (time.kind !== 'times') return []
  const within = [...new Set(time.minutes.map((minutes) => minutes % dayMinutes))]
  return isTime(text) ? within : halves(within)
}

/** An end is meant after its start, whichever half of the day that is. */
const bothHalves = (text: string) => {
  const found = readings(text, null)
  return /^(?:0|1[3-9]|2\d)/.test(text) || !/^\d/.test(text) ? found : halves(found)
}

const halves = (minutes: readonly number[]) =>
  [...new Set(minutes.flatMap((one) => [one % (dayMinutes / 2), (one % (dayMinutes / 2)) + dayMinutes / 2]))].sort(
    (a, b) => a - b,
  )

/** null: none of the ends is after it. */
function lengthFrom(start: number, ends: readonly number[]): number | null {
  if (ends.some((end) => end % (dayMinutes / 2) === start % (dayMinutes / 2)) && ends.length > 1) return null
  const lengths = ends
    .map((end) => (end > start ? end - start : end < start ? dayMinutes - start + end : 0))
    .filter((length, index) => length > 0 && ((ends[index] ?? 0) > start || length <= maxOverMidnight))
  return lengths.length === 0 ? null : Math.min(...lengths)
}

/** Which of them. */
const shortest = (lengths: readonly (number | null)[]) =>
  lengths.reduce<number>(
    (best, one, index) => (one !== null && one < (lengths[best] ?? Number.POSITIVE_INFINITY) ? index : best),
    0,
  )
