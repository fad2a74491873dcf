/**
 * Brings a meeting and the event that shows its next date into step. An event is made once: that it is about to be made is stored
 * first, and whoever does not know whether it was looks for its mark. What somebody changed there is followed where it can be, and
 * else never overwritten: the owner chooses.
 */
import type { EventMirror, ShownEvent } from '../../contracts/event-mirror.ts'
import { type LeasedJob, leaseMs } from '../../contracts/job-queue.ts'
import { type ConfbotError, errorFacts, isConfbotError } from '../../errors.ts'
import type { FoundEvent, Meeting, MeetingEvent } from '../../meeting.ts'
import {
  changesOf,
  eventDifferences,
  eventMark,
  foundIn,
  isEventOf,
  isMarkOf,
  isSameEvent,
} from '../../mirrored-event.ts'
import type { Verbs } from '../deps.ts'
import { followEvent } from './follow-event.ts'
import { noteTold } from './note-told.ts'
import {
  lastNotice,
  noteBeingMade,
  noteEventTold,
  noteNotice,
  noteOpenEvent,
  readBeingMade,
  readEventTold,
  tellEventJob,
  type WantedEvent,
  wantedEvent,
} from './on-event.ts'
import { cardJob } from './on-pbx.ts'
import { tellOwner } from './tell-owner.ts'
import type { MeetingJobs } from './verbs.ts'

/** What was refused may be granted meanwhile. */
const tryAgainMs = 60 * 60_000

/** What one run knows. */
interface Run {
  readonly job: LeasedJob
  readonly mirror: EventMirror
  readonly meeting: Meeting
  /** All that are open in its workspace. */
  readonly open: readonly ShownEvent[]
}
type RunOf<Event> = Run & { readonly wanted: WantedEvent; readonly event: Event }
type OpenEvent = MeetingEvent & { readonly id: string }

export function createTellEventJob(verbs: Verbs): MeetingJobs['tell-event'] {
  const { store, clock, logger } = verbs

  const finish = async (job: LeasedJob) => {
    await store.jobs.finish(job)
  }

  /** Stores what becomes of its event, unless it has another one by now; then a job of its own sees to that. The job is finished. */
  const note = async (
    { job, meeting }: Pick<Run, 'job' | 'meeting'>,
    event: MeetingEvent | null,
  ): Promise<Meeting | null> => {
    const before = meeting.event
    const noted = await noteTold(
      verbs,
      meeting,
      (current) => {
        const isSame = current.event?.id === before?.id && current.event?.date === before?.date
        return isSame && (event === null || current.options.event) ? { event } : null
      },
      async (tx) => {
        await noteBeingMade(tx, meeting.id, null)
        await noteEventTold(tx, meeting.id, null)
        await noteNotice(tx, meeting.id, null)
        await noteOpenEvent(tx, meeting.id, meeting.place, event?.id ?? null, clock.now())
        await tx.jobs.finish(job)
        await tx.jobs.put(cardJob(meeting.id, clock.now()))
      },
    )
    if (noted) verbs.events.publish({ kind: 'jobs-enqueued' })
    else await finish(job)
    return noted
  }

  /** Of those that carry marks of this meeting, the ones that are nobody's: of a run that died, and made twice. */
  const endStrays = async (
    { mirror, meeting, open }: Run,
    kept: string | null,
    keptMark: string | null,
  ): Promise<void> => {
    const strays = open.filter(({ id, mark }) => isMarkOf(mark, meeting.id) && id !== kept && mark !== keptMark)
    for (const stray of strays) await mirror.end(meeting.place.workspaceId, stray)
  }

  /** That date is over, skipped or cancelled, or no event is wanted any more. */
  const letGo = async (run: Run, event: MeetingEvent): Promise<void> => {
    const { mirror, meeting, open, job } = run
    const shown = open.find(({ id }) => id === event.id)
    if (shown) await mirror.end(meeting.place.workspaceId, shown)
    // What comes next is seen to by the next run.
    await note({ job, meeting }, null)
    const again = await store.meetings.get(meeting.id)
    if (again?.options.event) await store.jobs.put(tellEventJob(again.id, clock.now()))
  }

  const make = async ({ job, mirror, meeting, wanted, open }: RunOf<null>): Promise<void> => {
    const { id, place } = meeting
    const { occurrence, content } = wanted
    const now = clock.now()
    const none: MeetingEvent = { date: occurrence.date, id: null, told: content, interested: nobody, conflict: null }
    const mark = eventMark(id, occurrence.date)
    let made = open.find((one) => one.mark === mark)
    if (!made) {
      // No event begins in the past.
      if (occurrence.startAt <= now) return void (await note({ job, meeting }, none))
      await noteBeingMade(store, id, { mark, at: now })
      made = await mirror.create(place.workspaceId, content, mark).catch(async (error: unknown) => {
        if (!isConfbotError(error, 'chat.unconfirmed')) await noteBeingMade(store, id, null)
        throw error
      })
    }
    const told = { ...content, ...foundIn(made, content) }
    await note({ job, meeting }, { ...none, id: made.id, told })
  }

  /** It is not among those that are open. */
  const gone = async (run: RunOf<OpenEvent>): Promise<void> => {
    const { mirror, meeting, event, wanted, job } = run
    const shown = await mirror.read(meeting.place.workspaceId, event.id)
    if (shown) return compare(run, shown)
    // Whoever ends what has begun has not called it off.
    if (wanted.occurrence.startAt <= clock.now())
      return void (await note({ job, meeting }, { ...event, id: null, conflict: null }))
    await ask(run, null)
  }

  const compare = async (run: RunOf<OpenEvent>, shown: ShownEvent): Promise<void> => {
    const { meeting, event, wanted, job } = run
    const { told, conflict } = event
    const found = foundIn(shown, told)
    if (isSameEvent(found, told)) return tell(run, shown)
    const underWay = await readEventTold(store, meeting.id)
    // The answer of the last time was lost, or could not be stored; or both sides were changed alike.
    const isOurs = (underWay && isSameEvent(found, underWay)) || isSameEvent(found, wanted.content)
    if (isOurs) return tell({ ...run, event: { ...event, told: { ...told, ...found } } }, shown)
    if (conflict?.found && isSameEvent(found, conflict.found)) return tellOfConflict(job, meeting)
    const there = eventDifferences(found, told)
    const here = eventDifferences(wanted.content, told)
    const isApart = !(there.times && here.times) && !(there.subject && here.subject)
    if (isApart && (await followEvent(verbs, meeting, event, wanted.occurrence, found))) return finish(job)
    await ask(run, found)
  }

  /** What it shows is what it was told. */
  const tell = async (run: RunOf<OpenEvent>, shown: ShownEvent): Promise<void> => {
    const { job, mirror, meeting, event, wanted } = run
    const { content, occurrence, state } = wanted
    // What goes on cannot be put off: another one is made for the later time.
    if (shown.state === 'live' && event.told.startAt <= clock.now() && content.startAt > clock.now())
      return letGo(run, event)
    const changes = {
      ...changesOf(event.told, content, shown, eventMark(meeting.id, occurrence.date)),
      ...(state === 'live' && shown.state === 'scheduled' && { isLive: true as const }),
    }
    const isNew = Object.keys(changes).length > 0
    if (isNew) {
      await noteEventTold(store, meeting.id, content)
      // Where it was taken away meanwhile, the next reading finds that.
      await mirror.change(meeting.place.workspaceId, shown, changes)
    }
    const next: MeetingEvent = { ...event, date: occurrence.date, told: content, conflict: null }
    if (!isNew && JSON.stringify(next) === JSON.stringify(meeting.event)) return finish(job)
    await note({ job, meeting }, next)
  }

  /** Unless the meeting was changed meanwhile: what follows from that is a job of its own. */
  const ask = async ({ job, meeting, event }: RunOf<OpenEvent>, found: FoundEvent | null): Promise<void> => {
    const isKnown = event.conflict !== null && event.conflict.found === null && found === null
    if (isKnown) return tellOfConflict(job, meeting)
    const conflict = { found, seenAt: clock.now() }
    const noted = await noteTold(
      verbs,
      meeting,
      ({ revision }) => (revision === meeting.revision ? { event: { ...event, conflict } } : null),
      async (tx) => tx.jobs.put(cardJob(meeting.id, clock.now())),
    )
    if (!noted) return finish(job)
    verbs.events.publish({ kind: 'meeting-changed', meeting: noted })
    await tellOfConflict(job, noted)
  }

  const tellOfConflict = async (job: LeasedJob, meeting: Meeting): Promise<void> => {
    const { id, event } = meeting
    const seenAt = event?.conflict?.seenAt
    if (!event || seenAt === undefined) return finish(job)
    const now = (await wantedEvent(verbs, { subjectMax: Number.POSITIVE_INFINITY }, meeting))?.occurrence ?? null
    const key = `event-conflict:${id}:${seenAt}`
    if ((await lastNotice(store, id)) !== key)
      await tellOwner(verbs, job, { kind: 'event-conflict', meeting, now }, key, seenAt)
    await store.transaction(async (tx) => {
      await noteNotice(tx, id, key)
      await tx.jobs.finish(job)
    })
  }

  /** The owner is told once; it is tried again, since what is missing may be granted. */
  const refused = async (job: LeasedJob, meeting: Meeting, error: ConfbotError): Promise<void> => {
    const { id } = meeting
    const now = clock.now()
    logger.info({ ...errorFacts(error), meeting: id, why: error.cause }, 'the event of a meeting was refused')
    const { remedy = null } = error.details
    const key = `event-refused:${id}:${remedy?.key ?? ''}`
    if (meeting.options.event && (await lastNotice(store, id)) !== key) {
      await tellOwner(verbs, job, { kind: 'event-refused', meeting, remedy }, key, now)
      await noteNotice(store, id, key)
    }
    await store.jobs.retry(job, now + tryAgainMs)
  }

  const bringIntoStep = async (job: LeasedJob, mirror: EventMirror, meeting: Meeting): Promise<void> => {
    const making = await readBeingMade(store, meeting.id)
    const wanted = await wantedEvent(verbs, mirror, meeting)
    if (!wanted && !meeting.event && !making) return finish(job)
    const now = clock.now()
    const open = await mirror.list(meeting.place.workspaceId)
    const run: Run = { job, mirror, meeting, open }
    const isSeen = making && open.some(({ mark }) => mark === making.mark)
    if (making && !isSeen && now < making.at + leaseMs) {
      // Another process may be making it at this very moment.
      await store.jobs.retry(job, making.at + leaseMs)
      return
    }
    const { event } = meeting
    if (event && !(wanted && isEventOf(meeting, event, wanted.occurrence, now))) return letGo(run, event)
    await endStrays(
      run,
      event?.id ?? null,
      event?.id ? null : wanted && eventMark(meeting.id, event?.date ?? wanted.occurrence.date),
    )
    if (!wanted) {
      await noteBeingMade(store, meeting.id, null)
      return finish(job)
    }
    if (!event) return make({ ...run, wanted, event })
    const { id } = event
    if (id === null) return finish(job)
    const opened = { ...run, wanted, event: { ...event, id } }
    const shown = open.find((one) => one.id === id)
    if (wanted.state === 'ended') {
      if (shown) await mirror.end(meeting.place.workspaceId, shown)
      return void (await note(run, { ...event, id: null, conflict: null }))
    }
    return shown ? compare(opened, shown) : gone(opened)
  }

  return async (job) => {
    const { does } = job
    if (does.kind !== 'tell-event') return
    const meeting = await store.meetings.get(does.meetingId)
    const mirror = meeting && verbs.mirrorOf(meeting.place.platform)
    if (!meeting || !mirror) return finish(job)
    try {
      await bringIntoStep(job, mirror, meeting)
    } catch (error) {
      if (!isConfbotError(error, 'chat.event-refused')) throw error
      await refused(job, meeting, error)
    }
  }
}

const nobody: MeetingEvent['interested'] = { count: 0, people: [] }
