/**
 * A platform's events that behave: they begin and end by themselves, what is over cannot be changed, none begins in the past, and
 * people change, cancel and are interested in them. It refuses, or loses its answers, when told to.
 */
import { expect } from 'vitest'
import type { Person } from '#core/actor.ts'
import type { EventChange, EventContent, EventMirror, EventRoom, ShownEvent } from '#core/contracts/event-mirror.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'

export interface KeptEvent {
  readonly id: string
  subject: string
  startAt: number
  endAt: number | null
  room: EventRoom | null
  about: string
  state: 'scheduled' | 'live' | 'over' | 'cancelled'
  people: Person[]
}

const unanswered = Symbol('unanswered')

type Call = 'list' | 'read' | 'create' | 'change' | 'end' | 'interested'

export interface RecordedMirror extends EventMirror {
  /** All that were ever made, in their order. */
  readonly events: readonly KeptEvent[]
  /** The only one that is open. */
  only(): KeptEvent
  open(): readonly KeptEvent[]
  /** Every call, in their order. */
  readonly calls: Call[]
  /** The next call of this kind fails; what it asked for is done all the same when `isDone`. */
  failNext(call: Call, error: unknown, isDone?: boolean): void
  /** The next call of this kind is done, and never answered. */
  swallowNext(call: Call): void
  /** Somebody changes the only open one, or takes it away. */
  edit(change: Partial<Pick<KeptEvent, 'subject' | 'startAt' | 'endAt' | 'about' | 'state'>>): void
  /** These are interested in the only open one. */
  setInterested(...people: Person[]): void
  /** An event of another's. */
  add(event: Pick<KeptEvent, 'subject' | 'startAt' | 'about'>): void
}

export function createRecordedMirror(clock: Pick<Clock, 'now'>): RecordedMirror {
  const events: KeptEvent[] = []
  const calls: Call[] = []
  const failures: { readonly call: Call; readonly error: unknown; readonly isDone: boolean }[] = []
  const listeners = new Set<(workspaceId: string) => void>()
  const hint = () => {
    for (const listener of listeners) listener('T1')
  }

  /** Time has passed. */
  const settle = () => {
    for (const event of events) {
      if (event.state === 'scheduled' && event.startAt <= clock.now()) event.state = 'live'
      if (event.state === 'live' && event.endAt !== null && event.endAt <= clock.now()) event.state = 'over'
    }
  }
  const isOpen = ({ state }: KeptEvent) => state === 'scheduled' || state === 'live'
  const openById = (id: string) => events.find((one) => one.id === id && isOpen(one))

  const answering = async <T>(call: Call, does: () => T): Promise<T> => {
    settle()
    calls.push(call)
    const index = failures.findIndex((one) => one.call === call)
    const [failure] = index < 0 ? [] : failures.splice(index, 1)
    if (failure && !failure.isDone) throw failure.error
    const answer = does()
    if (failure?.error === unanswered) return new Promise<never>(() => {})
    if (failure) throw failure.error
    return answer
  }

  const shown = ({ id, subject, startAt, endAt, about, state, people }: KeptEvent): ShownEvent => ({
    id,
    subject,
    startAt,
    endAt,
    state: state === 'live' ? 'live' : 'scheduled',
    mark: /confbot:\S+/.exec(about)?.[0] ?? null,
    interested: people.length,
    about,
  })

  const add = (content: EventContent, about: string): KeptEvent => {
    const event: KeptEvent = { ...content, id: `e${events.length + 1}`, about, state: 'scheduled', people: [] }
    events.push(event)
    return event
  }

  const change = (event: KeptEvent, { mark, isLive, ...fields }: EventChange) => {
    if (fields.startAt !== undefined) expect(event.state).toBe('scheduled')
    Object.assign(event, fields)
    if (mark !== undefined) event.about = `${event.about.replace(/confbot:\S+/, '')}${mark}`
    if (isLive) event.state = 'live'
    hint()
  }

  const only = () => {
    settle()
    const open = events.filter(isOpen)
    expect(open).toHaveLength(1)
    return open[0] as KeptEvent
  }

  return {
    events,
    calls,
    subjectMax: 100,
    only,
    open() {
      settle()
      return events.filter(isOpen)
    },
    failNext: (call, error, isDone = false) => void failures.push({ call, error, isDone }),
    swallowNext: (call) => void failures.push({ call, error: unanswered, isDone: true }),
    edit(fields) {
      Object.assign(only(), fields)
      hint()
    },
    setInterested(...people) {
      only().people = people
      hint()
    },
    add(event) {
      add({ ...event, endAt: event.startAt + 1, room: null }, event.about)
    },
    list: () => answering('list', () => events.filter(isOpen).map(shown)),
    read: (_workspaceId, id) =>
      answering('read', () => {
        const event = openById(id)
        return event ? shown(event) : null
      }),
    create: (_workspaceId, content, mark) =>
      answering('create', () => {
        if (content.startAt <= clock.now()) throw new ConfbotError('chat.event-refused')
        const event = add(content, `About it. ${mark}`)
        hint()
        return shown(event)
      }),
    change: (_workspaceId, { id }, fields) =>
      answering('change', () => {
        const event = openById(id)
        if (event) change(event, fields)
        return event ? shown(event) : null
      }),
    end: (_workspaceId, { id }) =>
      answering('end', () => {
        const event = openById(id)
        if (event) event.state = event.state === 'live' ? 'over' : 'cancelled'
        hint()
      }),
    interested: (_workspaceId, id, limit) => answering('interested', () => openById(id)?.people.slice(0, limit) ?? []),
    onHint(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
