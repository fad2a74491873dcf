/** The contract that a platform fulfils: post or update a card somewhere, unasked. */
import type { Person, Place } from '#core/actor.ts'
import type { Card } from './card.ts'

/** A message of the bot's own. `place` is where it really stands (a direct message gets its channel only by posting). */
export interface MessageRef {
  readonly place: Place
  readonly messageId: string
}

/**
 * All reject with `chat.cannot-post` (blank `channel`) when the bot is not allowed there, and `chat.unavailable` (with
 * `retryAfterMs` where the platform told it) when it may be tried again.
 */
export interface Notifier {
  /** Posts for all to see. With `kind: 'people'` the card goes to `asker`'s own direct message instead. */
  post(place: Place, card: Card, asker?: Person): Promise<MessageRef>
  /** Resolves to false when the message is gone. */
  update(message: MessageRef, card: Card): Promise<boolean>
  /** Takes a message of ours back. */
  remove(message: MessageRef): Promise<void>
}
