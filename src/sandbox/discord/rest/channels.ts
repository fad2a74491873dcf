/** Channels, threads and direct messages as the bot sees them (resources/channel). */
import { type Channel, channelTypes } from '../directory.ts'
import { botUserId } from '../identity.ts'
import { refusal } from '../refusal.ts'
import type { DiscordServer } from '../server.ts'
import { channelToWire } from '../wire-object.ts'
import { ok, type Route } from './route.ts'

export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channelId',
    auth: 'bot',
    run({ server, param }) {
      const channel = seenChannel(server, param('channelId'))
      return ok(channelToWire(channel, server.directory, server.messages.lastId(channel.id)))
    },
  },
]

/** A channel that the bot sees. Throws 10003 where there is none, 50001 where it is hidden. */
export function seenChannel({ directory }: DiscordServer, id: string): Channel {
  const channel = directory.channel(id)
  if (!channel) throw refusal(10003)
  if (!directory.canSee(botUserId, channel)) throw refusal(50001)
  return channel
}

/**
 * A channel that the bot sees and may post to. Throws also 50013, 50278 (the person of a direct message is in no server with
 * the bot), 50007 (they take none), 160005 (locked thread).
 */
export function postableChannel(server: DiscordServer, id: string): Channel {
  const { directory } = server
  const channel = seenChannel(server, id)
  const { recipientId, thread } = channel
  if (recipientId !== undefined) {
    if (!directory.member(recipientId) || !directory.member(botUserId)) throw refusal(50278)
    if (server.closedDirects.has(recipientId)) throw refusal(50007)
    return channel
  }
  if (!directory.can(botUserId, channel, thread ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES')) throw refusal(50013)
  if (thread?.isLocked && !directory.can(botUserId, channel, 'MANAGE_THREADS')) throw refusal(160005)
  if (channel.type === channelTypes.voice && !directory.can(botUserId, channel, 'CONNECT')) throw refusal(50013)
  return channel
}
