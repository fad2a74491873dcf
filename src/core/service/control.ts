/**
 * Keeping order in a live conference. Each verb asks the PBX, reads back until its state shows the effect, and only then
 * stores and says so.
 */
import { spanToString } from '#text/format.ts'
import type { Span } from '#text/message.ts'
import { type Actor, isSamePerson, mention, type Person } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import { closed, opened } from '../closed-room.ts'
import { type Conference, type Participant, presentParticipants } from '../conference.ts'
import { lockSet } from '../conference-schedule.ts'
import { ConfbotError, isConfbotError } from '../errors.ts'
import { letIn } from '../kept-out.ts'
import { chairHanded, keepOut, participantNamed } from '../roster.ts'
import { canDo, isOurs, need, permit, type Verbs } from './deps.ts'
import { findKeptOut, findLive, findParticipant, findPresent, nameOf } from './locate.ts'

export interface ControlVerbs {
  kick(
    attempt: Attempt,
    input: { who: string; outMs?: number | undefined; in?: string | undefined },
  ): Promise<{ conference: Conference; kicked: Participant }>
  /** A number that is kept out may be rung and come again. `who`: code, name or number. */
  letIn(
    attempt: Attempt,
    input: { who: string; in?: string | undefined },
  ): Promise<{ conference: Conference; who: Participant }>
  /** Kept-out numbers that came again, and who comes late to a room that confbot keeps locked; nothing is said to anybody. */
  turnAway(attempt: Attempt, conference: Conference, kept: readonly Participant[]): Promise<void>
  lock(attempt: Attempt, input: { locked: boolean; in?: string | undefined }): Promise<Conference>
  handChair(attempt: Attempt, input: { who: string; in?: string | undefined }): Promise<ChairResult>
  name(
    attempt: Attempt,
    input: { who: string; name: string; in?: string | undefined },
  ): Promise<{ conference: Conference; named: Participant }>
  /** Not ended by the rules of life for `forMs` from now. */
  keepOpen(attempt: Attempt, input: { forMs: number; in?: string | undefined }): Promise<Conference>
}

export interface ChairResult {
  readonly conference: Conference
  readonly participant: Participant | null
  /** The person who has the chair in chat now; null: it stayed where it was, since nobody in chat is known for the leg. */
  readonly chair: Person | null
  /** The PBX moved its own mark. */
  readonly marked: boolean
}

/** Who hung up meanwhile needs nothing more; the reading afterwards decides. */
function passLeft(error: unknown): void {
  if (!isConfbotError(error, 'provider.not-found')) throw error
}

/** Who and where, as the audit tells it: names, numbers masked. */
export const told = (conference: Conference, people: readonly Participant[]) =>
  `${people.map((one) => spanToString(nameOf(one))).join(', ')} in ${conference.subject}`

export function createControlVerbs(verbs: Verbs): ControlVerbs {
  const { book, observer, clock } = verbs

  /** Who is in the room is read first: whom nobody has seen yet is not late. */
  const lockHere = async (attempt: Attempt, conference: Conference, locked: boolean): Promise<Conference> => {
    if (!locked) return book.change(conference.id, (current) => lockSet(opened(current, clock.now())), attempt.commit)
    const seen = await observer.read(conference)
    return book.change(conference.id, (current) => lockSet(closed(seen.apply(current), clock.now())), attempt.commit)
  }

  return {
    async kick(attempt, { who, outMs, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'participant.kick', conference)
      // Where nobody can be put out, that is said whoever is meant.
      const { kickParticipant } = need(verbs.pbxOf(conference.pbx), 'kick')
      const kicked = findParticipant(conference, who)
      attempt.about(told(conference, [kicked]), conference.id)
      const { number } = kicked
      if (outMs !== undefined && number === null) throw new ConfbotError('conference.number-unknown')
      const seen = await observer.effect(
        conference,
        () => kickParticipant(conference.roomId, kicked.legId).catch(passLeft),
        (reading) => (reading.participants ?? []).every((leg) => leg.legId !== kicked.legId),
      )
      const next = await book.record(
        conference.id,
        (current) => {
          const read = seen.apply(current)
          return outMs === undefined || number === null ? read : keepOut(read, number, clock.now() + outMs)
        },
        attempt.commit,
      )
      return { conference: next, kicked }
    },

    async letIn(attempt, { who: given, in: where }) {
      const conference = await findLive(book, attempt, where)
      permit(attempt, 'participant.kick', conference)
      const { who, number } = findKeptOut(conference, given, clock.now())
      attempt.about(told(conference, [who]), conference.id)
      const next = await book.change(conference.id, (current) => letIn(current, number), attempt.commit)
      return { conference: next, who }
    },

    async turnAway(attempt, conference, kept) {
      attempt.about(told(conference, kept), conference.id)
      const { kickParticipant } = need(verbs.pbxOf(conference.pbx), 'kick')
      const refused: unknown[] = []
      for (const one of kept)
        await kickParticipant(conference.roomId, one.legId)
          .catch(passLeft)
          .catch((error: unknown) => {
            // Whom the PBX cannot put out does not shield the others.
            if (!isConfbotError(error, 'provider.rejected')) throw error
            refused.push(error)
          })
      const [first] = refused
      if (first !== undefined && refused.length === kept.length) throw first
      const seen = await observer.read(conference)
      const note = first === undefined ? '' : `${kept.length - refused.length} of ${kept.length}: provider.rejected`
      await book.record(conference.id, seen.apply, (write) => attempt.commit(write, note))
      if (first !== undefined) throw first
    },

    async lock(attempt, { locked, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'conference.lock', conference)
      attempt.about(conference.subject, conference.id)
      const pbx = verbs.pbxOf(conference.pbx)
      if (isOurs(pbx, 'lock')) return lockHere(attempt, conference, locked)
      const { lockRoom, unlockRoom } = need(pbx, 'lock', conference)
      const seen = await observer.effect(
        conference,
        () => (locked ? lockRoom : unlockRoom)(conference.roomId),
        (reading) => (reading.locked === null ? null : reading.locked === locked),
      )
      return book.record(conference.id, (current) => lockSet(seen.apply(current)), attempt.commit)
    },

    async handChair(attempt, { who, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'participant.chair', conference)
      const pbx = verbs.pbxOf(conference.pbx)
      const mentioned = await mentionedPerson(verbs, attempt, who)
      const leg = mentioned
        ? (presentParticipants(conference).find((one) => isSamePerson(one.person, mentioned)) ?? null)
        : findPresent(pbx, conference, who)
      const chair = mentioned ?? (leg?.person ? await verbs.people.find(leg.person) : null)
      attempt.about(leg ? told(conference, [leg]) : (mentioned?.name ?? ''), conference.id)
      if (chair) requireServed(attempt, chair)
      const marked = leg !== null && canDo(pbx, 'chairman')
      if (!marked && !chair) throw new ConfbotError('conference.chair-unknown')
      const seen =
        leg && marked
          ? await observer.effect(
              conference,
              () => need(pbx, 'chairman').setChairman(conference.roomId, leg.legId),
              (reading) => reading.participants?.find((one) => one.legId === leg.legId)?.chairman ?? null,
            )
          : null
      const next = await (seen ? book.record : book.change)(
        conference.id,
        (current) => {
          const read = seen ? seen.apply(current) : current
          return chair ? chairHanded(read, chair, clock.now()) : read
        },
        attempt.commit,
      )
      return { conference: next, participant: leg, chair, marked }
    },

    async name(attempt, { who, name, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'participant.name', conference)
      const named = findPresent(verbs.pbxOf(conference.pbx), conference, who)
      attempt.about(told(conference, [named]), conference.id)
      const next = await book.change(
        conference.id,
        (current) => participantNamed(current, named.code, name, clock.now()),
        attempt.commit,
      )
      return { conference: next, named }
    },

    async keepOpen(attempt, { forMs, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'conference.keep', conference)
      attempt.about(conference.subject, conference.id)
      const until = clock.now() + forMs
      return book.change(
        conference.id,
        // A meeting's is kept until its scheduled end anyway.
        (current) => ({
          ...current,
          keepUntil: Math.max(until, current.schedule?.endAt ?? until),
          warnedAt: null,
          changedAt: clock.now(),
        }),
        attempt.commit,
      )
    },
  }
}

/** Who cannot use confbot here could not use the rights of the chair either. Throws `permission.chair`. */
function requireServed(attempt: Attempt, person: Actor): void {
  try {
    attempt.requireServed?.(person)
  } catch (error) {
    if (!isConfbotError(error)) throw error
    const reason: Span = { kind: 'message', key: `error.${error.code}`, blanks: {} }
    throw new ConfbotError('permission.chair', { blanks: { name: mention(person), reason } })
  }
}

async function mentionedPerson(verbs: Verbs, attempt: Attempt, who: string): Promise<Actor | null> {
  const userId = /^<@!?([A-Za-z0-9]+)>$/.exec(who)?.[1]
  if (userId === undefined) return null
  const { platform, workspaceId } = attempt.actor
  const found = await verbs.people.find({ platform, workspaceId, userId })
  if (!found) throw new ConfbotError('input.unknown-person', { blanks: { typed: who } })
  return found
}
