/** Ending a conference: everybody out, recordings kept, the room left for the next. */
import { say } from '#text/message.ts'
import { systemActor } from '../actor.ts'
import { type Attempt, createAttempt } from '../attempt.ts'
import { ringingMs } from '../closed-room.ts'
import {
  type Conference,
  type EndReason,
  endConference,
  type InvitationState,
  presentParticipants,
} from '../conference.ts'
import type { ConferenceProvider, Pbx } from '../contracts/conference-provider.ts'
import { ConfbotError, errorFacts, isConfbotError } from '../errors.ts'
import { canDo, need, permit, type Verbs } from './deps.ts'
import { findLive } from './locate.ts'
import { handBack, meetingKeeping } from './meeting-room.ts'
import { recordingsOf } from './recording.ts'
import { releaseRoom, settle } from './room-lease.ts'

export interface EndVerbs {
  /** `force`: also when the PBX does not answer or still shows somebody. */
  end(attempt: Attempt, input: { force?: boolean | undefined; in?: string | undefined }): Promise<Conference>
  /** Whether the PBX, asked for all its rooms, has this one no more: that it does not know one may be an answer of the moment. */
  isRoomGone(conference: Conference): Promise<boolean>
  /** By the rules of life, or because the PBX no longer has the room. */
  endByRule(conference: Conference, reason: EndReason): Promise<Conference>
  /** The room of an ended conference is not given back yet: somebody may still come, or the PBX did not confirm the end. */
  holdsRoom(conference: Conference): Promise<boolean>
  /**
   * Takes out whoever came after the end (a call that was still ringing cannot be taken back), and gives the room back once
   * nobody can come any more, or to its meeting. Resolves to whether it was; `resting`: not before `restsUntil`.
   */
  clearRoom(conference: Conference): Promise<boolean | 'resting'>
}

/**
 * A room whose emptiness cannot be read is nobody's for so long after its conference: as long as one may last unless its starter
 * says otherwise. Who stays in the call for longer than that hears the next conference.
 */
const restMs = 4 * 60 * 60_000
export const restsUntil = ({ endedAt }: Conference): number => (endedAt ?? 0) + restMs

const cannotCome = new Set<InvitationState>([
  'not-rung',
  'joined',
  'left',
  'busy',
  'no-answer',
  'wrong-number',
  'failed',
])
/** Somebody who was rung may still answer: the PBX has no way to take such a call back. */
const mayStillCome = ({ invitations }: Conference, now: number) =>
  invitations.some(({ state, invitedAt }) => !cannotCome.has(state) && now < invitedAt + ringingMs)

/** Whoever is there by then came to the room, which somebody had chosen, and not to its conference. */
const areOthers = ({ roomAsFound, endedAt, mayGoOn }: Conference, now: number) =>
  roomAsFound !== undefined && !mayGoOn && now >= (endedAt ?? 0) + ringingMs

/** People may have gone home while the PBX is away: then only its card is left to end. */
function offeringForce(error: unknown, { id }: Conference): unknown {
  if (!isConfbotError(error)) return error
  const isImpossible = error.code === 'capability.unsupported'
  if (!isImpossible && !error.code.startsWith('provider.')) return error
  const label = say(isImpossible ? 'card.button.end-here-anyway' : 'card.button.end-anyway')
  const choice = { label, path: 'conf end', input: { in: id, force: 'yes' } }
  return new ConfbotError(error.code, { ...error.details, choices: [choice] })
}

export function createEndVerbs(verbs: Verbs): EndVerbs {
  const { book, observer, clock, events, logger, store } = verbs
  const ending = new Map<string, Promise<Conference>>()

  /** Rules that fail are tried again at each reading, but recorded once. */
  const recorded = new Set<string>()

  /** Two who end at once end it once: the room of the second could be another conference's already. */
  const close = async (attempt: Attempt, conference: Conference, reason: EndReason, force: boolean) => {
    // Who comes second ends it only if the first could not.
    while (ending.has(conference.id)) await ending.get(conference.id)?.catch(() => {})
    const isLive = book.live().some(({ id }) => id === conference.id)
    if (!isLive) throw new ConfbotError('conference.ended', { blanks: { name: conference.subject } })
    const closing = closeOnce(attempt, conference, reason, force).finally(() => ending.delete(conference.id))
    ending.set(conference.id, closing)
    return closing
  }

  const closeOnce = async (
    attempt: Attempt,
    conference: Conference,
    reason: EndReason,
    force: boolean,
  ): Promise<Conference> => {
    // Not there: the PBX was taken out of the configuration, and with it every way to its rooms.
    const pbx = verbs.pbxs.get(conference.pbx)
    // What no PBX call can end ends by the rules all the same: for confbot.
    const isHereAlone = reason !== 'command'
    const emptied = pbx
      ? await empty(pbx, conference).catch((error: unknown) => {
          if (isHereAlone && isConfbotError(error, 'capability.unsupported')) return null
          if (!force) throw error
          logger.warn({ ...errorFacts(error), conference: conference.id }, 'ended without the PBX confirming it')
          return null
        })
      : null
    const endedAt = clock.now()
    const isPossible = pbx !== undefined && canDo(pbx, 'end')
    const doubt = pbx && !isPossible ? 'here alone: the PBX cannot end calls' : 'not confirmed by the PBX'
    const recordingCount = pbx && (emptied || !isPossible) ? await countRecordings(pbx, conference, endedAt) : null
    // Of a room that the PBX has no more nobody can be in.
    const mayGoOn = emptied === null && reason !== 'room-gone'
    const isSettled =
      !pbx ||
      (emptied !== null &&
        !mayStillCome(conference, endedAt) &&
        !(await rests(pbx, conference)) &&
        (await settleRoom(pbx, conference)))
    let unrecorded: unknown = null
    const closing = book.record(
      conference.id,
      (current) => {
        if (current.state === 'ended') return current
        const seen = emptied ? emptied.apply(current) : current
        return endConference(seen, { reason, by: attempt.actor, at: endedAt, recordingCount, mayGoOn })
      },
      (write) => attempt.commit(write, emptied ? '' : doubt),
      async (tx, next) => {
        // Somebody may have been invited while the PBX was asked.
        if (isSettled && !mayStillCome(next, endedAt)) await handBack(tx, conference)
      },
    )
    const ended = await closing.catch(async (error: unknown) => {
      const known = isConfbotError(error, 'store.unrecorded') ? await book.get(conference.id) : null
      if (!known) throw error
      unrecorded = error
      return known
    })
    events.publish({ kind: 'conference-ended', conference: ended, actor: attempt.actor })
    if (unrecorded) throw unrecorded
    return ended
  }

  /**
   * Nobody can say when everybody has left. A meeting keeps its room: who stays is of the same people. In a room that somebody chose
   * others are expected.
   */
  const rests = async (pbx: Pbx, conference: Conference): Promise<boolean> =>
    !pbx.definition.traits.roster && !conference.roomAsFound && (await meetingKeeping(store, conference)) === null

  /** False when somebody came in meanwhile or the PBX or the store failed: then the room is not given back yet. */
  const settleRoom = async (pbx: Pbx, conference: Conference): Promise<boolean> => {
    const { roomId: id, roomNumber: number, subject, roomAsFound, instant } = conference
    // The PBX does away with it.
    if (instant) return true
    try {
      // Whoever knows the PIN of a meeting comes with it next time.
      if (roomAsFound) await settle(pbx, { id, number }, { people: 'welcome', before: roomAsFound })
      else if (await meetingKeeping(store, conference)) await settle(pbx, { id, number })
      else await releaseRoom(verbs, pbx, { id, number }, subject)
      return true
    } catch (error) {
      logger.info({ ...errorFacts(error), room: number }, 'a room could not be settled yet')
      return false
    }
  }

  const empty = async (pbx: Pbx, conference: Conference) => {
    const { stopRecording }: ConferenceProvider = pbx.provider
    const { endConference } = need(pbx, 'end')
    const ask = async () => {
      if (conference.recording)
        await stopRecording?.(conference.roomId).catch((error: unknown) => {
          // Stopped on a telephone since it was last read.
          if (!isConfbotError(error, 'provider.conflict', 'provider.rejected')) throw error
        })
      await endConference(conference.roomId).catch((error: unknown) => {
        if (!conference.instant || !isConfbotError(error, 'provider.not-found')) throw error
      })
    }
    return observer.effect(conference, ask, (reading) => reading.participants && reading.participants.length === 0)
  }

  const countRecordings = async (pbx: Pbx, conference: Conference, endedAt: number): Promise<number | null> => {
    try {
      return (await recordingsOf(pbx, { ...conference, endedAt }, endedAt)).length
    } catch (error) {
      if (isConfbotError(error)) return null
      throw error
    }
  }

  return {
    async isRoomGone({ pbx, roomId }) {
      const rooms = await verbs.pbxOf(pbx).provider.listRooms()
      return rooms.every(({ id }) => id !== roomId)
    },
    async holdsRoom({ id, pbx, roomNumber }) {
      // That it has ended may not be in the store yet.
      await book.change(id, (current) => current)
      const leases = await store.roomLeases.list(pbx)
      return leases.some((lease) => lease.roomNumber === roomNumber && lease.conferenceId === id)
    },
    async clearRoom(conference) {
      const pbx = verbs.pbxOf(conference.pbx)
      const reading = await pbx.provider.readRoom(conference.roomId).catch((error: unknown) => {
        if (isConfbotError(error, 'provider.not-found')) return null
        throw error
      })
      // It may be there all the same, while somebody is being rung.
      if (!reading && conference.instant && mayStillCome(conference, clock.now())) return false
      // Nobody can come into a room that is no longer there.
      if (reading) {
        const isFull = reading.participants !== null && reading.participants.length > 0
        if (isFull && !areOthers(conference, clock.now())) {
          await need(pbx, 'end').endConference(conference.roomId)
          return false
        }
        if (clock.now() < restsUntil(conference) && (await rests(pbx, conference)))
          // Its PIN is another one from now on: who is not in the call yet does not come in any more.
          return (await settleRoom(pbx, conference)) ? 'resting' : false
        if (clock.now() < (conference.endedAt ?? 0) + ringingMs) return false
        if (!(await settleRoom(pbx, conference))) return false
      }
      await store.transaction((tx) => handBack(tx, conference))
      return true
    },
    async end(attempt, { force = false, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'conference.end', conference)
      const isCounted = verbs.pbxs.get(conference.pbx)?.definition.traits.roster !== false
      const people = isCounted ? ` with ${presentParticipants(conference).length} people` : ''
      attempt.about(`${conference.subject}${people}`, conference.id)
      return close(attempt, conference, 'command', force).catch((error: unknown) => {
        throw force ? error : offeringForce(error, conference)
      })
    },
    async endByRule(conference, reason) {
      const attempt = createAttempt(
        store,
        {
          actor: systemActor,
          place: conference.place,
          intent: `life:${conference.id}:${reason}`,
          action: `end: ${reason}`,
        },
        clock.now,
      )
      attempt.about(conference.subject, conference.id)
      try {
        return await close(attempt, conference, reason, reason === 'room-gone')
      } catch (error) {
        const failure = `${conference.id} ${reason} ${isConfbotError(error) ? error.code : ''}`
        if (!recorded.has(failure)) await attempt.fail(error)
        recorded.add(failure)
        throw error
      }
    },
  }
}
