/**
 * The Web API clients, by what may happen to a call. The SDK would repeat a call that Slack has received already, wait half an
 * hour without a timeout, and let one 429 stop every other call, so each client says what it wants.
 */
import { type FetchFunction, type WebAPICallResult, WebClient, type WebClientOptions } from '@slack/web-api'
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
}

interface ClientSettings {
  readonly botToken: string
  readonly apiUrl?: string | undefined
}

/** System time, as all deadlines of sockets. */
const timeoutMs = 10_000
const viewsTimeoutMs = 2_500

/** Told after each call: null when Slack took the token, else why it does not. */
export type OnAccess = (problem: string | null) => void

export function createClients(
  settings: ClientSettings,
  logger: Logger,
  onContact: () => void,
  onAccess: OnAccess = () => {},
): SlackClients {
  const client = (retries: number, timeout: number) =>
    new WatchedClient(settings.botToken, clientOptions(settings, logger, onContact, retries, timeout), logger, onAccess)
  return {
    once: client(0, timeoutMs),
    repeatable: client(2, timeoutMs),
    views: client(0, viewsTimeoutMs),
  }
}

class WatchedClient extends WebClient {
  readonly #logger: Logger
  readonly #onAccess: OnAccess

  constructor(token: string, options: WebClientOptions, logger: Logger, onAccess: OnAccess) {
    super(token, options)
    this.#logger = logger
    this.#onAccess = onAccess
  }

  override async apiCall(...call: Parameters<WebClient['apiCall']>): Promise<WebAPICallResult> {
    try {
      const answer = await super.apiCall(...call)
      this.#onAccess(null)
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
