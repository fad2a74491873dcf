/** The first answer to an interaction, and what it does (discord-api-docs, interactions/receiving-and-responding, "Interaction Response Object"). */
import { z } from 'zod'
import type { UploadedFile } from '../attachment-store.ts'
import { composeMessage } from '../compose-message.ts'
import type { Channel } from '../directory.ts'
import { botUserId } from '../identity.ts'
import { type Interaction, interactionTypes } from '../interaction-store.ts'
import { type MessageContent, type MessageInteraction, messageFlags, type StoredMessage } from '../message-store.ts'
import { refusal } from '../refusal.ts'
import { noMentions } from '../rules/mentions.ts'
import { parseMessage } from '../rules/message.ts'
import { parseModal } from '../rules/modal.ts'
import { check, refuseAll } from '../rules/problems.ts'
import type { DiscordServer } from '../server.ts'
import type { CallbackResult, SentBody } from './desk.ts'

export const answerTypes = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  suggestions: 8,
  modal: 9,
} as const

const Answer = z.strictObject({ type: z.int(), data: z.unknown().optional() })
const Choice = z.strictObject({
  name: z.string().min(1).max(100),
  name_localizations: z.record(z.string(), z.string().min(1).max(100)).nullish(),
  value: z.union([z.string().max(100), z.number()]),
})
const Suggestions = z.strictObject({ choices: z.array(Choice).max(25) })
const Deferral = z.strictObject({ flags: z.int().optional() }).nullish()

/** Types of messages (resources/message, "Message Types"). */
const messageTypes = { default: 0, reply: 19, command: 20, contextCommand: 23 } as const

export interface FirstAnswer extends CallbackResult {
  choices?: readonly object[]
}

/** Carries the answer out. Throws DiscordRefusal, and has done nothing then. */
export function answerFirst(
  server: DiscordServer,
  interaction: Interaction,
  channel: Channel,
  { json, files }: SentBody,
): FirstAnswer {
  const { type, data } = check(Answer, json)
  const allowed = allowedTypes(interaction)
  if (!allowed.includes(type)) {
    refuseAll([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${allowed.join(', ')}}.` }])
  }
  switch (type) {
    case answerTypes.message: {
      const message = addAnswer(server, interaction, channel, composeAnswer(server, channel, data, files))
      interaction.originalId = message.id
      return { type, message }
    }
    case answerTypes.deferredMessage: {
      const flags = check(Deferral, data, ['data'])?.flags ?? 0
      if ((flags & ~messageFlags.ephemeral) !== 0) {
        const problem = { code: 'MESSAGE_FLAGS_INVALID', message: 'Only EPHEMERAL can be set on a deferral.' }
        refuseAll([{ path: ['data', 'flags'], ...problem }])
      }
      const message = addAnswer(server, interaction, channel, { ...empty, flags: flags | messageFlags.loading })
      interaction.originalId = message.id
      return { type, message }
    }
    case answerTypes.deferredUpdate:
      if (interaction.messageId !== undefined) interaction.originalId = interaction.messageId
      return { type }
    case answerTypes.update: {
      const before = server.messages.find(channel.id, interaction.messageId ?? '')
      if (!before) throw refusal(10008)
      changeMessage(server, channel, before, { json: data, files }, ['data'])
      interaction.originalId = before.id
      return { type, message: before }
    }
    case answerTypes.suggestions:
      return { type, choices: check(Suggestions, data, ['data']).choices }
    default:
      server.interactions.modals.set(interaction.userId, {
        interactionId: interaction.id,
        userId: interaction.userId,
        channelId: channel.id,
        ...(interaction.messageId !== undefined && { messageId: interaction.messageId }),
        data: parseModal(data),
      })
      return { type }
  }
}

/** Updates need a message to update; a modal is no answer to a modal. */
function allowedTypes({ type, messageId }: Interaction): readonly number[] {
  const { message, deferredMessage, deferredUpdate, update, suggestions, modal } = answerTypes
  const updates = messageId === undefined ? [] : [deferredUpdate, update]
  switch (type) {
    case interactionTypes.autocomplete:
      return [suggestions]
    case interactionTypes.modalSubmit:
      return [message, deferredMessage, ...updates]
    case interactionTypes.component:
      return [message, deferredMessage, ...updates, modal]
    default:
      return [message, deferredMessage, modal]
  }
}

const empty: MessageContent = {
  content: '',
  components: [],
  embeds: [],
  attachments: [],
  flags: 0,
  mentions: noMentions,
}

function composeAnswer(server: DiscordServer, channel: Channel, data: unknown, files: readonly UploadedFile[]) {
  const parsed = parseMessage(data, { use: 'callback', files, at: ['data'] })
  return composeMessage(server, parsed, { channel, authorId: botUserId })
}

/** Shown below the message clicked on, or as what the command brought. */
function addAnswer(server: DiscordServer, interaction: Interaction, channel: Channel, content: MessageContent) {
  const { id, type, userId, messageId, commandName } = interaction
  const facts: MessageInteraction = {
    id,
    type,
    userId,
    ...(commandName !== undefined && { commandName }),
    ...(messageId !== undefined && { interactedMessageId: messageId }),
  }
  return server.messages.add({
    ...content,
    channelId: channel.id,
    authorId: botUserId,
    type: answerMessageType(interaction),
    interaction: facts,
    ...(messageId !== undefined && { referenceId: messageId }),
    ...((content.flags & messageFlags.ephemeral) !== 0 && { visibleTo: userId }),
  })
}

function answerMessageType({ type, messageId, raw }: Interaction): StoredMessage['type'] {
  if (messageId !== undefined) return messageTypes.reply
  if (type !== interactionTypes.command) return messageTypes.default
  const { data } = raw
  const isContext = typeof data === 'object' && data !== null && 'target_id' in data
  return isContext ? messageTypes.contextCommand : messageTypes.command
}

/** A deferred answer that is edited for the first time has arrived, rather than been edited. */
export function changeMessage(
  server: DiscordServer,
  channel: Channel,
  before: StoredMessage,
  { json, files }: SentBody,
  at: readonly (string | number)[] = [],
): StoredMessage {
  const parsed = parseMessage(json ?? {}, { use: 'edit', files, before, at })
  const isLoading = (before.flags & messageFlags.loading) !== 0
  server.messages.change(before, composeMessage(server, parsed, { channel, authorId: botUserId, before }), !isLoading)
  return before
}
