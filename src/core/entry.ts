/**
 * Whether somebody who stands before a room may enter: where a PBX asks confbot (capability `entry`). A pure decision over what is
 * known, by an instant; nobody is asked anything.
 */
import { isSameSecret } from '#lib/same-secret.ts'
import { ringingMs } from './closed-room.ts'
import { type Conference, type Invitation, isPending, presentParticipants } from './conference.ts'
import type { EntryAnswer, EntryQuestion } from './contracts/conference-provider.ts'
import { isSameNumber } from './match-invitations.ts'

/** Whoever comes to a meeting enters its room from so long before it starts. */
export const earlyMs = 15 * 60_000

/**
 * Wrong PINs count for so long. With the two limits below a room hears at most 120 guesses in an hour: of a million PINs of six
 * digits that finds one in 4000 hours, on average.
 */
export const guessWindowMs = 15 * 60_000
/** Two calls of somebody who mistypes: a dialplan has them key three times in each. */
export const wrongPinsPerCaller = 6
/**
 * Of everybody, since a number can be withheld or be another one in each call. It is more than people mistype in a large meeting.
 * Whoever spends them on purpose keeps out those who dial in meanwhile; whom confbot rings still enters, since they key in nothing.
 */
export const wrongPinsPerRoom = 30

export interface WrongPin {
  /** null: withheld. */
  readonly caller: string | null
  readonly at: number
}

/** Why somebody is not let in, for the log. */
export type Refusal =
  | 'nothing-goes-on'
  | 'no-call-of-ours'
  | 'kept-out'
  | 'locked'
  | 'full'
  | 'wrong-pin'
  | 'too-many-wrong-pins'

export interface EntryFacts {
  readonly at: number
  /** Live in this room; null: none is. */
  readonly conference: Conference | null
  /** A meeting holds the room, and its date is near. Of no weight while a conference is live there. */
  readonly isExpected: boolean
  /** How many may be in the room. */
  readonly capacity: number
  /** The one that callers key in; null: the room asks for none. */
  readonly pin: string | null
  /** Those that were keyed in at this room; older ones may be among them. */
  readonly wrongPins: readonly WrongPin[]
  /** As in `isSameNumber`. */
  readonly country?: string | undefined
}

export interface EntryJudgement {
  readonly answer: EntryAnswer
  /** null: they enter, or are asked for the PIN. */
  readonly why: Refusal | null
}

export function judgeEntry(question: EntryQuestion, facts: EntryFacts): EntryJudgement {
  const { caller, callId, pin: keyed } = question
  const { at, conference, isExpected, capacity, pin, wrongPins } = facts
  if (callId !== null) return judgeCall(callId, caller, facts)
  if (!conference && !isExpected) return refused('closed', 'nothing-goes-on')
  if (conference) {
    if (caller !== null && isKeptOut(conference, caller, facts)) return refused('closed', 'kept-out')
    if (isLocked(conference)) return refused('locked', 'locked')
    if (presentParticipants(conference).length >= capacity) return refused('full', 'full')
  }
  if (pin === null) return entering(conference, false)
  // Also to who keys in the right one: else they could go on guessing.
  if (isGuessing(wrongPins, caller, at)) return refused('closed', 'too-many-wrong-pins')
  if (!keyed) return { answer: { verdict: 'ask-pin' }, why: null }
  return isSameSecret(keyed, pin) ? entering(conference, false) : refused('wrong-pin', 'wrong-pin')
}

/** Those that still count. */
export const recentGuesses = (wrongPins: readonly WrongPin[], now: number): readonly WrongPin[] =>
  wrongPins.filter(({ at }) => at > now - guessWindowMs)

/** Whom confbot rang: without a PIN, also when it is locked, and when it is full, since the PBX was asked for them. */
function judgeCall(callId: string, rang: string | null, facts: EntryFacts): EntryJudgement {
  const { conference, at } = facts
  if (!conference) return refused('closed', 'nothing-goes-on')
  const calls = invitationsOf(conference, callId, rang).filter((one) => mayRing(one, at))
  if (calls.length === 0) return refused('closed', 'no-call-of-ours')
  if (calls.every(({ number }) => isKeptOut(conference, number, facts))) return refused('closed', 'kept-out')
  // Where nobody knows whether it is locked, they enter all the same.
  return entering(conference, conference.locked !== false || isLocked(conference))
}

/**
 * The one of this call; else those of the number that it rang whose calls have no known id: who answers at once asks before the PBX
 * has told it, and a PBX that lost its line never does. That it is a call of ours the PBX itself says. Where it is not remembered
 * whom it rang, any of them may be meant.
 */
function invitationsOf({ invitations }: Conference, callId: string, rang: string | null): readonly Invitation[] {
  const known = invitations.filter((one) => one.callId === callId)
  if (known.length > 0) return known
  return invitations.filter((one) => one.callId === null && isPending(one) && (rang === null || one.number === rang))
}

const over = new Set<Invitation['state']>(['not-rung', 'busy', 'no-answer', 'wrong-number', 'failed'])

/** Somebody of the same number may have come meanwhile, by dialling in. */
const mayRing = ({ state, invitedAt }: Invitation, at: number): boolean =>
  !over.has(state) && at < invitedAt + ringingMs

const isKeptOut = ({ keptOut }: Conference, number: string, { at, country }: EntryFacts): boolean =>
  keptOut.some((one) => one.until > at && isSameNumber(one.number, number, country))

const isLocked = ({ locked, closed }: Conference): boolean => locked === true || Boolean(closed)

function isGuessing(wrongPins: readonly WrongPin[], caller: string | null, at: number): boolean {
  const recent = recentGuesses(wrongPins, at)
  if (recent.length >= wrongPinsPerRoom) return true
  return caller !== null && recent.filter((one) => one.caller === caller).length >= wrongPinsPerCaller
}

const entering = (conference: Conference | null, evenLocked: boolean): EntryJudgement => ({
  answer: { verdict: 'enter', recorded: conference?.recording === true, evenLocked },
  why: null,
})

const refused = (verdict: 'wrong-pin' | 'locked' | 'full' | 'closed', why: Refusal): EntryJudgement => ({
  answer: { verdict },
  why,
})
