/** Lengths of time as people write them: `90m`, `1h30`, `2 hours`, `half an hour`, or ISO 8601 (`PT1H30M`). */
import { toPlainCharacters } from './plain-characters.ts'

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const units = new Map([
  ...['w', 'week', 'weeks'].map((word) => [word, 7 * dayMs] as const),
  ...['d', 'day', 'days'].map((word) => [word, dayMs] as const),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((word) => [word, hourMs] as const),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((word) => [word, minuteMs] as const),
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((word) => [word, secondMs] as const),
])

/** ISO 8601-1:2019, 5.5.2, without years and months, which have no fixed length. */
const iso = /^p(?:(\d{1,4})w)?(?:(\d{1,4})d)?(?:t(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?)?$/

/** In milliseconds; null when it cannot be read for certain: a bare number has no unit, and the larger unit comes first. */
export function textToDuration(typed: string): number | null {
  const text = toPlainCharacters(typed)
    .trim()
    .toLowerCase()
    .replace(/\bhalf an hour\b/, '30 minutes')
    .replace(/\ban? (?=week|day|hour|minute)/, '1 ')
  if (text.length > 50) return null
  if (text.startsWith('p')) {
    const parts = iso.exec(text)?.slice(1)
    if (!parts?.some((part) => part !== undefined) || text.endsWith('t')) return null
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0))
    return (weeks * 7 + days) * dayMs + hours * hourMs + minutes * minuteMs + seconds * secondMs
  }
  let total = 0
  let last = Number.POSITIVE_INFINITY
  const piece = /\s*(?:and\s+)?(\d{1,8}(?:\.\d{1,3})?)\s*([a-z]*)/y
  while (piece.lastIndex < text.length) {
    const [, amount, word] = piece.exec(text) ?? []
    if (amount === undefined || word === undefined) return null
    // "1h30" means minutes after the hours; "1h 1001" is no such thing.
    const unit = word === '' && last === hourMs && Number(amount) < 60 ? minuteMs : units.get(word)
    if (unit === undefined || unit >= last) return null
    total += Number(amount) * unit
    last = unit
  }
  return text === '' ? null : Math.round(total)
}

/** `1h30m`: what `textToDuration` reads back. */
export function durationToText(ms: number): string {
  const parts = [
    [dayMs, 'd'],
    [hourMs, 'h'],
    [minuteMs, 'm'],
    [secondMs, 's'],
  ] as const
  let left = ms
  let text = ''
  for (const [unit, letter] of parts) {
    const count = Math.floor(left / unit)
    if (count > 0) text += `${count}${letter}`
    left -= count * unit
  }
  return text || '0s'
}
