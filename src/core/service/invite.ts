/** Ringing people into a conference that is live. */
import type { Attempt } from '../attempt.ts'
import { type Conference, presentParticipants } from '../conference.ts'
import { judgeTarget } from '../dial-guard.ts'
import { ConfbotError } from '../errors.ts'
import type { Invitee } from '../invitee.ts'
import { enterNumber } from '../phone-check.ts'
import { missingInvitations } from '../roster.ts'
import type { Word } from '../word.ts'
import { permit, type Verbs } from './deps.ts'
import { type DialResult, dial } from './dial.ts'
import { inviteesOf, phoneOf } from './directory.ts'
import { findLive, placeOf } from './locate.ts'
import { canCheckPhone } from './phone-check.ts'

export interface InviteResult {
  readonly conference: Conference
  readonly results: readonly DialResult[]
}

export interface InviteVerbs {
  invite(attempt: Attempt, input: { who: readonly Word[]; in?: string | undefined }): Promise<InviteResult>
  /** Those who were invited and are not there. */
  inviteMissing(attempt: Attempt, input: { in?: string | undefined }): Promise<InviteResult>
  /** Somebody who was in the room: by participant or invitation code. */
  callBack(attempt: Attempt, input: { who: string; in?: string | undefined }): Promise<InviteResult>
  callMe(attempt: Attempt, input: { in?: string | undefined }): Promise<InviteResult>
}

export function createInviteVerbs(verbs: Verbs): InviteVerbs {
  const { book } = verbs

  const ring = async (
    attempt: Attempt,
    conference: Conference,
    invitees: readonly Invitee[],
  ): Promise<InviteResult> => {
    attempt.about(invitees.map((one) => one.masked).join(', '), conference.id)
    return dial(verbs, attempt, verbs.pbxOf(conference.pbx), conference, invitees)
  }
  /** A number that was rung before is judged again: the rules may have changed. */
  const judged = (conference: Conference, one: Pick<Invitee, 'name' | 'number' | 'person'>): Invitee => {
    const target = judgeTarget(one.number, verbs.pbxOf(conference.pbx).policy)
    return { name: one.name, number: target.number, masked: target.masked, person: one.person }
  }

  return {
    async invite(attempt, input) {
      const conference = await findLive(book, attempt, input.in)
      permit(attempt, 'participant.invite', conference)
      return ring(attempt, conference, await inviteesOf(verbs, attempt, verbs.pbxOf(conference.pbx), input.who))
    },
    async inviteMissing(attempt, input) {
      const conference = await findLive(book, attempt, input.in)
      permit(attempt, 'participant.invite', conference)
      const missing = missingInvitations(conference).map((one) => judged(conference, one))
      if (missing.length === 0) throw new ConfbotError('conference.nobody-missing')
      return ring(attempt, conference, missing)
    },
    async callBack(attempt, input) {
      const conference = await findLive(book, attempt, input.in)
      permit(attempt, 'participant.invite', conference)
      const one =
        conference.participants.find((participant) => participant.code === input.who) ??
        conference.invitations.find((invitation) => invitation.code === input.who)
      if (!one?.number) throw new ConfbotError('input.unknown-participant', { blanks: { typed: input.who } })
      const { number } = one
      if (presentParticipants(conference).some((participant) => participant.number === number))
        return {
          conference,
          results: [{ invitee: judged(conference, { ...one, number }), outcome: 'already', code: null }],
        }
      return ring(attempt, conference, [judged(conference, { ...one, number })])
    },
    async callMe(attempt, input) {
      const conference = await findLive(book, attempt, input.in)
      permit(attempt, 'participant.call-self', conference)
      const { phone } = await phoneOf(verbs, attempt.actor, conference.pbx)
      if (phone === null)
        throw new ConfbotError('person.no-phone', {
          choices: canCheckPhone(verbs, placeOf(attempt)) ? [enterNumber] : [],
        })
      return ring(attempt, conference, [
        judged(conference, { name: attempt.actor.name, number: phone, person: attempt.actor }),
      ])
    },
  }
}
