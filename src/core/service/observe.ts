/**
 * Reading the PBX: what it says is applied to the conference, in the order in which the readings were begun, so that a slow
 * reading never overwrites a newer one.
 */
import { type Clock, sleep } from '#lib/clock.ts'
import type { Conference } from '../conference.ts'
import type { ConferenceProvider, Pbx, RoomReading } from '../contracts/conference-provider.ts'
import { ConfbotError } from '../errors.ts'
import { applyReading } from '../roster.ts'
import type { ConferenceBook } from './book.ts'

export interface Observation {
  readonly reading: RoomReading
  /** The transition that this reading means; leaves the conference alone when a newer reading was applied already. */
  readonly apply: (conference: Conference) => Conference
}

export interface Observer {
  read(conference: Pick<Conference, 'id' | 'pbx' | 'roomId'>): Promise<Observation>
  /** Reads and stores. */
  observe(conferenceId: string): Promise<Conference>
  /**
   * Reads until the PBX's state shows what was asked of it. Rejects with `provider.unconfirmed` when it doesn't within about
   * two seconds.
   */
  confirm(conference: Conference, isSo: (reading: RoomReading) => boolean): Promise<Observation>
}

/** Waits between the readings that look for a confirmation. Most PBXs show it in the first. */
const confirmWaitsMs = [0, 100, 250, 500, 1000]

export function createObserver(deps: { book: ConferenceBook; pbxOf: (name: string) => Pbx; clock: Clock }): Observer {
  const { book, pbxOf, clock } = deps
  let begun = 0
  const applied = new Map<string, number>()
  const providerOf = (conference: Pick<Conference, 'pbx'>): ConferenceProvider => pbxOf(conference.pbx).provider

  const read: Observer['read'] = async (conference) => {
    const turn = ++begun
    const reading = await providerOf(conference).readRoom(conference.roomId)
    return {
      reading,
      apply(current) {
        if (current.state !== 'live') {
          applied.delete(current.id)
          return current
        }
        if (turn < (applied.get(current.id) ?? 0)) return current
        applied.set(current.id, turn)
        return applyReading(current, reading, clock.now(), pbxOf(current.pbx).policy)
      },
    }
  }

  return {
    read,
    async observe(conferenceId) {
      const conference = await book.get(conferenceId)
      if (!conference) throw new ConfbotError('input.unknown-conference', { blanks: { typed: conferenceId } })
      const observation = await read(conference)
      return book.change(conferenceId, observation.apply)
    },
    async confirm(conference, isSo) {
      for (const waitMs of confirmWaitsMs) {
        if (waitMs > 0) await sleep(clock, waitMs)
        const observation = await read(conference)
        if (isSo(observation.reading)) return observation
      }
      throw new ConfbotError('provider.unconfirmed', { blanks: { pbx: conference.pbx } })
    },
  }
}
