/** Discord's ids (reference, "Snowflakes"): 42 bits of milliseconds since 2015, then 22 that count within the millisecond. */
import type { Clock } from '#lib/clock.ts'

/** The first millisecond of 2015, UTC. */
const epochMs = 1_420_070_400_000n
const countBits = 22n

/** Ids that rise strictly with the clock, also where many are made in one millisecond. */
export function createSnowflakes(clock: Clock): () => string {
  let last = 0n
  return () => {
    const first = (BigInt(clock.now()) - epochMs) << countBits
    last = first > last ? first : last + 1n
    return String(last)
  }
}

/** The smallest id of that instant (UTC milliseconds). */
export function snowflakeAt(instant: number): string {
  return String((BigInt(instant) - epochMs) << countBits)
}

/** The instant that an id was made at, in UTC milliseconds. */
export function snowflakeToInstant(id: string): number {
  return Number((BigInt(id) >> countBits) + epochMs)
}

/** Digits that fit into 64 bits and name an instant: what Discord accepts as an id. */
export function isSnowflake(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) && BigInt(value) < 1n << 64n
}

/** For sorting: older first. */
export function compareSnowflakes(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
