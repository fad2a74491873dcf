/**
 * The one place through which every call is originated: guarded, counted, rung, and remembered with its result.
 */
import { personKey } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import { type Conference, type Invitation, isPending, presentParticipants } from '../conference.ts'
import type { Pbx, PlacedCall } from '../contracts/conference-provider.ts'
import type { DialRepository, Repositories } from '../contracts/store.ts'
import { type DialTarget, judgeCaps } from '../dial-guard.ts'
import { ConfbotError, type ErrorCode, errorFacts, isConfbotError } from '../errors.ts'
import type { Invitee } from '../invitee.ts'
import { keptOutAt } from '../kept-out.ts'
import { isPermitted } from '../permission.ts'
import { codeCallMs, codeCallsId } from '../phone-check.ts'
import { callFailed, callRings, inviteInto, settleInvitations } from '../roster.ts'
import { need, type Verbs } from './deps.ts'
import { isToBeMade, makeInstantRoom } from './instant-room.ts'
import { letInChoice } from './locate.ts'

/** What came of one invitee. `already`: ringing or in the room, so not rung again. */
export interface DialResult {
  readonly invitee: Invitee
  readonly outcome: 'rung' | 'already' | 'failed'
  readonly code: ErrorCode | null
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Refuses before any call is made: kept-out numbers and the caps. `dials` is a transaction's where it must hold for sure. */
export async function guardDial(
  verbs: Pick<Verbs, 'clock' | 'book'>,
  dials: DialRepository,
  attempt: Attempt,
  pbx: Pbx,
  conference: Conference | null,
  invitees: readonly Invitee[],
): Promise<void> {
  const now = verbs.clock.now()
  for (const { number, masked } of invitees) {
    if (!conference?.keptOut.some((one) => one.number === number && one.until > now)) continue
    const kept = isPermitted(attempt.actor, 'participant.kick', conference) ? keptOutAt(conference, now) : []
    throw new ConfbotError('dial.kept-out', {
      blanks: { number: masked },
      choices: kept.filter((one) => one.number === number).map((one) => letInChoice(conference, one)),
    })
  }
  if (invitees.length === 0) return
  const [personHour, day, codeCalls, ofConference] = await Promise.all([
    dials.count({ pbx: pbx.name, since: now - hourMs, personKey: personKey(attempt.actor) }),
    dials.count({ pbx: pbx.name, since: now - dayMs }),
    dials.count({ pbx: pbx.name, since: now - codeCallMs, conferenceId: codeCallsId }),
    conference ? dials.count({ pbx: pbx.name, since: 0, conferenceId: conference.id }) : 0,
  ])
  const atOnce = callsNow(verbs, pbx) + codeCalls
  judgeCaps(invitees.length, { atOnce, personHour, day, conference: ofConference }, pbx.policy)
}

/** Originated calls that ring or talk on this PBX at this moment, as far as the rosters tell; who rang in is nobody's cost. */
const callsNow = ({ book }: Pick<Verbs, 'book'>, pbx: Pbx): number =>
  book
    .live()
    .filter((one) => one.pbx === pbx.name)
    .flatMap((one) => one.invitations)
    .filter((one) => isPending(one) || one.state === 'joined').length

/**
 * Rings the invitees into the conference. A number that already rings or is in the room is not rung again. What happened is
 * committed with the attempt; a call that the PBX refused is a result, not an error.
 */
export async function dial(
  verbs: Verbs,
  attempt: Attempt,
  pbx: Pbx,
  conference: Conference,
  invitees: readonly Invitee[],
): Promise<{ readonly conference: Conference; readonly results: readonly DialResult[] }> {
  const { store, clock, book } = verbs
  const fresh: Invitee[] = []
  let isMaking = false
  const invited = await book.change(
    conference.id,
    (current) => {
      if (current.state === 'ended') throw new ConfbotError('conference.ended', { blanks: { name: current.subject } })
      fresh.length = 0
      isMaking = isToBeMade(current)
      fresh.push(...invitees.filter((invitee) => !isUnderWay(current, invitee.number)))
      return fresh.length === 0 ? current : inviteInto(current, fresh, attempt.actor, clock.now())
    },
    store.transaction,
    async (tx, next) => {
      await guardDial(verbs, tx.dials, attempt, pbx, next, fresh)
      for (const { number } of fresh)
        await tx.dials.add({
          pbx: pbx.name,
          conferenceId: conference.id,
          personKey: personKey(attempt.actor),
          number,
          at: clock.now(),
        })
    },
  )
  const added = invited.invitations.slice(invited.invitations.length - fresh.length)
  const rung: readonly Rung[] =
    isMaking && added.length > 0
      ? await makeInstantRoom(pbx, invited, added)
      : await Promise.all(added.map((invitation) => ring(pbx, invited, invitation)))
  const settled = await book.record(
    conference.id,
    // Where nobody knows whether it rings, the invitation stands until somebody joins or the patience is over.
    (current) =>
      settleInvitations(
        current,
        rung.filter(({ error }) => error === null || isCertain(error)),
        clock.now(),
      ),
    (write) => attempt.commit(write, answerOf(rung, invitees.length - fresh.length)),
  )
  for (const call of rung) noteProgress(verbs, conference.id, call)
  const failedBy = new Map(rung.map((one) => [one.number, one.error]))
  const results = invitees.map((invitee): DialResult => {
    const error = failedBy.get(invitee.number)
    if (error === undefined) return { invitee, outcome: 'already', code: null }
    return { invitee, outcome: error ? 'failed' : 'rung', code: error }
  })
  return { conference: settled, results }
}

/**
 * Rings a person's own number to say `code` to whoever answers. `begin` is written before it rings, together with the call; what
 * it throws refuses it. Resolves when the PBX took the request; rejects with `capability.unsupported` before anything else.
 */
export async function dialWithCode(
  verbs: Pick<Verbs, 'clock' | 'book' | 'store'>,
  attempt: Attempt,
  pbx: Pbx,
  { number, masked }: DialTarget,
  code: string,
  begin: (tx: Repositories) => Promise<void>,
): Promise<PlacedCall> {
  const { store, clock } = verbs
  const { actor } = attempt
  const provider = need(pbx, 'speakCode')
  await store.transaction(async (tx) => {
    await begin(tx)
    await guardDial(verbs, tx.dials, attempt, pbx, null, [{ name: actor.name, number, masked, person: actor }])
    await tx.dials.add({
      pbx: pbx.name,
      conferenceId: codeCallsId,
      personKey: personKey(actor),
      number,
      at: clock.now(),
    })
  })
  return provider.speakCode(number, code)
}

/** The PBX said no. After anything else it may have begun to ring all the same. */
const certain: readonly ErrorCode[] = [
  'provider.unreachable',
  'provider.rejected',
  'provider.conflict',
  'provider.not-found',
  'provider.forbidden',
  'provider.unauthorized',
  'provider.rate-limited',
]
export const isCertain = (code: ErrorCode): boolean => certain.includes(code) || code.startsWith('dial.')

interface Rung extends Pick<Invitation, 'code' | 'number' | 'callId'> {
  readonly ringing?: PlacedCall['ringing'] | undefined
  readonly failure?: PlacedCall['failure'] | undefined
  readonly error: ErrorCode | null
}

async function ring(pbx: Pbx, conference: Conference, { code, number }: Invitation): Promise<Rung> {
  try {
    return { code, number, ...(await pbx.provider.invite(conference.roomId, number)), error: null }
  } catch (error) {
    if (!isConfbotError(error)) throw error
    return { code, number, callId: null, error: error.code }
  }
}

/** What the PBX tells of a call as it goes on. */
function noteProgress(verbs: Verbs, conferenceId: string, { code, ringing, failure }: Rung): void {
  const now = verbs.clock.now
  void noteTold(verbs, conferenceId, ringing, (rings, current) => (rings ? callRings(current, code, now()) : current))
  void noteTold(verbs, conferenceId, failure, (why, current) => (why ? callFailed(current, code, why, now()) : current))
}

/** Never rejects: the patience for a call that rings is over some time anyway. */
async function noteTold<T>(
  { book, logger }: Verbs,
  conferenceId: string,
  telling: Promise<T> | undefined,
  apply: (told: T, current: Conference) => Conference,
): Promise<void> {
  try {
    if (!telling) return
    const told = await telling
    await book.record(conferenceId, (current) => apply(told, current))
  } catch (error) {
    logger.debug({ conference: conferenceId, ...errorFacts(error) }, 'what became of a call could not be noted')
  }
}

function isUnderWay(conference: Conference, number: string): boolean {
  return (
    conference.invitations.some((one) => one.number === number && isPending(one)) ||
    presentParticipants(conference).some((one) => one.number === number)
  )
}

function answerOf(rung: readonly { readonly error: ErrorCode | null }[], already: number): string {
  const failed = rung.flatMap(({ error }) => error ?? [])
  return [
    `rang ${rung.length - failed.length}`,
    already > 0 && `${already} under way`,
    failed.length > 0 && `failed: ${failed.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ')
}
