/** How the service puts a conference's card where people are, before anything is rung. */
import type { Actor, Person, Place } from '../actor.ts'
import type { Announcement, StandingMessage } from '../announcement.ts'
import type { Conference } from '../conference.ts'
import type { PostedCard } from './store.ts'

export interface CardPoster {
  /**
   * Posts the live card. Rejects with `chat.cannot-post`, `chat.refused` or `chat.unavailable`; nothing is posted then. With
   * `chat.unconfirmed` nobody knows whether it was. `mark`: by which it can be found again.
   */
  postCard(conference: Conference, place: Place, asker: Person, mark?: string): Promise<PostedCard>
  /**
   * The card that was posted there with this mark at `since` or later; null: surely none. It shows what it showed until `keepCard`.
   * Rejects as the notifier's `find` does.
   */
  findCard(conference: Conference, place: Place, mark: string, since: number): Promise<PostedCard | null>
  /** Takes back a card whose conference did not come to be. Never rejects. */
  withdrawCard(card: PostedCard): Promise<void>
  /** Remembers a card that stands there, and keeps it current from now on. Rejects with `store.unavailable`. */
  keepCard(card: PostedCard): Promise<void>
  /** From memory. */
  isKept(card: PostedCard): boolean
}

/** How what is told of meetings comes into the chat. All reject with `chat.*` as the notifier does. */
export interface Teller {
  /** Posts it there, or to that person alone. Rejects with `chat.unconfirmed` when nobody knows whether it stands there. */
  tell(to: Place | Person, what: Announcement, mark: string): Promise<StandingMessage>
  /** What was told there with this mark at `since` or later; null: surely nothing. `chat.unconfirmed`: it cannot be known. */
  findTold(to: Place | Person, mark: string, since: number): Promise<StandingMessage | null>
  /** Puts it in the place of what the message shows. False when the message is gone. */
  retell(message: StandingMessage, what: Announcement): Promise<boolean>
}

/** What the chat platform itself knows of a person. */
export interface PeopleSource {
  /** null when there is no such person. Rejects with `chat.unavailable`. */
  find(person: Omit<Person, 'name'>): Promise<Actor | null>
}
