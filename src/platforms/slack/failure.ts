/** What a failed Web API call means for us: Slack said no, asks for patience, was not reached, or may have done it. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { isNeverConnected } from '#lib/never-connected.ts'
import type { Span } from '#text/message.ts'

export type Failure =
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'limited'; readonly retryAfterMs?: number }
  | { readonly kind: 'unreached' }
  /** Nobody can tell whether it was done. */
  | { readonly kind: 'unclear' }

/** These may come after part of the work was done (method pages), so they tell nothing. */
const unclearErrors = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']

export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'limited', retryAfterMs: error.retryAfter * 1000 }
  if (error instanceof WebAPIPlatformError) {
    const said = error.data.error
    if (said === 'ratelimited' || said === 'rate_limited') return { kind: 'limited' }
    // A body that is no JSON (a proxy's page) arrives as the error's name.
    return /^[a-z0-9_]+$/.test(said) && !unclearErrors.includes(said)
      ? { kind: 'refused', error: said }
      : { kind: 'unclear' }
  }
  if (error instanceof WebAPIHTTPError)
    return error.statusCode < 500 ? { kind: 'refused', error: `http_${error.statusCode}` } : { kind: 'unclear' }
  if (error instanceof WebAPIRequestError)
    return isNeverConnected(codeOf(error.original)) ? { kind: 'unreached' } : { kind: 'unclear' }
  // The SDK has no class for a 429 without Retry-After.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain')) return { kind: 'limited' }
  return { kind: 'unclear' }
}

const codeOf = (error: Error): string => {
  const cause = error.cause
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
}

/** What happened, for the log: without Slack's answer, which may hold what people wrote, and their numbers. */
export function failureWords(error: unknown): string {
  const failure = failureOf(error)
  switch (failure.kind) {
    case 'refused':
      return `Slack refused: ${failure.error}`
    case 'limited':
      return `Slack asks for patience${failure.retryAfterMs === undefined ? '' : ` for ${failure.retryAfterMs} ms`}`
    case 'unreached':
      return 'Slack was not reached'
    case 'unclear':
      return `Slack's answer was lost: ${lostBy(error)}`
  }
}

function lostBy(error: unknown): string {
  if (error instanceof WebAPIPlatformError)
    return unclearErrors.includes(error.data.error) ? error.data.error : 'it is no JSON'
  if (error instanceof WebAPIRequestError) return codeOf(error.original) || error.original.name
  if (isConfbotError(error)) return error.code
  if (!(error instanceof Error)) return 'no error'
  // Also of Bolt's own, for a response_url.
  return 'statusCode' in error ? `HTTP status ${error.statusCode}` : codeOf(error) || error.name
}

/** The bot may not post there, whoever asks. */
const cannotPost = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'no_permission',
  'ekm_access_denied',
  'team_access_not_granted',
  'cannot_dm_bot',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
  'messages_tab_disabled',
  'thread_not_found',
  'cannot_reply_to_message',
])

/** What only an administrator of the workspace can mend: the token is good for nothing, or not for this. */
const noAccess = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
])

const notLetIn = new Set([...noAccess, 'missing_scope'])

type Refusal = Failure & { readonly kind: 'refused' }
const isShutOut = (failure: Failure): failure is Refusal => failure.kind === 'refused' && notLetIn.has(failure.error)
/** Slack no longer takes the token, whatever is asked. */
export const isWithoutAccess = (failure: Failure): failure is Refusal =>
  failure.kind === 'refused' && noAccess.has(failure.error)

export const isRefusal = (failure: Failure, ...errors: string[]): boolean =>
  failure.kind === 'refused' && errors.includes(failure.error)

export const isCannotPost = (failure: Failure): boolean =>
  failure.kind === 'refused' && (cannotPost.has(failure.error) || failure.error.startsWith('restricted_action'))

/** What our own code got wrong; no patience helps. */
const isOurMistake = (failure: Failure): boolean =>
  failure.kind === 'refused' && /^(invalid_(?!auth)|no_text|msg_|too_many_|metadata_)/.test(failure.error)

/** Nobody can look into such a conversation any more: it is gone, or the bot was taken out of it. */
const notIn = ['channel_not_found', 'not_in_channel', 'is_archived', 'user_disabled', 'user_not_found']

/**
 * Of a search for a message of ours; `granted`: the scopes of the token. Without a scope nobody can tell whether it is there, nor in
 * a public channel that the bot is not in and may post to all the same.
 */
export function toLookupError(error: unknown, channel: Span, granted: readonly string[]): ConfbotError {
  const failure = failureOf(error)
  const mayPost = granted.includes('chat:write.public') && isRefusal(failure, 'not_in_channel')
  const isGone = isRefusal(failure, ...notIn) && !mayPost
  if (failure.kind !== 'refused' || isWithoutAccess(failure) || isGone) return toChatError(error, channel)
  return new ConfbotError('chat.unconfirmed', { cause: new Error(failureWords(error)) })
}

/** In the words of the notifier's contract; `channel` is what could not be written to. */
export function toChatError(error: unknown, channel: Span): ConfbotError {
  if (isConfbotError(error)) return error
  const failure = failureOf(error)
  const cause = new Error(failureWords(error))
  if (isCannotPost(failure)) return new ConfbotError('chat.cannot-post', { blanks: { channel }, cause })
  if (isOurMistake(failure)) return new ConfbotError('internal.failed', { cause: error })
  if (isShutOut(failure)) return new ConfbotError('chat.refused', { blanks: { problem: failure.error }, cause })
  const retryAfterMs = failure.kind === 'limited' ? failure.retryAfterMs : undefined
  return new ConfbotError('chat.unavailable', { cause, ...(retryAfterMs !== undefined && { retryAfterMs }) })
}
