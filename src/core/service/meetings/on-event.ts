/** What jobs and verbs that deal with the platform's events share: what is wanted of one, and what is about to be told. */
import { z } from 'zod'
import { type Message, say } from '#text/message.ts'
import { type Place, workspaceKey } from '../../actor.ts'
import type { Conference } from '../../conference.ts'
import type { EventContent, EventMirror } from '../../contracts/event-mirror.ts'
import type { Job } from '../../contracts/job-queue.ts'
import type { Repositories } from '../../contracts/store.ts'
import { ConfbotError, errorFacts } from '../../errors.ts'
import type { FoundEvent, Meeting } from '../../meeting.ts'
import { readEventsKey, tellEventKey } from '../../meeting-job.ts'
import { eventContentOf, occurrenceToShow } from '../../mirrored-event.ts'
import type { Occurrence } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { liveOccurrence } from './live-occurrences.ts'
import { writtenDown } from './written-down.ts'

export interface WantedEvent {
  readonly occurrence: Occurrence
  readonly content: EventContent
  /** Its conference is live, or it ended before its time. */
  readonly state: 'to-come' | 'live' | 'ended'
}

/** null: no event is wanted. */
export async function wantedEvent(
  verbs: Pick<Verbs, 'store' | 'book' | 'clock'>,
  { subjectMax }: Pick<EventMirror, 'subjectMax'>,
  meeting: Meeting,
): Promise<WantedEvent | null> {
  const now = verbs.clock.now()
  const occurrence = occurrenceToShow(meeting, now)
  if (!occurrence) return null
  const live = liveOccurrence(verbs, meeting, occurrence.date)
  const room = live ? { number: live.roomNumber, dialIn: live.dialIn, hasPin: live.hasPin } : meeting.room
  const content = eventContentOf(meeting, occurrence, room, subjectMax)
  if (live || occurrence.startAt > now) return { occurrence, content, state: live ? 'live' : 'to-come' }
  const begun = await verbs.store.conferences.ofOccurrence({ meetingId: meeting.id, date: occurrence.date })
  const isEnded = begun?.state === 'ended' && begun.startedAt >= occurrence.startAt
  return { occurrence, content, state: isEnded ? 'ended' : 'to-come' }
}

/** Why meetings of a place cannot be shown as events; null: they can. */
export function whyNoEvents({ mirrorOf }: Pick<Verbs, 'mirrorOf'>, { platform, kind }: Place): Message | null {
  if (!mirrorOf(platform)) return say('event.not-here')
  return kind === 'channel' ? null : say('event.not-private')
}

/** Throws `chat.no-events`, with the same command without an event as the way on. */
export function requireEvents(verbs: Pick<Verbs, 'mirrorOf'>, place: Place): void {
  const problem = whyNoEvents(verbs, place)
  if (!problem) return
  const choice = { label: say('event.choice.without'), input: { event: 'no' } }
  throw new ConfbotError('chat.no-events', { option: 'event', blanks: { problem }, choices: [choice] })
}

/** Whether there is, or may be, anything to bring into step. */
export const isMirrored = ({ options, event }: Meeting): boolean => options.event || event !== null

export const tellEventJob = (meetingId: string, dueAt: number): Job => ({
  key: tellEventKey(meetingId),
  dueAt,
  does: { kind: 'tell-event', meetingId },
  meetingId,
})

/** Has it brought into step, unless that is put off already. One that is being done is done again. */
export async function tellEventSoon(
  { store, clock, events }: Pick<Verbs, 'store' | 'clock' | 'events'>,
  id: string,
): Promise<void> {
  const known = await store.jobs.get(tellEventKey(id))
  if (known && known.dueAt > clock.now()) return
  await store.jobs.put(tellEventJob(id, clock.now()))
  events.publish({ kind: 'jobs-enqueued' })
}

/** Its conference began or ended. Never rejects: what is missed is found by the next reading. */
export async function tellEventOf(
  verbs: Pick<Verbs, 'store' | 'clock' | 'events' | 'logger'>,
  { occurrence }: Pick<Conference, 'occurrence'>,
): Promise<void> {
  if (!occurrence) return
  try {
    const meeting = await verbs.store.meetings.get(occurrence.meetingId)
    if (meeting && isMirrored(meeting)) await tellEventSoon(verbs, meeting.id)
  } catch (error) {
    verbs.logger.info({ ...errorFacts(error), meeting: occurrence.meetingId }, 'the event of a meeting is told later')
  }
}

/** By meeting: what its owner was told last of its event. */
const noticesTold = 'events-noticed'
/** By meeting: the event that it has among those of a workspace. */
const openIn = (place: Pick<Place, 'platform' | 'workspaceId'>) => `events-open:${workspaceKey(place)}`

const Making = z.object({ mark: z.string(), at: z.number() })
const Found: z.ZodType<FoundEvent> = z.object({ subject: z.string(), startAt: z.number(), endAt: z.number() })

/** By meeting: the mark of an event that is about to be made, and since when. */
export const { read: readBeingMade, note: noteBeingMade } = writtenDown('events-being-made', Making)
/** By meeting: what its event is about to be told. */
export const { read: readEventTold, note: noteEventTold } = writtenDown('events-being-told', Found)

export const lastNotice = ({ settings }: Pick<Repositories, 'settings'>, id: string): Promise<string | null> =>
  settings.get(noticesTold, id)

export const noteNotice = (
  { settings }: Pick<Repositories, 'settings'>,
  id: string,
  key: string | null,
): Promise<void> => settings.set(noticesTold, id, key)

/** Which meetings have events there: what is read again and again. */
export const openEvents = async (
  { settings }: Pick<Repositories, 'settings'>,
  place: Pick<Place, 'platform' | 'workspaceId'>,
): Promise<readonly string[]> => Object.keys(await settings.list(openIn(place)))

/** Within a transaction: the meeting has this event (null: none) from now on, which is looked at now and then. */
export async function noteOpenEvent(
  { settings, jobs }: Pick<Repositories, 'settings' | 'jobs'>,
  id: string,
  place: Pick<Place, 'platform' | 'workspaceId'>,
  eventId: string | null,
  now: number,
): Promise<void> {
  await settings.set(openIn(place), id, eventId)
  const { platform, workspaceId } = place
  const key = readEventsKey(workspaceKey(place))
  if (eventId === null) return
  const known = await jobs.get(key)
  // Else the clock was far ahead when it was put off.
  if (known && known.dueAt <= now + readSeldomMs) return
  const does = { kind: 'read-events', platform, workspaceId } as const
  await jobs.put({ key, dueAt: now + readEveryMs, does, meetingId: null })
}

export const readEveryMs = 10 * 60_000
/** Where none of them is near. */
export const readSeldomMs = 2 * 60 * 60_000
