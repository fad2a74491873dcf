/**
 * What a platform offers that shows a meeting's next date among its own events (Discord's scheduled events). Recurrence stays ours:
 * one event is one occurrence. Events are public to everybody of the workspace.
 *
 * All reject with `chat.unavailable` or `chat.refused` when nothing was done, with `chat.unconfirmed` when nobody knows whether it
 * was, and with `chat.event-refused` when the platform does not take it (a right of the bot's is missing, there are too many
 * events); `details.remedy` says what to do about that.
 */
import type { Person } from '../actor.ts'

/** How to join, where that is known already. */
export interface EventRoom {
  readonly number: string
  readonly dialIn: string | null
  readonly hasPin: boolean
}

/** What is shown of one occurrence. */
export interface EventContent {
  /** At most `subjectMax` UTF-16 units. */
  readonly subject: string
  readonly startAt: number
  readonly endAt: number
  /** null: one is taken at its start. */
  readonly room: EventRoom | null
}

/** What is to be changed of an event; absent: as it is. */
export interface EventChange extends Partial<EventContent> {
  /** It carries this mark from now on. */
  readonly mark?: string
  /** It goes on now. */
  readonly isLive?: true
}

/** An event as people see it. */
export interface ShownEvent {
  readonly id: string
  readonly subject: string
  readonly startAt: number
  /** null: somebody made it one that has no end. */
  readonly endAt: number | null
  readonly state: 'scheduled' | 'live'
  /** By which we know it; null: somebody took that away. */
  readonly mark: string | null
  /** How many said that they are interested. */
  readonly interested: number
  /** The longer text, with the mark in it: the platform's own matter. */
  readonly about: string
}

export interface EventMirror {
  /** UTF-16 units of an event's name. */
  readonly subjectMax: number
  /** All that are neither over nor cancelled, ours and others', in one call. */
  list(workspaceId: string): Promise<readonly ShownEvent[]>
  /** null: it is over, was cancelled, or deleted. */
  read(workspaceId: string, eventId: string): Promise<ShownEvent | null>
  /** `mark`: `confbot:` and what names the occurrence, without white space. It starts in the future. */
  create(workspaceId: string, content: EventContent, mark: string): Promise<ShownEvent>
  /** Sends what is given. null: it is over, was cancelled, or deleted. */
  change(workspaceId: string, event: ShownEvent, change: EventChange): Promise<ShownEvent | null>
  /** Cancels it, or ends it where it goes on. Resolves also when it is no more. */
  end(workspaceId: string, event: ShownEvent): Promise<void>
  /** Some of those who are interested, at most `limit`. */
  interested(workspaceId: string, eventId: string, limit: number): Promise<readonly Person[]>
  /** Calls when an event of the workspace was changed, by whomever. Returns a function that ends it. */
  onHint(listener: (workspaceId: string) => void): () => void
}
