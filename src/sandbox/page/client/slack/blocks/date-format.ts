/** Slack's date tokens (docs.slack.dev, messaging/formatting-message-text, and reference/block-kit/block-elements/date-element). */

export interface DateReader {
  /** IANA. */
  readonly timeZone: string
  /** Milliseconds since 1970. */
  readonly now: number
}

type Replacement = (at: number, reader: DateReader) => string

const parts = (at: number, timeZone: string, options: Intl.DateTimeFormatOptions) =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-US', { timeZone, ...options })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
/** `2026-11-21`. */
const dateNumber: Replacement = (at, { timeZone }) => {
  const { year, month, day } = parts(at, timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' })
  return `${year}-${month}-${day}`
}
const slashes: Replacement = (at, { timeZone }) =>
  new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** `November 21st, 2026`, with what else is asked for. */
const dated =
  ({ weekday = false, short = false, year = true }): Replacement =>
  (at, { timeZone }) => {
    const found = parts(at, timeZone, {
      weekday: 'long',
      year: 'numeric',
      month: short ? 'short' : 'long',
      day: 'numeric',
    })
    const day = short ? found.day : ordinal(Number(found.day))
    return `${weekday ? `${found.weekday}, ` : ''}${found.month} ${day}${year ? `, ${found.year}` : ''}`
  }

function ordinal(day: number): string {
  const isTeen = day > 10 && day < 14
  return `${day}${(isTeen ? undefined : ['th', 'st', 'nd', 'rd'][day % 10]) ?? 'th'}`
}

const timed =
  (second?: '2-digit'): Replacement =>
  (at, { timeZone }) =>
    // Some ICU versions write a narrow no-break space before AM and PM.
    new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit', ...(second && { second }) })
      .format(at)
      .replaceAll('\u202f', ' ')

const dayMs = 86_400_000
const dayNumber = (at: number, reader: DateReader) => Date.parse(dateNumber(at, reader)) / dayMs

/** `today`, `yesterday` or `tomorrow` where it is one of them. */
const pretty =
  (otherwise: Replacement): Replacement =>
  (at, reader) => {
    const days = dayNumber(at, reader) - dayNumber(reader.now, reader)
    return { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' }[days] ?? otherwise(at, reader)
  }

const units = [
  ['year', 365 * dayMs],
  ['month', 30 * dayMs],
  ['day', dayMs],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

const ago: Replacement = (at, { now }) => {
  const awayMs = Math.abs(now - at)
  const found = units.find(([, ms]) => awayMs >= ms)
  if (!found) return 'just now'
  const [unit, ms] = found
  const count = Math.floor(awayMs / ms)
  const period = `${count} ${unit}${count === 1 ? '' : 's'}`
  return at <= now ? `${period} ago` : `in ${period}`
}

const long = dated({ weekday: true })
const replacements = new Map<string, Replacement>(
  Object.entries({
    date_num: dateNumber,
    date_slash: slashes,
    date: dated({}),
    date_pretty: pretty(dated({})),
    date_short: dated({ short: true }),
    date_short_pretty: pretty(dated({ short: true })),
    date_long: long,
    date_long_full: dated({}),
    date_long_pretty: pretty(long),
    day_divider_pretty: pretty((at, reader) => {
      const isThisYear = dateNumber(at, reader).slice(0, 4) === dateNumber(reader.now, reader).slice(0, 4)
      return dated({ weekday: true, year: !isThisYear })(at, reader)
    }),
    time: timed(),
    time_secs: timed('2-digit'),
    ago,
  }),
)

/** Undefined where the format holds nothing that Slack knows: then the fallback is shown. A word that opens it begins with a capital. */
export function formatDate(timestamp: number, format: string, reader: DateReader): string | undefined {
  const at = timestamp * 1000
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return undefined
  let isKnown = false
  const said = format.replace(/\{(\w+)\}/g, (token, name: string, offset: number) => {
    const replacement = replacements.get(name)
    if (!replacement) return token
    isKnown = true
    const words = replacement(at, reader)
    return offset === 0 && name.endsWith('_pretty') ? words.charAt(0).toUpperCase() + words.slice(1) : words
  })
  return isKnown ? said : undefined
}
