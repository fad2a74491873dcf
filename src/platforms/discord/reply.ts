/**
 * Answering one person, privately (interactions/receiving-and-responding, "Followup Messages"). The answer takes the place of what
 * the first answer promised, further ones follow it; both only for a quarter of an hour. What the interaction no longer reaches
 * goes to the person's own direct message. Nothing here is ever shown to a channel.
 */
import { randomBytes } from 'node:crypto'
import { type APIMessage, MessageFlags, RESTJSONErrorCodes } from 'discord-api-types/v10'
import type { Responder } from '#command-kit/request.ts'
import type { Place } from '#core/actor.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { retry } from '#lib/retry.ts'
import type { Form } from '#view/form.ts'
import type { DiscordApi } from './api.ts'
import type { DirectChannels } from './direct-channels.ts'
import type { Exchange } from './exchange.ts'
import { failureOf, failureWords, isRefusal, toChatError } from './failure.ts'
import type { Forms } from './forms.ts'
import { inTime } from './in-time.ts'
import { limits } from './limits.ts'
import type { LongActions } from './long-actions.ts'
import { type RenderedCard, renderCard } from './render-card.ts'

/** Where a request came from, as far as answers depend on it. */
export interface Origin {
  readonly exchange: Pick<Exchange, 'interaction' | 'receivedAt'>
  readonly userId: string
  readonly place: Place
  /** The first answer is with Discord; false: Discord surely did not take it, and knows nothing of this interaction any more. */
  readonly first: Promise<boolean>
  /**
   * What the first answer left: `loading`, a message that waits for its words; `message`, the private one that was clicked on, to be
   * replaced; `nothing` to be filled.
   */
  readonly left: 'loading' | 'message' | 'nothing'
}

export interface PrivateResponder extends Responder {
  send(message: RenderedCard): Promise<void>
  /** Everything was said: what still waits for words is taken away, in a while. */
  finish(): void
}

export interface ReplyDeps {
  readonly api: DiscordApi
  readonly direct: DirectChannels
  readonly forms: Pick<Forms, 'offer'>
  readonly longActions: LongActions
  readonly clock: Clock
  readonly logger: Logger
}

/** Discord may hear of the answer before it has read what the HTTP response promised (archid-components pull request 390). */
const unknownYetWaitsMs = [150, 500, 1_500]
/** Milliseconds that a private answer waits for a rate limit. */
const patienceMs = 10_000
const keepWithinMs = 1_000
/** Where there is nothing to say, whoever was delivered the same, and does it, still has. */
const othersMayAnswerMs = 60_000
/** The token is not used in its last moments. */
const marginMs = 5_000

export function createResponder(origin: Origin, deps: ReplyDeps): PrivateResponder {
  const { api, direct, longActions, clock, logger } = deps
  const { exchange, place, userId, first } = origin
  const { application_id: applicationId, token } = exchange.interaction
  const usableUntil = exchange.receivedAt + limits.interactionTokenMs - marginMs
  const webhook = `/webhooks/${applicationId}/${token}` as const
  let left = origin.left

  const original = `${webhook}/messages/@original` as const
  const call = <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', route: `/${string}`, body?: unknown): Promise<T> =>
    retry(
      () =>
        api.call<T>(method, route, {
          ...(body !== undefined && { body }),
          isRepeatable: method !== 'POST',
          isInteraction: true,
          patienceMs,
        }),
      {
        clock,
        waitsMs: unknownYetWaitsMs,
        giveUpAt: usableUntil,
        isWorthIt: (error) => isRefusal(failureOf(error), RESTJSONErrorCodes.UnknownWebhook),
      },
    )

  /** False when the person has sent it away. */
  const fillOriginal = async (message: Body) => {
    try {
      await call('PATCH', original, message)
      return true
    } catch (error) {
      if (isRefusal(failureOf(error), RESTJSONErrorCodes.UnknownMessage)) return false
      throw error
    }
  }

  const byInteraction = async (message: Body) => {
    if (!(await first) || clock.now() >= usableUntil) return false
    if (left !== 'nothing') {
      const isThere = await fillOriginal(message)
      left = 'nothing'
      if (isThere) return true
    }
    await call('POST', webhook, { ...message, flags: message.flags | MessageFlags.Ephemeral })
    return true
  }

  const directly = async (message: Body) => {
    const channelId = place.kind === 'direct' ? place.channelId : await direct.open(userId)
    const body = { ...message, nonce: randomBytes(18).toString('base64url'), enforce_nonce: true }
    await api.call('POST', `/channels/${channelId}/messages`, { body, isRepeatable: true, patienceMs })
    return true
  }

  const send = async ({ long, ...message }: RenderedCard) => {
    // They are in memory already: nobody waits for a slow store.
    await inTime(clock, keepWithinMs, longActions.keep(long)).catch((error: unknown) => {
      logger.warn({ err: error }, 'what long buttons do is kept in memory alone')
    })
    let lastError: unknown
    for (const way of [byInteraction, directly]) {
      try {
        if (await way(message)) return
      } catch (error) {
        lastError = error
        logger.warn({ way: way.name, failure: failureWords(error) }, 'an answer goes another way')
      }
    }
    throw toChatError(lastError, userId, 'tell')
  }

  const takeAway = async () => {
    try {
      if (!(await first)) return
      const { flags = 0 } = await call<APIMessage>('GET', original)
      if (flags & MessageFlags.Loading) await call('DELETE', original)
    } catch (error) {
      logger.debug({ failure: failureWords(error) }, 'what waited for words could not be taken away')
    }
  }

  /** Only a first answer opens a form by itself. */
  const offer = (form: Form) => send(deps.forms.offer(form, { userId, place }))

  return {
    send,
    reply: (card) => send(renderCard(card)),
    async openForm(form) {
      await offer(form)
      return true
    },
    updateForm: offer,
    finish() {
      if (left === 'loading') clock.schedule(othersMayAnswerMs, () => void takeAway())
    },
  }
}

type Body = Omit<RenderedCard, 'long'>
