/** The bot's own messages: posted, updated and taken back, in channels, threads and direct messages. */

import type { Person, Place } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { type Span, say } from '#text/message.ts'
import type { MessageRef, Notifier } from '#view/notifier.ts'
import type { SlackClients } from './clients.ts'
import type { DirectChannels } from './direct-channels.ts'
import { failureOf, isCannotPost, isRefusal, toChatError, toLookupError } from './failure.ts'
import type { FindMarked } from './find-marked.ts'
import { limits } from './limits.ts'
import { longPatience } from './patience.ts'
import { type Post, type PostOptions, quietText } from './posting.ts'
import { type RenderedCard, renderCard } from './render-card.ts'
import { createSendFile } from './send-file.ts'

export function createNotifier(deps: {
  clients: SlackClients
  direct: DirectChannels
  post: Post
  findMarked: FindMarked
  /** The scopes of the token, as far as Slack told them. */
  granted: () => readonly string[] | null
  clock: Clock
}): Notifier {
  const { clients, direct, post, findMarked, granted, clock } = deps

  const postDirectly = async (person: Person, card: RenderedCard, options: PostOptions): Promise<MessageRef> => {
    try {
      const { channel, ts } = await post(await direct.open(person.userId), card, options)
      return { place: directPlaceOf(person, channel), messageId: ts }
    } catch (error) {
      throw toChatError(error, person.name)
    }
  }

  /** Histories are read one after the other: some apps may read one a minute, and many at once would only be refused together. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(look: () => Promise<T>): Promise<T> => {
    const looked = turn.then(look)
    turn = looked.catch(() => {})
    return looked
  }

  const placeToSearch = async (where: Place | Person): Promise<Place> => {
    try {
      if (!('channelId' in where)) return directPlaceOf(where, await direct.open(where.userId))
      const channelId = await direct.resolve(where.channelId)
      return { ...where, channelId, kind: kindAfterPosting(where) }
    } catch (error) {
      throw toChatError(error, wordsFor(where))
    }
  }

  return {
    async post(place, card, asker, mark) {
      const rendered = renderCard(card)
      try {
        const channelId = await direct.resolve(place.channelId)
        const { channel, ts } = await post(channelId, rendered, { threadTs: place.threadId, mark })
        return { place: { ...place, channelId: channel, kind: kindAfterPosting(place) }, messageId: ts }
      } catch (error) {
        // Where people are among themselves the bot cannot write, so the card goes to the person who asked.
        if (place.kind !== 'people' || !isCannotPost(failureOf(error))) throw toChatError(error, nameOf(place))
      }
      if (!asker) throw new ConfbotError('chat.cannot-post', { blanks: { channel: nameOf(place) } })
      return postDirectly(asker, rendered, { mark })
    },

    tell: (person, card, mark) => postDirectly(person, renderCard(card, forOne), { mark }),

    async find(where, mark, since) {
      const place = await placeToSearch(where)
      const { channelId: channel, threadId: threadTs } = place
      // Our clock may have been set back since, or differ from Slack's.
      const oldestAt = Math.min(since, clock.now()) - limits.signatureSkewMs
      try {
        const ts = await inTurn(() => findMarked({ channel, threadTs, oldestAt, patience: longPatience }, mark))
        return ts === null ? null : { place, messageId: ts }
      } catch (error) {
        // A thread whose parent is gone has no replies.
        if (isRefusal(failureOf(error), 'thread_not_found')) return null
        throw toLookupError(error, wordsFor(where), granted() ?? [])
      }
    },

    sendFile: createSendFile({ clients, direct, clock }),

    async update({ place, messageId }, card) {
      try {
        await clients.repeatable.chat.update({
          channel: place.channelId,
          ts: messageId,
          ...renderCard(card, place.kind === 'direct' ? forOne : {}),
          ...quietText,
        })
        return true
      } catch (error) {
        if (isRefusal(failureOf(error), ...goneErrors)) return false
        throw toChatError(error, nameOf(place))
      }
    },

    async remove({ place, messageId }) {
      try {
        await clients.repeatable.chat.delete({ channel: place.channelId, ts: messageId })
      } catch (error) {
        if (!isRefusal(failureOf(error), ...goneErrors)) throw toChatError(error, nameOf(place))
      }
    },
  }
}

/** What one person alone reads notifies nobody else whom it names. */
const forOne = { mentions: 'native' } as const

/** The message can never be changed again, wherever it stands. */
const goneErrors = ['message_not_found', 'cant_update_message', 'edit_window_closed']

/** A conversation of people that took a message has the bot in it: their group, or its own direct message. */
function kindAfterPosting(place: Place): Place['kind'] {
  if (place.kind !== 'people') return place.kind
  return place.channelId.startsWith('D') ? 'direct' : 'channel'
}

const directPlaceOf = ({ platform, workspaceId }: Person, channelId: string): Place => ({
  platform,
  workspaceId,
  channelId,
  kind: 'direct',
})

const wordsFor = (where: Place | Person): Span => ('channelId' in where ? nameOf(where) : where.name)

const nameOf = (place: Place): Span =>
  say(place.kind === 'channel' ? 'slack.place.channel' : 'slack.place.conversation')
