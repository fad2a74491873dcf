/** The bot's own messages: posted, updated and taken back, in channels, threads and direct messages. */

import type { Person, Place } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { type Span, say } from '#text/message.ts'
import type { MessageRef, Notifier } from '#view/notifier.ts'
import type { SlackClients } from './clients.ts'
import type { DirectChannels } from './direct-channels.ts'
import { failureOf, isCannotPost, isRefusal, toChatError } from './failure.ts'
import { withPatience } from './patience.ts'
import { type Post, quietText } from './posting.ts'
import { type RenderedCard, renderCard } from './render-card.ts'

export function createNotifier(deps: {
  clients: SlackClients
  direct: DirectChannels
  post: Post
  clock: Clock
}): Notifier {
  const { clients, direct, post, clock } = deps

  const postDirectly = async (person: Person, card: RenderedCard): Promise<MessageRef> => {
    const { platform, workspaceId, userId } = person
    try {
      const channelId = await direct.open(userId)
      const { channel, ts } = await withPatience(clock, () => post(channelId, card))
      return { place: { platform, workspaceId, channelId: channel, kind: 'direct' }, messageId: ts }
    } catch (error) {
      throw toChatError(error, person.name)
    }
  }

  return {
    async post(place, card, asker) {
      const rendered = renderCard(card)
      try {
        const channelId = await direct.resolve(place.channelId)
        const { channel, ts } = await withPatience(clock, () => post(channelId, rendered, place.threadId))
        return { place: { ...place, channelId: channel, kind: kindAfterPosting(place) }, messageId: ts }
      } catch (error) {
        // Where people are among themselves the bot cannot write, so the card goes to the person who asked.
        if (place.kind !== 'people' || !isCannotPost(failureOf(error))) throw toChatError(error, nameOf(place))
      }
      if (!asker) throw new ConfbotError('chat.cannot-post', { blanks: { channel: nameOf(place) } })
      return postDirectly(asker, rendered)
    },

    tell: (person, card) => postDirectly(person, renderCard(card)),

    async update({ place, messageId }, card) {
      try {
        await clients.repeatable.chat.update({
          channel: place.channelId,
          ts: messageId,
          ...renderCard(card),
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

/** The message can never be changed again, wherever it stands. */
const goneErrors = ['message_not_found', 'cant_update_message', 'edit_window_closed']

/** A conversation of people that took a message has the bot in it: their group, or its own direct message. */
function kindAfterPosting(place: Place): Place['kind'] {
  if (place.kind !== 'people') return place.kind
  return place.channelId.startsWith('D') ? 'direct' : 'channel'
}

const nameOf = (place: Place): Span =>
  say(place.kind === 'channel' ? 'slack.place.channel' : 'slack.place.conversation')
