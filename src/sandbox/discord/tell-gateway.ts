/** Changes of the server as the events that the gateway tells of (discord-api-docs, events/gateway-events). */
import type { Channel } from './directory.ts'
import type { GatewayEvent } from './gateway/events.ts'
import { botUserId, guildId } from './identity.ts'
import { memberOfAuthor } from './message-store.ts'
import { presentToBot } from './present-to-bot.ts'
import type { DiscordServer, ServerChange } from './server.ts'

/** Undefined: nothing is told. */
export function toGatewayEvent(server: DiscordServer, change: ServerChange): GatewayEvent | undefined {
  return change.of === 'message' ? messageEvent(server, change) : scheduledEvent(change)
}

const messageNames = { created: 'MESSAGE_CREATE', updated: 'MESSAGE_UPDATE', deleted: 'MESSAGE_DELETE' } as const

function messageEvent(server: DiscordServer, { kind, message }: ServerChange & { of: 'message' }) {
  const { directory } = server
  const channel = directory.channel(message.channelId)
  if (!channel || !isTold(server, channel)) return undefined
  const ofServer = channel.recipientId === undefined ? { guild_id: guildId } : {}
  const place = { t: messageNames[kind], guildId: ofServer.guild_id }
  if (kind === 'deleted') return { ...place, d: { id: message.id, channel_id: channel.id, ...ofServer } }
  const member = memberOfAuthor(message, directory)
  return { ...place, d: { ...presentToBot(server, message), ...ofServer, ...(member && { member }) } }
}

/** What happens where the bot is not, or does not see, it does not hear of. */
function isTold({ directory }: DiscordServer, channel: Channel): boolean {
  return directory.canSee(botUserId, channel)
}

const eventNames = {
  created: 'GUILD_SCHEDULED_EVENT_CREATE',
  updated: 'GUILD_SCHEDULED_EVENT_UPDATE',
  deleted: 'GUILD_SCHEDULED_EVENT_DELETE',
  'user-added': 'GUILD_SCHEDULED_EVENT_USER_ADD',
  'user-removed': 'GUILD_SCHEDULED_EVENT_USER_REMOVE',
} as const

function scheduledEvent(change: ServerChange & { of: 'event' }): GatewayEvent {
  const t = eventNames[change.kind]
  if (!('userId' in change)) return { t, d: { ...change.event }, guildId }
  const { event, userId } = change
  return { t, d: { guild_scheduled_event_id: event.id, user_id: userId, guild_id: guildId }, guildId }
}
