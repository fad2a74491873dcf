/**
 * Times of day as people write them: `15:00`, `3pm`, `14h30`, `at 9`, `half past 3`, `noon`, and the parts of the day that say
 * which half is meant.
 *
 * Without am, pm or a part of the day, hours from 1 to 6 can be meant in either half of the day and give two readings; 7 to 12
 * are taken as they stand, since meetings are held by day; 0, 13 to 23 and hours with a leading zero are written by the 24-hour
 * clock. A number is a time only where something says so: minutes, am or pm, `h`, `o'clock`, or `at` before it.
 */
import { pad } from './calendar-date.ts'
import { isFiller, wordToWeekday } from './phrase-words.ts'

interface Clock {
  readonly hour: number
  readonly minute: number
  readonly half: 'am' | 'pm' | null
  readonly hasLeadingZero: boolean
  /** `9.30`, which may be a date as well. */
  readonly isDotted: boolean
}

type DayPart = 'morning' | 'afternoon' | 'evening' | 'night'

/** First and last hour of each; what is said of a night may be in the small hours of the next day. */
const hoursOf: Readonly<Record<DayPart, (hour: number) => boolean>> = {
  morning: (hour) => hour <= 11,
  afternoon: (hour) => hour >= 12 && hour <= 18,
  evening: (hour) => hour >= 16,
  night: (hour) => hour >= 17 || hour <= 5,
}

export type TimeReading =
  | { readonly kind: 'none' | 'impossible' | 'unreadable' }
  /**
   * Minutes since the day began, in order; 1440 and more are in the next day: `Friday midnight` may be either end of Friday.
   * `isEitherHalf`: they are the same hour before and after noon.
   */
  | { readonly kind: 'times'; readonly minutes: readonly number[]; readonly isEitherHalf: boolean }

/** Takes the time out of `words`; `rest` says which day. `tonight` and `this morning` leave `today` there. */
export function readTime(words: readonly string[]): { readonly time: TimeReading; readonly rest: readonly string[] } {
  const clocks: (Clock | 'noon' | 'midnight')[] = []
  const parts: DayPart[] = []
  const rest: string[] = []
  let dotted: { clock: Clock; word: string; at: number } | null = null
  for (let at = 0; at < words.length; ) {
    const part = dayPartAt(words, at)
    const found = clockAt(words, at)
    if (part) {
      parts.push(part.part)
      if (part.isToday) rest.push('today')
      at += part.length
    } else if (found) {
      if (typeof found.clock === 'object' && found.clock.isDotted && dotted === null)
        dotted = { clock: found.clock, word: words[at] ?? '', at: rest.length }
      else clocks.push(found.clock)
      at += found.length
    } else {
      rest.push(words[at] ?? '')
      at++
    }
  }
  if (dotted) {
    const meant = meaningOfDotted(dotted.clock, rest, clocks.length > 0)
    if (meant === 'time') clocks.push(dotted.clock)
    else if (meant === 'date') rest.splice(dotted.at, 0, dotted.word)
    else return { time: { kind: 'unreadable' }, rest }
  }
  const [clock] = clocks
  if (clocks.length > 1 || parts.length > 1) return { time: { kind: 'unreadable' }, rest }
  return { time: clock === undefined ? { kind: 'none' } : toMinutes(clock, parts[0] ?? null), rest }
}

/** `9.30` is a time where another word says the day, `1.12` a date beside a time; alone and possible as both it is neither. */
function meaningOfDotted({ hour, minute }: Clock, rest: readonly string[], hasTime: boolean): 'time' | 'date' | null {
  if (hasTime || hour > 23 || minute > 59) return 'date'
  const canBeDate = hour >= 1 && minute >= 1 && minute <= 12
  const days = rest.filter((word) => !isFiller(word))
  const hasDay = days.some((word) => wordToWeekday(word) === undefined)
  return !canBeDate || hasDay ? 'time' : null
}

function toMinutes(clock: Clock | 'noon' | 'midnight', part: DayPart | null): TimeReading {
  if (clock === 'midnight') return { kind: 'times', minutes: [0, 1440], isEitherHalf: false }
  if (clock === 'noon') return { kind: 'times', minutes: [720], isEitherHalf: false }
  const { hour, minute, half, hasLeadingZero } = clock
  if (hour > 23 || minute > 59 || (half !== null && hour > 12 && half === 'am') || (hour === 0 && half === 'pm'))
    return { kind: 'impossible' }
  const morning = hour % 12
  const eitherHalf =
    half === 'am'
      ? [morning]
      : half === 'pm'
        ? [morning + 12]
        : hour === 0 || hour > 12 || hasLeadingZero || (part === null && hour > 6)
          ? [hour]
          : [morning, morning + 12]
  const hours = eitherHalf.filter((one) => part === null || hoursOf[part](one))
  if (hours.length === 0) return { kind: 'impossible' }
  const minutes = hours
    .flatMap((one) => (part === 'night' && one <= 5 ? [one, one + 24] : [one]))
    .map((one) => one * 60 + minute)
  return { kind: 'times', minutes: minutes.sort((a, b) => a - b), isEitherHalf: part === null && hours.length > 1 }
}

/** `HH:mm`; those of the next day as well. */
export const minutesToClock = (minutes: number): string => `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`

const dayParts = new Map<string, DayPart>([
  ['morning', 'morning'],
  ['afternoon', 'afternoon'],
  ['evening', 'evening'],
  ['night', 'night'],
])

/** `in the morning`, `this morning`, `morning`, `at night`, `tonight`. */
export function dayPartAt(
  words: readonly string[],
  at: number,
): { readonly part: DayPart; readonly length: number; readonly isToday: boolean } | null {
  const [word, next, third] = [words[at] ?? '', words[at + 1] ?? '', words[at + 2] ?? '']
  if (word === 'tonight') return { part: 'night', length: 1, isToday: true }
  const [length, name] =
    word === 'in' && next === 'the' ? [3, third] : word === 'this' || word === 'at' ? [2, next] : [1, word]
  const part = dayParts.get(name)
  return part === undefined ? null : { part, length, isToday: word === 'this' }
}

/** What is written at `at`, and how many words it takes, a leading `at` included. Hours and minutes are not checked. */
export function clockAt(
  words: readonly string[],
  at: number,
): { readonly clock: Clock | 'noon' | 'midnight'; readonly length: number } | null {
  const isLed = words[at] === 'at' || words[at] === '@'
  const start = isLed ? at + 1 : at
  const lead = start - at
  const word = words[start] ?? ''
  if (word === 'noon' || word === 'midday') return { clock: 'noon', length: lead + 1 }
  if (word === 'midnight') return { clock: 'midnight', length: lead + 1 }
  const spoken = spokenClockAt(words, start)
  if (spoken) return { clock: spoken.clock, length: lead + spoken.length }
  const isBeside = isHourWord(words[at - 1]) || dayPartAt(words, at + 1) !== null
  const written = writtenClockAt(words, start, isLed ? 'at' : isBeside ? 'beside' : null)
  return written && { clock: written.clock, length: lead + written.length }
}

/** After these a bare number can be nothing but an hour: `tomorrow 9`, `tomorrow morning 9`; so it is before a part of the day. */
const isHourWord = (word: string | undefined) =>
  /^(?:today|tomorrow|tonight|morning|afternoon|evening|night)$/.test(word ?? '')

/** `half past 3`, `quarter to 10`, `10 past 9pm`, `20 minutes to 9`. "9 to 10" is a span, so that needs its "minutes". */
function spokenClockAt(words: readonly string[], at: number): { clock: Clock; length: number } | null {
  const amount = words[at] ?? ''
  const hasUnit = /^min(?:ute)?s?$/.test(words[at + 1] ?? '')
  const minutes = amount === 'half' ? 30 : amount === 'quarter' ? 15 : /^[1-9]\d?$/.test(amount) ? Number(amount) : 0
  const relation = words[at + (hasUnit ? 2 : 1)]
  if (minutes < 1 || minutes > 59 || (relation !== 'past' && relation !== 'to')) return null
  if (relation === 'to' && amount !== 'quarter' && !hasUnit) return null
  const length = hasUnit ? 3 : 2
  const hour = writtenClockAt(words, at + length, 'at')
  if (hour?.clock.minute !== 0 || hour.clock.hour > 23) return null
  const { clock } = hour
  const said = relation === 'past' ? { ...clock, minute: minutes } : minutesBefore(clock, minutes)
  return { clock: said, length: length + hour.length }
}

function minutesBefore(clock: Clock, minutes: number): Clock {
  const { hour, half, hasLeadingZero } = clock
  const before = hour === 0 ? 23 : hour === 1 && !hasLeadingZero ? 12 : hour - 1
  // "quarter to 12pm" is in the morning.
  const otherHalf = half === 'pm' ? 'am' : 'pm'
  return { ...clock, hour: before, half: half !== null && hour === 12 ? otherHalf : half, minute: 60 - minutes }
}

const written =
  /^(?<hour>\d{1,2})(?:(?<sign>[:.])(?<minute>\d{2})(?::00)?|(?<packed>\d{2}))?(?:(?<half>am|pm)|(?<mark>h(?<after>\d{2})?))?$/

/** `lead`: what makes a bare number an hour; only after "at" can it have four digits, since elsewhere those are an extension. */
function writtenClockAt(
  words: readonly string[],
  at: number,
  lead: 'at' | 'beside' | null,
): { clock: Clock; length: number } | null {
  const groups = written.exec(words[at] ?? '')?.groups
  if (!groups?.hour) return null
  const { hour, sign, minute, packed, mark, after } = groups
  // "14:30h15" is nothing.
  if (after !== undefined && (minute ?? packed) !== undefined) return null
  // "at 150" is no time, "150pm" is.
  if (packed !== undefined && hour.length === 1 && groups.half === undefined) return null
  const next = words[at + 1]
  const half = groups.half ?? (mark === undefined && (next === 'am' || next === 'pm') ? next : undefined)
  const takesNext =
    groups.half === undefined &&
    mark === undefined &&
    (half !== undefined || next === "o'clock" || next === 'h' || (packed !== undefined && next === 'hrs'))
  const isMarked =
    half !== undefined ||
    mark !== undefined ||
    takesNext ||
    lead === 'at' ||
    (lead === 'beside' && packed === undefined)
  if (sign !== ':' && !isMarked && sign !== '.') return null
  return {
    clock: {
      hour: Number(hour),
      minute: Number(minute ?? packed ?? after ?? 0),
      half: half === 'am' || half === 'pm' ? half : null,
      hasLeadingZero: hour.startsWith('0'),
      isDotted: sign === '.' && !isMarked,
    },
    length: takesNext ? 2 : 1,
  }
}
