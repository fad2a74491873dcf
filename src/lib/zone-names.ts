/** Time zones by the names that people give them: the city alone, with a space, nearly right; and which are offered first. */
import { foldName } from './fold-name.ts'
import { createMemo } from './memo.ts'
import { nearestNames } from './nearest.ts'
import { isTimeZone, timeZones } from './time.ts'

/** `New York`, `new_york`: the one zone that is named for this place; null: there is none. */
export function placeToZone(typed: string): string | null {
  const wanted = keyOf(typed)
  return named().find(({ place }) => place === wanted)?.zone ?? null
}

/** At most `limit` that may be meant, the likeliest first: by a word of their names, else by what is spelt nearly so. */
export function zonesLike(typed: string, limit: number): readonly string[] {
  const wanted = keyOf(typed)
  if (wanted === '') return []
  const held = named().filter(({ name }) => ` ${name.replaceAll('/', ' ')}`.includes(` ${wanted}`))
  const names = held.length > 0 ? held : named()
  const spelt = nearestNames(
    wanted,
    names.flatMap(({ name, place }) => [place, name]),
    limit * 2,
  )
  const zones = spelt.flatMap((near) => names.filter(({ name, place }) => near === name || near === place))
  return [...new Set([...zones, ...held].map(({ zone }) => zone))].slice(0, limit)
}

/** Of the offsets in which most people live, one city that is known; Europe first, UTC last. */
export const commonZones: readonly string[] = [
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Africa/Johannesburg',
  'Europe/Istanbul',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
  'UTC',
]

/** All that can be offered, each once: `first`, as far as they are zones, the common ones, the others. */
export const zonesInOrder = (first: readonly string[]): readonly string[] => [
  ...new Set([...first.filter(isTimeZone), ...commonZones, ...timeZones()]),
]

const keyOf = (text: string) => foldName(text.replaceAll('_', ' '))

const memo = createMemo<readonly { readonly zone: string; readonly name: string; readonly place: string }[]>(1)
const named = () =>
  memo('all', () =>
    timeZones().map((zone) => ({ zone, name: keyOf(zone), place: keyOf(zone.slice(zone.lastIndexOf('/') + 1)) })),
  )
