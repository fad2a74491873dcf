/**
 * The roster of a conference: who was invited, who is there. What the PBX reads out is applied here; people are matched to
 * invitations by what is certain alone, never by order (product.md, section 4).
 */
import { parsePhoneNumber } from '#lib/phone-number.ts'
import { asPerson, type Person } from './actor.ts'
import { type Conference, type Invitation, isPending, type Participant, presentParticipants } from './conference.ts'
import type { CallFailure, PbxPolicy, ProviderParticipant, RoomReading } from './contracts/conference-provider.ts'
import { isExtension, isShort } from './dial-guard.ts'
import type { Invitee } from './invitee.ts'
import { matchInvitations } from './match-invitations.ts'

/** What the PBX takes for extensions, and whose its national numbers are (the first of `countries`). */
export type NumberPlan = Pick<PbxPolicy, 'countries' | 'extensions'>

/** How long a call may ring before its invitation is `not-joined`. */
const invitedPatienceMs = 75_000

/**
 * The conference as the PBX shows it at `at`. Returns the same object when nothing is new. A leg that is new is a new
 * participant; one that is gone has left. What the PBX does not tell (null) stays as it was last confirmed; where that is the
 * roster itself, nobody is known to come or to leave, nor to be alone. `changedAt` moves when something that is shown changed; the
 * revision is left alone.
 */
export function applyReading(
  conference: Conference,
  reading: RoomReading,
  at: number,
  numbers: NumberPlan = { countries: [], extensions: [] },
): Conference {
  if (reading.participants === null) return unseen(conference, reading, at)
  const legs = new Map(reading.participants.map((leg) => [leg.legId, leg]))
  const matches = matchInvitations(conference, legs, numbers.countries[0])
  const participants = [
    ...conference.participants.map((one) => updated(one, legs.get(one.legId), matches.get(one.legId), at, numbers)),
    ...newcomers(conference, legs).map((leg, index) =>
      joined(leg, matches.get(leg.legId), `p${conference.participants.length + index + 1}`, at, numbers),
    ),
  ]
  const held = new Set(participants.map((one) => (one.leftAt === null ? one.invitation : null)))
  const shown = patched(conference, {
    participants: sameOrNew(conference.participants, participants),
    invitations: sameOrNew(
      conference.invitations,
      conference.invitations.map((one) => patched(one, { state: stateOf(one, held.has(one.code), at) })),
    ),
    ...stateShown(conference, reading),
  })
  const noted = patched(shown, presenceSince(conference, presentParticipants(shown).length, at))
  return shown === conference ? noted : { ...noted, changedAt: at }
}

/** What is locked by confbot is so whatever the PBX shows. */
const stateShown = ({ locked, recording, closed }: Conference, reading: RoomReading) => ({
  locked: closed ? true : (reading.locked ?? locked),
  recording: reading.recording ?? recording,
})

/** By a reading without a roster. */
function unseen(conference: Conference, reading: RoomReading, at: number): Conference {
  const rung = (one: Invitation) =>
    isPending(one) && at - one.invitedAt >= invitedPatienceMs ? { ...one, state: 'rung' as const } : one
  const shown = patched(conference, {
    invitations: sameOrNew(conference.invitations, conference.invitations.map(rung)),
    ...stateShown(conference, reading),
  })
  const isVoid = conference.aloneSince !== null
  const noted = patched(shown, { emptySince: null, aloneSince: null, ...(isVoid && { warnedAt: null }) })
  return shown === conference ? noted : { ...noted, changedAt: at }
}

/** Since when nobody or one person is there. A warning to somebody alone is void when they no longer are. */
function presenceSince(conference: Conference, present: number, at: number): Partial<Conference> {
  const emptySince = present === 0 ? (conference.emptySince ?? at) : null
  const aloneSince = present === 1 ? (conference.aloneSince ?? at) : null
  const isVoid = conference.aloneSince !== null && aloneSince === null
  return { emptySince, aloneSince, ...(isVoid && { warnedAt: null }) }
}

const newcomers = (conference: Conference, legs: ReadonlyMap<string, ProviderParticipant>) => {
  const present = new Set(presentParticipants(conference).map((one) => one.legId))
  return [...legs.values()].filter((leg) => !present.has(leg.legId))
}

function joined(
  leg: ProviderParticipant,
  invitation: Invitation | undefined,
  code: string,
  at: number,
  numbers: NumberPlan,
): Participant {
  return {
    code,
    legId: leg.legId,
    name: invitation?.name ?? leg.name,
    number: invitation?.number ?? shownNumber(leg.number, numbers),
    person: invitation?.person ?? null,
    invitation: invitation?.code ?? null,
    joinedAt: at,
    leftAt: null,
    muted: leg.muted,
    mutedBy: null,
    chairman: leg.chairman,
    talking: leg.talking,
  }
}

function updated(
  one: Participant,
  leg: ProviderParticipant | undefined,
  invitation: Invitation | undefined,
  at: number,
  numbers: NumberPlan,
): Participant {
  if (one.leftAt !== null) return one
  if (!leg) return { ...one, leftAt: at, talking: null }
  return patched(one, {
    ...(invitation && { person: invitation.person, invitation: invitation.code }),
    name: invitation?.name ?? one.name ?? leg.name,
    number: invitation?.number ?? one.number ?? shownNumber(leg.number, numbers),
    muted: leg.muted ?? one.muted,
    mutedBy: leg.muted === false ? null : one.mutedBy,
    chairman: leg.chairman ?? one.chairman,
    talking: leg.talking,
  })
}

/** As E.164 where it can be read in one way only; extensions, and what is unclear, as the PBX shows them. */
function shownNumber(number: string | null, { countries, extensions }: NumberPlan): string | null {
  if (number === null || isShort(number) || isExtension(number, { extensions })) return number
  const phone = parsePhoneNumber(number, countries[0])
  // Without a plus and without a zero it may be an international number as well: 49 176… is also a German area code.
  const other = /^[1-9]/.test(number) ? parsePhoneNumber(`+${number}`, undefined) : null
  return phone && (other?.e164 ?? phone.e164) === phone.e164 ? phone.e164 : number
}

function stateOf(invitation: Invitation, isHeld: boolean, at: number) {
  const { state, invitedAt } = invitation
  if (isHeld) return 'joined'
  if (state === 'joined') return 'left'
  return isPending(invitation) && at - invitedAt >= invitedPatienceMs ? 'not-joined' : state
}

/**
 * Invitations for calls about to be made, at the end and in this order; `not-rung`: for calls that wait for something. An earlier
 * invitation of the same number that nobody answered gives way to its new one. Codes are never used again, but one that was not
 * rung keeps its own.
 */
export function inviteInto(
  conference: Conference,
  invitees: readonly Pick<Invitee, 'name' | 'number' | 'person'>[],
  by: Person,
  at: number,
  state: 'invited' | 'not-rung' = 'invited',
): Conference {
  if (invitees.length === 0) return conference
  const numbers = new Set(invitees.map(({ number }) => number))
  const answered = new Set(conference.participants.map((one) => one.invitation))
  const kept = conference.invitations.filter((one) => answered.has(one.code) || !numbers.has(one.number))
  const waiting = new Map(
    conference.invitations.filter((one) => one.state === 'not-rung').map(({ number, code }) => [number, code]),
  )
  const last = Math.max(0, ...conference.invitations.map((one) => Number(one.code.slice(1))))
  const added = invitees.map(({ name, number, person }, index): Invitation => {
    return {
      code: waiting.get(number) ?? `i${last + index + 1}`,
      name,
      number,
      person: person && asPerson(person),
      invitedBy: asPerson(by),
      invitedAt: at,
      state,
      callId: null,
    }
  })
  return { ...conference, invitations: [...kept, ...added], changedAt: at }
}

/** What the PBX answered to the invitations of these codes: its id of the call, or a refusal. */
export function settleInvitations(
  conference: Conference,
  answers: readonly { readonly code: string; readonly callId: string | null; readonly error: unknown }[],
  at: number,
): Conference {
  const byCode = new Map(answers.map((answer) => [answer.code, answer]))
  const invitations = conference.invitations.map((one) => {
    const answer = byCode.get(one.code)
    if (!answer) return one
    // Somebody may have come in while the PBX was still thinking about its answer.
    const isRefused = answer.error !== null && isPending(one)
    return patched(one, { callId: answer.callId ?? one.callId, state: isRefused ? 'failed' : one.state })
  })
  const next = patched(conference, { invitations: sameOrNew(conference.invitations, invitations) })
  const isShown = invitations.some((one, index) => one.state !== conference.invitations[index]?.state)
  return isShown ? { ...next, changedAt: at } : next
}

/** The telephone rings, as the PBX told; it never goes back to merely invited. */
export function callRings(conference: Conference, code: string, at: number): Conference {
  const isMeant = (one: Invitation) => one.code === code && one.state === 'invited'
  if (conference.state !== 'live' || !conference.invitations.some(isMeant)) return conference
  const invitations = conference.invitations.map((one) => (isMeant(one) ? { ...one, state: 'ringing' as const } : one))
  return { ...conference, invitations, changedAt: at }
}

/** Nobody comes by the call of this invitation, as the PBX told after it had taken it. */
export function callFailed(conference: Conference, code: string, failure: CallFailure, at: number): Conference {
  const isMeant = (one: Invitation) => one.code === code && isPending(one)
  if (conference.state !== 'live' || !conference.invitations.some(isMeant)) return conference
  const invitations = conference.invitations.map((one) => (isMeant(one) ? { ...one, state: failure } : one))
  return { ...conference, invitations, changedAt: at }
}

/** Who muted these participants, or nobody any more. Whether they are muted is the PBX's word alone. */
export function mutedNoted(
  conference: Conference,
  codes: readonly string[],
  muted: boolean,
  by: Person,
  at: number,
): Conference {
  return eachParticipant(conference, at, (one) => {
    if (one.leftAt !== null || !codes.includes(one.code)) return one
    if (!muted) return patched(one, { mutedBy: null })
    return one.muted === false || one.mutedBy !== null ? one : { ...one, mutedBy: asPerson(by) }
  })
}

/** Muted or not as confbot asked, where the PBX took the request and does not show the state. */
export const mutedAsAsked = (
  conference: Conference,
  codes: readonly string[],
  muted: boolean,
  at: number,
): Conference =>
  eachParticipant(conference, at, (one) =>
    one.leftAt === null && codes.includes(one.code) ? patched(one, { muted }) : one,
  )

export const participantNamed = (conference: Conference, code: string, name: string, at: number): Conference =>
  eachParticipant(conference, at, (one) => (one.code === code ? patched(one, { name }) : one))

export const chairHanded = (conference: Conference, chair: Person, at: number): Conference => ({
  ...conference,
  chair: asPerson(chair),
  changedAt: at,
})

/** The number is not rung, and turned away when it calls, until then. */
export const keepOut = (conference: Conference, number: string, until: number): Conference => ({
  ...conference,
  keptOut: [...conference.keptOut.filter((one) => one.number !== number), { number, until }],
})

const unanswered = new Set<Invitation['state']>([
  'not-rung',
  'busy',
  'no-answer',
  'wrong-number',
  'failed',
  'not-joined',
])

/** Who was invited and did not come: those that one button rings again. Who came and left is not missing. */
export const missingInvitations = (conference: Conference): readonly Invitation[] =>
  conference.invitations.filter((one) => unanswered.has(one.state))

export interface Presence {
  readonly present: number
  /** Invited or ringing. */
  readonly coming: number
  readonly missing: number
}

export const presenceOf = (conference: Conference): Presence => ({
  present: presentParticipants(conference).length,
  coming: conference.invitations.filter(isPending).length,
  missing: missingInvitations(conference).length,
})

function eachParticipant(conference: Conference, at: number, change: (one: Participant) => Participant): Conference {
  const participants = sameOrNew(conference.participants, conference.participants.map(change))
  return participants === conference.participants ? conference : { ...conference, participants, changedAt: at }
}

/** `value` itself when the patch changes nothing. */
const patched = <T extends object>(value: T, patch: Partial<T>): T =>
  Object.entries(patch).every(([key, wanted]) => Reflect.get(value, key) === wanted) ? value : { ...value, ...patch }

const sameOrNew = <T>(before: readonly T[], after: readonly T[]): readonly T[] =>
  before.length === after.length && before.every((one, index) => one === after[index]) ? before : after
