/** Makes the desk: who may do what with an interaction's token, and until when (discord-api-docs, interactions/receiving-and-responding). */
import { composeMessage } from '../compose-message.ts'
import type { Channel } from '../directory.ts'
import { botUserId, applicationId as ownApplicationId } from '../identity.ts'
import { type Interaction, interactionTypes } from '../interaction-store.ts'
import { messageFlags, type StoredMessage } from '../message-store.ts'
import { DiscordRefusal, refusal } from '../refusal.ts'
import { parseMessage } from '../rules/message.ts'
import type { DiscordServer } from '../server.ts'
import { snowflakeToInstant } from '../snowflake.ts'
import type { Attempt, InteractionDesk } from './desk.ts'
import { answerFirst, answerTypes, changeMessage } from './first-answer.ts'

/** On the system's clock: it lasts seconds between two machines. */
const firstAnswerMs = 3000
/** On the sandbox's clock, from when the interaction was made. */
const tokenMs = 15 * 60_000
const original = '@original'
/** Follow-ups answer the first answer. */
const replyType = 19

export function createInteractionDesk(server: DiscordServer): InteractionDesk {
  const listeners = new Map<string, Set<(attempt: Attempt) => void>>()
  const tell = (id: string, attempt: Attempt) => {
    for (const listener of [...(listeners.get(id) ?? [])]) listener(attempt)
  }
  const { interactions, messages, directory } = server

  const channelOf = ({ channelId }: Interaction): Channel => {
    const channel = directory.channel(channelId)
    if (!channel) throw refusal(10003)
    return channel
  }

  /** 50027: no such token, or too old. 10015: there is no webhook before the first answer, and none for suggestions. */
  const open = (applicationId: string, token: string): { interaction: Interaction; channel: Channel } => {
    const interaction = interactions.findByToken(token)
    if (!interaction || applicationId !== ownApplicationId) throw refusal(50027)
    if (server.clock.now() - snowflakeToInstant(interaction.id) > tokenMs) throw refusal(50027)
    const isAnswered = interaction.answered !== undefined
    if (!isAnswered || interaction.type === interactionTypes.autocomplete) throw refusal(10015)
    return { interaction, channel: channelOf(interaction) }
  }

  /** Only what this token made, or the message that was clicked on. */
  const findMessage = ({ interaction, channel }: ReturnType<typeof open>, messageId: string): StoredMessage => {
    const id = messageId === original ? interaction.originalId : messageId
    const message = id === undefined ? undefined : messages.find(channel.id, id)
    const isOurs = message?.interaction?.id === interaction.id || (id !== undefined && id === interaction.originalId)
    if (!message || !isOurs) throw refusal(10008)
    return message
  }

  return {
    answer(id, token, body) {
      const interaction = interactions.find(id)
      try {
        if (!interaction || interaction.token !== token) throw refusal(10062)
        if (interaction.answered !== undefined) throw refusal(40060)
        if (server.systemNow() - interaction.createdAt > firstAnswerMs) throw refusal(10062)
        const { choices, ...result } = answerFirst(server, interaction, channelOf(interaction), body)
        interaction.answered = result.type
        tell(id, { type: result.type, ...(choices && { choices }) })
        return result
      } catch (error) {
        if (!(error instanceof DiscordRefusal)) throw error
        const { code, message, fields } = error
        tell(id, { refused: { code, message, fields } })
        throw error
      }
    },
    followUp(applicationId, token, body) {
      const { interaction, channel } = open(applicationId, token)
      const deferred =
        interaction.answered === answerTypes.deferredMessage
          ? messages.find(channel.id, interaction.originalId ?? '')
          : undefined
      const parsed = parseMessage(body.json ?? {}, { use: 'follow-up', files: body.files })
      if (deferred && (deferred.flags & messageFlags.loading) !== 0) {
        // "the value you provided in the initial defer response will be preserved"
        const flags = (parsed.flags ?? 0) & ~messageFlags.ephemeral
        const place = { channel, authorId: botUserId, before: deferred }
        messages.change(deferred, composeMessage(server, { ...parsed, flags }, place), false)
        return deferred
      }
      const content = composeMessage(server, parsed, { channel, authorId: botUserId })
      const { id, type, userId, originalId, commandName } = interaction
      return messages.add({
        ...content,
        channelId: channel.id,
        authorId: botUserId,
        type: originalId === undefined ? 0 : replyType,
        interaction: {
          id,
          type,
          userId,
          ...(commandName !== undefined && { commandName }),
          ...(originalId !== undefined && { originalId }),
        },
        ...(originalId !== undefined && { referenceId: originalId }),
        ...((content.flags & messageFlags.ephemeral) !== 0 && { visibleTo: userId }),
      })
    },
    read: (applicationId, token, messageId) => findMessage(open(applicationId, token), messageId),
    edit(applicationId, token, messageId, body) {
      const opened = open(applicationId, token)
      return changeMessage(server, opened.channel, findMessage(opened, messageId), body)
    },
    remove: (applicationId, token, messageId) => messages.remove(findMessage(open(applicationId, token), messageId)),
    onAttempt(id, listener) {
      const own = listeners.get(id) ?? new Set()
      listeners.set(id, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0) listeners.delete(id)
      }
    },
  }
}
