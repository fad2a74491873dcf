/**
 * Posting a message once. Slack's chat.postMessage has no idempotency key, so each message carries a marker of ours; when an
 * answer is lost, the channel is searched for it before anything is sent again. Where the bot may not read the channel's
 * history, nothing is repeated and the failure is reported.
 */
import { randomUUID } from 'node:crypto'
import { ConfbotError } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { SlackClients } from './clients.ts'
import { failureOf, failureWords } from './failure.ts'
import { withPatience } from './patience.ts'
import type { RenderedCard } from './render-card.ts'

export const markerType = 'confbot_card'

export interface Posted {
  readonly channel: string
  readonly ts: string
}

/** Rejects with the SDK's error when it was not posted, and with `chat.unconfirmed` when nobody can tell. */
export type Post = (channel: string, card: RenderedCard, threadTs?: string) => Promise<Posted>

/** What every message of ours asks of Slack: nothing in its fallback text comes alive. */
export const quietText = { link_names: false, parse: 'none' } as const

const maxSends = 3
/** A message may become readable a little after its answer was lost. */
const settleMs = 1_000
const pageSize = 200
const maxPages = 5

export function createPost(deps: { clients: SlackClients; clock: Clock; logger: Logger }): Post {
  const { clients, clock, logger } = deps

  return async (channel, card, threadTs) => {
    const key = randomUUID()
    for (let sends = 1; ; sends++) {
      try {
        const answer = await clients.once.chat.postMessage({
          channel,
          ...card,
          ...quietText,
          unfurl_links: false,
          unfurl_media: false,
          ...(threadTs !== undefined && { thread_ts: threadTs }),
          metadata: { event_type: markerType, event_payload: { key } },
        })
        if (!answer.ts) throw new Error('chat.postMessage gave no ts')
        return { channel: answer.channel ?? channel, ts: answer.ts }
      } catch (error) {
        if (failureOf(error).kind !== 'unclear') throw error
        logger.warn(
          { channel, failure: failureWords(error) },
          'the answer to a posting was lost; looking for the message',
        )
        const found = await find(channel, threadTs, key).catch((problem: unknown) => {
          logger.warn({ channel, failure: failureWords(problem) }, 'whether a message was posted is not known')
          throw new ConfbotError('chat.unconfirmed', { cause: new Error(failureWords(error)) })
        })
        if (found) return { channel, ts: found }
        if (sends === maxSends) throw error
      }
    }
  }

  async function find(channel: string, threadTs: string | undefined, key: string): Promise<string | null> {
    const found = await search(channel, threadTs, key)
    if (found) return found
    await sleep(clock, settleMs)
    return search(channel, threadTs, key)
  }

  /** The newest messages of a channel come first; those of a thread last. */
  async function search(channel: string, threadTs: string | undefined, key: string): Promise<string | null> {
    let cursor: string | undefined
    for (let page = 0; page < maxPages; page++) {
      const wanted = { channel, include_all_metadata: true, limit: pageSize, ...(cursor && { cursor }) }
      const answer = await withPatience(clock, () =>
        threadTs === undefined
          ? clients.repeatable.conversations.history(wanted)
          : clients.repeatable.conversations.replies({ ...wanted, ts: threadTs }),
      )
      const ours = answer.messages?.find(({ metadata }) => isMarked(metadata, key))
      if (ours?.ts) return ours.ts
      cursor = answer.response_metadata?.next_cursor || undefined
      if (threadTs === undefined || !cursor) return null
    }
    throw new Error('the thread is too long to be searched')
  }
}

const isMarked = (metadata: { event_type?: string; event_payload?: object } | undefined, key: string): boolean =>
  metadata?.event_type === markerType &&
  metadata.event_payload !== undefined &&
  'key' in metadata.event_payload &&
  metadata.event_payload.key === key
