/** One interaction as it came in, over the gateway or over HTTP, with the one first answer that it gets. */
import type { APIInteraction, APIInteractionResponse } from 'discord-api-types/v10'

export interface Exchange {
  readonly interaction: APIInteraction
  /** Our clock. The first answer is due three seconds later; the interaction's token dies after fifteen minutes. */
  readonly receivedAt: number
  /**
   * The first answer, at most once. Resolves when it was handed to Discord: the body of the HTTP answer, or the callback endpoint.
   * Rejects with what `failureOf` reads when Discord did not take it (too late, or answered already).
   */
  respond(response: APIInteractionResponse): Promise<void>
}

/** Handles one exchange to its end. Never rejects. */
export type Receive = (exchange: Exchange) => Promise<void>
