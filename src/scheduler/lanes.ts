/**
 * Where a job waits its turn. What is told in one place is told one after the other, in the order in which it fell due; so a
 * channel that takes one message a second holds one slot, and others go on beside it.
 */
import { channelKey, personKey } from '#core/actor.ts'
import type { Job } from '#core/contracts/job-queue.ts'
import type { MeetingRepository } from '#core/contracts/store.ts'

/** Whom a job waits for. What one of them keeps waiting takes no slots from the others. */
export type Pool = 'chat' | 'pbx' | 'own'

export interface LaneName {
  readonly name: string
  readonly pool: Pool
}

/** How many jobs of a pool run at once. */
export const atOnce: Readonly<Record<Pool, number>> = { chat: 50, pbx: 20, own: 5 }

const maxRemembered = 10_000

/** Never rejects: a job whose meeting cannot be read stands in a lane of its own, where it fails by itself. */
export function createLaneNames(meetings: Pick<MeetingRepository, 'get'>): (job: Job) => Promise<LaneName> {
  /** By meeting; a meeting stays in its place. */
  const places = new Map<string, string>()
  const placeOf = async (meetingId: string): Promise<string | null> => {
    const known = places.get(meetingId)
    if (known !== undefined) return known
    const meeting = await meetings.get(meetingId).catch(() => null)
    if (!meeting) return null
    if (places.size >= maxRemembered) places.clear()
    const place = channelKey(meeting.place)
    places.set(meetingId, place)
    return place
  }

  return async ({ key, does, meetingId }) => {
    switch (does.kind) {
      case 'remind':
      case 'correct':
      case 'card': {
        const place = meetingId === null ? null : await placeOf(meetingId)
        return { name: place ?? key, pool: 'chat' }
      }
      case 'snooze':
        return { name: personKey(does.person), pool: 'chat' }
      case 'open':
      case 'tell-pbx':
      case 'read-pbx':
        return { name: key, pool: 'pbx' }
      case 'plan':
      case 'watch':
        return { name: key, pool: 'own' }
    }
  }
}
