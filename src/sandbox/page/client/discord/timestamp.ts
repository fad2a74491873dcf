/** Moments as Discord's client writes them in US English: those of messages, and `<t:…>` in each of its styles. */

export interface Reader {
  /** IANA. */
  readonly timeZone: string
  /** Milliseconds since 1970. */
  readonly now: number
}

const styles = new Map<string, Intl.DateTimeFormatOptions>([
  ['t', { timeStyle: 'short' }],
  ['T', { timeStyle: 'medium' }],
  ['d', { dateStyle: 'short' }],
  ['D', { dateStyle: 'long' }],
  ['f', { dateStyle: 'long', timeStyle: 'short' }],
  ['F', { dateStyle: 'full', timeStyle: 'short' }],
  ['s', { dateStyle: 'short', timeStyle: 'short' }],
  ['S', { dateStyle: 'short', timeStyle: 'medium' }],
])

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The unit, how long it is, and up to how much it is used. */
const units = [
  ['second', 1000, minuteMs],
  ['minute', minuteMs, hourMs],
  ['hour', hourMs, dayMs],
  ['day', dayMs, 30 * dayMs],
  ['month', 30 * dayMs, 365 * dayMs],
  ['year', 365 * dayMs, Number.POSITIVE_INFINITY],
] as const

/** `style`: one of t T d D f F s S R; `f` for any other. Undefined for what is no moment. */
export function formatTimestamp(seconds: number, style: string, reader: Reader): string | undefined {
  const at = seconds * 1000
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return undefined
  if (style === 'R') return relative(at, reader.now)
  const options = styles.get(style) ?? styles.get('f')
  return plainSpaces(new Intl.DateTimeFormat('en-US', { timeZone: reader.timeZone, ...options }).format(at))
}

function relative(at: number, now: number): string {
  const away = Math.abs(at - now)
  const [unit, ms] = units.find(([, , limit]) => away < limit) ?? units[0]
  return new Intl.RelativeTimeFormat('en-US').format(Math.trunc((at - now) / ms) || (at < now ? -0 : 0), unit)
}

/** Beside an author's name: the time, from yesterday on with its day. */
export function messageMoment(at: number, reader: Reader): string {
  const time = formatTimestamp(at / 1000, 't', reader) ?? ''
  const days = dayNumber(reader.now, reader) - dayNumber(at, reader)
  if (days === 0) return time
  return days === 1 ? `Yesterday at ${time}` : (formatTimestamp(at / 1000, 's', reader) ?? '')
}

/** `2026-11-21`, in the reader's zone. */
export const dayOf = (at: number, { timeZone }: Pick<Reader, 'timeZone'>): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

const dayNumber = (at: number, reader: Reader) => Date.parse(dayOf(at, reader)) / dayMs

/** Some ICU versions write a narrow no-break space before AM and PM. */
const plainSpaces = (text: string) => text.replaceAll('\u202f', ' ')
