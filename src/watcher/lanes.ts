/**
 * Who is read when. Rooms that a PBX does not answer for keep neither the readings of other rooms waiting nor what people ask
 * for: those that were not read well last have a lane of their own.
 */
import { createTurnstile, type Turnstile } from '#lib/turnstile.ts'

/** Readings of one PBX at a time. */
const goodAtOnce = 2
const failingAtOnce = 1

/** The lane of a room of this PBX. */
export function createLanes(): (pbx: string, isFailing: boolean) => Turnstile {
  const lanes = new Map<string, { readonly good: Turnstile; readonly failing: Turnstile }>()
  return (pbx, isFailing) => {
    const found = lanes.get(pbx) ?? { good: createTurnstile(goodAtOnce), failing: createTurnstile(failingAtOnce) }
    lanes.set(pbx, found)
    return isFailing ? found.failing : found.good
  }
}
