/**
 * Reads now and then, and soon after a hint, what a workspace shows of all meetings that have events there, in one call. What is
 * not as it should be is seen to by the job of that meeting; who is interested is only noted.
 */
import { type Place, workspaceKey } from '../../actor.ts'
import type { EventMirror, ShownEvent } from '../../contracts/event-mirror.ts'
import { errorFacts, isConfbotError } from '../../errors.ts'
import type { Meeting, MeetingEvent } from '../../meeting.ts'
import { readEventsKey } from '../../meeting-job.ts'
import { foundIn, isEventOf, isMarkOf, isSameEvent } from '../../mirrored-event.ts'
import type { Verbs } from '../deps.ts'
import { sayFollowed, unsaidOf } from './follow.ts'
import { noteTold } from './note-told.ts'
import { noteOpenEvent, openEvents, readEveryMs, readSeldomMs, tellEventSoon, wantedEvent } from './on-event.ts'
import { cardJob } from './on-pbx.ts'
import type { MeetingJobs } from './verbs.ts'

const dayMs = 24 * 60 * 60_000
/** Several changes are mostly made at once, and each of ours is heard of, too. */
const afterHintMs = 2_000
/** Of those who are interested, as many are told by name. */
const maxNamed = 5

/** Never rejects. */
export async function noteEventHint(
  { store, clock, events, logger }: Pick<Verbs, 'store' | 'clock' | 'events' | 'logger'>,
  platform: string,
  workspaceId: string,
): Promise<void> {
  const key = readEventsKey(workspaceKey({ platform, workspaceId }))
  try {
    const known = await store.jobs.get(key)
    const dueAt = clock.now() + afterHintMs
    // Where no meeting has an event, nothing is read.
    if (!known || known.dueAt <= dueAt) return
    await store.jobs.put({ ...known, dueAt })
    events.publish({ kind: 'jobs-enqueued' })
  } catch (error) {
    logger.info({ ...errorFacts(error), platform }, 'an event that was changed is looked at later')
  }
}

export function createReadEventsJob(verbs: Verbs): MeetingJobs['read-events'] {
  const { store, clock, logger } = verbs

  /** Whether the next reading is to come soon. */
  const look = async (mirror: EventMirror, meeting: Meeting, open: readonly ShownEvent[]): Promise<boolean> => {
    const { event } = meeting
    const shown = event && open.find(({ id }) => id === event.id)
    // Its owner was asked what becomes of it.
    if (event?.conflict?.found === null && !shown) return false
    const isTwice = open.some(({ id, mark }) => isMarkOf(mark, meeting.id) && id !== event?.id)
    if (!event || !shown || isTwice || !(await isInStep(mirror, meeting, event, shown)))
      await tellEventSoon(verbs, meeting.id)
    else if (shown.interested !== event.interested.count) await noteInterested(mirror, meeting, shown)
    return event !== null && event.told.startAt < clock.now() + dayMs
  }

  const isInStep = async (
    mirror: EventMirror,
    meeting: Meeting,
    event: MeetingEvent,
    shown: ShownEvent,
  ): Promise<boolean> => {
    const { told, conflict } = event
    const found = foundIn(shown, told)
    if (conflict) return conflict.found !== null && isSameEvent(found, conflict.found)
    const wanted = await wantedEvent(verbs, mirror, meeting)
    if (!wanted || wanted.state === 'ended' || !isEventOf(meeting, event, wanted.occurrence, clock.now())) return false
    const isRoomTold = JSON.stringify(wanted.content.room) === JSON.stringify(told.room)
    return isSameEvent(found, told) && isSameEvent(told, wanted.content) && isRoomTold
  }

  const noteInterested = async (mirror: EventMirror, meeting: Meeting, { id, interested: count }: ShownEvent) => {
    const { workspaceId } = meeting.place
    const people = count === 0 ? [] : await mirror.interested(workspaceId, id, maxNamed)
    await noteTold(
      verbs,
      meeting,
      ({ event }) => (event?.id === id ? { event: { ...event, interested: { count, people } } } : null),
      async (tx) => tx.jobs.put(cardJob(meeting.id, clock.now())),
    )
    verbs.events.publish({ kind: 'jobs-enqueued' })
  }

  const readAll = async (
    mirror: EventMirror,
    place: Pick<Place, 'platform' | 'workspaceId'>,
    ids: readonly string[],
  ) => {
    const open = await mirror.list(place.workspaceId)
    let isNear = false
    for (const id of ids) {
      const meeting = await store.meetings.get(id)
      if (meeting?.event?.id) isNear = (await look(mirror, meeting, open)) || isNear
      else await store.transaction((tx) => noteOpenEvent(tx, id, place, null, clock.now()))
    }
    return isNear
  }

  return async (job) => {
    const { does } = job
    if (does.kind !== 'read-events') return
    for (const meetingId of await unsaidOf(verbs)) await sayFollowed(verbs, meetingId)
    const ids = await openEvents(store, does)
    if (ids.length === 0) return void (await store.jobs.finish(job))
    const mirror = verbs.mirrorOf(does.platform)
    let isNear = true
    try {
      if (mirror) isNear = await readAll(mirror, does, ids)
    } catch (error) {
      if (!isConfbotError(error) || error.code.startsWith('store.')) throw error
      logger.info({ ...errorFacts(error), platform: does.platform }, 'the events of meetings could not be read yet')
    }
    await store.jobs.retry(job, clock.now() + (isNear ? readEveryMs : readSeldomMs))
  }
}
