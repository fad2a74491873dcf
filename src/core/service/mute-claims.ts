/**
 * Who asked for which telephones to be muted, until the PBX has shown what came of it: the answer to a request may be lost, and
 * people are to see who muted them all the same.
 */
import type { Person } from '../actor.ts'
import { type Conference, presentParticipants } from '../conference.ts'
import { mutedNoted } from '../roster.ts'

export interface MuteClaims {
  /** Call what it returns when nothing more is asked: from the next reading on the PBX has said its last word. */
  claim(conferenceId: string, legIds: readonly string[], by: Person): () => void
  /** Notes who muted those that the reading of this turn shows muted. */
  apply(conference: Conference, turn: number, at: number): Conference
  forget(conferenceId: string): void
}

interface Claim {
  readonly conferenceId: string
  readonly legIds: ReadonlySet<string>
  readonly by: Person
  /** Readings of later turns were begun after the last request. */
  settledAt: number
}

/** `turn`: that of the reading begun last. */
export function createMuteClaims(turn: () => number): MuteClaims {
  const claims = new Set<Claim>()
  return {
    claim(conferenceId, legIds, by) {
      const claim: Claim = { conferenceId, legIds: new Set(legIds), by, settledAt: Number.POSITIVE_INFINITY }
      claims.add(claim)
      return () => {
        claim.settledAt = turn()
      }
    },
    apply(conference, readingTurn, at) {
      let noted = conference
      for (const claim of claims) {
        if (claim.conferenceId !== conference.id) continue
        const muted = presentParticipants(noted).filter(({ muted, legId }) => muted === true && claim.legIds.has(legId))
        const codes = muted.map(({ code }) => code)
        noted = mutedNoted(noted, codes, true, claim.by, at)
        if (readingTurn > claim.settledAt) claims.delete(claim)
      }
      return noted
    },
    forget(conferenceId) {
      for (const claim of claims) if (claim.conferenceId === conferenceId) claims.delete(claim)
    },
  }
}
