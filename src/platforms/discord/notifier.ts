/** The bot's own messages: posted, updated and taken back, in channels, threads and direct messages. */
import { RESTJSONErrorCodes as Code, PermissionFlagsBits } from 'discord-api-types/v10'
import type { Person, Place } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { type Span, say } from '#text/message.ts'
import type { Card } from '#view/card.ts'
import type { MessageRef, Notifier } from '#view/notifier.ts'
import type { DiscordApi } from './api.ts'
import type { Bot } from './bot.ts'
import type { DirectChannels } from './direct-channels.ts'
import { type Doing, failureOf, isRefusal, toChatError } from './failure.ts'
import { createFindMarked } from './find-marked.ts'
import type { LongActions } from './long-actions.ts'
import { ownRights } from './own-rights.ts'
import { has } from './permissions.ts'
import { createDraw, createPost, type Drawn } from './posting.ts'
import { createSendFile } from './send-file.ts'

/** Our clock may differ from Discord's. */
const skewMs = 5 * 60_000

export function createNotifier(deps: {
  readonly api: DiscordApi
  readonly direct: DirectChannels
  readonly longActions: LongActions
  /** null: we have not signed in yet. */
  readonly bot: () => Bot | null
  readonly clock: Clock
  readonly logger: Logger
}): Notifier {
  const { api, direct, longActions, bot, clock, logger } = deps
  const post = createPost({ api, clock })
  const draw = createDraw({ longActions, logger })
  const findMarked = createFindMarked({ api, bot })

  const tell = async (person: Person, card: Card, mark?: string): Promise<MessageRef> => {
    const message = await draw(card, mark)
    try {
      const channelId = await direct.open(person.userId)
      return { place: directPlaceOf(person, channelId), messageId: await post(channelId, message, { mark }) }
    } catch (error) {
      throw toChatError(error, person.name, 'tell')
    }
  }

  const placeToSearch = async (where: Place | Person): Promise<Place> => {
    if ('channelId' in where) return where
    try {
      return directPlaceOf(where, await direct.open(where.userId))
    } catch (error) {
      throw toChatError(error, where.name, 'tell')
    }
  }

  /** Where the bot may not read the history Discord shows no message at all, and calls that success. */
  const mayRead = async (place: Place): Promise<boolean> => {
    const self = bot()
    if (place.kind === 'direct' || !self) return true
    const rights = await ownRights(api, self.userId, place.workspaceId, place.channelId)
    return has(rights, PermissionFlagsBits.ReadMessageHistory)
  }

  const patch = async ({ place, messageId }: MessageRef, body: Drawn): Promise<void> => {
    const send = () => api.call('PATCH', messageRoute(place, messageId), { body, isRepeatable: true })
    try {
      await send()
    } catch (error) {
      if (!isRefusal(failureOf(error), Code.InvalidActionOnArchivedThread)) throw error
      // A thread in which nothing was said for a while is put away; whoever may write there may take it out again.
      await api.call('PATCH', `/channels/${targetOf(place)}`, { body: { archived: false }, isRepeatable: true })
      await send()
    }
  }

  return {
    async post(place, card, asker, mark) {
      if (place.kind === 'people') {
        if (asker) return tell(asker, card, mark)
        throw new ConfbotError('chat.cannot-post', { blanks: { channel: nameOf(place) } })
      }
      const message = await draw(card, mark)
      try {
        return { place, messageId: await post(targetOf(place), message, { mark }) }
      } catch (error) {
        throw toChatError(error, nameOf(place), doingIn(place))
      }
    },

    tell,

    async find(where, mark, since) {
      const place = await placeToSearch(where)
      // Our clock may have been set back since, or differ from Discord's.
      const oldestAt = Math.min(since, clock.now()) - skewMs
      let messageId: string | null
      try {
        const found = await findMarked({ channelId: targetOf(place), oldestAt }, mark)
        if (found.isEmpty && !(await mayRead(place))) throw unreadable(place)
        messageId = found.messageId
      } catch (error) {
        const failure = failureOf(error)
        // A thread that was deleted holds nothing any more.
        if (place.threadId !== undefined && isRefusal(failure, Code.UnknownChannel)) return null
        if (isRefusal(failure, Code.MissingPermissions)) throw unreadable(place)
        throw toChatError(error, nameOf(place), 'find')
      }
      return messageId === null ? null : { place, messageId }
    },

    sendFile: createSendFile({ direct, post, draw }),

    async update(message, card) {
      const body = await draw(card)
      try {
        await patch(message, body)
        return true
      } catch (error) {
        if (isRefusal(failureOf(error), ...goneErrors)) return false
        throw toChatError(error, nameOf(message.place), doingIn(message.place))
      }
    },

    async remove({ place, messageId }) {
      try {
        await api.call('DELETE', messageRoute(place, messageId), { isRepeatable: true })
      } catch (error) {
        if (!isRefusal(failureOf(error), ...goneErrors)) throw toChatError(error, nameOf(place), doingIn(place))
      }
    },
  }
}

/** The message can never be changed again, wherever it stands. */
const goneErrors = [Code.UnknownMessage, Code.UnknownChannel, Code.CannotEditMessageAuthoredByAnotherUser]

/** A thread is a channel of its own. */
const targetOf = ({ threadId, channelId }: Place): string => threadId ?? channelId

const messageRoute = (place: Place, messageId: string) => `/channels/${targetOf(place)}/messages/${messageId}` as const

const doingIn = ({ kind, threadId }: Place): Doing => {
  if (kind === 'direct') return 'tell'
  return threadId === undefined ? 'post' : 'post-in-thread'
}

const directPlaceOf = ({ platform, workspaceId }: Person, channelId: string): Place => ({
  platform,
  workspaceId,
  channelId,
  kind: 'direct',
  isPrivate: true,
})

const nameOf = (place: Place): Span =>
  place.kind === 'channel'
    ? { kind: 'channel', platform: 'discord', channelId: targetOf(place) }
    : say('discord.place.conversation')

const unreadable = (place: Place) =>
  new ConfbotError('chat.unconfirmed', { remedy: say('discord.remedy.find', { channel: nameOf(place) }) })
