/**
 * The rules of life (product.md, section 6): an empty conference is ended, one with a single person is warned and ended, any is
 * ended after some hours unless told otherwise. Before its scheduled end a meeting's is ended by none of them.
 */
import { type Conference, isPending } from './conference.ts'

/** Why a conference ends by itself, of what it is warned before. */
export type WarnedReason = 'alone' | 'too-long' | 'scheduled'
export type LifeReason = WarnedReason | 'empty'

export interface LifeRules {
  /** Ended after nobody was in the room for so long. */
  readonly emptyMs: number
  /** Ended after one person was alone for so long. */
  readonly aloneMs: number
  /** Ended this long after its start. */
  readonly tooLongMs: number
  /** Warned so long before the end; not for empty rooms. */
  readonly warningMs: number
}

const minuteMs = 60_000
const defaultLifeRules: LifeRules = {
  emptyMs: 2 * minuteMs,
  aloneMs: 15 * minuteMs,
  tooLongMs: 240 * minuteMs,
  warningMs: 5 * minuteMs,
}

export type LifeStep =
  /** `nextAt`: when to ask again, if nothing changes before. */
  | { readonly do: 'nothing'; readonly nextAt: number | null }
  | { readonly do: 'warn'; readonly reason: WarnedReason; readonly endsAt: number }
  | { readonly do: 'end'; readonly reason: LifeReason }

/** An end that comes closer. `actAt`: when it, or the warning of it, is due. */
type Coming = { readonly actAt: number; readonly endsAt: number } & (
  | { readonly act: 'warn'; readonly reason: WarnedReason }
  | { readonly act: 'end'; readonly reason: LifeReason }
)

/**
 * What is due at `now`, which must be the instant of a good reading that was just applied: who is alone since when is known
 * from readings alone, and while there are none nothing may be ended. Who was not warned in time (confbot was down, say) is
 * warned late and still has the whole `warningMs`.
 */
export function lifeStep(conference: Conference, now: number, rules: Partial<LifeRules> = {}): LifeStep {
  if (conference.state !== 'live') return { do: 'nothing', nextAt: null }
  const coming = endsOf(conference, now, { ...defaultLifeRules, ...rules })
  // Nobody is warned in an empty room: of ends at the same instant, that of the empty room goes first.
  const isSooner = (b: Coming, a: Coming) => b.endsAt < a.endsAt || (b.endsAt === a.endsAt && b.reason === 'empty')
  const first = coming.reduce((a, b) => (isSooner(b, a) ? b : a))
  if (first.actAt > now)
    return { do: 'nothing', nextAt: Math.min(...coming.map(({ actAt }) => actAt).filter((at) => at > now)) }
  return first.act === 'end'
    ? { do: 'end', reason: first.reason }
    : { do: 'warn', reason: first.reason, endsAt: first.endsAt }
}

function endsOf(conference: Conference, now: number, rules: LifeRules): [Coming, ...Coming[]] {
  const { startedAt, longestUntil, emptySince, aloneSince, warnedAt, keepUntil } = conference
  const notBefore = (at: number) => Math.max(at, keepUntil ?? at)
  const warned = (reason: WarnedReason, endsAt: number): Coming => {
    const warnAt = endsAt - rules.warningMs
    if (warnedAt !== null && warnedAt >= warnAt) {
      const laterAt = Math.max(endsAt, warnedAt + rules.warningMs)
      return { act: 'end', reason, actAt: laterAt, endsAt: laterAt }
    }
    return { act: 'warn', reason, actAt: warnAt, endsAt: Math.max(endsAt, now + rules.warningMs) }
  }
  const longest = conference.schedule?.closes ? 'scheduled' : 'too-long'
  const coming: [Coming, ...Coming[]] = [warned(longest, notBefore(longestUntil ?? startedAt + rules.tooLongMs))]
  if (aloneSince !== null) coming.push(warned('alone', notBefore(aloneSince + rules.aloneMs)))
  if (emptySince !== null) {
    // Somebody who is being rung has as long to come as an empty room lives.
    const rungAt = conference.invitations.filter(isPending).map(({ invitedAt }) => invitedAt)
    const endsAt = notBefore(Math.max(emptySince, ...rungAt) + rules.emptyMs)
    coming.push({ act: 'end', reason: 'empty', actAt: endsAt, endsAt })
  }
  return coming
}
