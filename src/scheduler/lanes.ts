/**
 * Where a job waits its turn. What is told in one place is told one after the other, in the order in which it fell due; so a
 * channel that takes one message a second holds one slot, and others go on beside it.
 */
import { channelKey, personKey } from '#core/actor.ts'
import type { Job } from '#core/contracts/job-queue.ts'
import type { MeetingRepository } from '#core/contracts/store.ts'

/** Whom a job waits for. What one of them keeps waiting takes no slots from the others; nor does telling a PBX from opening on it. */
export type Pool = 'chat' | `open ${string}` | `pbx ${string}` | 'own'

export interface LaneName {
  readonly name: string
  readonly pool: Pool
}

/** How many jobs of a pool run at once. */
export function atOnce(pool: Pool): number {
  if (pool === 'own') return 5
  return pool === 'chat' ? 50 : 20
}

const maxRemembered = 10_000

interface Whereabouts {
  readonly place: string
  readonly pbx: string
}

/** Never rejects: a job whose meeting cannot be read stands in a lane of its own, where it fails by itself. */
export function createLaneNames(meetings: Pick<MeetingRepository, 'get'>): (job: Job) => Promise<LaneName> {
  /** By meeting; a meeting stays in its place, and on its PBX. */
  const known = new Map<string, Whereabouts>()
  const whereaboutsOf = async (meetingId: string | null): Promise<Whereabouts | null> => {
    if (meetingId === null) return null
    const found = known.get(meetingId)
    if (found) return found
    const meeting = await meetings.get(meetingId).catch(() => null)
    if (!meeting) return null
    if (known.size >= maxRemembered) known.clear()
    const whereabouts = { place: channelKey(meeting.place), pbx: meeting.pbx }
    known.set(meetingId, whereabouts)
    return whereabouts
  }

  return async ({ key, does, meetingId }) => {
    switch (does.kind) {
      case 'remind':
      case 'correct':
      case 'card':
        return { name: (await whereaboutsOf(meetingId))?.place ?? key, pool: 'chat' }
      case 'snooze':
        return { name: personKey(does.person), pool: 'chat' }
      case 'open':
      case 'tell-pbx': {
        const pbx = (await whereaboutsOf(meetingId))?.pbx ?? ''
        return { name: key, pool: does.kind === 'open' ? `open ${pbx}` : `pbx ${pbx}` }
      }
      case 'read-pbx':
        return { name: key, pool: `pbx ${does.pbx}` }
      case 'plan':
      case 'watch':
        return { name: key, pool: 'own' }
    }
  }
}
