/**
 * Where a job waits its turn. What is told in one place is told one after the other, in the order in which it fell due; so a
 * channel that takes one message a second holds one slot, and others go on beside it.
 */
import { personKey } from '#core/actor.ts'
import type { Job } from '#core/contracts/job-queue.ts'
import type { MeetingRepository, Whereabouts } from '#core/contracts/store.ts'

/** Whom a job waits for. What one of them keeps waiting takes no slots from the others; nor does telling a PBX from opening on it. */
export type Pool = 'chat' | 'events' | `open ${string}` | `pbx ${string}` | 'own'

export interface LaneName {
  readonly name: string
  readonly pool: Pool
}

/** How many jobs of a pool run at once. */
export function atOnce(pool: Pool): number {
  if (pool === 'own' || pool === 'events') return 5
  return pool === 'chat' ? 50 : 20
}

/**
 * Of those that were claimed together, in their order. Never rejects: a job whose meeting cannot be found stands in a lane of its
 * own, where it fails by itself.
 */
export function createLaneNames(
  meetings: Pick<MeetingRepository, 'whereaboutsOf'>,
): (jobs: readonly Job[]) => Promise<readonly LaneName[]> {
  return async (jobs) => {
    const ids = new Set(jobs.filter(isSomewhere).flatMap(({ meetingId }) => meetingId ?? []))
    const found = ids.size === 0 ? nowhere : await meetings.whereaboutsOf([...ids]).catch(() => nowhere)
    return jobs.map((job) => laneOf(job, found.get(job.meetingId ?? '')))
  }
}

const nowhere: ReadonlyMap<string, Whereabouts> = new Map()

const isSomewhere = ({ does: { kind } }: Job) => kind !== 'snooze' && kind !== 'plan' && kind !== 'tell-event'

function laneOf({ key, does }: Job, whereabouts: Whereabouts | undefined): LaneName {
  switch (does.kind) {
    case 'remind':
    case 'correct':
    case 'card':
      return { name: whereabouts?.channelKey ?? key, pool: 'chat' }
    case 'snooze':
      return { name: personKey(does.person), pool: 'chat' }
    case 'open':
      return { name: key, pool: `open ${whereabouts?.pbx ?? ''}` }
    case 'tell-pbx':
      return { name: key, pool: `pbx ${whereabouts?.pbx ?? ''}` }
    case 'read-pbx':
      return { name: key, pool: `pbx ${does.pbx}` }
    case 'tell-event':
    case 'read-events':
      return { name: key, pool: 'events' }
    case 'plan':
    case 'watch':
      return { name: key, pool: 'own' }
  }
}
