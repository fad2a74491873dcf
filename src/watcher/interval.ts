/** How often a live conference is read: as often as something may change unseen, and never so often that the vendor's limit is used up. */
import { type Conference, isPending } from '#core/conference.ts'
import type { Pbx } from '#core/contracts/conference-provider.ts'

/** While somebody is being rung the roster changes soon. */
const ringingIntervalMs = 1_000
/** Otherwise people can wait a little longer. */
export const calmIntervalMs = 2_500
/** Behind events, in case one is lost. */
const pushingIntervalMs = 10_000
/** Where the PBX does not say who is there, a reading tells no more than that the room is there. */
const blindIntervalMs = 60_000
/** Of the vendor's limit, the share that polling may use up. */
const pollShare = 0.8

/** `liveThere`: conferences on this PBX that are read, this one among them. */
export function readingIntervalMs(conference: Conference, { definition, provider }: Pbx, liveThere: number): number {
  const wantedMs = wantedIntervalMs(conference, definition.traits.roster, provider.isPushing?.() === true)
  const { requestsPerMinute, requestsPerReading } = definition.quantities
  if (requestsPerMinute === null) return wantedMs
  const readingsPerMinute = (requestsPerMinute * pollShare) / requestsPerReading
  return Math.max(wantedMs, (liveThere * 60_000) / readingsPerMinute)
}

function wantedIntervalMs({ invitations }: Conference, hasRoster: boolean, isPushing: boolean): number {
  if (!hasRoster) return blindIntervalMs
  if (invitations.some(isPending)) return ringingIntervalMs
  return isPushing ? pushingIntervalMs : calmIntervalMs
}
