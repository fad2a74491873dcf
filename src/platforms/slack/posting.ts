/**
 * Posting a message once. Slack's chat.postMessage has no idempotency key, so each message carries a mark, which the caller gives
 * or which is made up; when an answer is lost, the channel is searched for it before anything is sent again. Where the bot may
 * not read the channel's history, nothing is repeated and the failure is reported.
 */
import { randomUUID } from 'node:crypto'
import { ConfbotError } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { SlackClients } from './clients.ts'
import { failureOf, failureWords } from './failure.ts'
import { type FindMarked, type Haystack, markerType } from './find-marked.ts'
import type { PostingPace } from './posting-pace.ts'
import type { RenderedCard } from './render-card.ts'

export interface Posted {
  readonly channel: string
  readonly ts: string
}

export interface PostOptions {
  readonly threadTs?: string | undefined
  /** Somebody else's name for it, under which it is looked for later; what has one is not awaited by anybody. */
  readonly mark?: string | undefined
}

/**
 * Waits when Slack asks for patience. Rejects with the SDK's error when it was not posted, and with `chat.unconfirmed` when nobody
 * can tell.
 */
export type Post = (channel: string, card: RenderedCard, options?: PostOptions) => Promise<Posted>

/** What every message of ours asks of Slack: nothing in its fallback text comes alive. */
export const quietText = { link_names: false, parse: 'none' } as const

const maxSends = 3
/** A message may become readable a little after its answer was lost. */
const settleMs = 1_000

export function createPost(deps: {
  clients: SlackClients
  pace: PostingPace
  findMarked: FindMarked
  clock: Clock
  logger: Logger
}): Post {
  const { clients, pace, findMarked, clock, logger } = deps

  const find = async (haystack: Haystack, key: string): Promise<string | null> => {
    const found = await findMarked(haystack, key)
    if (found) return found
    await sleep(clock, settleMs)
    return findMarked(haystack, key)
  }

  return async (channel, card, { threadTs, mark } = {}) => {
    const key = mark ?? randomUUID()
    const send = () =>
      clients.once.chat.postMessage({
        channel,
        ...card,
        ...quietText,
        unfurl_links: false,
        unfurl_media: false,
        ...(threadTs !== undefined && { thread_ts: threadTs }),
        metadata: { event_type: markerType, event_payload: { key } },
      })
    for (let sends = 1; ; sends++) {
      try {
        const answer = await pace.run(channel, mark === undefined, send)
        if (!answer.ts) throw new Error('chat.postMessage gave no ts')
        return { channel: answer.channel ?? channel, ts: answer.ts }
      } catch (error) {
        if (failureOf(error).kind !== 'unclear') throw error
        logger.warn(
          { channel, failure: failureWords(error) },
          'the answer to a posting was lost; looking for the message',
        )
        const found = await find({ channel, threadTs, oldestAt: null }, key).catch((problem: unknown) => {
          logger.warn({ channel, failure: failureWords(problem) }, 'whether a message was posted is not known')
          throw new ConfbotError('chat.unconfirmed', { cause: new Error(failureWords(error)) })
        })
        if (found) return { channel, ts: found }
        if (sends === maxSends) throw error
      }
    }
  }
}
