/** Ending a conference: everybody out, recordings kept, the room left for the next. */

import { systemActor } from '../actor.ts'
import { type Attempt, createAttempt } from '../attempt.ts'
import { type Conference, type EndReason, endConference, presentParticipants } from '../conference.ts'
import type { ConferenceProvider, Pbx } from '../contracts/conference-provider.ts'
import { isConfbotError } from '../errors.ts'
import { permit, type Verbs } from './deps.ts'
import { findLive } from './locate.ts'
import { recordingsOf } from './recording.ts'
import { releaseRoom } from './room-lease.ts'

export interface EndVerbs {
  /** `force`: also when the PBX does not answer or still shows somebody. */
  end(attempt: Attempt, input: { force?: boolean | undefined; in?: string | undefined }): Promise<Conference>
  /** By the rules of life, or because the PBX no longer has the room. */
  endByRule(conference: Conference, reason: EndReason): Promise<Conference>
}

export function createEndVerbs(verbs: Verbs): EndVerbs {
  const { book, observer, clock, events, logger, store } = verbs

  const close = async (
    attempt: Attempt,
    conference: Conference,
    reason: EndReason,
    force: boolean,
  ): Promise<Conference> => {
    const pbx = verbs.pbxOf(conference.pbx)
    const emptied = await empty(pbx, conference).catch((error: unknown) => {
      if (!force) throw error
      logger.warn({ err: error, conference: conference.id }, 'ended without the PBX confirming it')
      return null
    })
    const endedAt = clock.now()
    const recordingCount = emptied ? await countRecordings(pbx, conference, endedAt) : null
    if (emptied)
      await releaseRoom(pbx, { id: conference.roomId, number: conference.roomNumber }, conference.subject).catch(
        (error: unknown) => logger.warn({ err: error, room: conference.roomNumber }, 'a room could not be settled'),
      )
    const ended = await book.change(
      conference.id,
      (current) => {
        if (current.state === 'ended') return current
        const seen = emptied ? emptied.apply(current) : current
        return endConference(seen, { reason, by: attempt.actor, at: endedAt, recordingCount })
      },
      attempt.commit,
      (tx) => tx.roomLeases.release(conference.pbx, conference.roomNumber),
    )
    events.publish({ kind: 'conference-ended', conference: ended, actor: attempt.actor })
    return ended
  }

  const empty = async (pbx: Pbx, conference: Conference) => {
    const provider: ConferenceProvider = pbx.provider
    if (conference.recording) await provider.stopRecording?.(conference.roomId)
    await provider.endConference(conference.roomId)
    return observer.confirm(conference, (reading) => reading.participants.length === 0)
  }

  const countRecordings = async (pbx: Pbx, conference: Conference, endedAt: number): Promise<number | null> => {
    try {
      return (await recordingsOf(pbx, { ...conference, endedAt })).length
    } catch (error) {
      if (isConfbotError(error)) return null
      throw error
    }
  }

  return {
    async end(attempt, { force = false, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'conference.end', conference)
      attempt.about(`${conference.subject} with ${presentParticipants(conference).length} people`, conference.id)
      return close(attempt, conference, 'command', force)
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
        await attempt.fail(error)
        throw error
      }
    },
  }
}
