/**
 * A room that confbot keeps locked in the PBX's place: who is in it stays, whom confbot rang comes in, and everybody else who comes
 * is turned away as soon as the roster shows them.
 */
import { type Conference, isPending, type Participant, presentParticipants } from './conference.ts'

/** No PBX lets a telephone ring for longer: who comes later on the same invitation dialled in. */
export const ringingMs = 120_000

/** Who is in the room at `at` stays. What it was before stays, too: who came late once is late until it is unlocked. */
export function closed(conference: Conference, at: number): Conference {
  if (conference.closed) return conference
  const through = conference.participants.length
  return { ...conference, closed: { since: at, through }, locked: true, changedAt: at }
}

export const opened = (conference: Conference, at: number): Conference =>
  conference.closed || conference.locked !== false
    ? { ...conference, closed: null, locked: false, changedAt: at }
    : conference

/** Those in the room who came after it was closed, and answered no call of ours. */
export function lateComers(conference: Conference): readonly Participant[] {
  const late = new Set(whoCameLate(conference))
  return presentParticipants(conference).filter((one) => late.has(one))
}

/** Late ones who are not in the room any more, once for each time that they came. */
export const turnedAway = (conference: Conference): readonly Participant[] =>
  whoCameLate(conference).filter(({ leftAt }) => leftAt !== null)

const whoCameLate = (conference: Conference): readonly Participant[] => {
  const { closed: since, participants } = conference
  return since ? participants.slice(since.through).filter((one) => !isAnswering(conference, one)) : []
}

/** The first who comes on an invitation, while it may still ring. Who left and dials in again is late like others. */
function isAnswering({ invitations, participants }: Conference, one: Participant): boolean {
  const invitation = invitations.find(({ code }) => code === one.invitation)
  if (!invitation || invitation.state === 'not-rung') return false
  const first = participants.find((other) => other.invitation === invitation.code)
  return first === one && (isPending(invitation) || one.joinedAt < invitation.invitedAt + ringingMs)
}
