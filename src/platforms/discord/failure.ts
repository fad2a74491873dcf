/** What a failed call means for us: Discord said no, asks for patience, was not reached, or may have done it. */
import type { ConfbotError } from '#core/errors.ts'
import type { Span } from '#text/message.ts'

export type Failure =
  /** `code`: Discord's own (topics/opcodes-and-status-codes, "JSON"), 0 where it gave none. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: number }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'unreached' }
  /** Nobody can tell whether it was done. */
  | { readonly kind: 'unclear' }

export function failureOf(_error: unknown): Failure {
  throw new Error('not there yet')
}

/** What happened, for the log: without Discord's answer, which may hold what people wrote. */
export function failureWords(_error: unknown): string {
  throw new Error('not there yet')
}

export const isRefusal = (failure: Failure, ...codes: number[]): boolean =>
  failure.kind === 'refused' && codes.includes(failure.code)

/** What was tried, which decides what must be granted. */
export type Doing = 'post' | 'post-in-thread' | 'tell' | 'find' | 'file'

/** In the words of the notifier's contract; `channel` is what could not be written to. */
export function toChatError(_error: unknown, _channel: Span, _doing: Doing): ConfbotError {
  throw new Error('not there yet')
}
