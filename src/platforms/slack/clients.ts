/**
 * The Web API clients, by what may happen to a call. The SDK would repeat a call that Slack has received already, wait half an
 * hour without a timeout, and let one 429 stop every other call, so each client says what it wants.
 */
import {
  type FetchFunction,
  type WebAPICallResult,
  WebAPIHTTPError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api'
import type { Logger } from '#lib/logger.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { failureOf, failureWords, isWithoutAccess } from './failure.ts'

export interface SlackClients {
  /** Calls that must not happen twice: each is sent once. */
  readonly once: WebClient
  /** Calls that may be repeated: reading, and updates of our own messages. */
  readonly repeatable: WebClient
  /** Forms, whose trigger lives three seconds: they wait behind nothing else. */
  readonly views: WebClient
  /**
   * Bytes to an address that `files.getUploadURLExternal` gave. Slack discards them unless the upload is completed. Rejects with
   * the SDK's error unless they arrived.
   */
  upload(url: string, content: Buffer, mimeType: string): Promise<void>
}

interface ClientSettings {
  readonly botToken: string
  readonly apiUrl?: string | undefined
}

/** System time, as all deadlines of sockets. */
const timeoutMs = 10_000
const viewsTimeoutMs = 2_500

export interface ClientHooks {
  readonly onContact?: () => void
  /** Told after each call: null when Slack took the token, else why it does not. */
  readonly onAccess?: (problem: string | null) => void
  /** Told after each call that Slack answered with what the token was granted. */
  readonly onScopes?: (granted: readonly string[]) => void
}

export function createClients(settings: ClientSettings, logger: Logger, hooks: ClientHooks = {}): SlackClients {
  const { onContact = () => {} } = hooks
  const client = (retries: number, timeout: number) =>
    new WatchedClient(settings.botToken, clientOptions(settings, logger, onContact, retries, timeout), logger, hooks)
  return {
    once: client(0, timeoutMs),
    repeatable: client(2, timeoutMs),
    views: client(0, viewsTimeoutMs),
    upload: createUpload(onContact),
  }
}

/** Bytes as they are; anything but 200 is a failure (files.getUploadURLExternal). The SDK's own way would complete it, too. */
const createUpload =
  (onContact: () => void): SlackClients['upload'] =>
  async (url, content, mimeType) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': mimeType },
      body: new Uint8Array(content),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new WebAPIRequestError(error instanceof Error ? error : new Error(String(error)))
    })
    onContact()
    await response.body?.cancel()
    const { status, statusText, headers } = response
    if (status === 429) throw new WebAPIRateLimitedError(Number(headers.get('retry-after')) || 1)
    if (status !== 200) throw new WebAPIHTTPError(status, statusText, {}, '')
  }

class WatchedClient extends WebClient {
  readonly #logger: Logger
  readonly #onAccess: NonNullable<ClientHooks['onAccess']>
  readonly #onScopes: NonNullable<ClientHooks['onScopes']>

  constructor(
    token: string,
    options: WebClientOptions,
    logger: Logger,
    { onAccess = () => {}, onScopes = () => {} }: ClientHooks,
  ) {
    super(token, options)
    this.#logger = logger
    this.#onAccess = onAccess
    this.#onScopes = onScopes
  }

  override async apiCall(...call: Parameters<WebClient['apiCall']>): Promise<WebAPICallResult> {
    try {
      const answer = await super.apiCall(...call)
      this.#onAccess(null)
      const granted = answer.response_metadata?.scopes
      if (granted) this.#onScopes(granted)
      return answer
    } catch (error) {
      const failure = failureOf(error)
      const told = { method: call[0], failure: failureWords(error) }
      // What is refused is for who asked to judge: a person may be unknown, a message gone.
      if (failure.kind === 'limited') this.#logger.info(told, 'Slack asks for patience')
      else if (failure.kind !== 'refused') this.#logger.warn(told, 'a call to Slack failed')
      if (isWithoutAccess(failure)) this.#onAccess(failure.error)
      throw error
    }
  }
}

/**
 * A new object at each call, since the SDK writes into what it is given: the Socket Mode client its own 100 retries where
 * `retryConfig` is absent, and the first token into `headers`, which therefore never are set.
 */
export function clientOptions(
  settings: Pick<ClientSettings, 'apiUrl'>,
  logger: Logger,
  onContact: () => void,
  retries = 0,
  timeout = timeoutMs,
): WebClientOptions {
  return {
    slackApiUrl: settings.apiUrl ?? 'https://slack.com/api/',
    retryConfig: { retries, minTimeout: 300, maxTimeout: 3_000 },
    timeout,
    rejectRateLimitedCalls: true,
    logger: createBoltLogger(logger),
    fetch: createFetch(onContact),
  }
}

/** Bolt's `respond` passes no deadline of its own. */
function createFetch(onContact: () => void): FetchFunction {
  return async (url, init) => {
    const response = await fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeoutMs) })
    onContact()
    return response
  }
}
