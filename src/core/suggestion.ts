/** What can be suggested while somebody types, kept in memory: no store, no PBX. */
import type { Actor, Place } from './actor.ts'

export type SuggestionKind =
  | 'participant'
  | 'invitee'
  | 'conference'
  | 'meeting'
  | 'room'
  | 'offered-room'
  | 'recording'
  | 'pbx'
  | 'contact'
  | 'list'
  | 'zone'
  | 'command'

export interface Suggestion {
  /** What would be typed for it. */
  readonly value: string
  readonly label: string
}

export type SuggestionSource = (kind: SuggestionKind, place: Place, asker: Actor) => readonly Suggestion[]
