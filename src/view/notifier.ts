/** The contract that a platform fulfils: post or update a card somewhere, unasked. */
import type { Person, Place } from '#core/actor.ts'
import type { Card } from './card.ts'

/** A message of the bot's own. `place` is where it really stands (a direct message gets its channel only by posting). */
export interface MessageRef {
  readonly place: Place
  readonly messageId: string
}

export interface FileToSend {
  readonly name: string
  readonly mimeType: string
  readonly content: string | Uint8Array
}

/**
 * All reject with `chat.cannot-post` (blank `channel`) when the bot is not allowed there, `chat.refused` when the platform lets
 * it do nothing any more, and `chat.unavailable` (with `retryAfterMs` where the platform told it) when nothing was done and it
 * may be tried again. What is posted also with `chat.unconfirmed`: it may have been, and must not be posted again unasked.
 */
export interface Notifier {
  /**
   * Posts for all to see. With `kind: 'people'` the card goes to `asker`'s own direct message instead. `mark` is at most 80
   * characters of `[A-Za-z0-9:._-]`, sent along unseen, under which `find` finds the message again.
   */
  post(place: Place, card: Card, asker?: Person, mark?: string): Promise<MessageRef>
  /** Posts where that person alone sees it. */
  tell(person: Person, card: Card, mark?: string): Promise<MessageRef>
  /**
   * The message that was posted there, or told to that person, with this mark at `since` or later; null: surely none. Rejects
   * with `chat.unconfirmed` where the platform cannot tell (Slack without history scopes).
   */
  find(where: Place | Person, mark: string, since: number): Promise<MessageRef | null>
  /** Gives that person alone a file, with `said` beside it. */
  sendFile(person: Person, file: FileToSend, said: Card): Promise<void>
  /** Resolves to false when the message is gone, or can never be changed again. */
  update(message: MessageRef, card: Card): Promise<boolean>
  /** Takes a message of ours back. */
  remove(message: MessageRef): Promise<void>
}
