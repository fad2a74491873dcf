/**
 * Posting a message once. Each carries a nonce that Discord enforces for a few minutes (resources/message, "Create Message"): when an
 * answer is lost it is sent again, and Discord answers with the message that is there already. For later its mark stands in the
 * numeric ids of two of its components, which Discord keeps and nobody sees.
 */
import { createHash, randomUUID } from 'node:crypto'
import { type APIMessage, ComponentType } from 'discord-api-types/v10'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { createPostingPace } from '#lib/posting-pace.ts'
import type { Card } from '#view/card.ts'
import type { CallOptions, DiscordApi } from './api.ts'
import { failureOf, failureWords } from './failure.ts'
import { limits } from './limits.ts'
import type { LongActions } from './long-actions.ts'
import { type RenderedCard, renderCard } from './render-card.ts'

/**
 * The id of the message in this channel or thread. Where Discord asks for patience, what somebody awaits (it has no mark) goes before
 * what nobody does. Rejects with what `failureOf` reads when it was not posted, with `chat.unavailable` when its turn would not come
 * within half a minute, and with `chat.unconfirmed` when nobody can tell.
 */
export type Post = (channelId: string, message: Drawn, options?: PostOptions) => Promise<string>

/** A card as it is sent. */
export type Drawn = Omit<RenderedCard, 'long'>

export interface PostOptions {
  /** Somebody else's name for it, under which it is looked for later; what has one is not awaited by anybody. */
  readonly mark?: string | undefined
  readonly file?: NonNullable<CallOptions['files']>[number]
}

/** Discord takes about five messages in five seconds per channel. Whoever waits for a card waits no longer than this. */
const pace = { intervalMs: 1_000, maxWaits: 3, maxWaitMs: 30_000 }

export function createPost({ api, clock }: { readonly api: DiscordApi; readonly clock: Clock }): Post {
  const { run } = createPostingPace(clock, {
    ...pace,
    waitAskedFor(error) {
      const failure = failureOf(error)
      return failure.kind === 'limited' ? failure.retryAfterMs : null
    },
    tooLong: (retryAfterMs) => new ConfbotError('chat.unavailable', { retryAfterMs }),
  })

  return async (channelId, { components, ...message }, { mark, file } = {}) => {
    const body = {
      ...message,
      components: file ? [...components, fileComponent(file.name)] : components,
      nonce: nonceOf(channelId, mark ?? randomUUID()),
      enforce_nonce: true,
      ...(file && { attachments: [{ id: 0, filename: file.name }] }),
    }
    try {
      const options = { body, isRepeatable: true, ...(file && { files: [file] }) }
      const send = () => api.call<APIMessage>('POST', `/channels/${channelId}/messages`, options)
      return (await run(channelId, mark === undefined, send)).id
    } catch (error) {
      if (isConfbotError(error) || failureOf(error).kind !== 'unclear') throw error
      throw new ConfbotError('chat.unconfirmed', { cause: new Error(failureWords(error)) })
    }
  }
}

/** Draws a card for sending. That its long commands cannot be kept stops no message: its other buttons work. */
export type Draw = (card: Card, mark?: string) => Promise<Drawn>

export function createDraw(deps: { readonly longActions: LongActions; readonly logger: Logger }): Draw {
  const { longActions, logger } = deps
  return async (card, mark) => {
    const { long, ...message } = renderCard(card, mark === undefined ? {} : { ids: idsOf(mark) })
    await longActions.keep(long).catch((error: unknown) => {
      logger.warn({ err: error }, 'what a long button does could not be kept')
    })
    return message
  }
}

/** Whether a nonce counts per channel is not documented. */
const nonceOf = (channelId: string, mark: string): string =>
  createHash('sha256').update(`${channelId} ${mark}`).digest('base64url').slice(0, limits.nonce)

/** Two numbers from 1 to 2³¹ - 1, together 62 bits of the mark. */
export function idsOf(mark: string): readonly [container: number, text: number] {
  const hash = createHash('sha256').update(mark).digest()
  const idAt = (offset: number) => hash.readUInt32BE(offset) & 0x7f_ff_ff_ff || 1
  return [idAt(0), idAt(4)]
}

/** components/reference, "File": what no component shows is not shown at all. */
const fileComponent = (name: string) => ({ type: ComponentType.File, file: { url: `attachment://${name}` } })
