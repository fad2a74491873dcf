/** What happened, as data. Published after the change is stored. */
import type { Actor } from './actor.ts'
import type { Conference } from './conference.ts'
import type { WarnedReason } from './life.ts'
import type { Meeting } from './meeting.ts'

export type ConferenceEvent =
  | { readonly kind: 'conference-started'; readonly conference: Conference; readonly actor: Actor }
  /** The shown state is another one now. */
  | { readonly kind: 'conference-changed'; readonly conference: Conference }
  | {
      readonly kind: 'recording-changed'
      readonly conference: Conference
      readonly actor: Actor
      readonly recording: boolean
    }
  | {
      readonly kind: 'conference-ending-soon'
      readonly conference: Conference
      readonly reason: WarnedReason
      readonly endsAt: number
    }
  | { readonly kind: 'conference-ended'; readonly conference: Conference; readonly actor: Actor }
  /** Scheduled, changed, cancelled or over; stored, with the jobs that follow from it. */
  | { readonly kind: 'meeting-changed'; readonly meeting: Meeting }
  /** Something is to be done earlier than whoever runs jobs knows. */
  | { readonly kind: 'jobs-enqueued' }
  /** No good read since `since` (null: reading again works). Not stored: only the watcher knows. */
  | { readonly kind: 'confirmation-changed'; readonly conferenceId: string; readonly since: number | null }

export interface EventBus {
  publish(event: ConferenceEvent): void
  /** Returns a function that ends the subscription. A listener must not throw. */
  subscribe(listener: (event: ConferenceEvent) => void): () => void
}

export function createEventBus(): EventBus {
  const listeners = new Set<(event: ConferenceEvent) => void>()
  return {
    publish(event) {
      for (const listener of listeners) listener(event)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
