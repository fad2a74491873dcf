/** The sandbox's time in words: how far it is ahead, and what it is in a zone. */

const units = [
  ['day', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const

/** `2 h 15 min ahead`: the two largest units, whole seconds. */
export function aheadToWords(seconds: number): string {
  let rest = Math.round(seconds)
  const parts: string[] = []
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${unit === 'day' && count > 1 ? 'days' : unit}`)
  }
  return parts.length === 0 ? 'not moved' : `${parts.slice(0, 2).join(' ')} ahead`
}

/** `Sat 21 Nov`. */
export function dayIn(timeZone: string, now: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' })
  return parts.format(now).replace(',', '')
}

/** `14:05:09`. */
export const timeIn = (timeZone: string, now: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(now)

/** `America/New_York` → `New York`. */
export const zoneToCity = (timeZone: string): string => timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
