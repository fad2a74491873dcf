/**
 * Reading the PBX: what it says is applied to the conference, in the order in which the readings were begun, so that a slow
 * reading never overwrites a newer one.
 */
import { type Clock, sleep } from '#lib/clock.ts'
import type { Conference } from '../conference.ts'
import type { Pbx, RoomReading } from '../contracts/conference-provider.ts'
import { ConfbotError, type ErrorCode, isConfbotError } from '../errors.ts'
import { applyReading } from '../roster.ts'
import type { ConferenceBook } from './book.ts'
import { readRoomOf } from './instant-room.ts'
import { createMuteClaims, type MuteClaims } from './mute-claims.ts'

export interface Observation {
  readonly reading: RoomReading
  /** The transition that this reading means; leaves the conference alone when a newer reading was applied already. */
  readonly apply: (conference: Conference) => Conference
}

/** Whether a reading shows the effect; null where the PBX does not say. */
export type Shows = (reading: RoomReading) => boolean | null

export interface Observer {
  read(conference: Pick<Conference, 'id' | 'pbx' | 'roomId' | 'instant'>): Promise<Observation>
  /** Reads and stores. */
  observe(conferenceId: string): Promise<Conference>
  /**
   * Asks the PBX for something, and reads until its state shows it. Where nobody knows whether the request was carried out, the
   * state decides, and the request is never sent again. Rejects with the request's error, and with `provider.unconfirmed` when
   * the PBX took it and does not show it within about two seconds.
   */
  effect(conference: Conference, ask: () => Promise<void>, shows: Shows): Promise<Observation>
  readonly claimMutes: MuteClaims['claim']
}

/** Waits between the readings that look for a confirmation. Most PBXs show it in the first. */
const confirmWaitsMs = [0, 100, 250, 500, 1000]

/** Longer than these waits. */
const doubtWaitMs = 3000

/** After these nobody knows whether the PBX did what was asked. */
const doubtful: readonly ErrorCode[] = [
  'provider.unanswered',
  'provider.unconfirmed',
  'provider.timeout',
  'provider.failed',
  'provider.malformed',
]

/** Resolves with the error of a request that may have been carried out all the same; null where it certainly was. */
export const askOnce = (ask: () => Promise<void>): Promise<ConfbotError | null> =>
  ask().then(
    () => null,
    (error: unknown) => {
      if (isConfbotError(error, ...doubtful)) return error
      throw error
    },
  )

export function createObserver(deps: { book: ConferenceBook; pbxOf: (name: string) => Pbx; clock: Clock }): Observer {
  const { book, pbxOf, clock } = deps
  let begun = 0
  const applied = new Map<string, number>()
  const claims = createMuteClaims(() => begun)

  const read: Observer['read'] = async (conference) => {
    const turn = ++begun
    const reading = await readRoomOf(pbxOf(conference.pbx), conference)
    return {
      reading,
      apply(current) {
        if (current.state !== 'live') {
          applied.delete(current.id)
          claims.forget(current.id)
          return current
        }
        if (turn < (applied.get(current.id) ?? 0)) return current
        applied.set(current.id, turn)
        const now = clock.now()
        return claims.apply(applyReading(current, reading, now, pbxOf(current.pbx).policy), turn, now)
      },
    }
  }

  const confirm = async (conference: Conference, isShown: (reading: RoomReading) => boolean): Promise<Observation> => {
    for (const waitMs of confirmWaitsMs) {
      if (waitMs > 0) await sleep(clock, waitMs)
      const observation = await read(conference)
      if (isShown(observation.reading)) return observation
    }
    throw new ConfbotError('provider.unconfirmed', { blanks: { pbx: conference.pbx } })
  }

  /** Rejects: who has waited for an answer that did not come does not wait as long again for a reading. */
  const impatient = async (doubt: ConfbotError): Promise<never> => {
    await sleep(clock, doubtWaitMs)
    throw doubt
  }

  return {
    read,
    claimMutes: claims.claim,
    async observe(conferenceId) {
      const conference = await book.get(conferenceId)
      if (!conference) throw new ConfbotError('input.unknown-conference', { blanks: { typed: conferenceId } })
      const observation = await read(conference)
      return book.record(conferenceId, observation.apply)
    },
    async effect(conference, ask, shows) {
      const doubt = await askOnce(ask)
      const confirmed = confirm(conference, (reading) => shows(reading) ?? doubt === null)
      try {
        return await (doubt ? Promise.race([confirmed, impatient(doubt)]) : confirmed)
      } catch (error) {
        if (doubt) throw doubt
        // It took the request: that it cannot be read at the moment is another matter.
        if (isConfbotError(error) && error.kind === 'unavailable')
          throw new ConfbotError('provider.unconfirmed', { blanks: { pbx: conference.pbx }, cause: error })
        throw error
      }
    },
  }
}
