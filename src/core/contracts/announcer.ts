/** How the service puts a conference's card where people are, before anything is rung. */
import type { Actor, Person, Place } from '../actor.ts'
import type { Conference } from '../conference.ts'
import type { PostedCard } from './store.ts'

export interface CardPoster {
  /** Posts the live card. Rejects with `chat.cannot-post` or `chat.unavailable`; nothing is posted then. */
  postCard(conference: Conference, place: Place, asker: Person): Promise<PostedCard>
  /** Takes back a card whose conference did not come to be. Never rejects. */
  withdrawCard(card: PostedCard): Promise<void>
}

/** What the chat platform itself knows of a person. */
export interface PeopleSource {
  /** null when there is no such person. Rejects with `chat.unavailable`. */
  find(person: Omit<Person, 'name'>): Promise<Actor | null>
}
