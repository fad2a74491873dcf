/**
 * Looking for a message of our own by the mark in the ids of its components, in a channel, thread or direct message. Others can write
 * the same ids, so only what this bot posted counts.
 */
import { type APIMessage, ComponentType } from 'discord-api-types/v10'
import { ConfbotError } from '#core/errors.ts'
import type { DiscordApi } from './api.ts'
import type { Bot } from './bot.ts'
import { idsOf } from './posting.ts'

export interface Haystack {
  readonly channelId: string
  /** UTC ms by our clock. */
  readonly oldestAt: number
}

/**
 * Its id; null: none among what may be read. `isEmpty`: there was nothing at all to read, as also where the bot may not read the
 * history (resources/message, "Get Channel Messages"). Rejects with what `failureOf` reads, with `chat.unconfirmed` when there is
 * more than can be searched, and with `chat.unavailable` before we have signed in.
 */
export type FindMarked = (
  haystack: Haystack,
  mark: string,
) => Promise<{ readonly messageId: string | null; readonly isEmpty: boolean }>

const pageSize = 100
const maxPages = 50
/** Nobody sits and waits for what is looked for so. */
const patienceMs = 30_000

/** Of snowflakes (reference, "Snowflakes"): the first second of 2015. */
const discordEpoch = 1_420_070_400_000
const snowflakeToInstant = (id: string): number => Number(BigInt(id) >> 22n) + discordEpoch

export function createFindMarked({ api, bot }: { api: DiscordApi; bot: () => Bot | null }): FindMarked {
  return async ({ channelId, oldestAt }, mark) => {
    const self = bot()
    if (!self) throw new ConfbotError('chat.unavailable', { cause: new Error('which bot we are is not known yet') })
    let before: string | undefined
    for (let page = 0; page < maxPages; page++) {
      const query = { limit: String(pageSize), ...(before !== undefined && { before }) }
      const options = { query, isRepeatable: true, patienceMs }
      const messages = await api.call<APIMessage[]>('GET', `/channels/${channelId}/messages`, options)
      const ours = messages.find((message) => message.author.id === self.userId && isMarked(message, mark))
      if (ours) return { messageId: ours.id, isEmpty: false }
      // The newest come first.
      const oldest = messages.at(-1)
      if (!oldest || messages.length < pageSize || snowflakeToInstant(oldest.id) < oldestAt)
        return { messageId: null, isEmpty: page === 0 && messages.length === 0 }
      before = oldest.id
    }
    throw new ConfbotError('chat.unconfirmed', { cause: new Error('there are too many messages to search') })
  }
}

interface Node {
  readonly type: number
  readonly id?: number
  readonly components?: readonly Node[]
}

function isMarked({ components = [] }: Pick<APIMessage, 'components'>, mark: string): boolean {
  const [containerId, textId] = idsOf(mark)
  const holdsText = (nodes: readonly Node[]): boolean =>
    nodes.some(
      ({ type, id, components: inner = [] }) =>
        (type === ComponentType.TextDisplay && id === textId) || holdsText(inner),
    )
  return (components as readonly Node[]).some(
    ({ type, id, components: inner = [] }) =>
      type === ComponentType.Container && id === containerId && holdsText(inner),
  )
}
