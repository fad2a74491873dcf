/**
 * Answering one person, privately. A response_url serves five times and half an hour; ephemeral messages reach only members of
 * the channel; what neither reaches goes to the person's own direct message. Nothing here is ever shown to a channel.
 */
import type { RespondFn } from '@slack/bolt'
import type { Responder } from '#command-kit/request.ts'
import type { Place } from '#core/actor.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { SlackClients } from './clients.ts'
import type { DirectChannels } from './direct-channels.ts'
import { failureWords, toChatError } from './failure.ts'
import { limits } from './limits.ts'
import { type Modals, modalOf, type OpenView } from './modals.ts'
import { withPatience } from './patience.ts'
import { type Post, quietText } from './posting.ts'
import { type RenderedCard, renderCard } from './render-card.ts'

/** Where a request came from, as far as answers depend on it. */
export interface Origin {
  readonly place: Place
  readonly userId: string
  readonly respond?: RespondFn | undefined
  /** The button stood in a private message, which the answer replaces. */
  readonly replacesMessage?: boolean
  /** The answer fills the App Home. */
  readonly isHome?: boolean
  /** Asked from the App Home, or from a form that was opened there; the answer is a message. */
  readonly isFromHome?: boolean | undefined
  /** Asked in no conversation: its form asks for one. */
  readonly asksPlace?: boolean
  readonly triggerId?: string | undefined
  readonly view?: OpenView
}

export interface ReplyDeps {
  readonly clients: SlackClients
  readonly direct: DirectChannels
  readonly post: Post
  readonly modals: Modals
  readonly clock: Clock
  readonly logger: Logger
}

export function createResponder(origin: Origin, deps: ReplyDeps): Responder {
  const { clients, direct, post, modals, clock, logger } = deps
  const { place, userId, respond, isFromHome } = origin
  const respondUntil = clock.now() + limits.responseUrlMs
  let responses = 0
  let triggerId = origin.triggerId
  let view = origin.view

  const byUrl = async (card: RenderedCard) => {
    if (!respond || responses === limits.responseUrlUses || clock.now() >= respondUntil) return false
    responses++
    const answer = await respond({
      response_type: 'ephemeral',
      replace_original: origin.replacesMessage === true,
      ...card,
    })
    // Slack answers "ok", or says in JSON what it did not like.
    return !/"ok":\s*false/.test(await answer.text())
  }

  const ephemerally = async (card: RenderedCard) => {
    await withPatience(clock, () =>
      clients.once.chat.postEphemeral({
        channel: place.channelId,
        user: userId,
        ...card,
        ...quietText,
        ...(place.threadId !== undefined && { thread_ts: place.threadId }),
      }),
    )
    return true
  }

  const directly = async (card: RenderedCard) => {
    const channel = place.kind === 'direct' ? await direct.resolve(place.channelId) : await direct.open(userId)
    const threadTs = channel === place.channelId ? place.threadId : undefined
    await post(channel, card, { threadTs })
    return true
  }

  const inHome = async (card: RenderedCard) => {
    await withPatience(clock, () =>
      clients.repeatable.views.publish({ user_id: userId, view: { type: 'home', blocks: card.blocks } }),
    )
    return true
  }

  /** Best first. A response_url does not reach into a thread, unless it replaces what is there. */
  const ways = (): ((card: RenderedCard) => Promise<boolean>)[] => {
    if (origin.isHome) return [inHome]
    if (place.kind === 'direct') return [byUrl, directly]
    if (place.threadId !== undefined && !origin.replacesMessage) return [ephemerally, byUrl, directly]
    return [byUrl, ephemerally, directly]
  }

  return {
    async reply(card) {
      const rendered = renderCard(card, {
        mentions: 'native',
        ...(origin.isHome && { maxBlocks: limits.blocksPerView, maxText: limits.viewBlocksText }),
      })
      let lastError: unknown
      for (const way of ways()) {
        try {
          if (await way(rendered)) return
        } catch (error) {
          lastError = error
          logger.warn({ way: way.name, failure: failureWords(error) }, 'an answer goes another way')
        }
      }
      throw toChatError(lastError, userId)
    },

    async openForm(form) {
      const modal = triggerId === undefined ? null : modalOf(form, place, place.workspaceId, logger, { isFromHome })
      if (triggerId === undefined || !modal) return false
      const opened = await modals.open(triggerId, modal)
      triggerId = undefined
      view = opened ?? view
      return opened !== null
    },

    async updateForm(form) {
      const modal = modalOf(form, origin.asksPlace ? null : place, place.workspaceId, logger, { isFromHome })
      if (view && modal) view = await modals.update(view, modal)
    },
  }
}
