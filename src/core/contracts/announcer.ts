/** How the service puts a conference's card where people are, before anything is rung. */
import type { Actor, Person, Place } from '../actor.ts'
import type { Conference } from '../conference.ts'
import type { PostedCard } from './store.ts'

export interface CardPoster {
  /**
   * Posts the live card. Rejects with `chat.cannot-post`, `chat.refused` or `chat.unavailable`; nothing is posted then. With
   * `chat.unconfirmed` nobody knows whether it was.
   */
  postCard(conference: Conference, place: Place, asker: Person): Promise<PostedCard>
  /** Takes back a card whose conference did not come to be. Never rejects. */
  withdrawCard(card: PostedCard): Promise<void>
  /** Remembers a card that stands there, and keeps it current from now on. Rejects with `store.unavailable`. */
  keepCard(card: PostedCard): Promise<void>
  /** From memory. */
  isKept(card: PostedCard): boolean
}

/** What the chat platform itself knows of a person. */
export interface PeopleSource {
  /** null when there is no such person. Rejects with `chat.unavailable`. */
  find(person: Omit<Person, 'name'>): Promise<Actor | null>
}
