/** Wall time by the runtime's own reckoning, to judge ours by. */

/** `2026-12-01 15:00`, as clocks in `zone` show the instant. */
export const wallIn = (at: number, zone: string): string =>
  new Date(at).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16)

/** The instant at which clocks in `zone` show `wall`. Throws where none does. */
export function instantOf(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall.replace(' ', 'T')}Z`)
  for (let minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
    const at = asUtc - minutes * 60_000
    if (wallIn(at, zone) === wall) return at
  }
  throw new Error(`clocks in ${zone} never show ${wall}`)
}

/** Minutes that clocks in `zone` are ahead of UTC. */
export const offsetIn = (at: number, zone: string): number =>
  Math.round((Date.parse(`${wallIn(at, zone).replace(' ', 'T')}Z`) - Math.floor(at / 60_000) * 60_000) / 60_000)

/** The day, as its midnight in UTC, in which the zone's clocks next change after the day of `at`. */
export function nextClockChange(at: number, zone: string): number {
  const day = 24 * 60 * 60_000
  for (let midnight = Math.ceil(at / day) * day; ; midnight += day)
    if (offsetIn(midnight, zone) !== offsetIn(midnight + day, zone)) return midnight
}
