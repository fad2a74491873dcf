/**
 * The server's scheduled events and who is interested in them (resources/guild-scheduled-event). External ones begin and end
 * by themselves at their times ("Status Update Automation").
 */
import type { Clock } from '#lib/clock.ts'

export const eventStatuses = { scheduled: 1, active: 2, completed: 3, canceled: 4 } as const
export type EventStatus = (typeof eventStatuses)[keyof typeof eventStatuses]
export const entityTypes = { stage: 1, voice: 2, external: 3 } as const

/** As Discord returns it, without `creator` and `user_count`. */
export interface ScheduledEvent extends Record<string, unknown> {
  id: string
  guild_id: string
  channel_id: string | null
  creator_id: string
  name: string
  description: string | null
  scheduled_start_time: string
  scheduled_end_time: string | null
  privacy_level: 2
  status: EventStatus
  entity_type: number
  entity_id: null
  entity_metadata: { location?: string } | null
  recurrence_rule: Record<string, unknown> | null
  image: null
}

export type EventChange =
  | { kind: 'created' | 'updated' | 'deleted'; event: ScheduledEvent }
  | { kind: 'user-added' | 'user-removed'; event: ScheduledEvent; userId: string }

export interface EventStore {
  /** In the order in which they were made. */
  list(): readonly ScheduledEvent[]
  find(id: string): ScheduledEvent | undefined
  add(event: Omit<ScheduledEvent, 'id'>): ScheduledEvent
  change(event: ScheduledEvent, fields: Partial<ScheduledEvent>): ScheduledEvent
  remove(event: ScheduledEvent): void
  /** Ids of those interested. */
  users(id: string): readonly string[]
  setInterested(event: ScheduledEvent, userId: string, isInterested: boolean): void
  clear(): void
}

interface Options {
  clock: Clock
  nextId: () => string
  changed: (change: EventChange) => void
}

export function createEventStore({ clock, nextId, changed }: Options): EventStore {
  const events = new Map<string, ScheduledEvent>()
  const interested = new Map<string, Set<string>>()
  /** By event, what cancels the timer of its next step. */
  const timers = new Map<string, () => void>()

  const disarm = (id: string) => {
    timers.get(id)?.()
    timers.delete(id)
  }
  const arm = (event: ScheduledEvent) => {
    disarm(event.id)
    const next = nextStep(event)
    if (!next) return
    const cancel = clock.schedule(next.at - clock.now(), () => {
      Object.assign(event, { status: next.status })
      changed({ kind: 'updated', event })
      arm(event)
    })
    timers.set(event.id, cancel)
  }

  return {
    list: () => [...events.values()],
    find: (id) => events.get(id),
    add(event) {
      const kept = { ...event, id: nextId() } as ScheduledEvent
      events.set(kept.id, kept)
      interested.set(kept.id, new Set())
      changed({ kind: 'created', event: kept })
      arm(kept)
      return kept
    },
    change(event, fields) {
      Object.assign(event, fields)
      changed({ kind: 'updated', event })
      arm(event)
      return event
    },
    remove(event) {
      if (events.delete(event.id)) changed({ kind: 'deleted', event })
      interested.delete(event.id)
      disarm(event.id)
    },
    users: (id) => [...(interested.get(id) ?? [])],
    setInterested(event, userId, isInterested) {
      const users = interested.get(event.id)
      if (!users || users.has(userId) === isInterested) return
      if (isInterested) users.add(userId)
      else users.delete(userId)
      changed({ kind: isInterested ? 'user-added' : 'user-removed', event, userId })
    },
    clear() {
      for (const id of timers.keys()) disarm(id)
      events.clear()
      interested.clear()
    },
  }
}

/** When (UTC milliseconds) an external event takes its next status by itself. One that repeats stays scheduled. */
function nextStep(event: ScheduledEvent): { at: number; status: EventStatus } | undefined {
  if (event.entity_type !== entityTypes.external || event.recurrence_rule) return undefined
  if (event.status === eventStatuses.scheduled) {
    return { at: Date.parse(event.scheduled_start_time), status: eventStatuses.active }
  }
  if (event.status === eventStatuses.active && event.scheduled_end_time !== null) {
    return { at: Date.parse(event.scheduled_end_time), status: eventStatuses.completed }
  }
  return undefined
}
