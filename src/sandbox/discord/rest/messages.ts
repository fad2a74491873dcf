/** Messages of a channel (resources/message). */
import { composeMessage } from '../compose-message.ts'
import { type Channel, channelTypes } from '../directory.ts'
import { botUserId } from '../identity.ts'
import type { StoredMessage } from '../message-store.ts'
import { presentToBot } from '../present-to-bot.ts'
import { invalidForm, refusal } from '../refusal.ts'
import { type ParsedMessage, parseMessage } from '../rules/message.ts'
import type { DiscordServer } from '../server.ts'
import { compareSnowflakes } from '../snowflake.ts'
import { postableChannel, seenChannel } from './channels.ts'
import { type Call, countOf, noContent, ok, type Route, snowflakeOf } from './route.ts'

const path = '/channels/:channelId/messages'
/** "The past few minutes" of the documents, on the sandbox's clock. */
const nonceMs = 5 * 60_000

export const messageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    auth: 'bot',
    limit: { calls: 5, windowMs: 1000 },
    run(call) {
      const { server, param } = call
      const channel = readableChannel(server, param('channelId'))
      const limit = countOf(call.query, 'limit', { min: 1, max: 100, fallback: 50 })
      const list = mayReadHistory(server, channel) ? server.messages.inChannel(channel.id) : []
      return ok(page(list, call, limit).map((message) => presentToBot(server, message)))
    },
  },
  {
    method: 'GET',
    path: `${path}/:messageId`,
    auth: 'bot',
    run({ server, param }) {
      const channel = readableChannel(server, param('channelId'))
      if (!mayReadHistory(server, channel)) throw refusal(50001)
      return ok(presentToBot(server, knownMessage(server, channel.id, param('messageId'))))
    },
  },
  {
    method: 'POST',
    path,
    auth: 'bot',
    limit: { calls: 5, windowMs: 5000 },
    run({ server, param, body, files }) {
      const channel = postableChannel(server, param('channelId'))
      if (files.length > 0 && !server.directory.can(botUserId, channel, 'ATTACH_FILES')) throw refusal(50013)
      const parsed = parseMessage(body ?? {}, { use: 'create', files })
      const before = findRepeated(server, parsed)
      if (before) return ok(server.messages.present(knownMessage(server, before.channelId, before.id)))
      const isReply = isReplyTo(server, channel, parsed)
      // Posting into an archived thread opens it again.
      if (channel.thread) channel.thread.isArchived = false
      const message = server.messages.add({
        ...composeMessage(server, parsed, { channel, authorId: botUserId }),
        channelId: channel.id,
        authorId: botUserId,
        type: isReply ? 19 : 0,
        ...(parsed.nonce !== undefined && { nonce: parsed.nonce }),
        ...(isReply && parsed.reference && { referenceId: parsed.reference.id }),
      })
      return ok(server.messages.present(message))
    },
  },
  {
    method: 'PATCH',
    path: `${path}/:messageId`,
    auth: 'bot',
    limit: { calls: 5, windowMs: 5000 },
    run({ server, param, body, files }) {
      const channel = seenChannel(server, param('channelId'))
      const before = knownMessage(server, channel.id, param('messageId'))
      if (before.authorId !== botUserId) throw refusal(50005)
      if (channel.thread?.isArchived) throw refusal(50083)
      const parsed = parseMessage(body ?? {}, { use: 'edit', files, before })
      server.messages.change(before, composeMessage(server, parsed, { channel, authorId: botUserId, before }))
      return ok(server.messages.present(before))
    },
  },
  {
    method: 'DELETE',
    path: `${path}/:messageId`,
    auth: 'bot',
    limit: { calls: 5, windowMs: 1000 },
    run({ server, param }) {
      const channel = seenChannel(server, param('channelId'))
      const message = knownMessage(server, channel.id, param('messageId'))
      if (message.authorId !== botUserId) {
        if (channel.type === channelTypes.dm) throw refusal(50003)
        if (!server.directory.can(botUserId, channel, 'MANAGE_MESSAGES')) throw refusal(50013)
      }
      server.messages.remove(message)
      return noContent
    },
  },
]

/** A voice channel's messages are read by those who may connect to it. */
function readableChannel(server: DiscordServer, id: string): Channel {
  const channel = seenChannel(server, id)
  const isClosed = channel.type === channelTypes.voice && !server.directory.can(botUserId, channel, 'CONNECT')
  if (isClosed) throw refusal(50001)
  return channel
}

const mayReadHistory = ({ directory }: DiscordServer, channel: Channel) =>
  directory.can(botUserId, channel, 'READ_MESSAGE_HISTORY')

/** What is ephemeral is no message of the channel. Throws 10008. */
function knownMessage({ messages }: DiscordServer, channelId: string, id: string): StoredMessage {
  const message = messages.find(channelId, id)
  if (!message || message.visibleTo !== undefined) throw refusal(10008)
  return message
}

/** Newest first; of `before`, `after` and `around` only one counts. */
function page(list: readonly StoredMessage[], { query }: Call, limit: number): StoredMessage[] {
  const around = snowflakeOf(query, 'around')
  const before = snowflakeOf(query, 'before')
  const after = snowflakeOf(query, 'after')
  const named = [around, before, after].filter((id) => id !== undefined)
  if (named.length > 1) {
    throw invalidForm([
      { path: [], code: 'MUTUALLY_EXCLUSIVE', message: 'Only one of around, before and after may be used.' },
    ])
  }
  const older = (id: string) => list.filter((message) => compareSnowflakes(message.id, id) < 0)
  const newer = (id: string) => list.filter((message) => compareSnowflakes(message.id, id) > 0)
  const last = (messages: readonly StoredMessage[], count: number) => (count > 0 ? messages.slice(-count) : [])
  if (around !== undefined) {
    const half = limit >> 1
    const middle = list.filter(({ id }) => id === around)
    return [...last(older(around), half), ...middle, ...newer(around).slice(0, half)].slice(0, limit).toReversed()
  }
  if (after !== undefined) return newer(after).slice(0, limit).toReversed()
  return last(before === undefined ? list : older(before), limit).toReversed()
}

/**
 * The message that this one repeats: "checked for uniqueness in the past few minutes. If another message was created by the
 * same author with the same nonce, that message will be returned" (resources/message, "Create Message"). Of its channel
 * nothing is said, so it does not count here. One that was deleted meanwhile is not made again, but unknown (discord-api-docs,
 * pull request 6647).
 */
function findRepeated({ messages, clock }: DiscordServer, { nonce, isNonceEnforced }: ParsedMessage) {
  if (!isNonceEnforced || nonce === undefined) return undefined
  return messages.findByNonce(botUserId, nonce, clock.now() - nonceMs)
}

/** Throws where the message replied to must be there and is not, or its channel's history is closed. */
function isReplyTo(server: DiscordServer, channel: Channel, { reference }: ParsedMessage): boolean {
  if (!reference) return false
  if (!mayReadHistory(server, channel)) throw refusal(160002)
  const found = server.messages.find(channel.id, reference.id)
  if (found && found.visibleTo === undefined) return true
  if (!reference.isNeeded) return false
  throw invalidForm([
    { path: ['message_reference'], code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' },
  ])
}
