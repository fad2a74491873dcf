/** What a failed call means for us: Discord said no, asks for patience, was not reached, or may have done it. */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { isNeverConnected } from '#lib/never-connected.ts'
import { type Message, type Span, say } from '#text/message.ts'

export type Failure =
  /** `code`: Discord's own (topics/opcodes-and-status-codes, "JSON"), 0 where it gave none. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: number }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'unreached' }
  /** Nobody can tell whether it was done. */
  | { readonly kind: 'unclear' }

/** Discord says no for the moment, without saying for how long. */
const temporary: readonly number[] = [
  Code.ChannelSendRateLimit,
  Code.ServerSendRateLimit,
  Code.OpeningDirectMessagesTooFast,
  Code.SendMessagesHasBeenTemporarilyDisabled,
  Code.FeatureTemporarilyDisabledServerSide,
  Code.ServiceResourceIsBeingRateLimited,
  Code.CloudflareIsBlockingYourRequest,
  Code.APIResourceOverloaded,
]
const temporaryMs = 5_000
const defaultWaitMs = 1_000

export function failureOf(error: unknown): Failure {
  if (error instanceof RateLimitError) {
    // Without a Retry-After it is nothing.
    return { kind: 'limited', retryAfterMs: error.retryAfter > 0 ? Math.ceil(error.retryAfter) : defaultWaitMs }
  }
  if (error instanceof DiscordAPIError) {
    // A proxy's page has no code.
    const code = Number(error.code) || 0
    if (temporary.includes(code)) return { kind: 'limited', retryAfterMs: temporaryMs }
    return { kind: 'refused', status: error.status, code }
  }
  if (error instanceof HTTPError) return { kind: 'unclear' }
  return isNeverConnected(codeOf(error)) ? { kind: 'unreached' } : { kind: 'unclear' }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && error.code) return String(error.code)
  return error.cause instanceof Error ? codeOf(error.cause) : ''
}

/** What happened, for the log: without Discord's answer, which may hold what people wrote, and without tokens in addresses. */
export function failureWords(error: unknown): string {
  const failure = failureOf(error)
  switch (failure.kind) {
    case 'refused':
      return `Discord refused: HTTP status ${failure.status}${failure.code ? `, code ${failure.code}` : ''}`
    case 'limited':
      return `Discord asks for patience for ${failure.retryAfterMs} ms`
    case 'unreached':
      return 'Discord was not reached'
    case 'unclear':
      return `Discord's answer was lost: ${lostBy(error)}`
  }
}

function lostBy(error: unknown): string {
  if (error instanceof HTTPError) return `HTTP status ${error.status}`
  if (isConfbotError(error)) return error.code
  return error instanceof Error ? codeOf(error) || error.name : 'no error'
}

type Refusal = Failure & { readonly kind: 'refused' }

export const isRefusal = (failure: Failure, ...codes: number[]): boolean =>
  failure.kind === 'refused' && codes.includes(failure.code)

/** Discord no longer takes the bot's token, whatever is asked. That of an interaction has a code of its own. */
export const isWithoutAccess = (failure: Failure): boolean =>
  failure.kind === 'refused' && failure.status === 401 && failure.code !== Code.InvalidWebhookToken

/** A right is missing, or a person does not want messages: no patience helps, and asking again and again gets us shut out. */
export const isForbidden = (failure: Failure): boolean =>
  failure.kind === 'refused' && failure.status === 403 && [...missingRights, ...unwantedMessages].includes(failure.code)

const missingRights: readonly number[] = [Code.MissingAccess, Code.MissingPermissions]
const unwantedMessages: readonly number[] = [
  Code.CannotSendMessagesToThisUser,
  Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
  Code.InvalidRecipients,
]
const goneChannels: readonly number[] = [Code.UnknownChannel, Code.UnknownGuild, Code.UnknownUser]
const wrongChannels: readonly number[] = [
  Code.CannotSendMessagesInNonTextChannel,
  Code.CannotExecuteActionOnThisChannelType,
  Code.CannotSendAMessageInAForumChannel,
]
const lockedThreads: readonly number[] = [Code.ThreadLocked, Code.InvalidActionOnArchivedThread]
const moderated: readonly number[] = [
  Code.MessageWasBlockedByAutomaticModeration,
  Code.MessageBlockedByHarmfulLinksFilter,
  Code.ExplicitContentCannotBeSentToTheDesiredRecipient,
]
const cannotPost = new Set([
  ...missingRights,
  ...unwantedMessages,
  ...goneChannels,
  ...wrongChannels,
  ...lockedThreads,
  ...moderated,
])

const isCannotPost = (failure: Failure): boolean => failure.kind === 'refused' && cannotPost.has(failure.code)

/** What our own code got wrong; no patience helps. */
const isOurMistake = (error: unknown, failure: Failure): boolean =>
  isBug(error) || (failure.kind === 'refused' && (failure.status === 400 || failure.status === 405))

/** No call ends so: neither the network nor Discord made it. */
export const isBug = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError

/** What was tried, which decides what must be granted. */
export type Doing = 'post' | 'post-in-thread' | 'tell' | 'find'

/** In the words of the notifier's contract; `channel` is what could not be written to. */
export function toChatError(error: unknown, channel: Span, doing: Doing): ConfbotError {
  if (isConfbotError(error)) return error
  const failure = failureOf(error)
  const cause = new Error(failureWords(error))
  if (failure.kind === 'refused' && isCannotPost(failure)) {
    const remedy = remedyFor(failure, channel, doing)
    return new ConfbotError('chat.cannot-post', { blanks: { channel }, remedy, cause })
  }
  if (isOurMistake(error, failure)) return new ConfbotError('internal.failed', { cause: error })
  if (isWithoutAccess(failure)) return tokenRefused(cause)
  const retryAfterMs = failure.kind === 'limited' ? failure.retryAfterMs : undefined
  return new ConfbotError('chat.unavailable', { cause, ...(retryAfterMs !== undefined && { retryAfterMs }) })
}

export const tokenRefused = (cause: unknown): ConfbotError =>
  new ConfbotError('chat.refused', {
    blanks: { problem: say('discord.token-refused') },
    remedy: say('discord.remedy.token'),
    cause,
  })

/** Discord does not say which permission is missing, so those that this needs are named. */
function remedyFor({ code }: Refusal, channel: Span, doing: Doing): Message {
  if (lockedThreads.includes(code)) return say('discord.remedy.locked')
  if (moderated.includes(code)) return say('discord.remedy.moderated')
  if (doing === 'tell' || unwantedMessages.includes(code)) return say('discord.remedy.tell')
  if (goneChannels.includes(code) || wrongChannels.includes(code)) return say('discord.remedy.gone')
  if (doing === 'find') return say('discord.remedy.find', { channel })
  return say(doing === 'post' ? 'discord.remedy.post' : 'discord.remedy.post-in-thread', { channel })
}
