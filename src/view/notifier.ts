/** The contract that a platform fulfils: post or update a card somewhere, unasked. */
import type { Person, Place } from '#core/actor.ts'
import type { Card } from './card.ts'

/** A message of the bot's own. `place` is where it really stands (a direct message gets its channel only by posting). */
export interface MessageRef {
  readonly place: Place
  readonly messageId: string
}

/**
 * All reject with `chat.cannot-post` (blank `channel`) when the bot is not allowed there, `chat.refused` when the platform lets
 * it do nothing any more, and `chat.unavailable` (with `retryAfterMs` where the platform told it) when nothing was done and it
 * may be tried again. What is posted also with `chat.unconfirmed`: it may have been, and must not be posted again unasked.
 */
export interface Notifier {
  /** Posts for all to see. With `kind: 'people'` the card goes to `asker`'s own direct message instead. */
  post(place: Place, card: Card, asker?: Person): Promise<MessageRef>
  /** Posts where that person alone sees it. */
  tell(person: Person, card: Card): Promise<MessageRef>
  /** Resolves to false when the message is gone, or can never be changed again. */
  update(message: MessageRef, card: Card): Promise<boolean>
  /** Takes a message of ours back. */
  remove(message: MessageRef): Promise<void>
}
