/** The picture of a video room: who is shown where. */
import { spanToString } from '#text/format.ts'
import type { Attempt } from '../attempt.ts'
import type { Conference, Participant } from '../conference.ts'
import type { RoomReading } from '../contracts/conference-provider.ts'
import { need, permit, type Verbs } from './deps.ts'
import { findLive, findParticipant, nameOf } from './locate.ts'

export interface VideoVerbs {
  /** `who`: in the order in which they are to be shown, by code, name or number. */
  setLayout(
    attempt: Attempt,
    input: { who: readonly string[]; in?: string | undefined },
  ): Promise<{ conference: Conference; shown: readonly Participant[]; isConfirmed: boolean }>
  /** null: not shown. */
  setPosition(
    attempt: Attempt,
    input: { who: string; position: number | null; in?: string | undefined },
  ): Promise<{ conference: Conference; placed: Participant; isConfirmed: boolean }>
}

/** `isConfirmed`: the PBX shows it; else it took the request, and does not tell what came of it. */
export function createVideoVerbs({ book, observer, pbxOf }: Verbs): VideoVerbs {
  const about = (attempt: Attempt, conference: Conference, people: readonly Participant[]) =>
    attempt.about(
      `${people.map((one) => spanToString(nameOf(one))).join(', ')} in ${conference.subject}`,
      conference.id,
    )

  return {
    async setLayout(attempt, { who, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'conference.picture', conference)
      const shown = [...new Set(who.map((one) => findParticipant(conference, one)))]
      about(attempt, conference, shown)
      const { setLayout } = need(pbxOf(conference.pbx), 'layout')
      const ids = shown.map(({ legId }) => legId)
      const seen = await observer.effect(
        conference,
        () => setLayout(conference.roomId, ids),
        // What a layout does to positions is not documented: only that they follow it is a proof.
        (reading) => areInOrder(reading, ids) || null,
      )
      const next = await book.record(conference.id, seen.apply, attempt.commit)
      return { conference: next, shown, isConfirmed: areInOrder(seen.reading, ids) }
    },
    async setPosition(attempt, { who, position, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'conference.picture', conference)
      const placed = findParticipant(conference, who)
      about(attempt, conference, [placed])
      const { setPosition } = need(pbxOf(conference.pbx), 'position')
      const shownAt = (reading: RoomReading) => positionIn(reading, placed.legId)
      const seen = await observer.effect(
        conference,
        () => setPosition(conference.roomId, placed.legId, position),
        (reading) => {
          const at = shownAt(reading)
          return at === null ? null : at === (position ?? -1)
        },
      )
      const next = await book.record(conference.id, seen.apply, attempt.commit)
      return { conference: next, placed, isConfirmed: shownAt(seen.reading) !== null }
    },
  }
}

const positionIn = ({ participants }: RoomReading, legId: string): number | null =>
  participants?.find((leg) => leg.legId === legId)?.position ?? null

const areInOrder = (reading: RoomReading, legIds: readonly string[]): boolean => {
  const positions = legIds.map((legId) => positionIn(reading, legId))
  return positions.every((at, index) => at !== null && at >= 0 && at > (positions[index - 1] ?? -1))
}
