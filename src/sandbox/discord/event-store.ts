/** The server's scheduled events and who is interested in them (resources/guild-scheduled-event). */

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
  nextId: () => string
  changed: (change: EventChange) => void
}

export function createEventStore({ nextId, changed }: Options): EventStore {
  const events = new Map<string, ScheduledEvent>()
  const interested = new Map<string, Set<string>>()

  return {
    list: () => [...events.values()],
    find: (id) => events.get(id),
    add(event) {
      const kept = { ...event, id: nextId() } as ScheduledEvent
      events.set(kept.id, kept)
      interested.set(kept.id, new Set())
      changed({ kind: 'created', event: kept })
      return kept
    },
    change(event, fields) {
      Object.assign(event, fields)
      changed({ kind: 'updated', event })
      return event
    },
    remove(event) {
      if (events.delete(event.id)) changed({ kind: 'deleted', event })
      interested.delete(event.id)
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
      events.clear()
      interested.clear()
    },
  }
}
