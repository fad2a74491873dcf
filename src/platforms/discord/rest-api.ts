/**
 * Discord's REST API over the client of discord.js. That one would repeat a call which Discord has received already and wait
 * silently for as long as a rate limit lasts, so it is told to do neither, and each call says what it wants. What it knows of rate
 * limits it applies before anything is sent (topics/rate-limits).
 *
 * Who sends too much that is refused is shut out by address: 10,000 answers of 401, 403 or 429 in ten minutes. So after a 401
 * nothing is sent for a minute, and what was forbidden in a channel several times is tried only now and then.
 */
import { REST, type RESTOptions, type RequestMethod } from 'discord.js'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { DiscordApi } from './api.ts'
import { failureOf, failureWords, isForbidden, isWithoutAccess } from './failure.ts'
import { toMultipart } from './multipart.ts'

export interface ApiHooks {
  /** Told after each answer, also of a refusal. */
  readonly onContact?: () => void
  /** Told after each answer to a call with the bot's token: null when Discord took it, else why it does not. */
  readonly onAccess?: (problem: string | null) => void
  /** Aborted, whatever is under way is given up, and nothing is sent again. */
  readonly signal?: AbortSignal
}

/** System time, as all deadlines of sockets. */
const timeoutMs = 10_000
/** An interaction must have its first answer within three seconds. */
const callbackTimeoutMs = 2_500

/** Before each repetition. */
const pausesMs = [300, 1_000]

const shutOutMs = 60_000
const forbiddenTimes = 3
const forbiddenMs = 10_000
const maxForbidden = 1_000

/**
 * For `new REST(…)` and for `new Client({ rest: … })`. A proxy before Discord keeps the limit over all calls for everybody who goes
 * through it (as the sandbox does), so that ours would only slow it down; what it answers is kept to.
 */
export function restOptions({ apiUrl }: { readonly apiUrl?: string | undefined }): Partial<RESTOptions> {
  return {
    ...(apiUrl !== undefined && {
      api: apiUrl.replace(/\/+$/, ''),
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    }),
    retries: 0,
    timeout: timeoutMs,
    rejectOnRateLimit: () => true,
  }
}

type Call = Parameters<DiscordApi['call']>

export function createRestApi(
  deps: { readonly rest: REST; readonly token: string; readonly clock: Clock; readonly logger: Logger } & ApiHooks,
): DiscordApi {
  const { rest, token, clock, logger, onContact = () => {}, onAccess = () => {}, signal } = deps
  // Interactions are not bound to the bot's global limit, and somebody waits for them: they wait behind nothing else.
  const interactions = new REST({
    ...rest.options,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    // Each interaction's routes have a queue of their own, which the client would keep for an hour.
    handlerSweepInterval: 60_000,
  })
  const gate = createGate(clock)

  const sendOnce = async ([method, route, options = {}]: Call): Promise<unknown> => {
    const { body, query, files, isInteraction = false } = options
    // The client forgets its token after a 401, and when the gateway's client is destroyed.
    if (!isInteraction) rest.setToken(token)
    const limitMs = route.endsWith('/callback') ? callbackTimeoutMs : timeoutMs
    const answer = await (isInteraction ? interactions : rest).request({
      method: method as RequestMethod,
      fullRoute: route,
      auth: !isInteraction,
      // The client's own timeout ends with the headers, and a body may hang as well.
      signal: AbortSignal.any([AbortSignal.timeout(limitMs), ...(signal ? [signal] : [])]),
      ...(query && { query: new URLSearchParams(query) }),
      ...(files ? await toMultipart(body, files) : body !== undefined && { body }),
    })
    if (!(answer instanceof ArrayBuffer)) return answer
    if (answer.byteLength > 0) throw new SyntaxError('the answer is no JSON')
    return undefined
  }

  const send = async (call: Call): Promise<unknown> => {
    const [method, route, { isInteraction = false } = {}] = call
    const pass = isInteraction ? null : gate.enter(method, route)
    try {
      const answer = await sendOnce(call)
      onContact()
      pass?.taken()
      if (!isInteraction) onAccess(null)
      return answer
    } catch (error) {
      const failure = failureOf(error)
      const told = { method, route: routeForLog(route), failure: failureWords(error) }
      // What is refused is for who asked to judge: a person may be unknown, a message gone.
      if (failure.kind === 'limited') logger.info(told, 'Discord asks for patience')
      else if (failure.kind !== 'refused') logger.warn(told, 'a call to Discord failed')
      if (failure.kind === 'refused') onContact()
      pass?.failed(error)
      if (!isInteraction && isWithoutAccess(failure)) onAccess('the token is refused (HTTP status 401)')
      throw error
    }
  }

  return {
    async call<T>(...call: Call) {
      const [method, , { isRepeatable = false, patienceMs = 0 } = {}] = call
      let patienceLeftMs = patienceMs
      let repeats = 0
      /** An earlier sending of which nobody knows whether it was done: then nobody knows it of the whole. */
      let lost: unknown
      for (;;) {
        try {
          return (await send(call)) as T
        } catch (error) {
          const failure = failureOf(error)
          if (failure.kind === 'unclear' && method === 'POST') lost ??= error
          if (signal?.aborted) throw lost ?? error
          if (failure.kind === 'limited') {
            if (failure.retryAfterMs > patienceLeftMs) throw lost ?? error
            patienceLeftMs -= failure.retryAfterMs
            await sleep(clock, failure.retryAfterMs, signal)
            continue
          }
          const pauseMs = isRepeatable && failure.kind !== 'refused' ? pausesMs[repeats++] : undefined
          if (pauseMs === undefined) throw lost ?? error
          await sleep(clock, pauseMs, signal)
        }
      }
    },
  }
}

/** Interactions have their token in the route. */
const routeForLog = (route: string): string => route.replace(/^(\/(?:webhooks|interactions)\/\d+\/)[^/]+/, '$1…')

interface Pass {
  taken(): void
  failed(error: unknown): void
}

/** Which calls are not even tried. */
function createGate(clock: Clock) {
  let shutOut: { readonly error: unknown; until: number } | null = null
  const forbidden = new Map<string, { readonly error: unknown; times: number; until: number }>()

  return {
    /** Throws the error of an earlier call where another one would only be refused, too. */
    enter(method: string, route: string): Pass {
      const now = clock.now()
      if (shutOut) {
        if (now < shutOut.until) throw shutOut.error
        // One tries whether the token is taken again.
        shutOut.until = now + shutOutMs
      }
      const key = `${method} ${/^\/channels\/\d+/.exec(route)?.[0]}`
      const before = forbidden.get(key)
      if (before && now < before.until) throw before.error
      return {
        taken() {
          shutOut = null
          forbidden.delete(key)
        },
        failed(error) {
          const failure = failureOf(error)
          if (isWithoutAccess(failure)) shutOut = { error, until: clock.now() + shutOutMs }
          else if (failure.kind === 'refused') shutOut = null
          if (!route.startsWith('/channels/') || !isForbidden(failure)) return
          const times = (before?.times ?? 0) + 1
          if (forbidden.size >= maxForbidden) forbidden.clear()
          forbidden.set(key, { error, times, until: times < forbiddenTimes ? 0 : clock.now() + forbiddenMs })
        },
      }
    },
  }
}
