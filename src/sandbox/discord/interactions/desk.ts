/**
 * What the app can do with an interaction that it was sent: answer it first, and what its token allows afterwards
 * (discord-api-docs, interactions/receiving-and-responding).
 */
import type { UploadedFile } from '../attachment-store.ts'
import type { StoredMessage } from '../message-store.ts'

/** A body as it was sent: parsed JSON (of a form: its `payload_json`), and the files beside it. */
export interface SentBody {
  json: unknown
  files: readonly UploadedFile[]
}

/** What the app tried to answer first. */
export interface Attempt {
  /** The type of the answer, as far as it has one. */
  type?: number
  /** Of an autocomplete answer. */
  choices?: readonly object[]
  /** Why it was not taken. */
  refused?: { code: number; message: string; fields: Readonly<Record<string, unknown>> }
}

export interface CallbackResult {
  /** The type of the answer. */
  type: number
  /** Made by it, or changed. */
  message?: StoredMessage
}

/** Everything throws DiscordRefusal: 10062, 40060, 50027, 10015, 10008, 50035 and what a message's rules say. */
export interface InteractionDesk {
  /** `POST /interactions/{id}/{token}/callback`. */
  answer(id: string, token: string, body: SentBody): CallbackResult
  /** `POST /webhooks/{application}/{token}`; right after a deferred answer it finishes that one. */
  followUp(applicationId: string, token: string, body: SentBody): StoredMessage
  /** `messageId` may be `@original`, here and below. */
  read(applicationId: string, token: string, messageId: string): StoredMessage
  edit(applicationId: string, token: string, messageId: string, body: SentBody): StoredMessage
  remove(applicationId: string, token: string, messageId: string): void
  /** Hears of every attempt to answer that interaction first, taken or not, until the function returned is called. */
  onAttempt(id: string, listener: (attempt: Attempt) => void): () => void
}
